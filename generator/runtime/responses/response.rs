//! An answer of the server with its whole body, before it is read as a type.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::super::json::convert::Json;
use super::super::json::node::{Node, SyntaxError};
use super::super::requests::call_context::{CallContext, DescribeCall, Sent};
use super::super::responses::api_error::{ApiError, DocumentedError};
use super::super::responses::call_error::CallError;
use super::super::responses::decode_error::{DecodeError, DecodeErrorKind, UnexpectedResponse};
use super::super::text::display_text::clean;
use super::super::text::redact::Secrets;

/// A whole answer: status, headers and body.
///
/// Made from an `http::Response<Bytes>`, whichever way that was received.
#[derive(Clone)]
pub struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    origin: ResponseOrigin,
    is_last: bool,
}

/// Marks a response as the last page of a list, whatever it says of the next one: an extension of
/// the responses of mocks.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "only mocks make it")]
pub(crate) struct LastPage;

/// Which call an answer belongs to.
#[derive(Clone)]
enum ResponseOrigin {
    /// It was received in another way.
    Elsewhere,
    Sent(Sent<Box<dyn DescribeCall>>),
    Known(Box<CallContext>),
}

impl Response {
    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// How many times the request was sent until this answer came.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match &self.origin {
            ResponseOrigin::Elsewhere => 1,
            ResponseOrigin::Sent(sent) => sent.attempts,
            ResponseOrigin::Known(call) => call.attempts,
        }
    }

    /// The call that it answers; `None` if the answer was received in another way.
    #[must_use]
    pub fn call(&self) -> Option<&CallContext> {
        match &self.origin {
            ResponseOrigin::Elsewhere => None,
            ResponseOrigin::Sent(sent) => Some(sent.context()),
            ResponseOrigin::Known(call) => Some(call),
        }
    }

    /// The text of a header, of the first one where several have the name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The media type without its parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let name = self.header("content-type")?.split(';').next()?.trim();
        (!name.is_empty()).then(|| name.to_ascii_lowercase())
    }

    /// The id by which the server knows the request, from `x-request-id` or `request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let names = ["x-request-id", "request-id"];
        names.into_iter().find_map(|name| self.header(name))
    }

    /// Reads the body as a `T`.
    ///
    /// # Errors
    ///
    /// The body is not JSON, or not what the description says.
    pub fn json<T: Json, E>(self) -> Result<T, CallError<E>> {
        match read(&self.body) {
            Ok(value) => Ok(value),
            Err(kind) => Err(self.undecoded(kind)),
        }
    }

    /// The answer, unless it is in one of the other forms that the description lists for it.
    ///
    /// # Errors
    ///
    /// It is in one of `others`, not in that of `media_type`.
    pub fn unless<E>(
        self,
        media_type: &'static str,
        others: &[&str],
    ) -> Result<Self, CallError<E>> {
        match self.media_type() {
            Some(came) if others.contains(&&*came) => {
                Err(self.undecoded(DecodeErrorKind::MediaType(media_type)))
            }
            _ => Ok(self),
        }
    }

    /// Takes the answer as one without a body. A body that is there all the same is ignored.
    ///
    /// # Errors
    ///
    /// None so far.
    pub fn empty<E>(self) -> Result<(), CallError<E>> {
        Ok(())
    }

    /// Takes the body as text.
    ///
    /// # Errors
    ///
    /// The body is not UTF-8.
    pub fn text<E>(self) -> Result<String, CallError<E>> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(self.undecoded(DecodeErrorKind::NotText)),
        }
    }

    /// Takes the body as it came.
    ///
    /// # Errors
    ///
    /// None so far.
    pub fn bytes<E>(self) -> Result<Bytes, CallError<E>> {
        Ok(self.body)
    }

    /// The error that an answer other than a documented success is.
    #[must_use]
    pub fn into_error<E: DocumentedError>(mut self) -> CallError<E> {
        self.settle();
        let status = self.status.as_u16();
        let body = self.body.clone();
        let parsed = parse(&body);
        // A body that is not JSON leaves it to the status alone whether it is documented, and as
        // an error without a body it may be.
        let node = parsed.as_ref().unwrap_or(&Node::Null);
        let result = E::read(status, node);
        let kind = match (result, parsed) {
            (None, _) => return CallError::Unexpected(Box::new(UnexpectedResponse::new(self))),
            (Some(Ok(error)), _) => {
                return CallError::Api(Box::new(ApiError::new(error, self)));
            }
            (Some(Err(_)), Err(kind)) => kind,
            (Some(Err(error)), Ok(_)) => DecodeErrorKind::Mismatch(error),
        };
        self.undecoded(kind)
    }

    pub(crate) fn of(mut self, call: CallContext) -> Self {
        self.origin = ResponseOrigin::Known(Box::new(call));
        self
    }

    pub(crate) fn of_sent(mut self, sent: Sent<Box<dyn DescribeCall>>) -> Self {
        self.origin = ResponseOrigin::Sent(sent);
        self
    }

    /// Keeps of the call what is to be told of it: an error may live long, and the body of the
    /// request is not to live with it.
    fn settle(&mut self) {
        if let Some(call) = self.call().cloned() {
            self.origin = ResponseOrigin::Known(Box::new(call));
        }
    }

    /// Returns `true` if no page follows, whatever the response says.
    #[allow(dead_code, reason = "an API need not have pages")]
    pub(crate) fn is_last_page(&self) -> bool {
        self.is_last
    }

    /// The secrets of the call, where it is known.
    pub(crate) fn secrets(&self) -> Option<&Secrets> {
        Some(&self.call()?.secrets)
    }

    /// A text of the server's on one line: redacted, then cut behind `limit` characters.
    pub(crate) fn line(&self, text: &str, limit: usize) -> String {
        match self.secrets() {
            Some(secrets) => secrets.line(text, limit),
            None => clean(text, limit).to_string(),
        }
    }

    /// The text of `{:?}` or `{:#?}` without the secrets of the call.
    pub(crate) fn debug(&self, f: &fmt::Formatter<'_>, value: &dyn fmt::Debug) -> String {
        match self.secrets() {
            Some(secrets) => secrets.debug(f, value),
            None => Secrets::default().debug(f, value),
        }
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn undecoded<E>(mut self, kind: DecodeErrorKind) -> CallError<E> {
        self.settle();
        let kind = match (kind, self.secrets()) {
            (DecodeErrorKind::Mismatch(error), Some(secrets)) => {
                DecodeErrorKind::Mismatch(error.redacted_by(secrets))
            }
            (kind, _) => kind,
        };
        CallError::Decode(Box::new(DecodeError::new(kind, self)))
    }
}

