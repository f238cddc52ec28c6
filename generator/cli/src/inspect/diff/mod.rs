//! `specwright diff`: lists the changes between two descriptions for users of the client.

mod revision;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use specwright::public_api::{PublicApi, compare};
use specwright::report::Severity;
use specwright::source::LoadError;

use crate::description::{Description, Given, Maps, load, path_or_revision, status};
use crate::out::{FAILED, UNABLE};
use crate::out::{print, tell};
use crate::show::show;
use revision::Revision;

/// Arguments of `specwright diff`.
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The old description: a file, `-` for standard input, or `REVISION:PATH` for a file at a git revision
    #[arg(value_parser = path_or_revision)]
    old: String,
    /// The new description [default: the file of `REVISION:PATH` in the working tree]
    #[arg(value_parser = path_or_revision)]
    new: Option<String>,
    /// The format of the changes
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    format: Form,
    /// Fail on changes that require a new version of this level or a higher one
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<Level>,
    /// Change both descriptions by this overlay while they are read; may be repeated, in order
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// The settings, which apply to both descriptions [default: `specwright.toml` beside the new one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The client of the settings, if they have several
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    #[command(flatten)]
    maps: Maps,
}

/// The formats of changes.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Form {
    /// For a terminal
    #[default]
    Text,
    /// Markdown, for a changelog or a review comment
    Markdown,
    /// JSON, for other programs
    Json,
}

/// The level of a version change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
enum Level {
    /// Any change for users
    Patch,
    /// Additions
    Minor,
    /// Breaking changes
    Major,
}

impl Diff {
    /// Prints the changes and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let new = match (&self.new, Revision::parse(&self.old)) {
            (Some(new), _) => new.clone(),
            (None, Some(revision)) => revision.path.to_owned(),
            (None, None) => {
                tell!("error: there is nothing to compare `{}` with", self.old);
                tell!("help: name a second file, or write `HEAD:{}`", self.old);
                return ExitCode::from(UNABLE);
            }
        };
        let given = match self.settings(&new) {
            Ok(given) => given,
            Err(status) => return ExitCode::from(status),
        };
        let (old, new) = match (surface(&self.old, &given), surface(&new, &given)) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(status), _) | (_, Err(status)) => return status,
        };
        let comparison = compare(&old, &new);
        match self.format {
            Form::Text => print(format_args!("{}", write::text(&comparison))),
            Form::Markdown => print(format_args!("{}", write::markdown(&comparison))),
            Form::Json => print(format_args!("{}", write::json(&comparison))),
        }
        let level = match comparison.level() {
            Some("major") => Some(Level::Major),
            Some("minor") => Some(Level::Minor),
            Some(_) => Some(Level::Patch),
            None => None,
        };
        match self.fail_on {
            Some(least) if level >= Some(least) => ExitCode::from(FAILED),
            _ => ExitCode::SUCCESS,
        }
    }
}

impl Diff {
    /// Finds the settings of the new description.
    fn settings(&self, new: &str) -> Result<Given, u8> {
        let path = Revision::parse(new).map_or(new, |revision| revision.path);
        let (config, client) = (self.config.clone(), self.client.clone());
        let (spec, overlay) = (Some(path.into()), self.overlay.clone());
        let maps = self.maps.clone();
        Description { spec, overlay, root: None, config, client, maps }.resolve()
    }
}

/// Returns the public API of a description, or prints its errors. A setting that matches nothing in one of the two
/// descriptions is no error.
fn surface(name: &str, given: &Given) -> Result<PublicApi, ExitCode> {
    let load_options = given.load_options().allow_stale();
    let source = match Revision::parse(name) {
        Some(revision) => revision.load(&load_options).map_err(|error| {
            tell!("error: {error}");
            ExitCode::from(UNABLE)
        })?,
        None => {
            let loaded =
                load(name.as_ref(), &load_options).or_else(LoadError::without_lost_references);
            loaded.unwrap_or_else(LoadError::into_source)
        }
    };
    let source = given.with_settings(source);
    let mut options = given.options();
    options.settings.is_lenient = true;
    specwright::public_api(&source, &options).map_err(|rejected| {
        let errors = rejected.reports.into_iter();
        let errors: Vec<_> = errors.filter(|report| report.severity == Severity::Error).collect();
        show(&errors, &source);
        ExitCode::from(status(&errors))
    })
}
