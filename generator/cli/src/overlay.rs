//! `specwright overlay`: writes a description with the changes of overlays, or the overlay that leads from one description to
//! another.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use specwright::report::{Severity, clean};
use specwright::source::{LoadError, LoadOptions, Source, Value, WriteError, make_overlay};

use crate::description::{load, path, status};
use crate::out::{FAILED, UNABLE};
use crate::out::{inform, print, tell};
use crate::show::show;

/// Arguments of `specwright overlay`.
#[derive(Debug, clap::Args)]
pub struct Overlay {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Write a description with the changes of overlays
    Apply(Apply),
    /// Make the overlay that leads from one description to another. Only the two files are compared, without those that they
    /// refer to
    Make(Make),
}

/// Arguments of `specwright overlay apply`.
#[derive(Debug, clap::Args)]
struct Apply {
    /// The description, or `-` for standard input
    #[arg(value_name = "DESCRIPTION", value_parser = path())]
    spec: PathBuf,
    /// The overlays, in order
    #[arg(value_name = "OVERLAY", required = true)]
    overlays: Vec<PathBuf>,
    /// Allow references to all files below this folder, not only to those below the folder of the description
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The file to write, JSON if its name ends in `.json` [default: standard output, in the format of the description]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Arguments of `specwright overlay make`.
#[derive(Debug, clap::Args)]
struct Make {
    /// The description that the overlay is for
    #[arg(value_parser = path())]
    old: PathBuf,
    /// The description that the overlay leads to
    #[arg(value_parser = path())]
    new: PathBuf,
    /// The file to write, JSON if its name ends in `.json` [default: YAML on standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Overlay {
    /// Runs the task and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let done = match &self.task {
            Task::Apply(apply) => apply.run(),
            Task::Make(make) => make.run(),
        };
        done.map_or_else(ExitCode::from, |()| ExitCode::SUCCESS)
    }
}

impl Apply {
    fn run(&self) -> Result<(), u8> {
        let options = self.overlays.iter().fold(LoadOptions::new(), LoadOptions::overlay);
        let options = match &self.root {
            Some(root) => options.within(root),
            None => options,
        };
        let source = read(&self.spec, &options)?;
        let text = match is_json(self.out.as_deref()) {
            true => source.root().to_json(),
            false => source.effective_text(),
        };
        write(text, self.out.as_deref())?;
        if let Some(out) = &self.out {
            inform!("{}: written", clean(&out.display().to_string()));
        }
        Ok(())
    }
}

impl Make {
    fn run(&self) -> Result<(), u8> {
        let options = LoadOptions::new();
        let (old, new) = (read(&self.old, &options)?, read(&self.new, &options)?);
        let name = |path: &Path| path.file_name().unwrap_or_default().display().to_string();
        let title = format!("Changes from {} to {}", name(&self.old), name(&self.new));
        let made = make_overlay(old.root(), new.root(), &title).map_err(|error| {
            tell!("error: no overlay leads from one description to the other: {error}");
            FAILED
        })?;
        let count = made.get("actions").and_then(Value::as_array).map_or(0, <[Value]>::len);
        if count == 0 {
            tell!("error: the descriptions do not differ, so there is no overlay");
            return Err(FAILED);
        }
        let is_json = is_json(self.out.as_deref());
        let text = if is_json { made.to_json() } else { made.to_yaml() };
        write(text, self.out.as_deref())?;
        if let Some(out) = &self.out {
            let word = if count == 1 { "action" } else { "actions" };
            inform!("{}: {count} {word}", clean(&out.display().to_string()));
        }
        Ok(())
    }
}

/// Returns `true` if a file has the name of a JSON document.
fn is_json(out: Option<&Path>) -> bool {
    out.and_then(Path::extension).is_some_and(|it| it == "json")
}

/// Reads a description and prints its problems. Returns the exit status if there are errors.
fn read(spec: &Path, options: &LoadOptions) -> Result<Source, u8> {
    let source = load(spec, options).or_else(LoadError::without_lost_references);
    let source = source.unwrap_or_else(LoadError::into_source);
    show(source.warnings(), &source);
    let is_error = |report: &&specwright::report::Report| report.severity == Severity::Error;
    let errors: Vec<_> = source.warnings().iter().filter(is_error).cloned().collect();
    if errors.is_empty() { Ok(source) } else { Err(status(&errors)) }
}

/// Writes a text to a file, or to standard output.
fn write(text: Result<String, WriteError>, out: Option<&Path>) -> Result<(), u8> {
    let text = text.map_err(|error| {
        tell!("error: the result cannot be written: {error}");
        FAILED
    })?;
    let Some(out) = out else {
        print(format_args!("{text}"));
        return Ok(());
    };
    std::fs::write(out, text).map_err(|error| {
        tell!("error: cannot write `{}`: {error}", clean(&out.display().to_string()));
        UNABLE
    })
}
