//! Counts the members and values that the reads of a choice among variants do not expect.

use std::cell::Cell;

thread_local! {
    /// The number of unlisted members and values that the reads of a choice have met; `None` outside of a choice.
    static SURPRISES: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Notes that a value was read that its type does not list: a member, or a value of an enum.
pub(crate) fn surprise(count: u32) {
    SURPRISES.with(|surprises| surprises.set(surprises.get().map(|sum| sum.saturating_add(count))));
}

/// Returns `true` within a choice, where surprises count.
pub(crate) fn is_choosing() -> bool {
    current().is_some()
}

/// How many surprises there were in what reads at the moment; `None` outside of a choice.
pub(crate) fn current() -> Option<u32> {
    SURPRISES.get()
}

/// Reads, and counts from `looseness` on what is met that was not expected.
#[allow(dead_code, reason = "not every API has unions without a tag")]
pub(crate) fn counted<T>(looseness: u32, read: impl FnOnce() -> T) -> (u32, T) {
    let outer = SURPRISES.replace(Some(looseness));
    let value = read();
    (SURPRISES.replace(outer).unwrap_or_default(), value)
}
