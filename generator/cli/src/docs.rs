//! `specwright docs`: writes the API reference as a static site.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use specwright::Options;
use specwright::disk::FileSet;
use specwright::report::{Report, Severity, Style, clean, render};
use specwright::source::Source;
use specwright_mock::{DescriptionError, Judge};

use crate::description::{Description, Given, status};
use crate::out::{FAILED, UNABLE};
use crate::out::{inform, tell};
use crate::show::show;

/// Write the API reference as a static site that needs no server and loads nothing from other hosts
#[derive(Debug, clap::Args)]
pub struct Docs {
    #[command(flatten)]
    description: Description,
    /// The folder for the site; other files in it are kept
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The crate name in the example calls [default: the file name of the description]
    #[arg(long = "crate", value_name = "NAME")]
    package: Option<String>,
}

impl Docs {
    /// Writes the site and returns the exit status.
    pub fn run(&self) -> ExitCode {
        match self.write() {
            Ok(count) => {
                let out = self.out.display();
                inform!("{out}: {count} files; open {out}/index.html");
                ExitCode::SUCCESS
            }
            Err(problem) => problem.show(),
        }
    }

    fn write(&self) -> Result<usize, Problem> {
        let given = self.description.resolve().map_err(Problem::Shown)?;
        let source = load(&given)?;
        let package = self.package.clone().or_else(|| given.client.package.clone());
        let package = package.unwrap_or_else(|| package_of(&given.spec));
        let site = site(&source, &package, &given.options())?;
        for (path, text) in site.iter() {
            let file = self.out.join(path);
            let folder = file.parent().unwrap_or(&self.out);
            let written =
                std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, text));
            written.map_err(|error| Problem::of_disk(&file, &error))?;
        }
        Ok(site.len())
    }
}

/// The reason why a command stopped.
#[derive(Debug)]
pub enum Problem {
    /// An exit status and a message that has not been printed.
    Said(u8, String),
    /// The exit status after reports that have been printed.
    Shown(u8),
}

impl Problem {
    /// Creates a problem from an exit status and a message.
    pub fn new(code: u8, text: String) -> Problem {
        Problem::Said(code, text)
    }

    /// Creates the problem of an unusable description.
    pub fn of_description(error: &DescriptionError, source: &Source, options: &Options) -> Problem {
        let found = specwright::check(source, options).reports.into_iter();
        let found: Vec<_> = found.filter(|report| report.severity == Severity::Error).collect();
        match found.is_empty() {
            true => Problem::new(FAILED, clean(&error.to_string()).into_owned()),
            false => Problem::found(&found, source),
        }
    }

    /// Prints the reports of a description and returns the problem.
    fn found(reports: &[Report], source: &Source) -> Problem {
        show(reports, source);
        Problem::Shown(status(reports))
    }

    /// Creates the problem of a file that cannot be written.
    pub fn of_disk(path: &Path, error: &io::Error) -> Problem {
        Problem::new(UNABLE, format!("cannot write `{}`: {error}", path.display()))
    }

    /// Prints the message and returns the exit status.
    pub fn show(&self) -> ExitCode {
        match self {
            Problem::Said(code, text) => {
                tell!("error: {text}");
                ExitCode::from(*code)
            }
            Problem::Shown(code) => ExitCode::from(*code),
        }
    }
}

/// Reads a description. A reference to a missing file is an error only for the item that needs it, and so is any mistake if
/// operations are selected.
pub fn load(given: &Given) -> Result<Source, Problem> {
    if given.client.settings.select.is_active() {
        return Ok(given.load(true));
    }
    let loaded = match given.read() {
        Err(error) => error.without_lost_references(),
        loaded => loaded,
    };
    loaded.map(|source| given.with_settings(source)).map_err(|error| {
        let (source, reports) = error.into_parts();
        Problem::found(reports.as_slice(), &source)
    })
}

/// Prints the errors of a description and returns a problem if there are any, as `check` does.
pub fn refuse_errors(source: &Source, options: Options) -> Result<(), Problem> {
    let strict = Options { strict: true, ..options };
    let found = specwright::check(source, &strict).reports.into_iter();
    let found: Vec<_> = found.filter(|report| report.severity == Severity::Error).collect();
    if found.is_empty() { Ok(()) } else { Err(Problem::found(&found, source)) }
}

/// Renders the reference of a description. `package` is the crate name in the example calls.
pub fn site(source: &Source, package: &str, options: &Options) -> Result<FileSet, Problem> {
    let judge =
        Judge::new(source).map_err(|error| Problem::of_description(&error, source, options))?;
    specwright::reference_with(source, &judge, package, options).map_err(|rejected| {
        let shown = render(rejected.reports.as_slice(), source, Style::Plain);
        Problem::new(FAILED, format!("there is no reference without a client\n{shown}"))
    })
}

/// Returns the crate name that a file name suggests.
pub fn package_of(spec: &Path) -> String {
    if spec.as_os_str() == "-" {
        return "api".to_owned();
    }
    specwright::package::suggested_name(&spec.to_string_lossy())
}
