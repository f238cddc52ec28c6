//! The body of an answer as it is sent: whole, or broken off in the middle.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// A body that is sent.
pub(crate) struct Sent {
    /// What is left to send.
    rest: Bytes,
    /// The bytes that are announced beyond those.
    kept_back: u64,
    /// Whether there was time to send what was given.
    waited: bool,
}

/// The connection ends here, as was asked for.
#[derive(Debug)]
pub(crate) struct Dropped;

impl Sent {
    /// All of it.
    pub(crate) fn whole(bytes: Bytes) -> Sent {
        Sent { rest: bytes, kept_back: 0, waited: false }
    }

    /// All of it is announced, and its first half is sent.
    pub(crate) fn half(bytes: Bytes) -> Sent {
        let half = bytes.len() / 2;
        Sent { kept_back: (bytes.len() - half) as u64, rest: bytes.slice(..half), waited: false }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        let rest = std::mem::take(&mut self.rest);
        Poll::Ready(match (rest.is_empty(), self.kept_back) {
            (false, _) => Some(Ok(Frame::data(rest))),
            (true, 0) => None,
            // An error at once would take along what is still to be sent.
            (true, _) if !self.waited => {
                self.waited = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            (true, _) => Some(Err(Dropped)),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.kept_back == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64 + self.kept_back)
    }
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed on demand")
    }
}

impl std::error::Error for Dropped {}
