//! JSON: the parser, the borrowed tree of nodes, reading and writing of values, and the errors of each (RFC 8259).
//!
//! Needs `text`. Always part of a client.

pub mod choice;
pub mod convert;
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
pub mod write;
