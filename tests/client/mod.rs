//! Tests of calls: the requests that are sent, and the results of responses.

// Without the asynchronous transport, some helpers are unused.
#![cfg_attr(not(feature = "reqwest"), allow(dead_code))]

mod builder;
mod reference;
mod sending;
mod server;
#[cfg(feature = "reqwest")]
mod tls_server;

mod faults;
mod refused;
mod secrets;
mod wire;

#[cfg(feature = "reqwest")]
mod errors;
#[cfg(feature = "reqwest")]
mod mocked;
#[cfg(feature = "reqwest")]
mod resilience;
#[cfg(feature = "reqwest")]
mod responses;

#[cfg(feature = "blocking")]
mod blocking;

#[cfg(all(feature = "tls-certificates", feature = "reqwest", feature = "blocking"))]
mod certificates;
#[cfg(all(feature = "reqwest-client", feature = "ureq-client"))]
mod own_client;
#[cfg(feature = "transfer")]
mod transfer;

#[cfg(feature = "mock")]
mod in_process;
