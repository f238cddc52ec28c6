//! The command, as it is called.

#[path = "../../tests/common/code.rs"]
#[allow(dead_code)] // the generator's tests use the rest
mod code;
mod common;

mod add;
mod broken;
mod check;
mod commands;
mod diff;
mod disk;
mod editors;
mod examples;
mod explain;
mod hostile;
mod limits;
mod mock_and_docs;
mod new;
mod pipes;
