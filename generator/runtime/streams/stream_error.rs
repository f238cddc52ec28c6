//! The errors of a stream of items.

use std::error::Error;
use std::fmt;

use bytes::Bytes;

use super::super::json::node::SyntaxError;
use super::super::json::read::ReadError;
use super::super::transports::traits::TransportError;

/// An item that differs from the API description, or a stream that ended too early.
#[non_exhaustive]
pub struct StreamError {
    /// The difference or failure.
    pub kind: StreamErrorKind,
    /// The number of the item, starting at 1.
    pub item: u64,
    /// The received part of the item, unless the item is too large.
    pub text: Bytes,
}

/// The ways in which a stream can fail or differ from the API description.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamErrorKind {
    /// The item is not JSON. The stream continues.
    NotJson(SyntaxError),
    /// The item is JSON that differs from the documented schema. The stream continues.
    Mismatch(ReadError),
    /// The item has more than this many bytes. The stream is closed.
    TooLarge(usize),
    /// The item ends too early. The stream continues only if a record separator follows (RFC 7464).
    Truncated,
    /// The connection broke, or no chunk arrived within the time limit.
    Transport(TransportError),
}

impl StreamError {
    pub(crate) fn new(kind: StreamErrorKind, item: u64, text: Bytes) -> Self {
        Self { kind, item, text }
    }

    /// Returns `true` if the error comes from the transport. The content of the received items is
    /// not its cause.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        matches!(self.kind, StreamErrorKind::Transport(_))
    }
}

impl fmt::Debug for StreamError {
    /// Shows the length of the item, not its text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamError")
            .field("kind", &self.kind)
            .field("item", &self.item)
            .field("length", &self.text.len())
            .finish()
    }
}

impl fmt::Display for StreamError {
    /// The text of the item is left out, because it may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = self.item;
        match &self.kind {
            StreamErrorKind::NotJson(error) => {
                write!(f, "item {item} of the stream: expected JSON: {error}")
            }
            StreamErrorKind::Mismatch(error) => write!(f, "item {item} of the stream: {error}"),
            StreamErrorKind::TooLarge(limit) => write!(
                f,
                "item {item} of the stream is larger than {limit} bytes: raise `max_body` on the \
                 client's builder"
            ),
            StreamErrorKind::Truncated => write!(f, "item {item} of the stream ends too early"),
            StreamErrorKind::Transport(error) => {
                write!(f, "the stream broke at item {item}: {error}")
            }
        }
    }
}

impl Error for StreamError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            StreamErrorKind::NotJson(error) => Some(error),
            StreamErrorKind::Mismatch(error) => Some(error),
            StreamErrorKind::Transport(error) => error.source(),
            StreamErrorKind::TooLarge(_) | StreamErrorKind::Truncated => None,
        }
    }
}
