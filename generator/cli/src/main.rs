//! The command `specwright`: typed Rust clients from OpenAPI descriptions.

mod check;
mod description;
mod diff;
mod explain;
mod generate;
mod show;

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
    /// Says everything that is wrong with a description, or could be better.
    Check(check::Check),
    /// Writes the client of a description, or makes a folder follow it.
    Generate(generate::Generate),
    /// Says what a change of a description means for the users of its client.
    Diff(diff::Diff),
    /// Tells more about the code of a problem.
    Explain(explain::Explain),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check(arguments) => arguments.run(),
        Command::Generate(arguments) => arguments.run(),
        Command::Diff(arguments) => arguments.run(),
        Command::Explain(arguments) => arguments.run(),
    }
}
