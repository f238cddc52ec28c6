//! The retry decision: whether to send a request again, and after which wait (RFC 9110, sections
//! 9.2.2 and 10.2.3).
//!
//! Requires `transports`. Part of every client.

pub mod policy;
