//! Types for string formats: dates, times, UUIDs and base64.
//!
//! Requires `json` and `requests`. Each file is part of a client whose description uses its format.

pub mod base64;
pub mod datetime;
pub mod rfc3339;
pub mod timestamp;
pub mod uuid;
