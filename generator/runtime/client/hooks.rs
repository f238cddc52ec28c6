//! Hooks that run before and after each attempt.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, Uri};

use super::super::client::call::CallState;
use super::super::requests::body::RequestBody;
use super::super::requests::call_context::{CallContext, Sent};
use super::super::transports::traits::TransportError;

/// A request that is about to be sent. A hook may change its headers.
///
/// The request is sent as the hook leaves it, so `headers` and `uri` contain the credentials.
/// `Debug` redacts the credentials, and omits the query and the body.
#[non_exhaustive]
pub struct OutgoingRequest<'a> {
    /// The call, including this attempt.
    pub call: &'a CallContext,
    /// The method.
    pub method: &'a Method,
    /// The whole URL, including the query.
    pub uri: &'a Uri,
    /// The headers, including credentials.
    pub headers: &'a mut HeaderMap,
    /// The body; `None` if it contains a file, which is read while it is sent.
    pub body: Option<Bytes>,
}

/// The result of an attempt.
#[derive(Debug)]
#[non_exhaustive]
pub struct AttemptResult<'a> {
    /// The call, including this attempt.
    pub call: &'a CallContext,
    /// The head of the response, or the error.
    pub result: Result<ResponseHead<'a>, &'a TransportError>,
    /// The wait before the next attempt; `None` after the last attempt.
    pub retry_in: Option<Duration>,
}

/// The head of a response. `Debug` shows only the names of its headers.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ResponseHead<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
}

type Before = Arc<dyn Fn(&mut OutgoingRequest<'_>) + Send + Sync>;
type After = Arc<dyn Fn(&AttemptResult<'_>) + Send + Sync>;

/// The hooks of a client, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct Hooks {
    pub(crate) before: Vec<Before>,
    pub(crate) after: Vec<After>,
}

/// A request body whose bytes hooks may read.
pub(crate) trait Content {
    /// Returns the bytes, unless the body contains a file.
    fn content(&self) -> Option<Bytes>;
}

impl Content for Bytes {
    fn content(&self) -> Option<Bytes> {
        Some(self.clone())
    }
}

impl Content for RequestBody {
    fn content(&self) -> Option<Bytes> {
        self.bytes()
    }
}

impl Hooks {
    /// Runs the hooks before an attempt.
    pub(crate) fn before<B: Content>(&self, sent: &Sent<Box<CallState>>, request: &mut Request<B>) {
        if self.before.is_empty() {
            return;
        }
        let call = sent.context();
        let body = request.body().content();
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let headers = request.headers_mut();
        let mut outgoing = OutgoingRequest { call, method: &method, uri: &uri, headers, body };
        self.before.iter().for_each(|hook| hook(&mut outgoing));
    }

    /// Runs the hooks after an attempt.
    pub(crate) fn after<B>(
        &self,
        sent: &Sent<Box<CallState>>,
        result: &Result<http::Response<B>, TransportError>,
        retry_in: Option<Duration>,
    ) {
        if self.after.is_empty() {
            return;
        }
        let call = sent.context();
        let result = result.as_ref();
        let result = result.map(|it| ResponseHead { status: it.status(), headers: it.headers() });
        let attempted = AttemptResult { call, result, retry_in };
        self.after.iter().for_each(|hook| hook(&attempted));
    }
}

impl fmt::Debug for OutgoingRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.call.secrets.debug(f, &self.headers);
        f.debug_struct("OutgoingRequest")
            .field("call", self.call)
            .field("headers", &format_args!("{headers}"))
            .field("body_length", &self.body.as_ref().map(Bytes::len))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ResponseHead<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().collect();
        f.debug_struct("ResponseHead")
            .field("status", &self.status)
            .field("headers", &names)
            .finish()
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = (self.before.len(), self.after.len());
        f.debug_struct("Hooks").field("before", &before).field("after", &after).finish()
    }
}
