//! Fuzz targets for the runtime of generated clients, the generator and the mock, and the mutators that make their
//! inputs.
//!
//! `cargo run -p specwright-fuzz -- [TARGET..] --seconds N` runs them. Each target is a function of bytes that panics if its
//! property does not hold. `seeds/TARGET/` holds the inputs that mutations begin from; an input that failed once is kept there,
//! and `cargo test -p specwright-fuzz` runs all of them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a finding is a panic"
)]

mod descriptions;
mod mutate;
mod seeds;
mod steps;
pub mod targets;
mod words;

#[allow(dead_code, unused_macros)] // a generated client uses all of it
#[path = "../../runtime/mod.rs"]
mod runtime;
mod runtime_tests;
#[path = "../../cli/tests/common/sound.rs"]
mod sound;

pub use mutate::Mutator;
pub use seeds::{Seed, collect};
pub use steps::ALLOCATOR;
pub use targets::{TARGETS, Target};
