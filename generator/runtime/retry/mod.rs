//! The decision whether, and after which wait, a request is sent again (RFC 9110, sections 9.2.2 and 10.2.3).
//!
//! Needs `transports`. Always part of a client.

pub mod policy;
