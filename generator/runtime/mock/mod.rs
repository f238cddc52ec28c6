//! A transport that responds in the process, for tests of programs that use the client.
//!
//! Requires `client` and, for `items`, `streams`. Part of a client with the feature `mock`.

pub mod items;
pub mod mock_transport;
pub mod reply;