impl From<http::Response<Bytes>> for Response {
    fn from(response: http::Response<Bytes>) -> Self {
        let (mut parts, body) = response.into_parts();
        // A session cookie is as good as a key.
        if let header::Entry::Occupied(mut cookies) = parts.headers.entry(header::SET_COOKIE) {
            for cookie in cookies.iter_mut() {
                cookie.set_sensitive(true);
            }
        }
        Self {
            status: parts.status,
            headers: parts.headers,
            body,
            origin: ResponseOrigin::Elsewhere,
            is_last: parts.extensions.get::<LastPage>().is_some(),
        }
    }
}

impl fmt::Debug for Response {
    /// Shows the length of the body, not its bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.debug(f, &self.headers);
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &format_args!("{headers}"))
            .field("body_length", &self.body.len())
            .field("call", &self.call())
            .finish()
    }
}

fn read<T: Json>(body: &[u8]) -> Result<T, DecodeErrorKind> {
    parse(body)?.decode().map_err(DecodeErrorKind::Mismatch)
}

fn parse(body: &[u8]) -> Result<Node<'_>, DecodeErrorKind> {
    if body.trim_ascii().is_empty() {
        return Err(DecodeErrorKind::Empty);
    }
    Node::parse(body).map_err(|error: SyntaxError| {
        if error.is_truncated() {
            DecodeErrorKind::Truncated(error)
        } else {
            DecodeErrorKind::NotJson(error)
        }
    })
}
