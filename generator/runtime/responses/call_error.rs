//! The error of a call.

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

/// The error of a call. `E` is the enum of the errors that the operation documents.
///
/// `Display` writes one line that ends with the operation, the URL, the attempts and the time. It
/// contains no credential and no query. Of the response body it shows only the error's message and
/// the values that could not be decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// The response is an error that the API description documents.
    Api(Box<ApiError<E>>),
    /// The response has a status that the API description does not list.
    Unexpected(Box<UnexpectedResponse>),
    /// The response has a body that differs from the API description.
    Decode(Box<DecodeError>),
    /// The call is invalid: an argument violates the API description, or a credential or a transport
    /// is missing. No request was sent.
    Invalid(InvalidRequest),
    /// A credential could not be obtained. No request was sent.
    Credential(Box<CredentialError>),
    /// No response was received.
    Transport(Box<TransportError>),
}

/// The error of a call without a response.
#[derive(Debug)]
pub enum Failure {
    /// The call is invalid: an argument violates the API description, or a credential or a transport
    /// is missing. No request was sent.
    Invalid(InvalidRequest),
    /// A credential could not be obtained. No request was sent.
    Credential(Box<CredentialError>),
    /// No response was received.
    Transport(Box<TransportError>),
}

impl<E> CallError<E> {
    /// Returns the response, if one was received.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        match self {
            Self::Api(error) => Some(&error.response),
            Self::Unexpected(error) => Some(&error.response),
            Self::Decode(error) => Some(&error.response),
            Self::Invalid(_) | Self::Credential(_) | Self::Transport(_) => None,
        }
    }

    /// Returns the status of the response, if one was received.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(Response::status)
    }

    /// Returns `true` if the server responded with a status of success, so that it has done its work. Only the response
    /// could not be read. The call is not retried.
    #[must_use]
    pub fn server_succeeded(&self) -> bool {
        self.status().is_some_and(|status| status.is_success())
    }

    /// Returns the headers of the response, if one was received.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response().map(Response::headers)
    }

    /// Returns the body of the response as received, if there is a response.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.response().map(Response::body)
    }

    /// Returns the operation, the URL, the attempts and the time of the call. `None` if no request
    /// was sent, or if this client did not receive the response.
    #[must_use]
    pub fn call(&self) -> Option<&CallContext> {
        match self {
            Self::Transport(error) => error.call(),
            _ => self.response()?.call(),
        }
    }

    /// Returns the number of attempts; 0 if the call is invalid or a credential could not be obtained.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Transport(error) => error.attempts(),
            _ => self.response().map_or(0, Response::attempts),
        }
    }

    /// Returns the time from now that the server asks to wait before the next attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?, SystemTime::now())
    }

    /// Returns the documented error, if it is one.
    #[must_use]
    pub fn api(&self) -> Option<&E> {
        match self {
            Self::Api(error) => Some(&error.error),
            _ => None,
        }
    }

    /// Converts the documented error and keeps any other error.
    #[must_use]
    pub fn map_api<F>(self, map: impl FnOnce(E) -> F) -> CallError<F> {
        match self {
            Self::Api(error) => {
                let ApiError { error, mismatches, response } = *error;
                CallError::Api(Box::new(ApiError { error: map(error), mismatches, response }))
            }
            Self::Unexpected(error) => CallError::Unexpected(error),
            Self::Decode(error) => CallError::Decode(error),
            Self::Invalid(error) => CallError::Invalid(error),
            Self::Credential(error) => CallError::Credential(error),
            Self::Transport(error) => CallError::Transport(error),
        }
    }

    /// Returns `true` if the response is a documented error.
    #[must_use]
    pub fn is_api(&self) -> bool {
        matches!(self, Self::Api(_))
    }

    /// Returns `true` if the response has a status that the API description does not list.
    #[must_use]
    pub fn is_unexpected(&self) -> bool {
        matches!(self, Self::Unexpected(_))
    }

    /// Returns `true` if the response has a body that differs from the API description.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self, Self::Decode(_))
    }

    /// Returns `true` if the call is invalid, so that no request was sent: an argument violates the API
    /// description, or a credential or the transport is missing.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid(_))
    }

    /// Returns `true` if a credential could not be obtained, so that no request was sent.
    #[must_use]
    pub fn is_credential(&self) -> bool {
        matches!(self, Self::Credential(_))
    }

    /// Returns `true` if no response was received.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        matches!(self, Self::Transport(_))
    }

    /// Returns `true` if no connection to the server could be established.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.transport_kind() == Some(TransportErrorKind::Connect)
    }

    /// Returns `true` if the time limit passed before a response was received.
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
    /// Returns the code of the documented error, often its `type` or `code`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.api()?.summary().code
    }

    /// Returns the request id of the documented error, or else of the response headers.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id(),
            _ => self.response()?.request_id(),
        }
    }

    /// Returns `true` if the same call may succeed later: the API description marks the error as
    /// retryable, or says nothing about it and its status is that of a transient failure; no part of a
    /// request reached the server; or the provider of a credential says so.
    ///
    /// It is `false` for an invalid call, and if a request was sent and no response received. A request
    /// that is not idempotent may have had its effect already.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => {
                let retry_hint = error.error.summary().retry;
                retry_hint.unwrap_or_else(|| is_transient(error.response.status()))
            }
            Self::Unexpected(error) => is_transient(error.response.status()),
            // A proxy in front of the server reports its own failures by the status alone.
            Self::Decode(error) => is_transient(error.response.status()),
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
            // `TransportError` writes the call itself.
            Self::Transport(error) => return error.fmt(f),
        }?;
        Shown(self.call()).fmt(f)
    }
}

impl<E: DocumentedError + fmt::Debug> Error for CallError<E> {
    /// The source of the inner error, because the message already includes the inner error itself.
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
