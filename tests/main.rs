//! Tests of the client for its two kinds of users: programs that call it, and people who change its description.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod api;
mod build;
mod client;
mod fresh;
mod packages;
mod serde_formats;

/// The folder of the client's package.
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
