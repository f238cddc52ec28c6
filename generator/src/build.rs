//! The function for build scripts: keeps a client's folder up to date with its description.

#[cfg(feature = "config")]
mod config;
mod kept;

use std::path::{Component, Path, PathBuf};

use crate::disk::{self, FileSet, Mode};
use crate::feature_set::{FeatureSet, UnknownFeature};
use crate::formats::{Dates, Formats, Uuids};
use crate::pipeline::{Again, generate_again};
use crate::print::{self, HEADER};
use crate::public_api::{PublicApi, compare};
use crate::rebuild::Rebuild;
use crate::report::{Detail, Report, Severity, Style, clean, render_in, shell_word};
use crate::settings::{Extra, Settings, Target};
use crate::source::{LoadError, LoadOptions, Source};
use crate::{Options, PackageOptions, check, public_api};

/// Makes the folder `out` hold the client of the description `spec`. Both paths are relative to the package's folder. A
/// folder inside `src` gets a module (`mod.rs`), any other folder a library (`lib.rs`). [`Build`] has the options.
///
/// Call it from the `build.rs` of the package whose sources are in `out`. In any other package, the sources would be
/// compiled before they are written. An error in the description is a `cargo::error`, and `out` is left unchanged. If
/// the description does not exist, as in a published package, `out` is left unchanged too.
///
/// Every input and every generated file is declared to cargo, so that the script runs again only if one of them
/// changes. Only files that differ are written. They get the modification time of the newest input, so that the next
/// build does not run the script again.
///
/// If a change of the description matters to users of the client, the script prints it as a warning of one line. Cargo
/// shows nothing else of a successful script, and it repeats the warning until the script runs again. The comparison
/// uses a copy of the last build's description in `OUT_DIR`. The first build has no copy and prints nothing.
///
/// ```no_run
/// // build.rs; `src/main.rs` or `src/lib.rs` has the line `mod api;`
/// specwright::build("spec/api.yaml", "src/api");
/// ```
pub fn build(spec: impl AsRef<Path>, out: impl AsRef<Path>) {
    Build::new(spec).out(out).run();
}

/// A builder of a client for build scripts. [`run`](Self::run) generates the client as [`build()`] does.
///
/// ```no_run
/// use specwright::Build;
/// use specwright::formats::{Dates, Uuids};
///
/// // A module in the tree, with the blocking transport alone: `mod api;`
/// Build::new("spec/api.yaml").out("src/api").features(["blocking", "rustls"]).run();
///
/// // A module in `OUT_DIR`: `mod shop { include!(concat!(env!("OUT_DIR"), "/shop/include.rs")); }`
/// Build::new("spec/shop.yaml").out_dir("shop").dates(Dates::Text).uuids(Uuids::Type).run();
///
/// // The sources of a library with a manifest of its own: `[lib] path = "generated/lib.rs"`
/// Build::new("spec/main.yaml").root("spec").out("generated").lenient().run();
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is generated until `run` is called"]
pub struct Build {
    spec: PathBuf,
    load: LoadOptions,
    out: Out,
    form: Option<ClientForm>,
    features: Result<FeatureSet, UnknownFeature>,
    is_strict: bool,
    formats: Formats,
    package: Option<(String, PackageOptions)>,
    settings: Settings,
    is_types_only: bool,
    #[cfg(feature = "config")]
    config: config::Origin,
}

/// The place of the sources.
#[derive(Clone, Debug)]
enum Out {
    /// Below the package's folder.
    Tree(PathBuf),
    /// Below `OUT_DIR`.
    OutDir(PathBuf),
}

/// The form of a client whose manifest is not generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientForm {
    /// The root of a crate, `lib.rs`. The crate's manifest declares the features of the client.
    Library,
    /// A module of a crate, `mod.rs`. The features are fixed when the module is generated.
    Module,
}

