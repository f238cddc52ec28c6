//! How far a body has come on its way.

use std::sync::Arc;

/// How many bytes of a body have been sent or received so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The bytes so far.
    pub bytes: u64,
    /// The bytes in all, where that is known.
    pub total: Option<u64>,
}

/// Who wants to know.
pub(crate) type Watcher = Arc<dyn Fn(Progress) + Send + Sync>;

impl Progress {
    pub(crate) fn new(bytes: u64, total: Option<u64>) -> Self {
        Self { bytes, total }
    }

    /// The share of the whole, from 0 to 1, where the whole is known.
    #[must_use]
    pub fn fraction(self) -> Option<f64> {
        let total = self.total?;
        Some(if total == 0 { 1.0 } else { (self.bytes as f64 / total as f64).min(1.0) })
    }
}
