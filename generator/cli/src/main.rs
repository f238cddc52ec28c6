//! The command `specwright`: typed Rust clients from OpenAPI descriptions.

mod add;
mod config;
mod description;
mod docs;
mod explain;
mod generate;
mod inspect;
mod manifest;
mod mock;
mod new;
mod out;
mod overlay;
mod package;
mod shell;
mod show;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Generate typed Rust clients from OpenAPI descriptions
#[derive(Debug, Parser)]
#[command(name = "specwright", version, after_help = description::STATUSES)]
struct Arguments {
    #[command(flatten)]
    output: out::Output,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a description: report every problem with line, cause and help
    Check(inspect::Check),
    /// Generate a client
    Generate(generate::Generate),
    /// Add an endpoint to a description, from a curl command or from prompts
    Add(add::Add),
    /// Create a package whose client follows a description
    New(new::New),
    /// Add a client to a package that exists
    Init(new::Init),
    /// Generate a client again on every save of its description
    Watch(watch::Watch),
    /// Compare two descriptions by what changes for users of the client
    Diff(inspect::Diff),
    /// Show the Rust item of a place in the description, or the place of an item
    Show(inspect::Locate),
    /// Apply overlays to a description, or make one from two descriptions
    Overlay(overlay::Overlay),
    /// List every file that a description is read from
    Inputs(inspect::Inputs),
    /// Print the effective settings, and where each comes from
    Config(config::Config),
    /// Explain the code of a problem
    Explain(explain::Explain),
    /// Write the API reference as a static site
    Docs(docs::Docs),
    /// Serve a description as a mock server, with its API reference
    Mock(mock::Mock),
    /// Print the completion script of a shell
    Completions(shell::Completions),
    /// Print a page of the manual
    Man(shell::Man),
}

/// Tokens are many small allocations, which this allocator makes faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let Arguments { output, command } = Arguments::parse();
    output.apply();
    let status = match command {
        Command::Check(arguments) => arguments.run(),
        Command::Generate(arguments) => arguments.run(),
        Command::Diff(arguments) => arguments.run(),
        Command::Add(arguments) => arguments.run(),
        Command::New(arguments) => arguments.run(),
        Command::Init(arguments) => arguments.run(),
        Command::Watch(arguments) => arguments.run(),
        Command::Show(arguments) => arguments.run(),
        Command::Overlay(arguments) => arguments.run(),
        Command::Inputs(arguments) => arguments.run(),
        Command::Config(arguments) => arguments.run(),
        Command::Explain(arguments) => arguments.run(),
        Command::Completions(arguments) => arguments.run::<Arguments>(),
        Command::Man(arguments) => arguments.run::<Arguments>(),
        Command::Docs(arguments) => arguments.run(),
        Command::Mock(arguments) => arguments.run(),
    };
    out::finish(status)
}
