//! An answer of which the head is there and the body still comes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use super::super::requests::call_context::CallContext;
use super::super::responses::api_error::DocumentedError;
use super::super::responses::call_error::{CallError, Failure};
use super::super::responses::decode_error::DecodeErrorKind;
use super::super::responses::response::Response;
use super::super::transports::traits::{
    BlockingBodyStream, BodyStream, Transport, TransportError, TransportErrorKind,
};
use super::super::transports::worker::BodyStreamUntil;

/// An answer whose body is still to be read.
pub struct StreamingResponse {
    pub(crate) head: Response,
    pub(crate) pieces: BodyStream,
    pub(crate) limits: Limits,
    transport: Arc<dyn Transport>,
}

/// The blocking twin of [`StreamingResponse`].
pub struct BlockingStreamingResponse {
    pub(crate) head: Response,
    pub(crate) pieces: BlockingBodyStream,
    pub(crate) limits: Limits,
}

/// What binds the body of an answer.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// When the call was sent.
    pub(crate) started: Instant,
    /// The time from then on for all of it, where it is read whole.
    pub(crate) timeout: Duration,
    /// The most bytes of it, where it is read whole, or of one item.
    pub(crate) max_body: usize,
}

impl StreamingResponse {
    pub(crate) fn new(
        response: http::Response<BodyStream>,
        call: CallContext,
        limits: Limits,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let (head, pieces) = split(response, call);
        Self { head, pieces, limits, transport }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// Reads the rest, within the limits of the call.
    ///
    /// # Errors
    ///
    /// The connection broke, the time is over, or the body is too large.
    pub async fn whole(self) -> Result<Response, Failure> {
        let Self { head, mut pieces, limits, transport } = self;
        let mut sleep = transport.sleep(limits.left());
        let mut body = Body::new(limits);
        let read = std::future::poll_fn(|context: &mut Context<'_>| {
            loop {
                match pieces.as_mut().poll_next(context) {
                    Poll::Ready(Some(Ok(piece))) => {
                        if let Err(error) = body.add(&piece) {
                            return Poll::Ready(Err(error));
                        }
                    }
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error)),
                    Poll::Ready(None) => return Poll::Ready(Ok(())),
                    Poll::Pending if Pin::new(&mut sleep).poll(context).is_ready() => {
                        return Poll::Ready(Err(timed_out()));
                    }
                    Poll::Pending => return Poll::Pending,
                }
            }
        });
        limits.end(head, read.await.map(|()| body.bytes.freeze()))
    }

    /// The answer, unless it is in one of the other forms that the description lists for it.
    ///
    /// # Errors
    ///
    /// It is in one of `others`, not in that of `media_type`.
    pub async fn unless<E>(
        self,
        media_type: &'static str,
        others: &[&str],
    ) -> Result<Self, CallError<E>> {
        match self.head.media_type() {
            Some(came) if others.contains(&&*came) => {
                Err(self.whole().await?.undecoded(DecodeErrorKind::MediaType(media_type)))
            }
            _ => Ok(self),
        }
    }

    /// The error that an answer other than a documented success is, with its body read whole.
    pub async fn into_error<E: DocumentedError>(self) -> CallError<E> {
        match self.whole().await {
            Ok(answer) => answer.into_error(),
            Err(failure) => failure.into(),
        }
    }
}

impl BlockingStreamingResponse {
    pub(crate) fn new(
        response: http::Response<BlockingBodyStream>,
        call: CallContext,
        limits: Limits,
    ) -> Self {
        let (head, pieces) = split(response, call);
        Self { head, pieces, limits }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// Reads the rest, within the limits of the call.
    ///
    /// # Errors
    ///
    /// The connection broke, the time is over, or the body is too large.
    pub fn whole(self) -> Result<Response, Failure> {
        let Self { head, pieces, limits } = self;
        let mut body = Body::new(limits);
        // Each piece may come late by itself, and all of them are to come in time.
        let pieces = BodyStreamUntil::new(pieces, limits.left());
        let read = pieces.and_then(|mut pieces| pieces.try_for_each(|piece| body.add(&piece?)));
        limits.end(head, read.map(|()| body.bytes.freeze()))
    }

    /// As [`StreamingResponse::unless`].
    ///
    /// # Errors
    ///
    /// It is in one of `others`, not in that of `media_type`.
    pub fn unless<E>(
        self,
        media_type: &'static str,
        others: &[&str],
    ) -> Result<Self, CallError<E>> {
        match self.head.media_type() {
            Some(came) if others.contains(&&*came) => {
                Err(self.whole()?.undecoded(DecodeErrorKind::MediaType(media_type)))
            }
            _ => Ok(self),
        }
    }

    /// The error that an answer other than a documented success is, with its body read whole.
    #[must_use]
    pub fn into_error<E: DocumentedError>(self) -> CallError<E> {
        match self.whole() {
            Ok(answer) => answer.into_error(),
            Err(failure) => failure.into(),
        }
    }
}

impl Limits {
    fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed())
    }

    /// The answer whose body has been read.
    fn end(
        &self,
        head: Response,
        body: Result<Bytes, TransportError>,
    ) -> Result<Response, Failure> {
        let call = head.call().cloned();
        let call = call.map(|call| CallContext { elapsed: self.started.elapsed(), ..call });
        match (body, call) {
            (Ok(body), Some(call)) => Ok(head.with_body(body).of(call)),
            (Ok(body), None) => Ok(head.with_body(body)),
            (Err(error), Some(call)) => Err(error.of(call).into()),
            (Err(error), None) => Err(error.into()),
        }
    }
}

/// A body that is put together.
struct Body {
    bytes: BytesMut,
    max: usize,
}

impl Body {
    fn new(limits: Limits) -> Self {
        Self { bytes: BytesMut::new(), max: limits.max_body }
    }

    fn add(&mut self, piece: &Bytes) -> Result<(), TransportError> {
        if piece.len() > self.max - self.bytes.len() {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }
}

/// The head as an answer without a body, and what the body will be.
fn split<P>(response: http::Response<P>, call: CallContext) -> (Response, P) {
    let (parts, pieces) = response.into_parts();
    let head = Response::from(http::Response::from_parts(parts, Bytes::new()));
    (head.of(call), pieces)
}

fn timed_out() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, true)
}
