//! Responses, documented errors, and the errors of a call.
//!
//! Requires `credentials`, `json`, `requests`, `retry`, `text` and `transports`. Part of every
//! client; `headers` is emitted only if response headers are described.

pub mod api_error;
pub mod call_error;
pub mod decode_error;
pub mod headers;
pub mod redirect;
pub mod response;
pub mod server_message;
pub mod streaming_response;
