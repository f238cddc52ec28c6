//! Response bodies that are read item by item or chunk by chunk: server-sent events, JSON lines, JSON sequences and bytes.
//!
//! Requires `client` and `responses`. Part of a client with such responses.

pub mod byte_stream;
pub mod events;
pub mod framing;
pub mod item_stream;
pub mod items;
pub mod reconnecting_stream;
pub mod save;
pub mod stream_error;
