//! JSON (RFC 8259): a parser, a tree of nodes, reading and writing of typed values, and their errors.
//!
//! Requires `text`. Part of every client.

pub mod convert;
pub mod leniency;
pub mod mismatches;
pub mod node;
pub mod node_pool;
pub mod node_serde;
pub mod object;
pub mod parser;
pub mod read;
pub mod serde_impls;
pub mod std_impls;
pub mod syntax_error;
pub mod tuple;
pub mod unlisted;
pub mod write;
