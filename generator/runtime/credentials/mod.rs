//! Credentials, the providers that supply them, and the cache of their tokens.
//!
//! Requires `requests`, `transports` and `text`. Part of every client.

pub mod credential;
pub mod provider;
pub mod sync;
pub mod token_cache;
pub mod token_source;
