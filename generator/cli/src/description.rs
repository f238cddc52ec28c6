//! What the subcommands share: a description is loaded, and what is wrong with it is shown.

use std::path::PathBuf;
use std::process::ExitCode;

use specwright::report::{Places, Report, Severity, Style, render};
use specwright::source::{LoadError, Source};

/// The description has errors, or what was to be as it says is not.
pub const FAILED: u8 = 1;

/// The command could not do its work: wrong arguments, or a disk that does not do as asked. The library that reads
/// arguments exits with the same.
pub const UNABLE: u8 = 2;

/// Which description is meant.
#[derive(Debug, clap::Args)]
pub struct Description {
    /// The description: OpenAPI 3.0, 3.1 or 3.2, as YAML or JSON.
    pub spec: PathBuf,
    /// Lets references reach files anywhere below this folder, not only below the description's own.
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

impl Description {
    /// Reads the description.
    ///
    /// # Errors
    ///
    /// Whatever [`Source::load`] finds.
    pub fn load(&self) -> Result<Source, LoadError> {
        match &self.root {
            Some(root) => Source::load_within(root, &self.spec),
            None => Source::load(&self.spec),
        }
    }

    /// Reads a description that somebody else mends: references into files that are not there are warnings.
    ///
    /// # Errors
    ///
    /// Whatever else [`Source::load`] finds.
    pub fn load_leniently(&self) -> Result<Source, LoadError> {
        self.load().or_else(LoadError::without_lost_references)
    }
}

/// Shows why a description could not be loaded.
pub fn refuse(error: &LoadError) -> ExitCode {
    show(error.reports().as_slice(), error.partial());
    ExitCode::from(FAILED)
}

/// Shows reports with the lines that they are about, and counts them.
pub fn show(reports: &[Report], places: &dyn Places) {
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
