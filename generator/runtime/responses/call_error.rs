//! The error of a call: documented, undocumented, undecodable, invalid, or no answer at all.

use std::error::Error;
use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::super::credentials::provider::CredentialError;
use super::super::requests::call_context::{CallContext, Shown};
use super::super::requests::invalid::InvalidRequest;
use super::super::responses::api_error::{ApiError, DocumentedError};
use super::super::responses::decode_error::{DecodeError, UnexpectedResponse};
use super::super::responses::response::Response;
use super::super::retry::policy::{is_transient, retry_after};
use super::super::transports::traits::{TransportError, TransportErrorKind};

/// Why a call has no result. `E` is the enum of the errors that its operation documents.
///
/// Its `Display` is one line, with the operation, the URL, the attempts and the time at its end. No
/// text of it holds a key, a query or the body of an answer: of that it shows at most what a
/// documented error says of itself, and the one value that is not as documented.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The server answered with an error that the description lists.
    Api(Box<ApiError<E>>),
    /// The server answered with a status that the description does not list.
    Unexpected(Box<UnexpectedResponse>),
    /// The server answered with a body that is not as documented.
    Decode(Box<DecodeError>),
    /// The arguments break the description. Nothing was sent.
    Invalid(InvalidRequest),
    /// No credential could be had. Nothing was sent.
    Credential(Box<CredentialError>),
    /// No answer came.
    Transport(Box<TransportError>),
}

/// Why a call has no answer at all.
#[derive(Debug)]
pub enum Failure {
    /// The arguments break the description. Nothing was sent.
    Invalid(InvalidRequest),
    /// No credential could be had. Nothing was sent.
    Credential(Box<CredentialError>),
    /// No answer came.
    Transport(Box<TransportError>),
}

impl<E> CallError<E> {
    /// The answer, if one came.
    #[must_use]
    pub fn answer(&self) -> Option<&Response> {
        match self {
            Self::Api(error) => Some(&error.answer),
            Self::Unexpected(error) => Some(&error.answer),
            Self::Decode(error) => Some(&error.answer),
            Self::Invalid(_) | Self::Credential(_) | Self::Transport(_) => None,
        }
    }

    /// The status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(Response::status)
    }

    /// The headers of the answer, if one came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(Response::headers)
    }

    /// The body of the answer as it came, if one came.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.answer().map(Response::body)
    }

    /// Which call it was, where it went, how often it was tried and how long it took; `None` if
    /// nothing was sent, or the answer was received in another way.
    #[must_use]
    pub fn call(&self) -> Option<&CallContext> {
        match self {
            Self::Transport(error) => error.call(),
            _ => self.answer()?.call(),
        }
    }

    /// How many times the request was sent; 0 if its arguments are invalid.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Transport(error) => error.attempts(),
            _ => self.answer().map_or(0, Response::attempts),
        }
    }

    /// How long the server asks to wait before the next attempt, from now on.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?, SystemTime::now())
    }

    /// The documented error, if it is one.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(&error.error),
            _ => None,
        }
    }

    /// The same error with the documented one put into another type.
    #[must_use]
    pub fn map_api<F>(self, map: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            Self::Api(error) => {
                let ApiError { error, answer } = *error;
                CallError::Api(Box::new(ApiError::new(map(error), answer)))
            }
            Self::Unexpected(error) => CallError::Unexpected(error),
            Self::Decode(error) => CallError::Decode(error),
            Self::Invalid(error) => CallError::Invalid(error),
            Self::Credential(error) => CallError::Credential(error),
            Self::Transport(error) => CallError::Transport(error),
        }
    }

    /// Whether the server answered with an error that the description lists.
    #[must_use]
    pub fn is_api(&self) -> bool {
        matches!(self, Self::Api(_))
    }

    /// Whether the server answered with a status that the description does not list.
    #[must_use]
    pub fn is_unexpected(&self) -> bool {
        matches!(self, Self::Unexpected(_))
    }

    /// Whether the server answered with a body that is not as documented.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self, Self::Decode(_))
    }

    /// Whether the arguments break the description, so that nothing was sent.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid(_))
    }

    /// Whether a credential could not be had, so that nothing was sent.
    #[must_use]
    pub fn is_credential(&self) -> bool {
        matches!(self, Self::Credential(_))
    }

    /// Whether no answer came.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        matches!(self, Self::Transport(_))
    }

    /// Whether no connection to the server came about.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// Whether the time was over before an answer came.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Timeout)
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        match self {
            Self::Transport(error) => Some(error.kind()),
            _ => None,
        }
    }
}

impl<E: DocumentedError> CallError<E> {
    /// The code by which the documented error tells itself apart, often its `type` or `code`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.api()?.summary().code
    }

    /// The id by which the server knows the request: that of a documented error, or else that of
    /// the answer's headers.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            _ => self.answer()?.request_id(),
        }
    }

    /// Whether the same call may succeed a little later: because the description says so of this
    /// error, or the status does, or because nothing was sent.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => {
                let retry_hint = error.error.summary().retry;
                retry_hint.unwrap_or_else(|| is_transient(error.answer.status()))
            }
            Self::Unexpected(error) => is_transient(error.answer.status()),
            // What stands in front of the server tells its trouble by the status alone.
            Self::Decode(error) => is_transient(error.answer.status()),
            Self::Invalid(_) => false,
            Self::Credential(error) => error.is_retryable(),
            Self::Transport(error) => !error.request_was_sent(),
        }
    }
}

impl<E> From<Failure> for CallError<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Invalid(error) => Self::Invalid(error),
            Failure::Credential(error) => Self::Credential(error),
            Failure::Transport(error) => Self::Transport(error),
        }
    }
}

impl<E: DocumentedError> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Invalid(error) => return error.fmt(f),
            // It says itself which call it is about.
            Self::Transport(error) => return error.fmt(f),
        }?;
        Shown(self.call()).fmt(f)
    }
}

impl<E: DocumentedError + fmt::Debug> Error for CallError<E> {
    /// What is behind the message, which shows this error's own part already.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Decode(error) => error.source(),
            Self::Credential(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Api(_) | Self::Unexpected(_) | Self::Invalid(_) => None,
        }
    }
}

impl From<InvalidRequest> for Failure {
    fn from(error: InvalidRequest) -> Self {
        Self::Invalid(error)
    }
}

impl From<CredentialError> for Failure {
    fn from(error: CredentialError) -> Self {
        Self::Credential(Box::new(error))
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Transport(Box::new(error))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Invalid(_) => None,
            Self::Credential(error) => error.source(),
            Self::Transport(error) => error.source(),
        }
    }
}
