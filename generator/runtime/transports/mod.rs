//! The transport traits, and transports that implement them with an HTTP library.
//!
//! Requires `requests` and `text`. The feature `reqwest` adds `reqwest_transport`, and `blocking`
//! adds `ureq_transport`. `rustls`, `rustls-aws-lc` and `native-tls` choose the TLS implementation.
//! `tls-certificates` adds the certificate files.

pub mod certificates;
pub mod reqwest_certificates;
pub mod reqwest_transport;
pub mod rustls_certificates;
pub mod timer;
pub mod tls_ring;
pub mod tls_settings;
pub mod traits;
pub mod ureq_certificates;
pub mod ureq_transport;
pub mod worker;
