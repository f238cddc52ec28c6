//! A transport that answers calls in the process, for tests of the programs that use a client.
//!
//! Needs `client` and `streams`. The feature `mock` brings it.

pub mod items;
pub mod mock_transport;
pub mod reply;
