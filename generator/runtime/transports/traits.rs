//! The traits between the client and an HTTP library.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Request;

use super::super::requests::body::RequestBody;
use super::super::requests::call_context::{CallContext, Shown};
use super::super::text::display_text::clean;
use super::super::text::redact::Secrets;
use super::super::transports::timer::Timer;
use super::super::transports::tls_settings::TlsSettings;

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A response body as a stream of chunks. Dropping it closes the connection.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The blocking counterpart of [`BodyStream`].
pub type BlockingBodyStream = Box<dyn Iterator<Item = Result<Bytes, TransportError>> + Send>;

/// Sends requests and returns responses of any status.
///
/// A transport does not follow redirects, because that would send credentials to other hosts. It
/// does not retry, because the client does. It obeys the limits in [`SendOptions`]. Every async
/// closure from `(Request<Bytes>, SendOptions)` to a result is a transport.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Sends a request whose body may contain files. Returns when the head of the response has been
    /// received. The default calls [`send`](Self::send): it reads files into memory and waits for
    /// the whole response.
    fn open(
        &self,
        request: Request<RequestBody>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<BodyStream>, TransportError>> {
        Box::pin(async move {
            let response = self.send(whole(request)?, options).await?;
            Ok(response.map(|body| Box::pin(Once(Some(body))) as BodyStream))
        })
    }

    /// Returns `true` if each request has to carry its
    /// [`Operation`](super::super::requests::operation::Operation) as an extension of type
    /// `&'static Operation`. The default is `true`.
    fn wants_operation(&self) -> bool {
        true
    }

    /// Waits between two attempts. The default needs no async runtime, but a thread while it waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Timer::new(duration))
    }
}

/// The blocking counterpart of [`Transport`].
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    ///
    /// Returns an error if no response is received within the limits.
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Sends a request whose body may contain files. Returns when the head of the response has been
    /// received. The default calls [`send`](Self::send): it reads files into memory and waits for
    /// the whole response.
    ///
    /// # Errors
    ///
    /// Returns an error if no head of a response is received within the limits.
    fn open(
        &self,
        request: Request<RequestBody>,
        options: SendOptions,
    ) -> Result<http::Response<BlockingBodyStream>, TransportError> {
        let response = self.send(whole(request)?, options)?;
        Ok(response.map(|body| Box::new(Once(Some(body))) as BlockingBodyStream))
    }

    /// Returns `true` if each request has to carry its operation; see
    /// [`Transport::wants_operation`].
    fn wants_operation(&self) -> bool {
        true
    }
}

/// The limits of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SendOptions {
    /// The time limit for the whole response; with `open`, for its head.
    pub timeout: Duration,
    /// The time limit between two chunks of a streamed response.
    pub idle_timeout: Duration,
    /// The most bytes of a response body. `open` ignores it.
    pub max_body: usize,
}

/// The settings of a new transport.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransportSettings {
    /// The time limit for connecting, including TLS.
    pub connect_timeout: Duration,
    /// Set if the proxies of the environment must not be used, because the host is this machine.
    pub direct: bool,
    /// The certificates of the client.
    pub tls: TlsSettings,
}

/// The error of a request without a response.
pub struct TransportError {
    kind: TransportErrorKind,
    sent: bool,
    call: Option<Box<CallContext>>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// The reasons why a request has no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection failed: unknown host, refused, or a TLS error.
    Connect,
    /// The time limit passed.
    Timeout,
    /// The connection broke.
    Io,
    /// The response exceeds the size limit.
    TooLarge,
    /// Any other reason.
    Other,
}

impl SendOptions {
    /// Creates the limits of one attempt. The time limit between two chunks is `timeout` too.
    #[must_use]
    pub const fn new(timeout: Duration, max_body: usize) -> Self {
        Self { timeout, idle_timeout: timeout, max_body }
    }

    /// Sets the time limit between two chunks of a streamed response.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }
}

impl TransportSettings {
    /// Creates settings with this time limit for connecting.
    #[must_use]
    pub fn new(connect_timeout: Duration) -> Self {
        Self { connect_timeout, direct: false, tls: TlsSettings::default() }
    }
}

impl TransportError {
    /// Creates an error. `sent` is `true` if a part of the request may have reached the server. A
    /// request that is not idempotent is retried only if it is `false`, after the kinds `Connect`,
    /// `Timeout` and `Io`.
    #[must_use]
    pub fn new(kind: TransportErrorKind, sent: bool) -> Self {
        Self { kind, sent, call: None, source: None }
    }

    /// Sets the cause. Its message must not contain the URL, because the query may contain a key.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns the reason.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns `true` if a part of the request may have reached the server.
    #[must_use]
    pub fn request_was_sent(&self) -> bool {
        self.sent
    }

    /// Returns the number of attempts.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.call.as_ref().map_or(1, |call| call.attempts)
    }

    /// Returns the call without a response; `None` in an error that has not passed through the
    /// client.
    #[must_use]
    pub fn call(&self) -> Option<&CallContext> {
        self.call.as_deref()
    }

    /// Adds the call and redacts its secrets.
    pub(crate) fn of(mut self, call: CallContext) -> Self {
        self = self.redacted_by(&call.secrets);
        self.call = Some(Box::new(call));
        self
    }

    /// Redacts the secrets of a call in the causes.
    pub(crate) fn redacted_by(mut self, secrets: &Secrets) -> Self {
        self.source = self.source.map(|source| secrets.redact_error(source));
        self
    }

    /// Returns the innermost cause, which is the most specific: `Connection refused`.
    fn root(&self) -> Option<&(dyn Error + 'static)> {
        let mut root = self.source()?;
        while let Some(inner) = root.source() {
            root = inner;
        }
        Some(root)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::Timeout => "no response in time",
            TransportErrorKind::Io => "the connection broke",
            TransportErrorKind::TooLarge => {
                "the response is too large: raise `max_body` on the client's builder"
            }
            TransportErrorKind::Other => "the request could not be sent",
        })?;
        if let Some(root) = self.root() {
            write!(f, ": {}", clean(&root.to_string(), 200))?;
        }
        Shown(self.call()).fmt(f)
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("request_was_sent", &self.sent)
            .field("call", &self.call)
            .field("source", &self.source)
            .finish()
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// A complete body as a single chunk.
struct Once(Option<Bytes>);

impl Iterator for Once {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.take().filter(|body| !body.is_empty()).map(Ok)
    }
}

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.next())
    }
}

/// Reads the request body into memory, including files.
fn whole(request: Request<RequestBody>) -> Result<Request<Bytes>, TransportError> {
    let (parts, body) = request.into_parts();
    let unread = |error| TransportError::new(TransportErrorKind::Other, false).caused_by(error);
    Ok(Request::from_parts(parts, body.read().map_err(unread)?))
}

impl<F, R> Transport for F
where
    F: Fn(Request<Bytes>, SendOptions) -> R + Send + Sync + 'static,
    R: Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'static,
{
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(self(request, options))
    }
}

impl<F> BlockingTransport for F
where
    F: Fn(Request<Bytes>, SendOptions) -> Result<http::Response<Bytes>, TransportError>
        + Send
        + Sync
        + 'static,
{
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self(request, options)
    }
}
