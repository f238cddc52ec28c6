//! Operations: what is sent and what comes back.

use super::{Body, Docs, Form, GroupId, Header, Id, Media, Paging, Response, Shape};
use crate::source::Location;

/// Addresses an [`Operation`].
pub type OperationId = Id<Operation>;

/// A method on a path.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or method and path where it has none.
    pub id: String,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// The method.
    pub method: Method,
    /// The path in pieces, in order.
    pub path: Vec<Segment>,
    /// The query that the path's key has, encoded; empty for none.
    pub query: String,
    /// The path as it is written.
    pub template: String,
    /// The parameters: those of the path item first, in the order of the description.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What may come back, by status: codes first, then ranges, then the default.
    pub responses: Vec<Response>,
    /// The forms in which a success can be asked for, the one that is asked for where nothing is
    /// said first. There is always one.
    pub forms: Vec<Form>,
    /// The headers that successes have.
    pub headers: Vec<Header>,
    /// The security schemes, by position in [`Api::schemes`](super::Api::schemes): one of the
    /// alternatives, all of its members. An empty alternative asks for nothing.
    pub security: Vec<Vec<usize>>,
    /// Whether it may be sent twice: by its method (RFC 9110, 9.2.2) or by `x-idempotent`.
    pub idempotent: bool,
    /// The header for a key by which the server knows a repeated request again, in lower case, where
    /// the method alone does not make the request one that may be repeated.
    pub idempotency_key: Option<String>,
    /// How its answers follow one another, where they are pages.
    pub paging: Option<Paging>,
    /// The base URL of this operation alone.
    pub server: Option<String>,
    /// The group that it belongs to: that of its first tag.
    pub group: Option<GroupId>,
    /// What it does.
    pub docs: Docs,
    /// Where it stands.
    pub location: Location,
}

/// The method of a request (RFC 9110, 9).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `PUT`
    Put,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
    /// `OPTIONS`
    Options,
    /// `HEAD`
    Head,
    /// `PATCH` (RFC 5789)
    Patch,
    /// `TRACE`
    Trace,
    /// `QUERY` (OpenAPI 3.2, 4.9)
    Query,
    /// Another one (`additionalOperations`), as it is sent.
    Other(String),
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text as it is sent.
    Literal(String),
    /// The parameter of this name.
    Parameter(String),
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// Where it travels.
    pub place: Place,
    /// Whether a call must have it.
    pub required: bool,
    /// What it holds.
    pub shape: Shape,
    /// How the value becomes text.
    pub serialization: Serialization,
    /// Whether it is a key by which the server knows a repeated request again.
    pub idempotency_key: bool,
    /// Whether reserved characters of the value stand as they are (`allowReserved`).
    pub reserved: bool,
    /// What it is.
    pub docs: Docs,
    /// Where it stands.
    pub location: Location,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How the value of a parameter becomes text (OpenAPI 3.1, 4.8.12.2 and 4.8.12.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serialization {
    /// A text of its own.
    Text,
    /// The items of a list, each with a text of its own.
    List {
        /// The style between the items.
        style: Style,
        /// `true` if each item has the name of the parameter (`explode`).
        explode: bool,
    },
    /// A value of any structure.
    Structured {
        /// The style of the whole.
        style: Style,
        /// `true` if items and members stand apart from one another (`explode`).
        explode: bool,
    },
}

/// The styles by name, and JSON. The runtime has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// JSON (`content` in place of `schema`)
    Json,
}

/// The status of an answer, as descriptions write it (OpenAPI 3.1, 4.8.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// A hundred of them: `4XX` is 4.
    Range(u8),
    /// All that are not listed.
    Default,
}

impl Method {
    /// The methods with their name in descriptions.
    pub const ALL: [(&'static str, Self); 9] = [
        ("get", Self::Get),
        ("put", Self::Put),
        ("post", Self::Post),
        ("delete", Self::Delete),
        ("options", Self::Options),
        ("head", Self::Head),
        ("patch", Self::Patch),
        ("trace", Self::Trace),
        ("query", Self::Query),
    ];

    /// The name on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(method) => method,
        }
    }

    /// Whether sending a request twice has the effect of sending it once (RFC 9110, 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        !matches!(self, Self::Post | Self::Patch | Self::Other(_))
    }
}

impl Operation {
    /// What requests and answers hold, each form of an answer once.
    pub fn media(&self) -> impl Iterator<Item = &Media> {
        let body = self.body.iter().flat_map(|body| &body.forms);
        body.chain(self.received())
    }

    /// What answers hold.
    pub fn received(&self) -> impl Iterator<Item = &Media> {
        let forms = self.forms.iter().flat_map(|form| &form.answers);
        let successes = forms.filter_map(|answer| answer.media.as_ref());
        successes.chain(self.responses.iter().filter_map(|response| response.media.as_ref()))
    }

    /// The shapes of parameters, requests and answers.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.shape);
        let headers = self.headers.iter().map(|header| &header.shape);
        parameters.chain(headers).chain(self.media().filter_map(Media::shape))
    }
}

impl Status {
    /// As descriptions write it: `404`, `4XX`, `default`.
    pub fn text(self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Range(digit) => format!("{digit}XX"),
            Self::Default => "default".to_owned(),
        }
    }

    /// Whether answers of this status say that the call succeeded.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }

    /// Whether answers of this status say that the call failed.
    pub fn is_error(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Range(4 | 5) | Self::Default)
    }
}
