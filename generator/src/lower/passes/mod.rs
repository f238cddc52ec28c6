//! Passes over all types, after the schemas are lowered.
//!
//! The driver calls them in order. Each pass takes the types that the previous one returned.

pub(super) mod codes;
pub(super) mod header_dates;
pub(super) mod paging;
pub(super) mod pinned_names;
pub(super) mod read_write_only;
pub(super) mod self_unions;
pub(super) mod tags;

pub(super) use tags::Demand;
