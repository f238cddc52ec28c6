//! Reads request bodies, within a budget for all bodies that are being read and checked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Body;

/// The most bytes of a refused body that are read and dropped, so that a client which sends before it reads receives
/// the response.
const READ_ON: usize = 256 * 1024 * 1024;

/// The bytes of each body that are not counted, so that large uploads do not block small requests.
const FREE: usize = 64 * 1024;

/// The bytes by which the buffer of a body grows.
const STEP: usize = 1024 * 1024;

/// The budget of all bodies.
#[derive(Debug)]
pub(crate) struct Budget {
    most: usize,
    taken: AtomicUsize,
}

/// A part of a budget, which is returned on drop.
#[derive(Debug)]
pub(crate) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

/// The result of reading a body.
#[derive(Debug)]
pub(crate) enum Upload {
    /// The body, with its part of the budget.
    Whole(Bytes, Share),
    /// The body exceeds the limit of one body.
    TooLong,
    /// The bodies together exceed the budget.
    NoRoom,
    /// The body ended early.
    Broken,
}

impl Budget {
    /// Creates a budget of bytes.
    pub(crate) fn new(most: usize) -> Arc<Budget> {
        Arc::new(Budget { most, taken: AtomicUsize::new(0) })
    }

    /// Returns the size of the budget in bytes.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    fn take(&self, bytes: usize) -> bool {
        let taken = |taken: usize| taken.checked_add(bytes).filter(|sum| *sum <= self.most);
        self.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, taken).is_ok()
    }
}

impl Share {
    fn none(budget: &Arc<Budget>) -> Share {
        Share { budget: Arc::clone(budget), bytes: 0 }
    }

    /// Grows the share to the length of a body. Returns `false` if the budget is exhausted.
    fn grow(&mut self, length: usize) -> bool {
        let more = length.saturating_sub(FREE).saturating_sub(self.bytes);
        let grown = self.budget.take(more);
        self.bytes += if grown { more } else { 0 };
        grown
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.taken.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

/// Reads a body of at most `most` bytes.
pub(crate) async fn read<B>(mut body: B, most: usize, budget: &Arc<Budget>) -> Upload
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut chunks: Vec<Vec<u8>> = Vec::new();
    let mut share = Share::none(budget);
    let mut length = 0usize;
    let mut refused = None;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Upload::Broken;
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if refused.is_none() {
            refused = match () {
                () if length > most => Some(Upload::TooLong),
                () if !share.grow(length) => Some(Upload::NoRoom),
                () => None,
            };
        }
        match refused {
            None => match chunks.last_mut() {
                Some(last) if last.capacity() - last.len() >= data.len() => last.extend(&data),
                _ => {
                    let mut chunk = Vec::with_capacity(data.len().max(length.min(STEP)));
                    chunk.extend(&data);
                    chunks.push(chunk);
                }
            },
            Some(_) if length > READ_ON => break,
            Some(_) => {
                chunks = Vec::new();
                share = Share::none(budget);
            }
        }
    }
    refused.unwrap_or_else(|| {
        let mut bytes = Vec::with_capacity(length);
        chunks.into_iter().for_each(|chunk| bytes.extend(chunk));
        Upload::Whole(Bytes::from(bytes), share)
    })
}
