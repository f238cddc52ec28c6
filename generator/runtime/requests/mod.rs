//! The parts of a request: URLs, parameters and their styles, bodies, and checks of constraints
//! (OpenAPI 3.1, sections 4.8.12 and 4.8.14; RFC 6570).
//!
//! Requires `json` and `text`. Part of every client; `multipart`, `json_lines`, `upload` and
//! `upload_body` are emitted only if an operation sends such a body. Without a client, only
//! `parameter` and `upload` remain.

pub mod arguments;
pub mod body;
pub mod call_context;
pub mod check;
pub mod form_urlencoded;
pub mod idempotency_key;
pub mod invalid;
pub mod json_lines;
pub mod multipart;
pub mod operation;
pub mod parameter;
pub mod progress;
pub mod sensitive;
pub mod style;
pub mod upload;
pub mod upload_body;
pub mod url;
