//! Response bodies as streams of chunks. Only one chunk is in memory at a time.

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same text or list")]

use std::fmt;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::super::responses::response::Response;
use super::super::responses::streaming_response::{BlockingStreamingResponse, StreamingResponse};
use super::super::transports::traits::{BlockingBodyStream, BodyStream, TransportError};

/// The bytes of a response, received in chunks and without a size limit. Also a
/// `futures_core::Stream`. Dropping it closes the connection.
#[must_use = "a stream does nothing until it is read"]
pub struct ByteStream {
    head: Response,
    pieces: BodyStream,
}

/// The blocking counterpart of [`ByteStream`]: an iterator of chunks, and a reader.
#[must_use = "a stream does nothing until it is read"]
pub struct BlockingByteStream {
    head: Response,
    pieces: BlockingBodyStream,
    /// The part of a chunk that has not been read.
    rest: Bytes,
}

impl ByteStream {
    /// Returns the head of the response: status, headers and request id. Its body is empty.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.head
    }

    /// Returns the next chunk; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Writes the remaining bytes to `writer` and returns their number. A write blocks the task,
    /// because `writer` is synchronous.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection breaks, if no chunk arrives within the time limit, or if
    /// a write fails.
    pub async fn write_to(&mut self, writer: &mut (impl Write + Send)) -> io::Result<u64> {
        let mut count = 0;
        while let Some(piece) = self.next().await {
            count += write(piece, writer)?;
        }
        writer.flush()?;
        Ok(count)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.pieces.as_mut().poll_next(context);
        piece.map(|piece| piece.map(|piece| piece.map_err(|error| of(&self.head, error))))
    }
}

impl BlockingByteStream {
    /// Returns the head of the response: status, headers and request id. Its body is empty.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.head
    }

    /// Writes the remaining bytes to `writer` and returns their number.
    ///
    /// # Errors
    ///
    /// Returns an error if the connection breaks, if no chunk arrives within the time limit, or if
    /// a write fails.
    pub fn write_to(&mut self, writer: &mut impl Write) -> io::Result<u64> {
        let mut count = 0;
        for piece in self {
            count += write(piece, writer)?;
        }
        writer.flush()?;
        Ok(count)
    }
}

impl Iterator for BlockingByteStream {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::take(&mut self.rest) {
            rest if rest.is_empty() => {
                Some(self.pieces.next()?.map_err(|error| of(&self.head, error)))
            }
            rest => Some(Ok(rest)),
        }
    }
}

impl Read for BlockingByteStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() && !buffer.is_empty() {
            match self.next() {
                Some(piece) => self.rest = piece.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}

impl StreamingResponse {
    /// Returns the body as a stream of chunks.
    pub fn bytes(self) -> ByteStream {
        ByteStream { head: self.head, pieces: self.pieces }
    }
}

impl BlockingStreamingResponse {
    /// Returns the body as an iterator of chunks.
    pub fn bytes(self) -> BlockingByteStream {
        BlockingByteStream { head: self.head, pieces: self.pieces, rest: Bytes::new() }
    }
}

/// Adds the call of the response to an error.
fn of(head: &Response, error: TransportError) -> TransportError {
    match head.call() {
        Some(call) => error.of(call.clone()),
        None => error,
    }
}

fn write(piece: Result<Bytes, TransportError>, writer: &mut impl Write) -> io::Result<u64> {
    let piece = piece.map_err(io::Error::other)?;
    writer.write_all(&piece)?;
    Ok(piece.len() as u64)
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("response", &self.head).finish_non_exhaustive()
    }
}

impl fmt::Debug for BlockingByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingByteStream").field("response", &self.head).finish_non_exhaustive()
    }
}
