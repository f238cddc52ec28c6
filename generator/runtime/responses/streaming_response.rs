//! Responses whose body is received in chunks.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use super::super::requests::call_context::{DescribeCall, Sent};
use super::super::responses::api_error::DocumentedError;
use super::super::responses::call_error::{CallError, Failure};
use super::super::responses::decode_error::DecodeErrorKind;
use super::super::responses::response::Response;
use super::super::transports::traits::{
    BlockingBodyStream, BodyStream, Transport, TransportError, TransportErrorKind,
};
use super::super::transports::worker::BodyStreamUntil;

/// A response whose head has been received and whose body has not been read.
pub struct StreamingResponse {
    pub(crate) head: Response,
    pub(crate) pieces: BodyStream,
    pub(crate) limits: Limits,
    transport: Arc<dyn Transport>,
}

/// The blocking counterpart of [`StreamingResponse`].
pub struct BlockingStreamingResponse {
    pub(crate) head: Response,
    pub(crate) pieces: BlockingBodyStream,
    pub(crate) limits: Limits,
}

/// The limits of a response body.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// The time at which the call was sent.
    pub(crate) started: Instant,
    /// The time from `started` for the whole body, if it is read as a whole.
    pub(crate) timeout: Duration,
    /// The most bytes of a whole body, or of one item of a stream.
    pub(crate) max_body: usize,
}

impl StreamingResponse {
    pub(crate) fn new(
        response: http::Response<BodyStream>,
        call: Sent<Box<dyn DescribeCall>>,
        limits: Limits,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let (head, pieces) = split(response, call);
        Self { head, pieces, limits, transport }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// Reads the whole body within the limits of the call.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection breaks, the time limit passes, or the body is too large.
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

    /// Returns the response unless it has one of the other documented media types.
    ///
    /// # Errors
    ///
    /// Returns an error if the media type is one of `others` and not `media_type`.
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

    /// Reads the whole body and converts a response that is not a documented success to an error.
    pub async fn into_error<E: DocumentedError>(self) -> CallError<E> {
        match self.whole().await {
            Ok(response) => response.into_error(),
            Err(failure) => failure.into(),
        }
    }
}

impl BlockingStreamingResponse {
    pub(crate) fn new(
        response: http::Response<BlockingBodyStream>,
        call: Sent<Box<dyn DescribeCall>>,
        limits: Limits,
    ) -> Self {
        let (head, pieces) = split(response, call);
        Self { head, pieces, limits }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// Reads the whole body within the limits of the call.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection breaks, the time limit passes, or the body is too large.
    pub fn whole(self) -> Result<Response, Failure> {
        let Self { head, pieces, limits } = self;
        let mut body = Body::new(limits);
        // The limit of the transport applies to each chunk alone; this one applies to all of them.
        let pieces = BodyStreamUntil::new(pieces, limits.left());
        let read = pieces.and_then(|mut pieces| pieces.try_for_each(|piece| body.add(&piece?)));
        limits.end(head, read.map(|()| body.bytes.freeze()))
    }

    /// Returns the response unless it has one of the other documented media types; see
    /// [`StreamingResponse::unless`].
    ///
    /// # Errors
    ///
    /// Returns an error if the media type is one of `others` and not `media_type`.
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

    /// Reads the whole body and converts a response that is not a documented success to an error.
    #[must_use]
    pub fn into_error<E: DocumentedError>(self) -> CallError<E> {
        match self.whole() {
            Ok(response) => response.into_error(),
            Err(failure) => failure.into(),
        }
    }
}

impl Limits {
    fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed())
    }

    /// Returns the response with its body.
    fn end(
        &self,
        head: Response,
        body: Result<Bytes, TransportError>,
    ) -> Result<Response, Failure> {
        let head = head.after(self.started.elapsed());
        match (body, head.call()) {
            (Ok(body), _) => Ok(head.with_body(body)),
            (Err(error), Some(call)) => Err(error.of(call.clone()).into()),
            (Err(error), None) => Err(error.into()),
        }
    }
}

/// A body that is being received.
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

/// Splits a response into its head, as a response without a body, and its body.
fn split<P>(response: http::Response<P>, call: Sent<Box<dyn DescribeCall>>) -> (Response, P) {
    let (parts, pieces) = response.into_parts();
    let head = Response::from(http::Response::from_parts(parts, Bytes::new()));
    (head.of_sent(call), pieces)
}

fn timed_out() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, true)
}
