//! Responses, documented errors, and the errors of a call.
//!
//! Needs `credentials`, `json`, `requests`, `retry`, `text` and `transports`. Always part of a client; `headers` only where response headers are described.

pub mod api_error;
pub mod call_error;
pub mod decode_error;
pub mod headers;
pub mod response;
pub mod streaming_response;