impl ClientForm {
    /// Returns the form of the sources in a folder: a folder inside one called `src` is a module.
    ///
    /// ```
    /// use specwright::ClientForm;
    ///
    /// assert_eq!(ClientForm::of_folder("src/api"), ClientForm::Module);
    /// assert_eq!(ClientForm::of_folder("client/src"), ClientForm::Library);
    /// assert_eq!(ClientForm::of_folder("generated"), ClientForm::Library);
    /// ```
    pub fn of_folder(folder: impl AsRef<Path>) -> Self {
        let steps = folder.as_ref().parent().into_iter().flat_map(Path::components);
        let mut names = steps.map(Component::as_os_str);
        if names.any(|name| name == "src") { Self::Module } else { Self::Library }
    }
}

impl Build {
    /// Creates a builder for a description, whose path is relative to the package's folder. By default the client is
    /// the module `src/api`, with the features `reqwest` and `rustls`, and mistakes in the description are errors.
    pub fn new(spec: impl AsRef<Path>) -> Self {
        Self {
            spec: spec.as_ref().to_owned(),
            load: LoadOptions::new(),
            out: Out::Tree(PathBuf::from("src/api")),
            form: None,
            features: Ok(FeatureSet::default()),
            is_strict: true,
            formats: Formats::default(),
            package: None,
            settings: Settings::default(),
            is_types_only: false,
            #[cfg(feature = "config")]
            config: config::Origin::default(),
        }
    }

    /// Sets the folder of the sources, relative to the package's folder. The sources are meant to be committed.
    pub fn out(mut self, folder: impl AsRef<Path>) -> Self {
        self.out = Out::Tree(folder.as_ref().to_owned());
        self
    }

