//! The parts that Swagger 2.0 spells differently, read into the same nodes as those of OpenAPI 3.
//!
//! The version is stated once, in the entry file, so it applies to all files.

pub(super) mod body;
mod media_types;
pub(super) mod parameter;
pub(super) mod response;
pub(super) mod schema;
pub(super) mod security;
pub(super) mod server;

use crate::source::Source;

/// Returns `true` if a description states a version of Swagger and none of OpenAPI.
pub fn is_swagger(source: &Source) -> bool {
    source.root().get("swagger").is_some() && source.root().get("openapi").is_none()
}
