//! Credentials, the providers that supply them, and the cache of their tokens.
//!
//! Needs `requests`, `transports` and `text`. Always part of a client.

pub mod credential;
pub mod provider;
pub mod sync;
pub mod token_cache;
pub mod token_source;
