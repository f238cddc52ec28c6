//! The client as its users see it: what goes over the wire, and what comes back.

mod reference;
mod server;

mod refused;
mod secrets;
mod wire;

#[cfg(feature = "reqwest")]
mod errors;
#[cfg(feature = "reqwest")]
mod mocked;
#[cfg(feature = "reqwest")]
mod resilience;

#[cfg(feature = "blocking")]
mod blocking;
