//! Why an item of a stream cannot be had.

use std::error::Error;
use std::fmt;

use bytes::Bytes;

use super::super::json::node::SyntaxError;
use super::super::json::read::ReadError;
use super::super::transports::traits::TransportError;

/// An item of a stream that is not as documented, or an end of the stream that came too early.
#[non_exhaustive]
pub struct StreamError {
    /// What is wrong.
    pub kind: StreamErrorKind,
    /// Which item it is, the first being 1.
    pub item: u64,
    /// The text of the item, as far as it came and was not too large.
    pub text: Bytes,
}

/// The ways in which a stream can differ from what is documented.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamErrorKind {
    /// The item is not JSON. The stream goes on.
    NotJson(SyntaxError),
    /// The item is JSON of another form than documented. The stream goes on.
    Mismatch(ReadError),
    /// The item is larger than this many bytes. The stream is closed.
    TooLarge(usize),
    /// The item ends too early. The stream goes on only where a separator follows it (RFC 7464).
    Truncated,
    /// The connection broke, or no piece came in time.
    Transport(TransportError),
}

impl StreamError {
    pub(crate) fn new(kind: StreamErrorKind, item: u64, text: Bytes) -> Self {
        Self { kind, item, text }
    }

    /// Whether it came from the transport: no item was lost for what is in it.
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
    /// The text of the item is not shown: it may hold secrets.
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
