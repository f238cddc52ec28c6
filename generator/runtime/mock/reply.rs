//! Mock responses, which the emitted code creates from values and errors.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::super::json::convert::Json;
use super::super::json::write::Writer;
use super::super::responses::api_error::NoDocumentedError;
use super::super::responses::response::Response;
use super::super::transports::traits::TransportErrorKind;

/// A mock response before it is sent.
#[derive(Clone)]
pub struct Reply(pub(crate) Result<http::Response<Bytes>, Broken>);

#[derive(Clone)]
pub(crate) enum Broken {
    Transport(TransportErrorKind),
    Unusable(&'static str),
}

/// The documented errors of an operation, from which mock responses are created.
pub trait MockError {
    /// Returns the response that decodes to this error.
    fn reply(&self) -> Reply;
}

impl MockError for NoDocumentedError {
    fn reply(&self) -> Reply {
        match *self {}
    }
}

impl Reply {
    /// Creates a response with a JSON body.
    #[must_use]
    pub fn json(status: u16, media_type: &'static str, value: &impl Json) -> Self {
        match Writer::text_of(value) {
            Ok(json) => Self::bytes(status, media_type, &json.into()),
            Err(_) => unusable("its value holds what JSON cannot"),
        }
    }

    /// Creates a response with a text body.
    #[must_use]
    pub fn text(status: u16, media_type: &'static str, text: &str) -> Self {
        Self::bytes(status, media_type, &Bytes::copy_from_slice(text.as_bytes()))
    }

    /// Creates a response with a body of bytes.
    #[must_use]
    pub fn bytes(status: u16, media_type: &'static str, bytes: &Bytes) -> Self {
        let builder = http::Response::builder().status(status);
        let builder = match media_type {
            "" => builder,
            media_type => builder.header(CONTENT_TYPE, media_type),
        };
        match builder.body(bytes.clone()) {
            Ok(response) => Self(Ok(response)),
            Err(_) => unusable("its status or media type is not one of HTTP"),
        }
    }

    /// Creates a response without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::bytes(status, "", &Bytes::new())
    }

    /// Converts a received response.
    #[must_use]
    pub fn whole(received: &Response) -> Self {
        let mut response = http::Response::new(received.body().clone());
        *response.status_mut() = received.status();
        *response.headers_mut() = received.headers().clone();
        Self(Ok(response))
    }
}

pub(crate) fn unusable(reason: &'static str) -> Reply {
    Reply(Err(Broken::Unusable(reason)))
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").finish_non_exhaustive()
    }
}
