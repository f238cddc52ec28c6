//! Schemas that types publish by the traits of schemars and utoipa.
//!
//! Requires nothing. Each file is part of a client whose settings ask for its trait.

pub mod described;
pub mod json_schema;
pub mod to_schema;
