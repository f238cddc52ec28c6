//! Types in Rust terms: items, fields, checks, and the order in which the variants of a union are tried.

pub(crate) mod check;
pub(crate) mod enums;
pub(crate) mod items;
pub(crate) mod presence;
pub(crate) mod rust_type;
pub(crate) mod structs;
pub(crate) mod summary;
pub(crate) mod tuple;
pub(crate) mod union;
pub(crate) mod variant_order;
