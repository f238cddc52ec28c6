//! The body of a sent response: complete or cut off.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The body of a sent response.
pub(crate) struct ResponseBody {
    /// The bytes that are not yet sent.
    rest: Bytes,
    /// The number of announced bytes that are not sent.
    kept_back: u64,
    /// Set after a pause in which the first half can be sent.
    waited: bool,
}

/// The error that closes the connection for a requested fault.
#[derive(Debug)]
pub(crate) struct ConnectionDropped;

impl ResponseBody {
    /// Creates a complete body.
    pub(crate) fn whole(bytes: Bytes) -> ResponseBody {
        ResponseBody { rest: bytes, kept_back: 0, waited: false }
    }

    /// Creates a body that announces its full length and sends the first half.
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
            // An immediate error would discard bytes that are not yet sent.
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
