//! The client as its users see it: what goes over the wire, and what comes back.

// Without the asynchronous transport some of the helpers have no user.
#![cfg_attr(not(feature = "reqwest"), allow(dead_code))]

mod builder;
mod reference;
mod server;

mod faults;
mod refused;
mod secrets;
mod wire;

#[cfg(feature = "reqwest")]
mod answers;
#[cfg(feature = "reqwest")]
mod errors;
#[cfg(feature = "reqwest")]
mod mocked;
#[cfg(feature = "reqwest")]
mod resilience;

#[cfg(feature = "blocking")]
mod blocking;

#[cfg(feature = "mock")]
mod in_process;
