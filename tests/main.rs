//! The client as those see it who call it, and those who change its description.

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

/// The folder of the client's package.
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
