//! Text for people: without control characters, cut to a length, and redacted.
//!
//! Needs no other module of the runtime. Always part of a client.

pub mod display_text;
pub mod escapes;
pub mod excerpt;
pub mod redact;
pub mod secret;
