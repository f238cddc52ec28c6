//! Counts allocated bytes as a measure of work, because the number is the same on every machine.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// The counting allocator. Programs that run targets set it as their global allocator.
pub static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Runs `work`. Panics if it allocates more than `most` bytes in total.
pub(crate) fn allocates_at_most<T>(most: usize, work: impl FnOnce() -> T) -> T {
    let region = Region::new(ALLOCATOR);
    let result = work();
    let change = region.change();
    let allocated = change.bytes_allocated.saturating_add(change.bytes_reallocated.unsigned_abs());
    assert!(allocated <= most, "{allocated} bytes were allocated, {most} are allowed");
    result
}
