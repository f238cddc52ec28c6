//! Blocking work on a separate thread, so that the caller can stop waiting for it.
//!
//! A thread that reads from a connection cannot be interrupted. After the time limit it keeps
//! running until a limit of its connection ends it.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::super::transports::traits::{BlockingBodyStream, TransportError, TransportErrorKind};

/// Runs `work` and waits at most `time` for its result.
///
/// # Errors
///
/// Returns an error if the time limit passes or no thread can be started.
#[allow(dead_code, reason = "not every client has blocking transports")]
pub(crate) fn within<T: Send + 'static>(
    time: Duration,
    work: impl FnOnce() -> Result<T, TransportError> + Send + 'static,
) -> Result<T, TransportError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    start(move || _ = sender.send(work()), false)?;
    match receiver.recv_timeout(time) {
        Ok(result) => result,
        Err(error) => Err(failed(error)),
    }
}

/// The chunks of a body, with a time limit for all of them.
pub(crate) struct BodyStreamUntil {
    pieces: Receiver<Result<Bytes, TransportError>>,
    end: Option<Instant>,
}

impl BodyStreamUntil {
    /// # Errors
    ///
    /// Returns an error if no thread can be started.
    pub(crate) fn new(pieces: BlockingBodyStream, left: Duration) -> Result<Self, TransportError> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let send_all = move || {
            for piece in pieces {
                if sender.send(piece).is_err() {
                    break;
                }
            }
        };
        start(send_all, true)?;
        Ok(Self { pieces: receiver, end: Instant::now().checked_add(left) })
    }
}

impl Iterator for BodyStreamUntil {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let left =
            self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()));
        match self.pieces.recv_timeout(left) {
            Ok(piece) => Some(piece),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(error) => Some(Err(failed(error))),
        }
    }
}

fn start(work: impl FnOnce() + Send + 'static, sent: bool) -> Result<(), TransportError> {
    let error = |error| TransportError::new(TransportErrorKind::Other, sent).caused_by(error);
    thread::Builder::new().name("blocking call".to_owned()).spawn(work).map(drop).map_err(error)
}

fn failed(error: RecvTimeoutError) -> TransportError {
    match error {
        RecvTimeoutError::Timeout => TransportError::new(TransportErrorKind::Timeout, true),
        RecvTimeoutError::Disconnected => TransportError::new(TransportErrorKind::Other, true),
    }
}
