//! The progress of an upload or download.

use std::sync::Arc;

/// The number of bytes of a body that have been sent or received so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes so far.
    pub bytes: u64,
    /// The length of the body, if it is known.
    pub total: Option<u64>,
}

/// A callback that receives the progress.
pub(crate) type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

impl Progress {
    pub(crate) fn new(bytes: u64, total: Option<u64>) -> Self {
        Self { bytes, total }
    }

    /// Returns the transferred share, from 0 to 1, if the length is known.
    #[must_use]
    pub fn fraction(self) -> Option<f64> {
        let total = self.total?;
        Some(if total == 0 { 1.0 } else { (self.bytes as f64 / total as f64).min(1.0) })
    }
}
