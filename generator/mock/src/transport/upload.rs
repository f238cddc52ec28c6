//! Reads the bodies of requests, within a budget of bytes for all that are being read and checked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Body;

/// Bytes of a body that are read, though there is no room for them, so that a client that sends before it reads gets the
/// response.
const READ_ON: usize = 256 * 1024 * 1024;

/// Bytes of each body that are not counted, so that large uploads of others do not refuse small requests.
const FREE: usize = 64 * 1024;

/// Bytes that a body has room for beyond what is in it.
const STEP: usize = 1024 * 1024;

/// The bytes that bodies may take together.
#[derive(Debug)]
pub(crate) struct Budget {
    most: usize,
    taken: AtomicUsize,
}

/// A part of a budget, which is given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

/// What came of reading a body.
#[derive(Debug)]
pub(crate) enum Upload {
    /// The body, and the part of the budget that it takes until it is dropped.
    Whole(Bytes, Share),
    /// It has more bytes than one body may have.
    TooLong,
    /// All bodies together have more bytes than they may have.
    NoRoom,
    /// It breaks off.
    Broken,
}

impl Budget {
    /// A budget of so many bytes.
    pub(crate) fn new(most: usize) -> Arc<Budget> {
        Arc::new(Budget { most, taken: AtomicUsize::new(0) })
    }

    /// The bytes of the budget.
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

    /// Makes the share large enough for a body of this length.
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

/// Reads a body of at most so many bytes.
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
