//! Request and response bodies, by media type.

use super::media_type::essence;
use super::{Content, Docs, Shape, Status, Style};
use crate::source::Location;

/// The body of a request.
#[derive(Debug)]
pub struct Body {
    /// `true` if a call must send the body.
    pub required: bool,
    /// The forms that the body can have, the preferred first. There is at least one, and no two
    /// have the same shape.
    pub forms: Vec<Media>,
    /// The media types as described.
    pub content: Vec<Content>,
    /// The documentation of the body.
    pub docs: Docs,
    /// The location in the description.
    pub location: Location,
}

/// The content of a body in one media type.
#[derive(Clone, Debug, PartialEq)]
pub enum Media {
    /// JSON.
    Json {
        /// The media type: `application/json`, or one that ends in `+json`.
        media_type: String,
        /// The shape of the JSON value.
        shape: Shape,
    },
    /// A form (`application/x-www-form-urlencoded`).
    Form {
        /// The object whose properties are the form's fields.
        shape: Shape,
        /// The fields whose encoding differs from the default for their value.
        fields: Vec<Part>,
    },
    /// A form in parts, which may be files (`multipart/form-data`).
    Multipart {
        /// The object whose properties are the parts.
        shape: Shape,
        /// The parts whose encoding differs from the default for their value.
        parts: Vec<Part>,
    },
    /// A sequence of items without a known end: server-sent events, JSON lines or a JSON text sequence.
    Stream {
        /// The media type.
        media_type: String,
        /// The source that an item is decoded from.
        item: ItemForm,
        /// The shape of an item.
        shape: Shape,
    },
    /// Text.
    Text {
        /// The media type.
        media_type: String,
    },
    /// Bytes, passed on unchanged.
    Bytes {
        /// The media type.
        media_type: String,
    },
}

/// A field or part of a form whose encoding differs from the default for its value (OpenAPI 3.1, 4.8.15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the property.
    pub name: String,
    /// The media type that the description sets for the part.
    pub media_type: Option<String>,
    /// The style of an array or object, if the description sets one.
    pub style: Option<Style>,
    /// `true` if items and members are separate (`explode`).
    pub explode: bool,
}

/// The source that an item of a stream is decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemForm {
    /// JSON: a line, an element of a JSON text sequence, or the data of an event.
    Json,
    /// The data of an event, as a string.
    Text,
    /// All fields of an event, with its data as JSON.
    Event,
    /// All fields of an event, with its data as a string.
    TextEvent,
    /// An event that the description does not type.
    Raw,
}

/// The response to one status.
#[derive(Debug)]
pub struct Response {
    /// The status.
    pub status: Status,
    /// `true` if the operation returns the response as an error. `default` is one for all statuses that are not listed, even
    /// if it is also the only success.
    pub is_error: bool,
    /// The preferred form of the body; `None` if the response has no body.
    pub media: Option<Media>,
    /// The media types as described.
    pub content: Vec<Content>,
    /// The documentation of the response.
    pub docs: Docs,
    /// The location in the description.
    pub location: Location,
}

/// A form of the successful responses that a caller can ask for.
#[derive(Debug, Default)]
pub struct Form {
    /// The name of the form; empty for the default form.
    pub word: String,
    /// The media types for the `Accept` header, without those of error responses.
    pub accept: Vec<String>,
    /// The successful responses, by status.
    pub responses: Vec<FormResponse>,
}

/// A successful response in one form.
#[derive(Debug)]
pub struct FormResponse {
    /// The position in [`Operation::responses`](super::Operation::responses).
    pub response: usize,
    /// The content of the body; `None` if there is no body.
    pub media: Option<Media>,
    /// The media types of the response's other forms, in lower case and without parameters.
    pub others: Vec<String>,
}

/// A header of a response that succeeds or redirects.
#[derive(Debug)]
pub struct Header {
    /// The name, in lower case.
    pub name: String,
    /// `true` if each of these responses requires the header.
    pub required: bool,
    /// The shape of the header's value.
    pub shape: Shape,
    /// The syntax of the header's value.
    pub form: HeaderForm,
    /// The documentation of the header.
    pub docs: Docs,
}

