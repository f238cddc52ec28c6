//! The traits between a client and an HTTP library, and the transports that implement them.
//!
//! Needs `requests` and `text`. The feature `reqwest` brings `reqwest_transport`, `blocking` brings `ureq_transport`; `rustls`, `rustls-aws-lc` and
//! `native-tls` choose the implementation of TLS, and `tls-certificates` brings the files of certificates.

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
