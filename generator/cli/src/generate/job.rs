//! One client: generated, or compared with its folder.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::ProgressBar;
use specwright::config::Form;
use specwright::coverage::Coverage;
use specwright::dependencies::Dependency;
use specwright::disk::{self, Changes, FileSet, Mode};
use specwright::formats::Formats;
use specwright::settings::OwnDependency;
use specwright::source::Source;
use specwright::{ClientForm, FeatureSet, Options, PackageOptions, features};
use specwright_mock::Judge;

use crate::description::{Given, status};
use crate::manifest::{self, Gaps, Needed};
use crate::out::{FAILED, UNABLE};
use crate::out::{inform, is_quiet, is_verbose, say, tell};
use crate::package;
use crate::show::show;

/// A client to generate: the arguments of the command, completed by the settings.
#[derive(Debug)]
pub struct Job {
    /// The description with its settings.
    pub given: Given,
    /// The folder of the sources.
    pub out: PathBuf,
    /// The name of the crate.
    pub package: Option<String>,
    /// The keys of the manifest.
    pub keys: PackageOptions,
    /// The form, whatever the folder.
    pub form: Option<Form>,
    /// The features of a module.
    pub features: Option<Vec<String>>,
    /// The types for some formats.
    pub formats: Formats,
    /// `true` to add tests.
    pub tests: bool,
    /// `true` for the types alone.
    pub types_only: bool,
    /// `true` if mistakes are errors.
    pub strict: bool,
    pub(super) check_manifest: Option<PathBuf>,
    pub(super) check: bool,
    pub(super) dry_run: bool,
    /// The command that writes the client.
    pub(super) command: String,
}

impl Job {
    /// Generates the client, prints the result and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let made = self.make();
        match made.changes {
            Some(_) if self.check_manifest.is_some() => self.compare_manifest(&made),
            Some(ref changes) => self.finish(changes, &made),
            None => ExitCode::from(made.status),
        }
    }

    /// Generates the client and prints the problems of the description.
    pub fn make(&self) -> Made {
        let progress = progress();
        progress.set_message("reading");
        let source = self.given.load(!self.strict);
        let options = self.options();
        progress.set_message("generating");
        let generated = specwright::generate(&source, &options);
        progress.finish_and_clear();
        let mut made = Made::new(source, options);
        let mut output = match generated {
            Ok(output) => output,
            Err(rejected) => {
                show(rejected.reports.as_slice(), &made.source);
                made.status = status(rejected.reports.as_slice());
                return made;
            }
        };
        show(output.warnings.as_slice(), &made.source);
        made.dependencies = output.dependencies;
        let mode = if self.check || self.dry_run || self.check_manifest.is_some() {
            Mode::Check
        } else {
            Mode::Write
        };
        let header = specwright::print::HEADER;
        let overwritten = match self.keep_additions(&mut output.files) {
            Ok(overwritten) => overwritten,
            Err(error) => {
                tell!("error: {error}");
                return Made { status: UNABLE, ..made };
            }
        };
        // The files get the current time, in contrast to those of a build script, because cargo has to compile them
        // again.
        match disk::sync_with(exchange, &self.out, &output.files, mode, header) {
            Ok(changes) => {
                made.summary = self.summary(&changes, &output.coverage);
                made.changes = Some(changes);
                if mode == Mode::Write {
                    package::tell_overwritten(&self.out, &overwritten);
                }
                made
            }
            Err(error) => {
                tell!("error: {error}");
                Made { status: UNABLE, ..made }
            }
        }
    }

    fn options(&self) -> Options {
        Options {
            package: self.package.clone(),
            package_options: self.keys.clone(),
            module: self.is_module().then(|| self.features()),
            strict: self.strict,
            formats: self.formats,
            tests: self.tests.then_some(Judge::boxed),
            settings: self.given.client.settings.clone(),
            types_only: self.types_only,
        }
    }

    /// Keeps the keys that a person has added to the manifest of a crate. Returns those that are overwritten.
    fn keep_additions(&self, files: &mut FileSet) -> Result<Vec<String>, String> {
        match &self.package {
            Some(_) => package::keep_additions(&self.out, files, &self.keys),
            None => Ok(Vec::new()),
        }
    }

    /// Returns `true` if the client is a module.
    pub fn is_module(&self) -> bool {
        let form = match self.form {
            Some(Form::Lib) => ClientForm::Library,
            Some(Form::Module) => ClientForm::Module,
            None => ClientForm::of_folder(&self.out),
        };
        self.package.is_none() && form == ClientForm::Module
    }

    /// Returns the features of a module.
    pub fn features(&self) -> FeatureSet {
        let names = self.features.as_ref();
        let features = names.and_then(|it| FeatureSet::new(it.iter().map(String::as_str)).ok());
        features.unwrap_or_default()
    }

    fn summary(&self, changes: &Changes, coverage: &Coverage) -> String {
        let out = self.out.display();
        let (written, deleted) = (changes.written.len(), changes.deleted.len());
        let unchanged = changes.unchanged.len();
        format!("{out}: {written} written, {deleted} deleted, {unchanged} unchanged; {coverage}")
    }

    /// Prints the changes, or those that would be made.
    fn finish(&self, changes: &Changes, made: &Made) -> ExitCode {
        let (out, summary) = (self.out.display(), &made.summary);
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
            self.print_dependencies(made);
            return ExitCode::SUCCESS;
        }
        if changes.is_empty() {
            inform!("{out}: up to date");
            return ExitCode::SUCCESS;
        }
        for path in changes.written.iter().chain(&changes.deleted) {
            tell!("{out}/{path} is not what the description says");
        }
        tell!("error: {out} is stale; run `{}`", self.command);
        ExitCode::from(FAILED)
    }
}

