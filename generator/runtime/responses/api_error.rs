//! Errors that the description lists: the body of an error answer as a type.

use std::fmt;

use http::StatusCode;

use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::responses::response::Response;

/// The errors that an operation documents, one variant for each status.
pub trait DocumentedError: Sized {
    /// Reads the error that an answer with this status and body is; `None` if the description does
    /// not list the status. An answer without a JSON body is offered as `null`.
    fn read(status: u16, node: &Node<'_>) -> Option<Result<Self, ReadError>>;

    /// What the body says in fields of a known meaning.
    fn summary(&self) -> ErrorSummary<'_> {
        ErrorSummary::default()
    }
}

/// The errors of one operation, each of which is one of `AnyError` too.
pub trait OperationError {}

impl OperationError for NoDocumentedError {}

/// What the body of an error says in fields of a known meaning, as in problem details (RFC 9457).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorSummary<'a> {
    /// The error in a few words.
    pub title: Option<&'a str>,
    /// What happened this time.
    pub detail: Option<&'a str>,
    /// The code by which programs tell errors apart, often `type` or `code`.
    pub code: Option<&'a str>,
    /// The id of this occurrence.
    pub instance: Option<&'a str>,
    /// Whether the same call may succeed a little later, where the description says so.
    pub retry: Option<bool>,
}

/// An error that the description lists, with the answer that it came in.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApiError<E> {
    /// The error.
    pub error: E,
    /// The answer that it came in.
    pub answer: Response,
}

/// The errors of an operation that documents none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDocumentedError {}

impl DocumentedError for NoDocumentedError {
    fn read(_: u16, _: &Node<'_>) -> Option<Result<Self, ReadError>> {
        None
    }
}

impl<E> ApiError<E> {
    pub(crate) fn new(error: E, answer: Response) -> Self {
        Self { error, answer }
    }
}

impl<E: DocumentedError> ApiError<E> {
    /// The id by which the server knows the request: the error's own, or else that of a header.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.error.summary().instance.or_else(|| self.answer.request_id())
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.answer.debug(f, &self.error);
        f.debug_struct("ApiError")
            .field("error", &format_args!("{error}"))
            .field("answer", &self.answer)
            .finish()
    }
}

impl<E: DocumentedError> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |text: &str, limit| self.answer.line(text, limit);
        let summary = self.error.summary();
        let status = self.answer.status();
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

/// A status with its reason phrase, if it has a registered one: `401 Unauthorized`.
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
