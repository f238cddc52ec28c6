//! What requests and answers hold, by media type.

use super::media_type::essence;
use super::{Docs, Shape, Status};
use crate::source::Location;

/// The body of a request.
#[derive(Debug)]
pub struct Body {
    /// Whether a call must have it.
    pub required: bool,
    /// The forms that it can have, the preferred first, no two of one shape. There is always one.
    pub forms: Vec<Media>,
    /// What it is.
    pub docs: Docs,
    /// Where it stands.
    pub location: Location,
}

/// What a body holds, by media type.
#[derive(Clone, Debug, PartialEq)]
pub enum Media {
    /// JSON of this shape.
    Json {
        /// The media type: `application/json`, or one that ends in `+json`.
        media_type: String,
        /// What it holds.
        shape: Shape,
    },
    /// A form (`application/x-www-form-urlencoded`).
    Form {
        /// The object whose members it holds.
        shape: Shape,
        /// The members that are written in brackets (style `deepObject`).
        deep: Vec<String>,
    },
    /// A form in parts, files among them (`multipart/form-data`).
    Multipart {
        /// The object whose members it holds.
        shape: Shape,
        /// The parts that are not written as their values alone would be.
        parts: Vec<Part>,
    },
    /// Items one after another, without an end that is known: events, or JSON in lines.
    Stream {
        /// The media type.
        media_type: String,
        /// What an item is read from.
        item: ItemForm,
        /// What an item holds.
        shape: Shape,
    },
    /// Text of this media type.
    Text {
        /// The media type.
        media_type: String,
    },
    /// Bytes of this media type, which are passed on as they are.
    Bytes {
        /// The media type.
        media_type: String,
    },
}

/// A part that is written otherwise than its value alone would be (OpenAPI 3.1, 4.8.15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the member.
    pub name: String,
    /// The media type, if it has one of its own.
    pub media_type: Option<String>,
    /// Whether the members of an object are parts of their own (style `deepObject`).
    pub deep: bool,
}

/// What an item of a stream is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemForm {
    /// A line or the data of an event, as JSON.
    Json,
    /// The data of an event, as text.
    Text,
    /// An event with its fields, its data as JSON.
    Event,
    /// An event with its fields, its data as text.
    TextEvent,
    /// An event of which nothing is said.
    Raw,
}

/// An answer, by status.
#[derive(Debug)]
pub struct Response {
    /// The status.
    pub status: Status,
    /// What it holds in the form that is preferred; nothing where there is no body.
    pub media: Option<Media>,
    /// What it says.
    pub docs: Docs,
    /// Where it stands.
    pub location: Location,
}

/// A form in which a success can be asked for.
#[derive(Debug, Default)]
pub struct Form {
    /// What it is called; empty for the one that is asked for where nothing is said.
    pub word: String,
    /// The media types that it is asked for by, without those of errors.
    pub accept: Vec<String>,
    /// What succeeds, by status.
    pub answers: Vec<Answer>,
}

/// A success in one form.
#[derive(Debug)]
pub struct Answer {
    /// The position in [`Operation::responses`](super::Operation::responses).
    pub response: usize,
    /// What it holds; nothing where there is no body.
    pub media: Option<Media>,
    /// The media types of its other forms, without parameters and in lower case.
    pub others: Vec<String>,
}

/// A header of an answer.
#[derive(Debug)]
pub struct Header {
    /// The name.
    pub name: String,
    /// Whether every success has it.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
    /// What its text is.
    pub form: HeaderForm,
    /// What it is.
    pub docs: Docs,
}

/// What the text of a header is (OpenAPI 3.1, 4.8.21; style `simple`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// A text.
    Text,
    /// A number or boolean, or JSON.
    Json,
    /// Texts with commas between them.
    Texts,
    /// Numbers or booleans with commas between them.
    Numbers,
}

impl Response {
    /// What the body holds, if it is JSON: an error's is read then, and otherwise kept as it is.
    pub fn read_shape(&self) -> Option<&Shape> {
        match &self.media {
            Some(Media::Json { shape, .. }) => Some(shape),
            _ => None,
        }
    }
}

impl Form {
    /// The media type that it is called after.
    pub fn media_type(&self) -> &str {
        self.accept.first().map_or("", String::as_str)
    }

    /// The media types of the other forms of all its answers.
    pub fn others(&self) -> Vec<&str> {
        let mut others: Vec<&str> = Vec::new();
        for name in self.answers.iter().flat_map(|answer| &answer.others) {
            if !others.contains(&name.as_str()) {
                others.push(name);
            }
        }
        others
    }

    /// What the answers with a body hold, where that is a stream of items.
    pub fn stream(&self) -> Option<&Media> {
        let media = self.answers.iter().find_map(|answer| answer.media.as_ref())?;
        matches!(media, Media::Stream { .. }).then_some(media)
    }

    /// Whether the answers are server-sent events (WHATWG HTML, 9.2).
    pub fn is_events(&self) -> bool {
        self.stream().is_some_and(|media| essence(media.media_type()) == "text/event-stream")
    }

    /// Whether all answers with a body are bytes, and there is one.
    pub fn is_bytes(&self) -> bool {
        let mut media = self.answers.iter().filter_map(|answer| answer.media.as_ref()).peekable();
        media.peek().is_some()
            && media.all(|media| matches!(media, Media::Bytes { .. } | Media::Multipart { .. }))
    }
}

impl Media {
    /// The media type.
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

    /// What a structured body holds, or one item of a stream.
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

    /// Whether a request may hold files that are not in memory.
    pub fn may_hold_files(&self) -> bool {
        matches!(self, Self::Multipart { .. } | Self::Bytes { .. })
    }

    /// Whether answers of both are read as the same.
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

    /// Whether both are made of the same.
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
