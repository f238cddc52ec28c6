//! `specwright generate`: writes a client, or says whether it is up to date.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use specwright::Options;
use specwright::disk::{self, Changes, Mode};
use specwright::formats::{Dates, Formats, Uuids};
use specwright::ledger::Ledger;
use specwright::source::Source;
use specwright_mock::Judge;

use crate::description::{Description, FAILED, UNABLE};
use crate::show::show;

/// Arguments of `specwright generate`.
#[derive(Debug, clap::Args)]
pub struct Generate {
    #[command(flatten)]
    description: Description,
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
    /// Generates, and says what was done.
    pub fn run(&self) -> ExitCode {
        let source = self.description.load(!self.strict);
        let output = match specwright::generate(&source, &self.options(&source)) {
            Ok(output) => output,
            Err(rejected) => {
                show(rejected.reports.as_slice(), &source);
                return ExitCode::from(FAILED);
            }
        };
        show(output.warnings.as_slice(), &source);
        let mode = if self.check { Mode::Check } else { Mode::Write };
        let header = specwright::print::HEADER;
        // Written now, not when the description was: what was compiled of the files before is stale.
        match disk::sync(&self.out, &output.files, mode, header, None) {
            Ok(changes) => self.finish(&changes, &output.ledger),
            Err(error) => {
                anstream::eprintln!("error: {error}");
                ExitCode::from(UNABLE)
            }
        }
    }

    fn options(&self, source: &Source) -> Options {
        let tests = match self.tests.then(|| Judge::new(source)).transpose() {
            Ok(judge) => judge.map(|judge| Arc::new(judge) as Arc<dyn specwright::Judge>),
            // Whatever hinders the judge hinders the generator too, which says where it is.
            Err(_) => None,
        };
        Options {
            package: self.package.clone(),
            strict: self.strict,
            formats: self.formats(),
            tests,
        }
    }

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

    /// Says what was done, or in a check what would have to be.
    fn finish(&self, changes: &Changes, ledger: &Ledger) -> ExitCode {
        let out = self.out.display();
        let (written, deleted) = (changes.written.len(), changes.deleted.len());
        if !self.check {
            let unchanged = changes.unchanged.len();
            println!(
                "{out}: {written} written, {deleted} deleted, {unchanged} unchanged; {ledger}"
            );
            return ExitCode::SUCCESS;
        }
        if changes.is_empty() {
            println!("{out}: up to date");
            return ExitCode::SUCCESS;
        }
        for path in changes.written.iter().chain(&changes.deleted) {
            anstream::eprintln!("{out}/{path} is not what the description says");
        }
        let spec = self.description.spec.display();
        anstream::eprintln!("error: {out} is stale; run `specwright generate {spec} --out {out}`");
        ExitCode::from(FAILED)
    }
}
