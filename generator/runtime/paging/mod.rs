//! Lists that span several responses: streams and iterators of pages and of items.
//!
//! Requires `client` and `responses`. Part of a client with paged operations.

pub mod link;
pub mod pages;
pub mod walk;
