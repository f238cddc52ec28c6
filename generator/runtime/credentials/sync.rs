//! The lock of the token cache. The model check of the cache compiles it with another one.

pub(crate) use std::sync::{Mutex, MutexGuard, PoisonError};
