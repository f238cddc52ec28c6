//! The body of a response as it is sent: whole, or broken off in the middle.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The body of a response that is sent.
pub(crate) struct ResponseBody {
    /// What is left to send.
    rest: Bytes,
    /// The bytes that are announced beyond those.
    kept_back: u64,
    /// Whether there was time to send what was given.
    waited: bool,
}

/// The connection ends here, as was asked for.
#[derive(Debug)]
pub(crate) struct ConnectionDropped;

impl ResponseBody {
    /// All of it.
    pub(crate) fn whole(bytes: Bytes) -> ResponseBody {
        ResponseBody { rest: bytes, kept_back: 0, waited: false }
    }

    /// All of it is announced, and its first half is sent.
    pub(crate) fn half(bytes: Bytes) -> ResponseBody {
        let half = bytes.len() / 2;
        ResponseBody {
            kept_back: (bytes.len() - half) as u64,
            rest: bytes.slice(..half),
            waited: false,
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = ConnectionDropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionDropped>>> {
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
            (true, _) => Some(Err(ConnectionDropped)),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.kept_back == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64 + self.kept_back)
    }
}

impl fmt::Display for ConnectionDropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed on demand")
    }
}

impl std::error::Error for ConnectionDropped {}