    /// Sets a folder below `OUT_DIR` for the sources, which are a module then. The crate includes them with one line;
    /// the first `api` is the name of the module, the second is this folder:
    ///
    /// ```text
    /// mod api { include!(concat!(env!("OUT_DIR"), "/api/include.rs")); }
    /// ```
    pub fn out_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.out = Out::OutDir(folder.as_ref().to_owned());
        self
    }

    /// Makes the sources a module (`mod.rs`) in any folder.
    pub fn module(mut self) -> Self {
        self.form = Some(ClientForm::Module);
        self
    }

    /// Makes the sources the root of a crate (`lib.rs`) in any folder.
    pub fn library(mut self) -> Self {
        self.form = Some(ClientForm::Library);
        self
    }

    /// Makes the folder a crate of this name, with a manifest and a README beside `src/`. It must not be the folder of the
    /// package whose build script runs.
    ///
    /// A manifest or a README that exists stays as it is, because a person may have added to it. Only the internal features of a
    /// manifest, `_shared-by-..`, follow the description. `specwright generate --crate` updates a manifest and keeps what a person has
    /// added.
    pub fn package(mut self, name: impl Into<String>, options: PackageOptions) -> Self {
        self.package = Some((name.into(), options));
        self
    }

    /// Sets the features of a module, instead of `reqwest` and `rustls`. A library ignores them, because its manifest
    /// declares features.
    pub fn features<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.features = FeatureSet::new(names);
        self
    }

    /// Reports mistakes that can be worked around as warnings, for a description that you cannot correct.
    pub fn lenient(mut self) -> Self {
        self.is_strict = false;
        self
    }

    /// Sets the types of dates and times.
    pub fn dates(mut self, dates: Dates) -> Self {
        self.formats.dates = dates;
        self
    }

    /// Sets the type of UUIDs.
    pub fn uuids(mut self, uuids: Uuids) -> Self {
        self.formats.uuids = uuids;
        self
    }

    /// Makes the types alone, without a client and its dependencies.
    pub fn types_only(mut self) -> Self {
        self.is_types_only = true;
        self
    }

    /// Allows references to files anywhere below this folder. By default, only files below the description's folder are
    /// read.
    pub fn root(mut self, folder: impl AsRef<Path>) -> Self {
        self.load = self.load.within(folder.as_ref());
        self
    }

    /// Gives a remote reference a local file, because nothing is fetched from the network. A URL that ends in `/` maps
    /// everything below it to files below the folder `path`. The path is relative to the package's folder.
    pub fn map(mut self, url: impl Into<String>, path: impl AsRef<Path>) -> Self {
        self.load = self.load.map(url, path.as_ref());
        self
    }

    /// Adds an overlay, which changes the description while it is read (OpenAPI Overlay 1.0 and 1.1). The path is relative
    /// to the package's folder. Overlays are applied in the order in which they are added. An action that matches nothing is
    /// an error, so that a correction of the description is noticed.
    #[cfg(feature = "overlay")]
    pub fn overlay(mut self, path: impl AsRef<Path>) -> Self {
        self.load = self.load.overlay(path.as_ref());
        self
    }

    /// Creates the builder of a settings file, `specwright.toml`, whose path is relative to the package's folder. A file with
    /// several clients makes all of them. Methods that are called afterwards apply to the first client.
    #[cfg(feature = "config")]
    pub fn config(path: impl AsRef<Path>) -> Self {
        config::build(path.as_ref())
    }

    /// Sets the selected operations, and the names that replace those from the description.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Derives traits for all types, in addition. One of the standard library (`Hash`, `Eq`, `Ord`, `PartialOrd`, `Default`,
    /// `Copy`) is left out of the types that cannot have it, with a warning. The manifest of the package declares the crates
    /// of all others. [`Settings`] has derives for some types, and attributes.
    pub fn derive(mut self, traits: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let all = traits.into_iter().map(|one| Extra::new(Target::All, one));
        self.settings.extras.derives.extend(all);
        self
    }

    /// Generates the client. Errors and warnings are printed as instructions to cargo.
    pub fn run(self) {
        #[cfg(feature = "config")]
        if self.config.run() {
            return;
        }
        // A missing description is declared too, so that a build sees it when it comes back.
        say("rerun-if-changed", &self.spec.display().to_string());
        match (self.spec.exists(), &self.out) {
            (true, _) => self.generate(),
            (false, Out::Tree(_)) => {}
            (false, Out::OutDir(_)) => {
                say(
                    "error",
                    &format!("`{}` does not exist", clean(&self.spec.display().to_string())),
                );
            }
        }
    }

    fn generate(&self) {
        let out = match self.folder() {
            Ok(out) => out,
            Err(error) => return say("error", &error),
        };
        let source = self.read();
        match self.options(&out) {
            Ok(options) => self.follow(&source, &options, &out),
            Err(error) => say("error", &error.to_string()),
        }
    }

    /// Reads the description. One with syntax errors is read as far as possible, so that all mistakes are reported at once.
    fn read(&self) -> Source {
        let loaded = match self.load.load(&self.spec) {
            Err(error) if !self.is_strict => error.without_lost_references(),
            loaded => loaded,
        };
        let source = loaded.unwrap_or_else(LoadError::into_source);
        #[cfg(feature = "config")]
        let source = self.config.add_to(source);
        source
    }

    /// Returns the folder of the sources.
    fn folder(&self) -> Result<PathBuf, String> {
        match &self.out {
            Out::Tree(folder) => Ok(folder.clone()),
            Out::OutDir(folder) => match std::env::var_os("OUT_DIR") {
                Some(out) => Ok(PathBuf::from(out).join(folder)),
                None => Err("`OUT_DIR` is not set: it is set in build scripts only".to_owned()),
            },
        }
    }

    fn options(&self, out: &Path) -> Result<Options, UnknownFeature> {
        let features = self.features.clone()?;
        let form = match self.out {
            Out::Tree(_) => self.form.unwrap_or_else(|| ClientForm::of_folder(out)),
            Out::OutDir(_) => ClientForm::Module,
        };
        let module = (form == ClientForm::Module).then_some(features);
        let (package, package_options) = self.package.clone().unzip();
        let package_options = package_options.unwrap_or_default();
        let (strict, formats) = (self.is_strict, self.formats);
        let (settings, types_only) = (self.settings.clone(), self.is_types_only);
        let tests = None;
        Ok(Options {
            package,
            package_options,
            module,
            strict,
            formats,
            tests,
            settings,
            types_only,
        })
    }

    fn follow(&self, source: &Source, options: &Options, out: &Path) {
        for file in source.files() {
            say("rerun-if-changed", &file.display().to_string());
        }
        let state = Rebuild::open(&self.spec, out, source);
        let known = state.as_ref().and_then(Rebuild::parts).unwrap_or_default();
        let is_edited = state.as_ref().is_some_and(Rebuild::is_edited);
        let Again { output, printed, api } =
            match generate_again(source, options, &known, is_edited) {
                Ok(again) => again,
                Err(rejected) => {
                    self.say_all(rejected.reports.as_slice(), source);
                    return self.say_lenient(options);
                }
            };
        drop(known);
        self.say_all(output.warnings.as_slice(), source);
        let mut files = output.files;
        kept::keep_existing(out, &mut files);
        if let Err(error) = self.add_include(&mut files) {
            return say("error", &error.to_string());
        }
        for path in files.paths() {
            say("rerun-if-changed", &out.join(path).display().to_string());
        }
        match disk::sync(out, &files, Mode::Repair, print::HEADER, source.newest()) {
            Err(error) => say("error", &error.to_string()),
            Ok(changes) => {
                let Some(state) = state.filter(|it| it.is_edited() || !changes.is_empty()) else {
                    return;
                };
                // If another build has written the files already, it has reported the change.
                if let Some(api) = api.as_ref().filter(|_| !changes.is_empty()) {
                    self.say_change(&state, api, options);
                }
                state.keep(&printed, api.as_ref());
            }
        }
    }

    /// Adds the file that a crate includes. The root itself has inner attributes, which `include!` does not accept.
    fn add_include(&self, files: &mut FileSet) -> Result<(), disk::PathError> {
        match self.out {
            Out::Tree(_) => Ok(()),
            Out::OutDir(_) => files.insert(
                "include.rs",
                format!(
                    "{HEADER}, to be included by a module of the crate.\n\n\
                     #[path = \"mod.rs\"]\nmod client_root;\n\
                     #[allow(unreachable_pub, unused_imports)]\npub use client_root::*;\n"
                ),
            ),
        }
    }

    /// Prints the warnings, then the errors, each with its source line. Notes are left out, because a build repeats them.
    fn say_all(&self, reports: &[Report], source: &Source) {
        let spec = self.spec.display().to_string();
        let spec = shell_word(&spec);
        let lenient = if self.is_strict { "" } else { " --lenient" };
        let how = format!("`specwright check{lenient} --all-warnings {}` shows all", clean(&spec));
        for (key, severity) in [("warning", Severity::Warning), ("error", Severity::Error)] {
            let reports = reports.iter().filter(|report| report.severity == severity);
            let reports: Vec<_> = reports.cloned().collect();
            // Cargo removes the colours if its output is not a terminal.
            say(key, &render_in(Detail::Folded(&how), &reports, source, Style::Styled));
        }
    }

    /// Names `lenient()` if all errors would be warnings with it.
    fn say_lenient(&self, options: &Options) {
        if !self.is_strict {
            return;
        }
        let source = self.clone().lenient().read();
        let lenient = Options { strict: false, ..options.clone() };
        if check(&source, &lenient).reports.barrier().is_ok() {
            say(
                "error",
                "\nthese mistakes can be worked around; if you cannot correct the description, let the build script call \
                 `specwright::Build::new(..).lenient()`",
            );
        }
    }

    /// Reports what a change of the description since the last run means to users of the client.
    fn say_change(&self, state: &Rebuild, api: &PublicApi, options: &Options) {
        // Another version of the generator may have had another API for the same description.
        let before = || public_api(&state.description()?, options).ok();
        let change = state.api().or_else(before).map(|before| compare(&before, api));
        if let Some(change) = change.filter(|change| change.level().is_some()) {
            let spec = self.spec.display().to_string();
            let (revision, spec) = (format!("HEAD:{spec}"), clean(&spec));
            let revision = clean(&shell_word(&revision)).into_owned();
            say(
                "warning",
                &format!(
                    "for users of the client, the last change of `{spec}` is {change}; `specwright diff {revision}` tells more"
                ),
            );
        }
    }
}

/// Prints one instruction for each line, because an instruction of cargo is one line.
fn say(key: &str, text: &str) {
    for line in text.lines() {
        println!("cargo::{key}={line}");
    }
}
