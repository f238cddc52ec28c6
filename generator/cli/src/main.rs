//! The command `specwright`: typed Rust clients from OpenAPI descriptions.

mod docs;
mod mock;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use specwright::Options;
use specwright::disk::{self, Changes, Mode};
use specwright::formats::{Dates, Formats, Uuids};
use specwright::ledger::Ledger;
use specwright::report::{Places, Report, Severity, Style, render};
use specwright::source::Source;
use specwright_mock::Judge;

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
    Generate(Generate),
    /// Writes the reference of a description as a site of its own.
    Docs(docs::Arguments),
    /// Plays a description as a server, and shows its reference.
    Mock(mock::Arguments),
}

#[derive(Debug, clap::Args)]
struct Generate {
    /// The description: OpenAPI 3.0, 3.1 or 3.2, as YAML or JSON.
    spec: PathBuf,
    /// The folder that holds the client's sources.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Makes a crate of its own of this name, with a manifest.
    #[arg(long = "crate", value_name = "NAME")]
    package: Option<String>,
    /// What dates and times become. The crate has to be among the client's dependencies.
    #[arg(long, value_enum, default_value_t, value_name = "CHOICE")]
    dates: DateChoice,
    /// What UUIDs become. The crate `uuid` has to be among the client's dependencies for a type.
    #[arg(long, value_enum, default_value_t, value_name = "CHOICE")]
    uuid: UuidChoice,
    /// Gives the crate tests: every example of the description is read and written, and every
    /// documented request is made.
    #[arg(long, requires = "package")]
    tests: bool,
    /// Lets references reach files anywhere below this folder, not only below the description's own.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Takes mistakes that can be worked around for errors, as build scripts do.
    #[arg(long)]
    strict: bool,
    /// Writes nothing; fails if the folder is not as it should be.
    #[arg(long)]
    check: bool,
}

/// What dates and times become.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum DateChoice {
    /// `time::Date` and `time::OffsetDateTime`
    #[default]
    Time,
    /// `jiff::civil::Date` and `jiff::Timestamp`
    Jiff,
    /// `String`, as the server wrote it
    Text,
}

/// What UUIDs become.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum UuidChoice {
    /// `String`, as the server wrote it
    #[default]
    Text,
    /// `uuid::Uuid`
    Type,
}

impl Generate {
    fn formats(&self) -> Formats {
        Formats {
            dates: match self.dates {
                DateChoice::Time => Dates::Time,
                DateChoice::Jiff => Dates::Jiff,
                DateChoice::Text => Dates::Text,
            },
            uuids: match self.uuid {
                UuidChoice::Text => Uuids::Text,
                UuidChoice::Type => Uuids::Type,
            },
        }
    }
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate(&arguments),
        Command::Docs(arguments) => docs::run(&arguments),
        Command::Mock(arguments) => mock::run(&arguments),
    }
}

fn generate(arguments: &Generate) -> ExitCode {
    let loaded = match &arguments.root {
        Some(root) => Source::load_within(root, &arguments.spec),
        None => Source::load(&arguments.spec),
    };
    let loaded = match loaded {
        // Who was given a description cannot add what is missing of it.
        Err(error) if !arguments.strict => error.without_lost_references(),
        loaded => loaded,
    };
    let source = match loaded {
        Ok(source) => source,
        Err(error) => {
            show(error.reports().as_slice(), error.partial());
            return ExitCode::FAILURE;
        }
    };
    let tests = match arguments.tests.then(|| Judge::new(&source)).transpose() {
        Ok(judge) => judge.map(|judge| Arc::new(judge) as Arc<dyn specwright::Judge>),
        // Whatever hinders the judge hinders the generator too, which says where it is.
        Err(_) => None,
    };
    let options = Options {
        package: arguments.package.clone(),
        strict: arguments.strict,
        formats: arguments.formats(),
        tests,
    };
    let output = match specwright::generate(&source, &options) {
        Ok(output) => output,
        Err(rejected) => {
            show(rejected.reports.as_slice(), &source);
            return ExitCode::FAILURE;
        }
    };
    show(output.warnings.as_slice(), &source);
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    let header = specwright::print::HEADER;
    // Written now, not when the description was: what was compiled of the files before is stale.
    match disk::sync(&arguments.out, &output.files, mode, header, None) {
        Ok(changes) => finish(arguments, &changes, &output.ledger),
        Err(error) => {
            anstream::eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says what was done, or in a check what would have to be.
fn finish(arguments: &Generate, changes: &Changes, ledger: &Ledger) -> ExitCode {
    let out = arguments.out.display();
    let (written, deleted) = (changes.written.len(), changes.deleted.len());
    if !arguments.check {
        let unchanged = changes.unchanged.len();
        println!("{out}: {written} written, {deleted} deleted, {unchanged} unchanged; {ledger}");
        return ExitCode::SUCCESS;
    }
    if changes.is_empty() {
        println!("{out}: up to date");
        return ExitCode::SUCCESS;
    }
    for path in changes.written.iter().chain(&changes.deleted) {
        anstream::eprintln!("{out}/{path} is not what the description says");
    }
    let spec = arguments.spec.display();
    anstream::eprintln!("error: {out} is stale; run `specwright generate {spec} --out {out}`");
    ExitCode::FAILURE
}

/// Shows reports with the lines that they are about, and counts them.
fn show(reports: &[Report], places: &dyn Places) {
    if reports.is_empty() {
        return;
    }
    anstream::eprintln!("{}", render(reports, places, Style::Styled));
    let count = |severity| reports.iter().filter(|report| report.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let many = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    };
    anstream::eprintln!("\n{}, {}", many(errors, "error"), many(warnings, "warning"));
}
