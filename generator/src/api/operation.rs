//! Operations, their parameters and the statuses of their responses.

use super::{Body, Content, Docs, Form, GroupId, Header, Id, Media, Paging, Response, Shape};
use crate::source::Location;

/// The id of an [`Operation`].
pub type OperationId = Id<Operation>;

/// An operation: a method on a path.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or the method and the path if there is none.
    pub id: String,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The method.
    pub method: Method,
    /// The segments of the path, in order.
    pub path: Vec<Segment>,
    /// The percent-encoded query that the path's key contains; empty if there is none.
    pub query: String,
    /// The path as written.
    pub template: String,
    /// The parameters in the order of the description, those of the path item first.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The responses by status: codes first, then ranges, then the default.
    pub responses: Vec<Response>,
    /// The forms of the successful responses. There is at least one, and the default form is first.
    pub forms: Vec<Form>,
    /// The headers of the successful responses.
    pub headers: Vec<Header>,
    /// The alternative security requirements. Each is a list of positions in
    /// [`Api::schemes`](super::Api::schemes), all of which it requires. An empty list requires no credential.
    pub security: Vec<Vec<usize>>,
    /// `true` if a request may be sent twice: by its method (RFC 9110, 9.2.2) or by `x-idempotent`.
    pub idempotent: bool,
    /// The name of the idempotency key header, in lower case. `None` if there is no such header, or
    /// if the method is idempotent without it.
    pub idempotency_key: Option<String>,
    /// The paging, if each response is one page of a list.
    pub paging: Option<Paging>,
    /// The base URL, if the operation or its path item has a server of its own.
    pub server: Option<String>,
    /// The group of the operation's first tag.
    pub group: Option<GroupId>,
    /// The documentation of the operation.
    pub docs: Docs,
    /// The location in the description.
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
    /// Another method (`additionalOperations`), as sent.
    Other(String),
}

/// A segment of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text, as sent.
    Literal(String),
    /// The parameter of this name.
    Parameter(String),
}

/// A parameter of an operation (OpenAPI 3.1, 4.8.12).
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The part of the request that carries the parameter (`in`).
    pub place: Place,
    /// `true` if a call must set the parameter.
    pub required: bool,
    /// The shape of the value.
    pub shape: Shape,
    /// The serialization of the value.
    pub serialization: Serialization,
    /// `true` if the parameter is an idempotency key.
    pub idempotency_key: bool,
    /// `true` if reserved characters of the value are not percent-encoded (`allowReserved`).
    pub reserved: bool,
    /// The schema and the examples, and the media type if `content` describes it.
    pub content: Content,
    /// The style and `explode` as described. Without a style, the default of the place applies.
    pub described: (Option<String>, Option<bool>),
    /// The documentation of the parameter.
    pub docs: Docs,
    /// The location in the description.
    pub location: Location,
}

/// The part of a request that carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// The serialization of a parameter's value (OpenAPI 3.1, 4.8.12.2 and 4.8.12.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serialization {
    /// A single string.
    Text,
    /// A list of strings.
    List {
        /// The style of the list.
        style: Style,
        /// `true` if each item repeats the name of the parameter (`explode`).
        explode: bool,
    },
    /// A value of any structure.
    Structured {
        /// The style of the value.
        style: Style,
        /// `true` if items and members are separate (`explode`).
        explode: bool,
    },
}

/// The styles by name, and JSON. The runtime has the same enum.
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
    /// Joined by tabs (`tsv` of Swagger 2.0)
    TabDelimited,
    /// `deepObject`
    DeepObject,
    /// JSON (`content` in place of `schema`)
    Json,
}

/// The status of a response, as descriptions write it (OpenAPI 3.1, 4.8.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// All status codes with this first digit: `4XX` is 4.
    Range(u8),
    /// All status codes that no other response covers.
    Default,
}

impl Method {
    /// The methods by their key in a path item.
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

    /// Returns the name on the wire.
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

    /// Returns `true` if two identical requests have the effect of one (RFC 9110, 9.2.2).
    pub fn is_idempotent(&self) -> bool {
        !matches!(self, Self::Post | Self::Patch | Self::Other(_))
    }
}

/// Returns `true` if a segment of a path is a version: `v1`, `v2.1`, `v1beta2`.
fn is_version(segment: &str) -> bool {
    let is_number = |text: &str| text.chars().all(|it| it.is_ascii_digit() || it == '.');
    let version = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    let stage = version.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
    let number = version.strip_suffix(stage).unwrap_or_default();
    let stage = stage.trim_start_matches('-');
    let behind = ["alpha", "beta", "rc"].iter().find_map(|word| stage.strip_prefix(word));
    number.starts_with(|it: char| it.is_ascii_digit())
        && (stage.is_empty() || behind.is_some_and(is_number))
}

impl Operation {
    /// Returns the template without the segments that it begins with and that only tell where the API is and which version it
    /// has: `/pets` for `/api/v1/pets`. The segment behind them is no parameter, because a parameter needs a word before it.
    pub fn path_in_api(&self) -> &str {
        let is_of_api = |segment: &str| segment.eq_ignore_ascii_case("api") || is_version(segment);
        let mut path = self.template.as_str();
        while let Some((segment, rest)) = path.strip_prefix('/').and_then(|it| it.split_once('/')) {
            if !is_of_api(segment) || !rest.starts_with(char::is_alphanumeric) {
                break;
            }
            path = path.get(path.len() - rest.len() - 1..).unwrap_or_default();
        }
        path
    }

    /// Returns the bodies of requests and responses.
    pub fn media(&self) -> impl Iterator<Item = &Media> {
        let body = self.body.iter().flat_map(|body| &body.forms);
        body.chain(self.received())
    }

    /// Returns the bodies of responses: those of each form first, then the preferred body of each status.
    pub fn received(&self) -> impl Iterator<Item = &Media> {
        let forms = self.forms.iter().flat_map(|form| &form.responses);
        let successes = forms.filter_map(|response| response.media.as_ref());
        successes.chain(self.responses.iter().filter_map(|response| response.media.as_ref()))
    }

    /// Returns the shapes of parameters, headers, requests and responses.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.shape);
        let headers = self.headers.iter().map(|header| &header.shape);
        parameters.chain(headers).chain(self.media().filter_map(Media::shape))
    }
}

impl Status {
    /// Returns the key of the status in a description: `404`, `4XX` or `default`.
    pub fn text(self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Range(digit) => format!("{digit}XX"),
            Self::Default => "default".to_owned(),
        }
    }

    /// Returns `true` for statuses from 200 to 299.
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }

    /// Returns `true` for statuses from 300 to 399, which ask for another request or refer to a stored response
    /// (RFC 9110, 15.4).
    pub fn is_redirection(self) -> bool {
        matches!(self, Self::Code(300..=399) | Self::Range(3))
    }

    /// Returns `true` for a status of 1xx, which another response follows (RFC 9110, 15.2).
    pub fn is_informational(self) -> bool {
        matches!(self, Self::Code(100..=199) | Self::Range(1))
    }

    /// Returns `true` if a response with this status has no body (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
    pub fn is_bodiless(self) -> bool {
        matches!(self, Self::Code(204 | 205 | 304))
    }

    /// Returns `true` for statuses from 400 to 599 and for the default.
    pub fn is_error(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Range(4 | 5) | Self::Default)
    }
}
