//! Responses that the API description does not list: another status, or another body.

use std::error::Error;
use std::fmt;

use super::super::json::node::SyntaxError;
use super::super::json::read::ReadError;
use super::super::responses::api_error::DisplayStatus;
use super::super::responses::response::Response;
use super::super::responses::server_message::server_message;
use super::super::text::display_text::clean;
use super::super::text::excerpt::excerpt;

/// A response with a status that the API description does not list for the operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnexpectedResponse {
    /// The response.
    pub response: Response,
}

/// A response with a documented status and a body that differs from the API description.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The difference.
    pub kind: DecodeErrorKind,
    /// The variant of the operation's errors that the status selects, such as `NotFound`, if the response is a documented
    /// error. Its body differs from the API description and is in [`response`](Self::response).
    pub variant: Option<&'static str>,
    /// The response.
    pub response: Response,
}

/// The ways in which a body can differ from the API description.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// There is no body.
    Empty,
    /// The body is not JSON.
    NotJson(SyntaxError),
    /// The body starts as JSON and ends too early.
    Truncated(SyntaxError),
    /// The body is JSON that differs from the documented schema.
    Mismatch(ReadError),
    /// The body is not UTF-8.
    NotText,
    /// The body does not have this media type, which the request accepts.
    MediaType(&'static str),
    /// The body is a page whose successor cannot be requested, for this reason.
    Paging(&'static str),
}

impl UnexpectedResponse {
    pub(crate) fn new(response: Response) -> Self {
        Self { response }
    }
}

impl DecodeError {
    pub(crate) fn new(kind: DecodeErrorKind, response: Response) -> Self {
        Self { kind, variant: None, response }
    }

    fn show_around(&self, error: &SyntaxError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let excerpt = excerpt(self.response.body(), error.offset());
        if excerpt.is_empty() { Ok(()) } else { write!(f, ", near `{excerpt}`") }
    }
}

impl fmt::Display for UnexpectedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.response.status().is_redirection() {
            "expected a documented status, found a redirect, which is never followed"
        } else {
            "expected a documented status"
        })?;
        write!(f, "{} ({})", Message(&self.response), Shape(&self.response))
    }
}

impl Error for UnexpectedResponse {}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DecodeErrorKind::Empty => f.write_str("expected JSON, found no body")?,
            DecodeErrorKind::NotJson(error) => {
                write!(f, "expected JSON: {error}")?;
                self.show_around(error, f)?;
            }
            DecodeErrorKind::Truncated(error) => {
                write!(f, "expected the rest of JSON: {error}")?;
                self.show_around(error, f)?;
            }
            DecodeErrorKind::Mismatch(error) => error.fmt(f)?,
            DecodeErrorKind::NotText => f.write_str("expected UTF-8 text")?,
            DecodeErrorKind::MediaType(asked) => write!(f, "expected `{}`", clean(asked, 80))?,
            DecodeErrorKind::Paging(reason) => f.write_str(reason)?,
        }
        write!(f, "{} ({})", Message(&self.response), Shape(&self.response))
    }
}

impl Error for DecodeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            DecodeErrorKind::NotJson(error) | DecodeErrorKind::Truncated(error) => Some(error),
            DecodeErrorKind::Mismatch(error) => Some(error),
            DecodeErrorKind::Empty
            | DecodeErrorKind::NotText
            | DecodeErrorKind::MediaType(_)
            | DecodeErrorKind::Paging(_) => None,
        }
    }
}

/// The message that the server wrote into an error response, behind a colon.
struct Message<'a>(&'a Response);

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_error = self.0.status().is_client_error() || self.0.status().is_server_error();
        match is_error.then(|| server_message(self.0.body())).flatten() {
            Some(message) => write!(f, ": {}", self.0.line(&message, 300)),
            None => Ok(()),
        }
    }
}

/// A description of a response that does not show its body.
struct Shape<'a>(&'a Response);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", DisplayStatus(self.0.status()))?;
        match self.0.header("content-type") {
            Some(media_type) => write!(f, ", {}", self.0.line(media_type, 80))?,
            None => f.write_str(", no content type")?,
        }
        match self.0.body().len() {
            1 => f.write_str(", 1 byte")?,
            length => write!(f, ", {length} bytes")?,
        }
        match self.0.request_id() {
            Some(id) => write!(f, ", request {}", self.0.line(id, 80)),
            None => Ok(()),
        }
    }
}
