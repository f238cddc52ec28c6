//! The command `specwright`: typed Rust clients from OpenAPI descriptions.

mod description;
mod generate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Typed Rust clients from OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(name = "specwright", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client of a description, or makes a folder follow it.
    Generate(generate::Generate),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => arguments.run(),
    }
}
