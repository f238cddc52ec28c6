//! The command `specwright`: typed Rust clients from OpenAPI descriptions.

mod check;
mod description;
mod docs;
mod explain;
mod generate;
mod mock;
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
    /// Tells more about the code of a problem.
    Explain(explain::Explain),
    /// Writes the reference of a description as a site of its own.
    Docs(docs::Docs),
    /// Plays a description as a server, and shows its reference.
    Mock(mock::Mock),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check(arguments) => arguments.run(),
        Command::Generate(arguments) => arguments.run(),
        Command::Explain(arguments) => arguments.run(),
        Command::Docs(arguments) => arguments.run(),
        Command::Mock(arguments) => arguments.run(),
    }
}
