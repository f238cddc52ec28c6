//! The client, its builder, and calls from their arguments to the response.
//!
//! Requires all modules above. Part of every client; `oauth` and `basic` are emitted only if a
//! security scheme needs them. The feature `tracing` replaces `trace_off` by `trace_on`;
//! `tls-certificates` adds `certificates`.

pub mod address;
pub mod api_client;
pub mod attempts;
pub mod authorize;
pub mod basic;
pub mod build_error;
pub mod builder;
pub mod call;
pub mod call_options;
pub mod certificates;
pub mod curl;
pub mod hooks;
pub mod http_request;
pub mod oauth;
pub mod providers;
pub mod response_future;
pub mod trace_off;
pub mod trace_on;
pub mod transport_choice;
