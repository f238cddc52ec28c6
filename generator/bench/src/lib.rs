//! Shared code of the benchmarks: documents, types with serde's derives, and calls written twice.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark that fails has no figures"
)]

pub mod call;
pub mod depot;
pub mod documents;
pub mod server;
pub mod sized;
pub mod twins;