/// The syntax of a header's value (OpenAPI 3.1, 4.8.21; style `simple`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// A string.
    String,
    /// A number, a boolean or JSON.
    Json,
    /// Strings, separated by commas.
    Strings,
    /// Numbers or booleans, separated by commas.
    Numbers,
    /// A date of HTTP (RFC 9110, 5.6.7), or one of RFC 3339.
    Date,
}

impl Response {
    /// Returns the shape of a JSON body. An error body of another media type is kept as received.
    pub fn read_shape(&self) -> Option<&Shape> {
        match &self.media {
            Some(Media::Json { shape, .. }) => Some(shape),
            _ => None,
        }
    }
}

impl Form {
    /// Returns the first media type of the form, which names it.
    pub fn media_type(&self) -> &str {
        self.accept.first().map_or("", String::as_str)
    }

    /// Returns the media types of the responses' other forms, each once.
    pub fn others(&self) -> Vec<&str> {
        let mut others: Vec<&str> = Vec::new();
        for name in self.responses.iter().flat_map(|response| &response.others) {
            if !others.contains(&name.as_str()) {
                others.push(name);
            }
        }
        others
    }

    /// Returns the content of the first response with a body, if it is a stream.
    pub fn stream(&self) -> Option<&Media> {
        let media = self.responses.iter().find_map(|response| response.media.as_ref())?;
        matches!(media, Media::Stream { .. }).then_some(media)
    }

    /// Returns `true` if the responses are server-sent events (WHATWG HTML, 9.2).
    pub fn is_events(&self) -> bool {
        self.stream().is_some_and(|media| essence(media.media_type()) == "text/event-stream")
    }

    /// Returns `true` if at least one response has a body and all bodies are bytes.
    pub fn is_bytes(&self) -> bool {
        let mut media =
            self.responses.iter().filter_map(|response| response.media.as_ref()).peekable();
        media.peek().is_some()
            && media.all(|media| matches!(media, Media::Bytes { .. } | Media::Multipart { .. }))
    }
}

impl Media {
    /// Returns the media type.
    pub fn media_type(&self) -> &str {
        match self {
            Self::Form { .. } => "application/x-www-form-urlencoded",
            Self::Multipart { .. } => "multipart/form-data",
            Self::Json { media_type, .. }
            | Self::Stream { media_type, .. }
            | Self::Text { media_type }
            | Self::Bytes { media_type } => media_type,
        }
    }

    /// Returns the shape of a structured body, or of one item of a stream.
    pub fn shape(&self) -> Option<&Shape> {
        match self {
            Self::Stream { item: ItemForm::Raw, .. } | Self::Text { .. } | Self::Bytes { .. } => {
                None
            }
            Self::Json { shape, .. }
            | Self::Form { shape, .. }
            | Self::Multipart { shape, .. }
            | Self::Stream { shape, .. } => Some(shape),
        }
    }

    /// Returns `true` if a request body of this kind can stream files that are not in memory.
    pub fn may_hold_files(&self) -> bool {
        matches!(self, Self::Multipart { .. } | Self::Bytes { .. })
    }

    /// Returns `true` if response bodies of both kinds are decoded in the same way.
    pub fn reads_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Json { shape, .. }, Self::Json { shape: other, .. }) => shape == other,
            (
                Self::Stream { item, shape, .. },
                Self::Stream { item: other_item, shape: other, .. },
            ) => item == other_item && shape == other,
            (Self::Text { .. } | Self::Form { .. }, Self::Text { .. } | Self::Form { .. }) => true,
            (
                Self::Bytes { .. } | Self::Multipart { .. },
                Self::Bytes { .. } | Self::Multipart { .. },
            ) => true,
            _ => false,
        }
    }

    /// Returns `true` if request bodies of both kinds are built from the same values.
    pub fn is_made_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Stream { shape, .. }, Self::Stream { shape: other, .. }) => shape == other,
            (Self::Stream { .. }, _) | (_, Self::Stream { .. }) => false,
            (Self::Text { .. }, Self::Text { .. }) | (Self::Bytes { .. }, Self::Bytes { .. }) => {
                true
            }
            _ => self.shape().is_some() && self.shape() == other.shape(),
        }
    }
}
