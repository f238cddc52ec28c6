//! `specwright generate`: writes a client, or checks whether it is up to date.

mod job;
mod select;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use specwright::config::Form;
use specwright::formats::{Dates, Formats, Uuids};
use specwright::report::shell_word;
use specwright::settings::{Extra, Target};
use specwright::{FeatureSet, UnknownFeature};

use crate::description::{Description, Given};
use crate::out::{UNABLE, tell};
use crate::package::PackageKeys;
pub use job::Job;
use select::{SelectArguments, SetKey};

/// Arguments of `specwright generate`.
#[derive(Clone, Debug, clap::Args)]
pub struct Generate {
    #[command(flatten)]
    description: Description,
    /// The folder for the client's sources. A folder inside `src` contains a module (`mod.rs`), any other folder the
    /// root of a crate (`lib.rs`)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Generate a crate of this name, including its manifest
    #[arg(long = "crate", value_name = "NAME")]
    package: Option<String>,
    #[command(flatten)]
    keys: PackageKeys,
    /// Generate this form, whatever the folder
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "package")]
    form: Option<FormChoice>,
    /// The features of a module, separated by commas
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = feature, conflicts_with = "package")]
    features: Option<Vec<String>>,
    /// Compare the dependencies and features of this manifest with those that the client needs. Write nothing, and fail
    /// if one is missing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["package", "check", "dry_run"])]
    check_manifest: Option<PathBuf>,
    /// The types of dates and times; the client depends on their crate [default: time]
    #[arg(long, value_enum, value_name = "CHOICE")]
    dates: Option<DateChoice>,
    /// The type of UUIDs; with `type` the client depends on the crate `uuid` [default: text]
    #[arg(long, value_enum, value_name = "CHOICE")]
    uuid: Option<UuidChoice>,
    /// Derive this trait for all types, in addition: `Hash`, `schemars::JsonSchema`; can be given several times
    #[arg(long, value_name = "TRAIT")]
    derive: Vec<String>,
    #[command(flatten)]
    select: SelectArguments,
    /// Add tests to the crate, which read and write every example of the description and make every documented request
    #[arg(long)]
    tests: bool,
    /// Generate the types alone, without a client and its dependencies
    #[arg(long, conflicts_with_all = ["tests", "features"])]
    types_only: bool,
    /// Report mistakes that can be worked around as errors, as a build script does
    #[arg(long)]
    strict: bool,
    /// Write nothing; fail if the client is not up to date
    #[arg(long)]
    check: bool,
    /// Write nothing; list the files that would change
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
}

/// The form of a client without a manifest.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FormChoice {
    /// `lib.rs`: the root of a crate, whose manifest declares the features
    Lib,
    /// `mod.rs`: a module of a crate, with `--features`
    Module,
}

/// Parses the name of a feature.
fn feature(name: &str) -> Result<String, UnknownFeature> {
    FeatureSet::new([name]).map(|_| name.to_owned())
}

/// The types for dates and times.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum DateChoice {
    /// `time::Date` and `time::OffsetDateTime`
    Time,
    /// `jiff::civil::Date` and `jiff::Timestamp`
    Jiff,
    /// `chrono::NaiveDate` and `chrono::DateTime<chrono::Utc>`
    Chrono,
    /// `String`, as received
    Text,
}

/// The type for UUIDs.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum UuidChoice {
    /// `String`, as received
    Text,
    /// `uuid::Uuid`
    Type,
}