impl Job {
    /// Prints the dependencies of a module that the manifest of its crate lacks, as lines to paste.
    fn print_dependencies(&self, made: &Made) {
        if !self.is_module() {
            return;
        }
        let own = &self.given.client.settings.dependencies;
        let needed = Needed { dependencies: &made.dependencies, own, features: &[] };
        let gaps =
            manifest::nearest(&self.out).and_then(|path| manifest::compare(&path, needed).ok());
        let gaps = gaps.unwrap_or_else(|| Gaps {
            dependencies: made
                .dependencies
                .iter()
                .map(Dependency::line)
                .chain(own.iter().map(OwnDependency::line))
                .collect(),
            ..Gaps::default()
        });
        if gaps.is_empty() {
            return;
        }
        inform!("\nCargo.toml lacks dependencies of the module:");
        gaps.wrong.iter().for_each(|reason| inform!("# {reason}"));
        inform!("");
        gaps.lines().iter().for_each(|line| inform!("{line}"));
    }

    /// Prints the entries that a manifest lacks.
    fn compare_manifest(&self, made: &Made) -> ExitCode {
        let Some(path) = &self.check_manifest else { return ExitCode::SUCCESS };
        let features =
            if self.is_module() || self.types_only { &[] } else { features::ALL.as_slice() };
        let own = &self.given.client.settings.dependencies;
        let needed = Needed { dependencies: &made.dependencies, own, features };
        let (shown, out) = (path.display(), self.out.display());
        match manifest::compare(path, needed) {
            Ok(gaps) if gaps.is_empty() => {
                inform!("{shown}: has what {out} needs");
                ExitCode::SUCCESS
            }
            Ok(gaps) => {
                gaps.lines().iter().for_each(|line| say!("{line}"));
                gaps.wrong.iter().for_each(|reason| tell!("{shown}: {reason}"));
                tell!("error: {shown} lacks what {out} needs");
                ExitCode::from(FAILED)
            }
            Err(error) => {
                tell!("error: {error}");
                ExitCode::from(UNABLE)
            }
        }
    }
}

/// Exchanges two folders atomically (Linux, `renameat2`).
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The result of a generation.
#[derive(Debug)]
pub struct Made {
    /// The description, as far as it could be read.
    pub source: Source,
    /// The options of the client.
    pub options: Options,
    /// The crates that the client depends on.
    pub dependencies: Vec<Dependency>,
    /// A summary in one line.
    pub summary: String,
    /// The changes to the folder; `None` if there is no client.
    pub changes: Option<Changes>,
    /// The exit status if there is no client.
    pub status: u8,
}

impl Made {
    /// Creates the result before anything is generated.
    fn new(source: Source, options: Options) -> Self {
        let (dependencies, summary) = (Vec::new(), String::new());
        Self { source, options, dependencies, summary, changes: None, status: FAILED }
    }
}

/// Shows the current step on a terminal.
fn progress() -> ProgressBar {
    if is_quiet() {
        return ProgressBar::hidden();
    }
    let progress = ProgressBar::new_spinner();
    progress.enable_steady_tick(Duration::from_millis(120));
    progress
}
