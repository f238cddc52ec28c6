//! Responses that are streams of items, each decoded when it is received.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::super::json::convert::Json;
use super::super::responses::call_error::CallError;
use super::super::responses::decode_error::DecodeErrorKind;
use super::super::responses::response::Response;
use super::super::responses::streaming_response::{BlockingStreamingResponse, StreamingResponse};
use super::super::streams::items::{Items, Step, StreamFormat, framing};
use super::super::streams::stream_error::StreamError;
use super::super::transports::traits::{BlockingBodyStream, BodyStream};

/// The items of a response, each returned as soon as it is received.
///
/// [`next`](Self::next) returns them one by one. Also a `futures_core::Stream`. An item that
/// differs from the API description is an error and does not end the stream. Dropping the stream
/// closes the connection.
#[must_use = "a stream does nothing until it is read"]
pub struct ItemStream<T> {
    items: Items,
    pieces: Option<BodyStream>,
    item: PhantomData<fn() -> T>,
}

/// The blocking counterpart of [`ItemStream`]: an iterator.
#[must_use = "a stream does nothing until it is read"]
pub struct BlockingItemStream<T> {
    items: Items,
    pieces: Option<BlockingBodyStream>,
    item: PhantomData<fn() -> T>,
}

impl<T: Json> ItemStream<T> {
    /// Returns the next item; `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Json> Stream for ItemStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.items.step() {
                Step::Item(frame) => return Poll::Ready(Some(self.items.read(frame))),
                Step::Broken(error) => {
                    self.pieces = None;
                    return Poll::Ready(Some(Err(error)));
                }
                Step::More => {}
                Step::Over => {
                    self.pieces = None;
                    return Poll::Ready(None);
                }
            }
            let piece = match &mut self.pieces {
                Some(pieces) => ready!(pieces.as_mut().poll_next(context)),
                None => None,
            };
            self.items.add(piece);
        }
    }
}

impl<T: Json> Iterator for BlockingItemStream<T> {
    type Item = Result<T, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.items.step() {
                Step::Item(frame) => return Some(self.items.read(frame)),
                Step::Broken(error) => {
                    self.pieces = None;
                    return Some(Err(error));
                }
                Step::More => {}
                Step::Over => {
                    self.pieces = None;
                    return None;
                }
            }
            let piece = self.pieces.as_mut().and_then(Iterator::next);
            self.items.add(piece);
        }
    }
}

macro_rules! accessors {
    ($($stream:ident),*) => { $(
        impl<T> $stream<T> {
            /// Returns the head of the response: status, headers and request id. Its body is empty.
            #[must_use]
            pub fn response(&self) -> &Response {
                &self.items.head
            }

            /// Returns the name of the event of the last item, if it had one.
            #[must_use]
            pub fn event(&self) -> Option<&str> {
                self.items.event.as_deref()
            }

            /// Returns the id of the last event that had one. A later request continues after it
            /// with the header `Last-Event-ID`.
            #[must_use]
            pub fn last_event_id(&self) -> Option<&str> {
                self.items.events()?.last_id.as_deref()
            }

            /// Returns `true` if the server has sent `[DONE]`.
            #[allow(dead_code, reason = "only who follows events asks for it")]
            pub(crate) fn is_done(&self) -> bool {
                self.items.done
            }

            /// Returns the time that the server asks to wait before reconnecting.
            #[must_use]
            pub fn retry(&self) -> Option<Duration> {
                self.items.events()?.reconnect
            }
        }

        impl<T> fmt::Debug for $stream<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($stream))
                    .field("response", &self.items.head)
                    .field("items", &self.items.count)
                    .finish_non_exhaustive()
            }
        }
    )* };
}

accessors!(ItemStream, BlockingItemStream);

impl StreamingResponse {
    /// Reads the response as a stream of items. `media_type` is the documented media type of the
    /// stream. `others` are the other documented media types of the response.
    ///
    /// # Errors
    ///
    /// Returns an error if the response has another media type.
    pub async fn items<T: Json, E>(
        self,
        media_type: &'static str,
        form: StreamFormat,
        others: &[&str],
    ) -> Result<ItemStream<T>, CallError<E>> {
        let Some(framing) = framing(&self.head, media_type, form, others) else {
            let response = self.whole().await?;
            return Err(response.undecoded(DecodeErrorKind::MediaType(media_type)));
        };
        let items = Items::new(self.head, framing, form, self.limits.max_body);
        Ok(ItemStream { items, pieces: Some(self.pieces), item: PhantomData })
    }
}

impl BlockingStreamingResponse {
    /// Reads the response as a stream of items; see [`StreamingResponse::items`].
    ///
    /// # Errors
    ///
    /// Returns an error if the response has another media type.
    pub fn items<T: Json, E>(
        self,
        media_type: &'static str,
        form: StreamFormat,
        others: &[&str],
    ) -> Result<BlockingItemStream<T>, CallError<E>> {
        let Some(framing) = framing(&self.head, media_type, form, others) else {
            return Err(self.whole()?.undecoded(DecodeErrorKind::MediaType(media_type)));
        };
        let items = Items::new(self.head, framing, form, self.limits.max_body);
        Ok(BlockingItemStream { items, pieces: Some(self.pieces), item: PhantomData })
    }
}

impl Response {
    /// Reads a complete response as items; see [`StreamingResponse::items`].
    ///
    /// # Errors
    ///
    /// Returns an error if the response has another media type.
    pub fn items<T: Json, E>(
        self,
        media_type: &'static str,
        form: StreamFormat,
        others: &[&str],
    ) -> Result<BlockingItemStream<T>, CallError<E>> {
        let Some(framing) = framing(&self, media_type, form, others) else {
            return Err(self.undecoded(DecodeErrorKind::MediaType(media_type)));
        };
        let body = self.body().clone();
        let items = Items::new(self.with_body(Bytes::new()), framing, form, usize::MAX);
        let pieces: BlockingBodyStream = Box::new(std::iter::once(Ok(body)));
        Ok(BlockingItemStream { items, pieces: Some(pieces), item: PhantomData })
    }
}
