//! Tests of the generator, and of the runtime that every client contains.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[path = "common/code.rs"]
mod code;
mod common;

mod build_scripts;
mod compile;
mod coverage;
mod disk;
mod document;
mod emitted_docs;
mod golden;
mod growth;
mod growth_cost;
mod hostile;
mod import_cycles;
mod layout;
mod markdown;
mod mistakes;
mod model;
mod module_order;
mod modules;
mod names;
mod overlay;
mod own_types;
mod packages;
mod page;
mod paging;
mod permuted;
mod published;
mod reference;
mod reports;
mod reserved;
mod settings;
#[path = "../bench/src/sized.rs"]
mod sized;
mod source;
mod telling_names;
mod tidy;

#[allow(dead_code)] // a generated client uses all of it, these tests need not
#[deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]
#[path = "../runtime/mod.rs"]
mod runtime;
#[path = "runtime/mod.rs"]
mod runtime_tests;

/// Counts allocations for `growth_cost`.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;
