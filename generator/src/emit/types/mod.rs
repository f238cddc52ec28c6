//! Types: a file for each kind, their checks, and the Rust types of fields and arguments.

pub(crate) mod alias;
pub(crate) mod check;
pub(crate) mod enums;
pub(crate) mod multipart;
pub(crate) mod rust_type;
pub(crate) mod structs;
pub(crate) mod tuple;
pub(crate) mod union;
