//! Counts the mismatches of a variant: members and enum values in the JSON that its type does not list.
//!
//! `enums/best_match.rs` compares the variants of a union by these counts.

use std::cell::Cell;

thread_local! {
    /// The mismatches of the variant that is read at the moment; `None` outside of a union.
    static MISMATCHES: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Adds `count` to the mismatches. Outside of a union, this does nothing.
pub(crate) fn add(count: u32) {
    MISMATCHES.with(|cell| cell.set(cell.get().map(|sum| sum.saturating_add(count))));
}

/// Returns `true` if a variant of a union is being read, so that mismatches count.
pub(crate) fn are_counted() -> bool {
    current().is_some()
}

/// Returns the mismatches of the variant that is read at the moment; `None` outside of a union.
pub(crate) fn current() -> Option<u32> {
    MISMATCHES.get()
}

/// Calls `read` and returns its mismatches, which are counted from `start` on, with its result.
#[allow(dead_code, reason = "not every API has unions without a tag")]
pub(crate) fn counted_from<T>(start: u32, read: impl FnOnce() -> T) -> (u32, T) {
    let outer = MISMATCHES.replace(Some(start));
    let value = read();
    (MISMATCHES.replace(outer).unwrap_or_default(), value)
}
