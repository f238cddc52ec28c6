//! The mock over the network: PostPress's description, limits, and what is recorded.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod limits;
mod pages;
mod postpress;
mod record;
