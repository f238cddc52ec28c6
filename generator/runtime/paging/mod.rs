//! Lists that span several responses: the walk from page to page.
//!
//! Needs `client` and `responses`. Part of a client whose description has paged operations.

pub mod link;
pub mod pages;
pub mod walk;
