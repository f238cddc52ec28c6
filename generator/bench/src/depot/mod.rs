//! The client of `spec.yaml`, and the same types and calls by hand.

pub mod calls;
pub mod twins;

/// The generated client.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/depot/include.rs"));
}
