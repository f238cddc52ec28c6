//! Types for formats: dates, times, UUIDs, base64, decimals, and types of the program.
//!
//! Requires `json` and `requests`. Each file is part of a client whose description uses its format.

pub mod base64;
pub mod chrono_time;
pub mod datetime;
pub mod decimal;
pub mod own_types;
pub mod rfc3339;
pub mod timestamp;
pub mod uuid;
