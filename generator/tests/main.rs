//! The generator's own tests, and those of the support code that it gives to every client.

#[path = "common/code.rs"]
mod code;
mod common;

mod compile;
mod disk;
mod golden;
mod growth;
mod markdown;
mod model;
mod names;
mod page;
mod reference;
mod reports;
mod rooms;
mod source;
mod tidy;

// The support code stands at the root, as in a client: that is where its own paths lead.
#[allow(dead_code)] // a generated client uses all of it, these tests need not
#[path = "../runtime/mod.rs"]
mod runtime;
#[path = "runtime/mod.rs"]
mod runtime_tests;
