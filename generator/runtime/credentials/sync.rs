//! The lock of the token cache. The model checker of the cache compiles the cache with its own
//! lock.

pub(crate) use std::sync::{Mutex, MutexGuard, PoisonError};
