//! Tests of the mock over the network: the description of PostPress, limits, and recording.

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
mod swagger;
