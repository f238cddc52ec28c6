//! A complete response before it is decoded.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::super::json::convert::Json;
use super::super::json::node::{Node, SyntaxError};
use super::super::json::unlisted::unlisted;
use super::super::requests::call_context::{CallContext, DescribeCall, Sent};
use super::super::responses::api_error::{ApiError, DocumentedError, read_documented};
use super::super::responses::call_error::CallError;
use super::super::responses::decode_error::{DecodeError, DecodeErrorKind, UnexpectedResponse};
use super::super::text::display_text::clean;
use super::super::text::redact::Secrets;

/// A complete response: status, headers and body.
///
/// Any `http::Response<Bytes>` can be converted to it, wherever it was received.
#[derive(Clone)]
pub struct Response {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    origin: ResponseOrigin,
    is_last: bool,
}

/// Marks a response as the last page of a list, even if it names a next page. Mocks add it as an
/// extension of the response.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "only mocks make it")]
pub(crate) struct LastPage;

/// The call that a response belongs to.
#[derive(Clone)]
enum ResponseOrigin {
    /// This client did not receive the response.
    Elsewhere,
    Sent(Sent<Box<dyn DescribeCall>>),
    Known(Box<CallContext>),
}

impl Response {
    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body as received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the number of attempts that the call made.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match &self.origin {
            ResponseOrigin::Elsewhere => 1,
            ResponseOrigin::Sent(sent) => sent.attempts,
            ResponseOrigin::Known(call) => call.attempts,
        }
    }

    /// Returns the call that was answered; `None` if this client did not receive the response.
    #[must_use]
    pub fn call(&self) -> Option<&CallContext> {
        match &self.origin {
            ResponseOrigin::Elsewhere => None,
            ResponseOrigin::Sent(sent) => Some(sent.context()),
            ResponseOrigin::Known(call) => Some(call),
        }
    }

    /// Returns the text of a header; the first one if there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the time in a header with a date of HTTP, such as `Last-Modified` (RFC 9110, section 5.6.7).
    #[must_use]
    pub fn http_date(&self, name: &str) -> Option<std::time::SystemTime> {
        httpdate::parse_http_date(self.header(name)?.trim()).ok()
    }

    /// Returns the media type without its parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        self.essence().map(str::to_ascii_lowercase)
    }

    /// Returns the media type without its parameters, as received.
    fn essence(&self) -> Option<&str> {
        let name = self.header("content-type")?.split(';').next()?.trim();
        (!name.is_empty()).then_some(name)
    }

    /// Returns the request id from the header `x-request-id` or `request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let names = ["x-request-id", "request-id"];
        names.into_iter().find_map(|name| self.header(name))
    }

    /// Returns `true` if the media type is JSON (RFC 8259, section 11; RFC 6839, section 3.1).
    fn is_json(&self) -> bool {
        self.essence().is_some_and(|name| {
            let suffix = name.len().checked_sub(5).and_then(|start| name.get(start..));
            ["application/json", "text/json"].iter().any(|json| name.eq_ignore_ascii_case(json))
                || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json"))
        })
    }

    /// Returns `true` if the options of the call ask for errors about unlisted members.
    fn is_strict(&self) -> bool {
        matches!(&self.origin, ResponseOrigin::Sent(sent) if sent.call.is_strict())
    }

    /// Reads the body as a `T`.
    ///
    /// A body that is neither JSON nor marked as JSON is a string, for a `T` that can be one.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON or differs from the API description.
    pub fn json<T: Json, E>(self) -> Result<T, CallError<E>> {
        match read(&self.body, self.is_json()) {
            Ok(value) => match self.is_strict().then(|| unlisted(&self.body, &value)).flatten() {
                Some(error) => Err(self.undecoded(DecodeErrorKind::Mismatch(error))),
                None => Ok(value),
            },
            Err(kind) => Err(self.undecoded(kind)),
        }
    }

    /// Returns the response unless it has one of the other documented media types.
    ///
    /// # Errors
    ///
    /// Returns an error if the media type is one of `others` and not `media_type`.
    pub fn unless<E>(
        self,
        media_type: &'static str,
        others: &[&str],
    ) -> Result<Self, CallError<E>> {
        match self.essence() {
            Some(came) if others.iter().any(|other| came.eq_ignore_ascii_case(other)) => {
                Err(self.undecoded(DecodeErrorKind::MediaType(media_type)))
            }
            _ => Ok(self),
        }
    }

    /// Ignores the body. The operation documents none.
    ///
    /// # Errors
    ///
    /// Returns no errors at present.
    pub fn empty<E>(self) -> Result<(), CallError<E>> {
        Ok(())
    }

    /// Returns the body as a string. If its media type is JSON, a JSON string is decoded.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not UTF-8.
    pub fn text<E>(self) -> Result<String, CallError<E>> {
        let text = match std::str::from_utf8(&self.body) {
            Ok(text) => text,
            Err(_) => return Err(self.undecoded(DecodeErrorKind::NotText)),
        };
        match self.is_json().then(|| Node::parse(text.as_bytes())) {
            Some(Ok(Node::String(text))) => Ok(text.into_owned()),
            _ => Ok(text.to_owned()),
        }
    }

    /// Returns the body as received.
    ///
    /// # Errors
    ///
    /// Returns no errors at present.
    pub fn bytes<E>(self) -> Result<Bytes, CallError<E>> {
        Ok(self.body)
    }

    /// Converts a response that is not a documented success to an error.
    #[must_use]
    pub fn into_error<E: DocumentedError>(mut self) -> CallError<E> {
        self.settle();
        let status = self.status.as_u16();
        let body = self.body.clone();
        let parsed = parse(&body);
        // Without a JSON body, the status alone decides whether the error is documented. An error
        // may be documented without a body.
        let node = parsed.as_ref().unwrap_or(&Node::Null);
        let (result, mismatches) = read_documented(status, node);
        let kind = match (result, parsed) {
            (None, _) => return CallError::Unexpected(Box::new(UnexpectedResponse::new(self))),
            (Some(Ok(error)), _) => {
                return CallError::Api(Box::new(ApiError::new(error, mismatches, self)));
            }
            (Some(Err(_)), Err(kind)) => kind,
            (Some(Err(error)), Ok(_)) => DecodeErrorKind::Mismatch(error),
        };
        match self.undecoded(kind) {
            CallError::Decode(mut error) => {
                error.variant = E::variant(status);
                CallError::Decode(error)
            }
            error => error,
        }
    }

    pub(crate) fn of_sent(mut self, sent: Sent<Box<dyn DescribeCall>>) -> Self {
        self.origin = ResponseOrigin::Sent(sent);
        self
    }

    /// Sets the time from the start of the call to the end of this response.
    pub(crate) fn after(mut self, elapsed: Duration) -> Self {
        match &mut self.origin {
            ResponseOrigin::Elsewhere => {}
            ResponseOrigin::Sent(sent) => sent.note(sent.attempts, elapsed),
            ResponseOrigin::Known(call) => call.elapsed = elapsed,
        }
        self
    }

    /// Replaces the call by its context, so that a long-lived error does not keep the request body
    /// in memory.
    fn settle(&mut self) {
        if let Some(call) = self.call().cloned() {
            self.origin = ResponseOrigin::Known(Box::new(call));
        }
    }

    /// Returns `true` if no page follows, even if the response names one.
    #[allow(dead_code, reason = "an API need not have pages")]
    pub(crate) fn is_last_page(&self) -> bool {
        self.is_last
    }

    /// Returns the secrets of the call, if the call is known.
    pub(crate) fn secrets(&self) -> Option<&Secrets> {
        Some(&self.call()?.secrets)
    }

    /// Puts a text of the server on one line. Secrets are redacted before the text is cut after
    /// `limit` characters.
    pub(crate) fn line(&self, text: &str, limit: usize) -> String {
        match self.secrets() {
            Some(secrets) => secrets.line(text, limit),
            None => clean(text, limit).to_string(),
        }
    }

    /// Returns the text of `{:?}` or `{:#?}` without the secrets of the call.
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
        // A session cookie is as sensitive as a key.
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

/// Reads a body. `is_json` is `true` if its media type says that it is JSON.
fn read<T: Json>(body: &[u8], is_json: bool) -> Result<T, DecodeErrorKind> {
    let text = || {
        let text = std::str::from_utf8(body).ok().filter(|_| !is_json)?;
        Node::String(text.into()).decode().ok()
    };
    match parse(body) {
        Ok(node) => match node.decode() {
            Ok(value) => Ok(value),
            // A string may look like a number: `5`.
            Err(error) => text().ok_or(DecodeErrorKind::Mismatch(error)),
        },
        // No body is `null` where the API description allows that.
        Err(DecodeErrorKind::Empty) => Node::Null.decode().map_err(|_| DecodeErrorKind::Empty),
        Err(kind) => text().ok_or(kind),
    }
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
