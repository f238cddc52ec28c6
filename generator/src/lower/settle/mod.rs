//! What only all types together say, settled when they are there. The driver calls the passes in their order; each takes
//! the types that the one before it made.

pub(super) mod codes;
pub(super) mod paging;
pub(super) mod pinned_names;
pub(super) mod read_write_only;
pub(super) mod self_unions;
pub(super) mod tags;

pub(super) use tags::Demand;
