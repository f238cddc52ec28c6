//! `specwright generate`: writes a client, or says whether it is up to date.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use indicatif::ProgressBar;
use specwright::Options;
use specwright::coverage::Coverage;
use specwright::disk::{self, Changes, Mode};
use specwright::formats::{Dates, Formats, Uuids};
use specwright::report::shell_word;
use specwright::source::Source;
use specwright_mock::Judge;

use crate::description::{Description, FAILED, UNABLE, status};
use crate::out::{inform, is_quiet, is_verbose, say, tell};
use crate::show::show;

/// Arguments of `specwright generate`.
#[derive(Debug, clap::Args)]
pub struct Generate {
    #[command(flatten)]
    description: Description,
    /// The folder for the client's sources
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Generate a crate of this name, with a manifest
    #[arg(long = "crate", value_name = "NAME")]
    package: Option<String>,
    /// The types of dates and times; their crate has to be among the client's dependencies
    #[arg(long, value_enum, default_value_t, value_name = "CHOICE")]
    dates: DateChoice,
    /// The type of UUIDs; `type` needs the crate `uuid` among the client's dependencies
    #[arg(long, value_enum, default_value_t, value_name = "CHOICE")]
    uuid: UuidChoice,
    /// Give the crate tests: every example of the description is read and written, and every
    /// documented request is made
    #[arg(long, requires = "package")]
    tests: bool,
    /// Report mistakes that can be worked around as errors, as build scripts do
    #[arg(long)]
    strict: bool,
    /// Write nothing; fail if the folder is not up to date
    #[arg(long)]
    check: bool,
    /// Write nothing; list the files that would change
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
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
        let made = self.make();
        match made.changes {
            Some(changes) => self.finish(&changes, &made.summary),
            None => ExitCode::from(made.status),
        }
    }

    /// Returns `true` if the description is read from standard input.
    pub fn is_stdin(&self) -> bool {
        self.description.is_stdin()
    }

    /// Generates; what is wrong is shown.
    pub fn make(&self) -> Made {
        let progress = progress();
        progress.set_message("reading");
        let source = self.description.load(!self.strict);
        let options = self.options(&source);
        progress.set_message("generating");
        let generated = specwright::generate(&source, &options);
        progress.finish_and_clear();
        let mut made =
            Made { source, options, summary: String::new(), changes: None, status: FAILED };
        let output = match generated {
            Ok(output) => output,
            Err(rejected) => {
                show(rejected.reports.as_slice(), &made.source);
                made.status = status(rejected.reports.as_slice());
                return made;
            }
        };
        show(output.warnings.as_slice(), &made.source);
        let mode = if self.check || self.dry_run { Mode::Check } else { Mode::Write };
        let header = specwright::print::HEADER;
        // Written now, not when the description was: what was compiled of the files before is stale.
        match disk::sync_with(exchange, &self.out, &output.files, mode, header) {
            Ok(changes) => {
                made.summary = self.summary(&changes, &output.coverage);
                made.changes = Some(changes);
                made
            }
            Err(error) => {
                tell!("error: {error}");
                Made { status: UNABLE, ..made }
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
            module: None,
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

    fn summary(&self, changes: &Changes, coverage: &Coverage) -> String {
        let out = self.out.display();
        let (written, deleted) = (changes.written.len(), changes.deleted.len());
        let unchanged = changes.unchanged.len();
        format!("{out}: {written} written, {deleted} deleted, {unchanged} unchanged; {coverage}")
    }

    /// Says what was done, or what would have to be.
    fn finish(&self, changes: &Changes, summary: &str) -> ExitCode {
        let out = self.out.display();
        if self.dry_run {
            changes.written.iter().for_each(|path| say!("would write {out}/{path}"));
            changes.deleted.iter().for_each(|path| say!("would delete {out}/{path}"));
            inform!("nothing was written: {summary}");
            return ExitCode::SUCCESS;
        }
        if !self.check {
            if is_verbose() {
                changes.written.iter().for_each(|path| tell!("wrote {out}/{path}"));
                changes.deleted.iter().for_each(|path| tell!("deleted {out}/{path}"));
            }
            inform!("{summary}");
            return ExitCode::SUCCESS;
        }
        if changes.is_empty() {
            inform!("{out}: up to date");
            return ExitCode::SUCCESS;
        }
        for path in changes.written.iter().chain(&changes.deleted) {
            tell!("{out}/{path} is not what the description says");
        }
        let spec = self.description.spec.display().to_string();
        let (spec, folder) = (shell_word(&spec), out.to_string());
        let folder = shell_word(&folder);
        tell!("error: {out} is stale; run `specwright generate {spec} --out {folder}`");
        ExitCode::from(FAILED)
    }
}

/// Lets two folders change places in one step (Linux, `renameat2`).
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What came of a description.
#[derive(Debug)]
pub struct Made {
    /// The description, as far as it could be read.
    pub source: Source,
    /// What the client was made with.
    pub options: Options,
    /// What was done, in a line.
    pub summary: String,
    /// What was done to the folder; `None` if there is no client.
    pub changes: Option<Changes>,
    /// The exit status, if there is no client.
    pub status: u8,
}

/// Says on a terminal what is being done, as long as it is.
fn progress() -> ProgressBar {
    if is_quiet() {
        return ProgressBar::hidden();
    }
    let progress = ProgressBar::new_spinner();
    progress.enable_steady_tick(Duration::from_millis(120));
    progress
}