impl Generate {
    /// Generates the client, or those of all clients of the settings, and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let jobs = match self.jobs() {
            Ok(jobs) => jobs,
            Err(status) => return ExitCode::from(status),
        };
        // The exit status is that of the first client that fails.
        let statuses: Vec<_> = jobs.iter().map(Job::run).collect();
        let failed = statuses.into_iter().find(|status| *status != ExitCode::SUCCESS);
        failed.unwrap_or(ExitCode::SUCCESS)
    }

    /// Returns `true` if the description is read from standard input.
    pub fn is_stdin(&self) -> bool {
        self.description.is_stdin()
    }

    /// Finds the description and its settings, for one client.
    pub fn job(&self) -> Result<Job, u8> {
        self.with_settings(self.description.resolve()?)
    }

    /// Finds the descriptions and their settings.
    pub fn jobs(&self) -> Result<Vec<Job>, u8> {
        self.description.resolve_all()?.into_iter().map(|given| self.with_settings(given)).collect()
    }

    /// Completes the arguments by the settings. The arguments take precedence.
    fn with_settings(&self, mut given: Given) -> Result<Job, u8> {
        let settings = given.client.clone();
        let of_manifest = self.check_manifest.as_ref().map(|_| PathBuf::from("src/api"));
        let Some(out) = self.out.clone().or(settings.out).or(of_manifest) else {
            let words = "the following required arguments were not provided:\n  --out <DIR>\n";
            clap::Error::raw(ErrorKind::MissingRequiredArgument, words).exit();
        };
        let package = self.package.clone().or(settings.package);
        if package.is_none() && !self.keys.is_empty() {
            let words = "the following required arguments were not provided:\n  --crate <NAME>\n";
            clap::Error::raw(ErrorKind::MissingRequiredArgument, words).exit();
        }
        let tests = self.tests || settings.tests;
        if self.tests && package.is_none() {
            tell!("error: `--tests` adds tests to a crate; give its name with `--crate <NAME>`");
            return Err(UNABLE);
        }
        let types_only = self.types_only || settings.types_only;
        if tests && types_only {
            tell!(
                "error: tests call the client, and `types-only` leaves it out; choose one of them"
            );
            return Err(UNABLE);
        }
        self.select.replace(&mut given.client.settings.select);
        let derives = self.derive.iter().map(|one| Extra::new(Target::All, one));
        given.client.settings.extras.derives.extend(derives);
        let features = self.features.clone();
        Ok(Job {
            out,
            keys: self.keys.over(settings.package_options),
            form: self.form.map(Form::from).or(settings.form),
            features: features.or(Some(settings.features).filter(|names| !names.is_empty())),
            check_manifest: self.check_manifest.clone(),
            formats: Formats {
                dates: self.dates.map(Dates::from).or(settings.dates).unwrap_or_default(),
                uuids: self.uuid.map(Uuids::from).or(settings.uuids).unwrap_or_default(),
            },
            tests: tests && package.is_some(),
            types_only,
            package,
            strict: self.strict || settings.strict.unwrap_or(false),
            check: self.check,
            dry_run: self.dry_run,
            command: self.command_line(),
            given,
        })
    }

    /// Returns the command that writes the client of these arguments.
    fn command_line(&self) -> String {
        let words: Vec<_> = self.words().into_iter().flatten().collect();
        let words: Vec<_> = words.iter().map(|word| shell_word(word)).collect();
        format!("specwright generate {}", words.join(" ")).trim_end().to_owned()
    }

    /// Returns the arguments that were given, each with its option.
    fn words(&self) -> Vec<Vec<String>> {
        let path = |path: &PathBuf| path.display().to_string();
        let features = self.features.as_ref().map(|features| features.join(","));
        let spec = self.description.spec.as_ref().map(|spec| vec![path(spec)]);
        let options = [
            ("--config", self.description.config.as_ref().map(path)),
            ("--client", self.description.client.clone()),
            ("--out", self.out.as_ref().map(path)),
            ("--crate", self.package.clone()),
            ("--form", self.form.as_ref().and_then(name)),
            ("--features", features),
            ("--dates", self.dates.as_ref().and_then(name)),
            ("--uuid", self.uuid.as_ref().and_then(name)),
            ("--root", self.description.root.as_ref().map(path)),
        ];
        let options = options.into_iter().filter_map(|(key, it)| Some(vec![key.to_owned(), it?]));
        let derives = self.derive.iter().map(|one| vec!["--derive".to_owned(), one.clone()]);
        let flags =
            [("--tests", self.tests), ("--types-only", self.types_only), ("--strict", self.strict)];
        let flags = flags.into_iter().filter(|(_, is_on)| *is_on);
        let flags = flags.map(|(key, _)| vec![key.to_owned()]);
        let maps = self.description.maps.values().map(|map| vec!["--map".to_owned(), map]);
        let overlays = self.description.overlay.iter();
        let overlays = overlays.map(|overlay| vec!["--overlay".to_owned(), path(overlay)]);
        spec.into_iter()
            .chain(overlays)
            .chain(options)
            .chain(maps)
            .chain(derives)
            .chain(flags)
            .chain(self.select.words())
            .collect()
    }

    /// Returns the keys of the settings that the options of the selection replace, and the keys that these options set,
    /// each with its values and option.
    pub fn replaced(&self) -> (Vec<&'static str>, Vec<SetKey>) {
        let set = self.select.set();
        let has = |excludes: bool| set.iter().any(|it| it.key.contains("exclude.") == excludes);
        let mut replaced = Vec::new();
        if has(true) {
            replaced.push("select.exclude.");
        }
        if has(false) {
            replaced.extend(["select.tags", "select.operations", "select.paths", "select.methods"]);
        }
        (replaced, set)
    }

    /// Returns the option that sets a key of the settings, if it was given.
    pub fn option_of(&self, key: &str) -> Option<String> {
        if key == "description" && self.description.spec.is_some() {
            return Some("command line".to_owned());
        }
        let option = format!("--{}", if key == "overlays" { "overlay" } else { key });
        let given = |words: &Vec<String>| words.first() == Some(&option);
        self.words().iter().any(given).then_some(option)
    }
}

/// Returns the name of a choice, as the command line has it.
fn name(choice: &impl clap::ValueEnum) -> Option<String> {
    choice.to_possible_value().map(|value| value.get_name().to_owned())
}

impl From<FormChoice> for Form {
    fn from(choice: FormChoice) -> Self {
        match choice {
            FormChoice::Lib => Self::Lib,
            FormChoice::Module => Self::Module,
        }
    }
}

impl From<DateChoice> for Dates {
    fn from(choice: DateChoice) -> Self {
        match choice {
            DateChoice::Time => Self::Time,
            DateChoice::Jiff => Self::Jiff,
            DateChoice::Chrono => Self::Chrono,
            DateChoice::Text => Self::Text,
        }
    }
}

impl From<UuidChoice> for Uuids {
    fn from(choice: UuidChoice) -> Self {
        match choice {
            UuidChoice::Text => Self::Text,
            UuidChoice::Type => Self::Type,
        }
    }
}
