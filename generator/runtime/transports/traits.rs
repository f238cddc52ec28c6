//! The seam between a client and the library that speaks HTTP for it.

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

/// A future on the heap, as a trait object needs it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The body of an answer, piece by piece as it comes. To drop it is to close the connection.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The blocking twin of [`BodyStream`].
pub type BlockingBodyStream = Box<dyn Iterator<Item = Result<Bytes, TransportError>> + Send>;

/// Sends a request and gives back the answer, whatever its status.
///
/// A transport follows no redirect, since that would hand the credentials in the request to
/// whatever host the answer names; retries nothing, since the client does; and keeps to the limits
/// in [`SendOptions`]. An asynchronous closure from `(Request<Bytes>, SendOptions)` to a result is
/// one.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request.
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>>;

    /// Sends one request whose body may hold files, and gives back the answer as soon as its head
    /// is there. The default is made of [`send`](Self::send): it reads files whole before, and the
    /// answer too.
    fn open(
        &self,
        request: Request<RequestBody>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<BodyStream>, TransportError>> {
        Box::pin(async move {
            let answer = self.send(whole(request)?, options).await?;
            Ok(answer.map(|body| Box::pin(Once(Some(body))) as BodyStream))
        })
    }

    /// Whether requests are to carry their [`Operation`](super::super::requests::operation::Operation), as a
    /// `&'static` one among their extensions. They do by default.
    fn wants_operation(&self) -> bool {
        true
    }

    /// Waits between two attempts. The default needs no runtime, but a thread for as long as it
    /// waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Timer::new(duration))
    }
}

/// The blocking twin of [`Transport`].
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends one request.
    ///
    /// # Errors
    ///
    /// No answer came, or none within the limits.
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Sends one request whose body may hold files, and gives back the answer as soon as its head
    /// is there. The default is made of [`send`](Self::send): it reads files whole before, and the
    /// answer too.
    ///
    /// # Errors
    ///
    /// No head of an answer came, or none within the limits.
    fn open(
        &self,
        request: Request<RequestBody>,
        options: SendOptions,
    ) -> Result<http::Response<BlockingBodyStream>, TransportError> {
        let answer = self.send(whole(request)?, options)?;
        Ok(answer.map(|body| Box::new(Once(Some(body))) as BlockingBodyStream))
    }

    /// As [`Transport::wants_operation`].
    fn wants_operation(&self) -> bool {
        true
    }
}

/// The limits of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SendOptions {
    /// The time from now to the last byte of the answer; with `open`, to the last byte of its head.
    pub timeout: Duration,
    /// The time to the next piece of an answer that is read piece by piece.
    pub idle_timeout: Duration,
    /// The most bytes that the body of an answer may have. It does not bind `open`.
    pub max_body: usize,
}

/// What a transport is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransportSettings {
    /// The time to connect, TLS included.
    pub connect_timeout: Duration,
    /// Whether no proxy of the environment may come between, since the host is this machine.
    pub direct: bool,
    /// The certificates that the client is given.
    pub tls: TlsSettings,
}

/// No answer came to a request.
pub struct TransportError {
    kind: TransportErrorKind,
    sent: bool,
    call: Option<Box<CallContext>>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// The ways in which a request can stay without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about: no such host, refused, TLS.
    Connect,
    /// The time was over.
    Timeout,
    /// The connection broke.
    Io,
    /// The answer is larger than allowed.
    TooLarge,
    /// Something else.
    Other,
}

impl SendOptions {
    /// Limits for one attempt, the time to each piece as long as that to the whole.
    #[must_use]
    pub const fn new(timeout: Duration, max_body: usize) -> Self {
        Self { timeout, idle_timeout: timeout, max_body }
    }

    /// The same limits with this time to the next piece of an answer.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }
}

impl TransportSettings {
    /// Settings with this time to connect.
    #[must_use]
    pub fn new(connect_timeout: Duration) -> Self {
        Self { connect_timeout, direct: false, tls: TlsSettings::default() }
    }
}

impl TransportError {
    /// No answer for this kind of reason. `sent` says whether any of the request may have reached
    /// the server: only where it is `false` is it safe to send every request again.
    #[must_use]
    pub fn new(kind: TransportErrorKind, sent: bool) -> Self {
        Self { kind, sent, call: None, source: None }
    }

    /// The same error with what caused it. The texts of the cause must hold no URL, since a query
    /// may hold a key.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Why no answer came.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether any of the request may have reached the server.
    #[must_use]
    pub fn request_was_sent(&self) -> bool {
        self.sent
    }

    /// How many times the request was tried.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.call.as_ref().map_or(1, |call| call.attempts)
    }

    /// The call that has no answer; `None` before the client has taken the error from its
    /// transport.
    #[must_use]
    pub fn call(&self) -> Option<&CallContext> {
        self.call.as_deref()
    }

    /// The same error as that of a call, whose secrets no text of it shows.
    pub(crate) fn of(mut self, call: CallContext) -> Self {
        self = self.redacted_by(&call.secrets);
        self.call = Some(Box::new(call));
        self
    }

    /// The same error without the secrets of a call in the texts of its causes.
    pub(crate) fn redacted_by(mut self, secrets: &Secrets) -> Self {
        self.source = self.source.map(|source| secrets.redact_error(source));
        self
    }

    /// The innermost cause, which says the most: `Connection refused`.
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
            TransportErrorKind::Timeout => "no answer in time",
            TransportErrorKind::Io => "the connection broke",
            TransportErrorKind::TooLarge => {
                "the answer is too large: raise `max_body` on the client's builder"
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

/// A body that came whole, as its only piece.
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

/// The request with its body in memory, files included.
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
