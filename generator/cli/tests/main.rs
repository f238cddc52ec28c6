//! Tests that run the command as a process.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

#[path = "../../tests/common/code.rs"]
#[allow(dead_code)] // the generator's tests use the rest
mod code;
mod common;

mod add;
mod broken;
mod check;
mod commands;
mod customised;
mod diff;
mod disk;
mod editors;
mod examples;
mod explain;
mod first_calls;
mod habits;
mod hostile;
mod init;
mod lenient;
mod limits;
mod mock_and_docs;
mod modules;
mod new;
mod overlay;
mod package;
mod pipes;
#[cfg(target_os = "linux")] // the commands use GNU sed
mod readme;
mod references;
mod settings;
mod settings_paths;
mod swagger;
