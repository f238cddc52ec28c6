//! Text for people: without control characters, cut to a length, and redacted.
//!
//! Requires no other module of the runtime. Part of every client.

pub mod display_text;
pub mod escapes;
pub mod excerpt;
pub mod redact;
pub mod secret;
