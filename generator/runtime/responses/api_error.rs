//! Errors that the API description documents.

use std::fmt;

use http::StatusCode;

use super::super::json::leniency::leniently;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::responses::response::Response;

/// The documented errors of an operation, one variant for each status.
pub trait DocumentedError: Sized {
    /// Reads the error from a status and a body. Returns `None` if the API description does not
    /// list the status. A body that is not JSON is passed as `null`.
    fn read(status: u16, node: &Node<'_>) -> Option<Result<Self, ReadError>>;

    /// Returns the name of the variant for a status; `None` if the API description does not list the status.
    #[must_use]
    fn variant(_status: u16) -> Option<&'static str> {
        None
    }

    /// Returns the fields of the error whose meaning is known.
    fn summary(&self) -> ErrorSummary<'_> {
        ErrorSummary::default()
    }
}

/// A documented error of one operation, which converts to `AnyError`.
pub trait OperationError {}

impl OperationError for NoDocumentedError {}

/// The fields of an error body whose meaning is known, as in problem details (RFC 9457).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorSummary<'a> {
    /// A short title.
    pub title: Option<&'a str>,
    /// An explanation of this occurrence.
    pub detail: Option<&'a str>,
    /// The code of the error, often `type` or `code`.
    pub code: Option<&'a str>,
    /// The identifier of this occurrence.
    pub instance: Option<&'a str>,
    /// `true` if the same call may succeed later; `None` if the API description does not say.
    pub retry: Option<bool>,
}

/// A documented error with its response.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApiError<E> {
    /// The error.
    pub error: E,
    /// The optional members of the body that do not match the API description, and were left out. The path of each begins at
    /// the object that contains the member.
    pub mismatches: Vec<ReadError>,
    /// The response.
    pub response: Response,
}

/// The documented errors of an operation that documents none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDocumentedError {}

impl DocumentedError for NoDocumentedError {
    fn read(_: u16, _: &Node<'_>) -> Option<Result<Self, ReadError>> {
        None
    }
}

impl<E> ApiError<E> {
    pub(crate) fn new(error: E, mismatches: Vec<ReadError>, response: Response) -> Self {
        let mismatches = match response.secrets() {
            Some(secrets) => mismatches.into_iter().map(|it| it.redacted_by(secrets)).collect(),
            None => mismatches,
        };
        Self { error, mismatches, response }
    }
}

/// Reads a documented error from a status and a body. Returns the optional members that were left out too.
pub(crate) fn read_documented<E: DocumentedError>(
    status: u16,
    node: &Node<'_>,
) -> (Option<Result<E, ReadError>>, Vec<ReadError>) {
    leniently(|| E::read(status, node))
}

impl<E: DocumentedError> ApiError<E> {
    /// Returns the request id of the error, or else of the response headers.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.error.summary().instance.or_else(|| self.response.request_id())
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.response.debug(f, &self.error);
        f.debug_struct("ApiError")
            .field("error", &format_args!("{error}"))
            .field("mismatches", &self.mismatches)
            .field("response", &self.response)
            .finish()
    }
}

impl<E: DocumentedError> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |text: &str, limit| self.response.line(text, limit);
        let summary = self.error.summary();
        let status = self.response.status();
        match filled(summary.title).or(status.canonical_reason()) {
            Some(title) => f.write_str(&line(title, 120))?,
            None => f.write_str("error")?,
        }
        if let Some(detail) = filled(summary.detail) {
            write!(f, ": {}", line(detail, 300))?;
        }
        f.write_str(" (")?;
        if let Some(code) = filled(summary.code) {
            write!(f, "{}, ", line(code, 80))?;
        }
        write!(f, "{}", DisplayStatus(status))?;
        if let Some(id) = filled(self.request_id()) {
            write!(f, ", request {}", line(id, 80))?;
        }
        f.write_str(")")
    }
}

/// A status with its reason phrase, if one is registered: `401 Unauthorized`.
pub(crate) struct DisplayStatus(pub(crate) StatusCode);

impl fmt::Display for DisplayStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())?;
        match self.0.canonical_reason() {
            Some(reason) => write!(f, " {reason}"),
            None => Ok(()),
        }
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}
