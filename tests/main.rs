//! The client as those see it who call it, and those who change its description.

mod api;
mod build;
mod client;
mod fresh;

/// The folder of the client's package.
const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
