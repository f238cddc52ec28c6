//! Answers that are bytes, piece by piece: nothing is kept in memory but the piece at hand.

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

/// The bytes of an answer as they come, without a limit on how many. It is a `futures_core::Stream`
/// too. To drop it is to close the connection.
#[must_use = "a stream does nothing until it is read"]
pub struct ByteStream {
    head: Response,
    pieces: BodyStream,
}

/// The blocking twin of [`ByteStream`]: an iterator, and a reader.
#[must_use = "a stream does nothing until it is read"]
pub struct BlockingByteStream {
    head: Response,
    pieces: BlockingBodyStream,
    /// What was had of a piece and not yet read.
    rest: Bytes,
}

impl ByteStream {
    /// The answer's head: status, headers, the request's id. Its body is empty.
    #[must_use]
    pub fn answer(&self) -> &Response {
        &self.head
    }

    /// The next bytes; `None` behind the last.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Writes all that is left to `writer`, a file say, and says how many bytes that was. Between
    /// the pieces the task waits for the writer as for any other code that blocks.
    ///
    /// # Errors
    ///
    /// The connection broke, no piece came in time, or nothing could be written.
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
    /// The answer's head: status, headers, the request's id. Its body is empty.
    #[must_use]
    pub fn answer(&self) -> &Response {
        &self.head
    }

    /// Writes all that is left to `writer`, a file say, and says how many bytes that was.
    ///
    /// # Errors
    ///
    /// The connection broke, no piece came in time, or nothing could be written.
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
    /// The body as bytes, piece by piece.
    pub fn bytes(self) -> ByteStream {
        ByteStream { head: self.head, pieces: self.pieces }
    }
}

impl BlockingStreamingResponse {
    /// The body as bytes, piece by piece.
    pub fn bytes(self) -> BlockingByteStream {
        BlockingByteStream { head: self.head, pieces: self.pieces, rest: Bytes::new() }
    }
}

/// The error of the call that the answer is to.
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
        f.debug_struct("ByteStream").field("answer", &self.head).finish_non_exhaustive()
    }
}

impl fmt::Debug for BlockingByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingByteStream").field("answer", &self.head).finish_non_exhaustive()
    }
}
