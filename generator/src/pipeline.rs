//! Runs the stages in order: from a source to a client, a reference, reports, or a public API.

use std::collections::HashSet;
use std::fmt;

use crate::analysis::Analysis;
#[cfg(feature = "reference")]
use crate::api::Judge;
use crate::api::{Api, Examples, MakeJudge, PagedOperation};
use crate::coverage::Coverage;
use crate::dependencies::{self, Dependency};
use crate::derives::Derives;
use crate::disk::FileSet;
use crate::document::Needed;
use crate::emit;
use crate::feature_set::FeatureSet;
use crate::formats::Formats;
use crate::model::{Model, Packaging};
use crate::names::{self, Names};
use crate::package::PackageOptions;
use crate::print::Printed;
use crate::public_api::PublicApi;
#[cfg(feature = "reference")]
use crate::reference::FirstCall;
use crate::report::{Report, Reports};
use crate::settings::{OwnDependency, Settings};
use crate::source::{Location, Source};
use crate::threads::on_large_stack;
use crate::{document, examples, lint, lower, output_index, package, print};

/// The options of generation.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The name of the crate, if the client is one: then the sources are below `src/`, beside a manifest. `None` for
    /// the sources alone, for a module or a library.
    pub package: Option<String>,
    /// Further keys of the crate's manifest.
    pub package_options: PackageOptions,
    /// The features of a client that is a module of a crate (`mod.rs`). Its sources contain no `cfg` of a feature. Without
    /// `package` and `module`, the sources are those of a library (`lib.rs`).
    pub module: Option<FeatureSet>,
    /// `true` if a mistake that can be worked around is an error. Build scripts set it, because their user can correct
    /// the description.
    pub strict: bool,
    /// The Rust types for some formats.
    pub formats: Formats,
    /// Creates the judge of the description's examples, if the crate is to have tests of them. The tests know from its
    /// verdicts which examples break their own schema. The judge is dropped as soon as it has judged them.
    pub tests: Option<MakeJudge>,
    /// The selected operations, and the names that replace those from the description.
    pub settings: Settings,
    /// `true` for the types alone, without a client, its tests and the dependencies of both.
    pub types_only: bool,
}

/// A generated client.
#[derive(Debug)]
pub struct Output {
    /// The files, by their path below the client's folder.
    pub files: FileSet,
    /// The share of the description that is fully typed.
    pub coverage: Coverage,
    /// The parts of the description that were left out or changed, each with its location.
    pub warnings: Reports,
    /// The crates that the sources depend on.
    pub dependencies: Vec<Dependency>,
    /// The dependencies that the settings add.
    pub own_dependencies: Vec<OwnDependency>,
    /// The manifest of a crate with these sources.
    pub manifest: String,
}

/// The problems of a description without output.
#[derive(Debug)]
pub struct Rejected {
    /// The errors and the warnings.
    pub reports: Reports,
}

/// Generates the client of a description in memory.
///
/// # Errors
///
/// Returns all errors that were found, with their locations. Render them with
/// [`report::render`](crate::report::render).
pub fn generate(source: &Source, options: &Options) -> Result<Output, Rejected> {
    on_large_stack(|| generate_here(source, options))
}

/// A generated client, and the state for the next run.
pub(crate) struct Again {
    pub(crate) output: Output,
    /// The printed parts of the sources.
    pub(crate) printed: Printed,
    /// The public API without the operations that need its items, if it was asked for.
    pub(crate) api: Option<PublicApi>,
}

/// Generates the client as [`generate`] does, from the printed parts of the last run where they are unchanged. `with_api` asks for
/// the public API.
pub(crate) fn generate_again(
    source: &Source,
    options: &Options,
    known: &Printed,
    with_api: bool,
) -> Result<Again, Rejected> {
    on_large_stack(|| generate_known(source, options, Some(known), with_api))
}

fn generate_here(source: &Source, options: &Options) -> Result<Output, Rejected> {
    generate_known(source, options, None, false).map(|again| again.output)
}

fn generate_known(
    source: &Source,
    options: &Options,
    known: Option<&Printed>,
    with_api: bool,
) -> Result<Again, Rejected> {
    let (api, mut reports) = understand(source, options)?;
    let (api, analysis, names) = analyse(api, options);
    let derives = derives(source, options, (&api, &analysis, &names), &mut reports);
    if reports.barrier().is_err() {
        return Err(Rejected { reports });
    }
    // A crate has a manifest, which has features.
    let features = options.module.as_ref().filter(|_| options.package.is_none());
    let packaging = match (&options.package, features) {
        (Some(_), _) => Packaging::Crate,
        (None, Some(_)) => Packaging::Module,
        (None, None) => Packaging::Sources,
    };
    let package = options.package.clone();
    let package = package.unwrap_or_else(|| package::suggested_name(source.entry().name()));
    let formats = options.formats;
    let model = Model::new(&api, &analysis, &names, &derives, formats, packaging, &package);
    // Before anything is printed, because the judge and the printed files need much memory.
    let examples = match (&options.package, options.tests) {
        (Some(_), Some(judge)) if model.has_client() => examples_of(source, &api, judge),
        _ => None,
    };
    let modules = emit::emit(&model);
    let client = Client { source, model: &model };
    let printed = print::print_again(&modules, client.description(), features, known);
    let (about, own) = (&options.package_options, &options.settings.dependencies);
    let manifest = package::manifest(&package, &model, about, own, examples.is_some());
    let files = printed.and_then(|(files, printed)| {
        let files = match &options.package {
            Some(package) => {
                package::check_name(package)?;
                let readme = package::readme(package, &model, about);
                let beside = client.beside(package, &manifest, examples.as_ref())?;
                let manifest = manifest.clone();
                let parts = package::Parts { manifest, readme, sources: files, beside };
                package::package(package, parts)?
            }
            None => files,
        };
        Ok((files, printed))
    });
    match files {
        Ok((files, printed)) => {
            let dependencies = match features {
                Some(features) => dependencies::of_module(&model.needs, features),
                None => dependencies::of_crate(&model.needs),
            };
            let coverage = Coverage::new(&api, &reports);
            let api = with_api.then(|| {
                let crate_of = Packaging::Crate;
                let model = Model::new(&api, &analysis, &names, &derives, formats, crate_of, "");
                PublicApi::without_operations(source, &model)
            });
            let (own_dependencies, warnings) = (own.clone(), reports);
            let output =
                Output { files, coverage, warnings, dependencies, own_dependencies, manifest };
            Ok(Again { output, printed, api })
        }
        Err(report) => {
            reports.push(*report);
            Err(Rejected { reports })
        }
    }
}

/// Generates the reference of a description: a static site with calls of a client in a crate of this name.
///
/// The judge makes samples for values without an example.
///
/// # Errors
///
/// Returns an error as [`generate`] does, and if no crate can have the name.
#[cfg(feature = "reference")]
pub fn reference(source: &Source, judge: &dyn Judge, package: &str) -> Result<FileSet, Rejected> {
    reference_with(source, judge, package, &Options::default())
}

/// Generates the reference as [`reference()`] does, with the settings of the options.
///
/// # Errors
///
/// Returns an error as [`reference()`] does.
#[cfg(feature = "reference")]
pub fn reference_with(
    source: &Source,
    judge: &dyn Judge,
    package: &str,
    options: &Options,
) -> Result<FileSet, Rejected> {
    on_large_stack(|| reference_here(source, judge, package, options))
}

#[cfg(feature = "reference")]
fn reference_here(
    source: &Source,
    judge: &dyn Judge,
    package: &str,
    options: &Options,
) -> Result<FileSet, Rejected> {
    let (api, mut reports) = understand(source, options)?;
    let site = package::check_name(package).and_then(|()| {
        let (analysis, names) = (Analysis::new(&api), Names::new(&api));
        let (formats, packaging) = (options.formats, Packaging::Crate);
        let none = Derives::default();
        let model = Model::new(&api, &analysis, &names, &none, formats, packaging, package);
        let krate = package.replace('-', "_");
        let cx = crate::reference::Context { source, model: &model, judge, krate: &krate };
        crate::reference::site(cx, &examples::collect(source, &api, judge))
    });
    site.map_err(|report| {
        reports.push(*report);
        Rejected { reports }
    })
}

/// Returns a program that makes the simplest call which a mock of the description answers.
///
/// # Errors
///
/// Returns an error as [`generate`] does.
#[cfg(feature = "reference")]
pub fn first_call(
    source: &Source,
    judge: &dyn Judge,
    options: &Options,
    program: FirstCall<'_>,
) -> Result<String, Rejected> {
    on_large_stack(|| {
        let (api, _) = understand(source, options)?;
        let (analysis, names) = (Analysis::new(&api), Names::new(&api));
        let (formats, packaging) = (options.formats, Packaging::Crate);
        let none = Derives::default();
        let model = Model::new(&api, &analysis, &names, &none, formats, packaging, program.root);
        let cx = crate::reference::Context { source, model: &model, judge, krate: program.root };
        Ok(crate::reference::first_call(cx, &examples::collect(source, &api, judge), program))
    })
}

/// The result of checking a description.
#[derive(Debug)]
pub struct Checked {
    /// The errors and warnings that [`generate`] would report, notes, and suggestions for a better client.
    pub reports: Reports,
    /// The share of the description that is fully typed. If there are errors, it refers to the readable part.
    pub coverage: Coverage,
}

/// Finds all problems of a description, and everything that makes a poor client of a valid one.
///
/// If the options have a judge, the examples are judged too.
pub fn check(source: &Source, options: &Options) -> Checked {
    on_large_stack(|| check_here(source, options))
}

fn check_here(source: &Source, options: &Options) -> Checked {
    let Read { api, mut reports, needed } = read(source, options);
    let judge = options.tests.and_then(|judge| judge(source));
    let found = lint::lint(source, &api, judge.as_deref(), &reports).into_iter();
    let is_needed = |at: &Report| needed.as_ref().is_none_or(|it| it.has(at.location.as_ref()));
    reports.extend(found.filter(is_needed));
    if !options.settings.extras.is_empty() && reports.barrier().is_ok() {
        let (analysis, names) = (Analysis::new(&api), Names::new(&api));
        derives(source, options, (&api, &analysis, &names), &mut reports);
    }
    let coverage = Coverage::new(&api, &reports);
    Checked { reports, coverage }
}

/// Returns the public API of a description's client.
///
/// # Errors
///
/// Returns all errors that were found, with their locations.
pub fn public_api(source: &Source, options: &Options) -> Result<PublicApi, Rejected> {
    on_large_stack(|| {
        let (api, _) = understand(source, options)?;
        let (api, analysis, names) = analyse(api, options);
        let (formats, packaging) = (options.formats, Packaging::Crate);
        let none = Derives::default();
        let model = Model::new(&api, &analysis, &names, &none, formats, packaging, "");
        Ok(PublicApi::new(source, &model))
    })
}

/// Returns how the pages of operations follow one another, as the clients of the description have
/// them. What cannot be read is left out. Touches no disk.
pub fn paged_operations(source: &Source) -> Vec<PagedOperation> {
    on_large_stack(|| PagedOperation::all(&read(source, &Options::default()).api))
}

/// The data of a client.
struct Client<'a> {
    source: &'a Source,
    model: &'a Model<'a>,
}

impl Client<'_> {
    /// The name of the description's entry file.
    fn description(&self) -> &str {
        let entry = self.source.entry().name();
        entry.rsplit(['/', '\\']).next().unwrap_or(entry)
    }

    /// Returns the files of a crate beside its sources: the index, and the tests of examples.
    fn beside(
        &self,
        package: &str,
        manifest: &str,
        examples: Option<&Examples>,
    ) -> Result<FileSet, Box<Report>> {
        let Client { source, model } = *self;
        let mut data = vec![("specwright.json", output_index::index(source, model, manifest))];
        let mut modules = Vec::new();
        if let Some(examples) = examples {
            modules = emit::emit_tests(model, examples, package);
            let expected = output_index::expectations(source, model, examples);
            data.push(("tests/examples.json", expected));
        }
        print::print_with(&modules, data, self.description())
    }
}

/// Returns the examples of a description.
fn examples_of(source: &Source, api: &Api, judge: MakeJudge) -> Option<Examples> {
    judge(source).map(|judge| examples::collect(source, api, &*judge))
}

/// Returns the facts and names of an API. For types alone, the API is left with its types, which have the names that they have in
/// a client.
fn analyse(api: Api, options: &Options) -> (Api, Analysis, Names) {
    let (analysis, names) = (Analysis::new(&api), Names::new(&api));
    match options.types_only {
        true => (api.types_only(), analysis.types_only(), names),
        false => (api, analysis, names),
    }
}

/// Returns the API of a description with the reports about it. Returns an error if one of them is an error.
fn understand(source: &Source, options: &Options) -> Result<(Api, Reports), Rejected> {
    let Read { api, reports, .. } = read(source, options);
    match reports.barrier() {
        Ok(()) => Ok((api, reports)),
        Err(_) => Err(Rejected { reports }),
    }
}

/// Returns the derives and attributes that the settings add to types, and reports those that cannot be.
fn derives(
    source: &Source,
    options: &Options,
    (api, analysis, names): (&Api, &Analysis, &Names),
    reports: &mut Reports,
) -> Derives {
    let settings = &options.settings;
    let (derives, found) = Derives::new(source, settings, api, analysis, names, options.formats);
    reports.extend(found.into_iter().filter(|it| settings.reports(it.code)));
    derives
}

/// The API of a description, as far as it can be read.
struct Read {
    api: Api,
    reports: Reports,
    /// The places that the selected operations need, if not all are selected.
    needed: Option<Needed>,
}

/// Reads a description.
fn read(source: &Source, options: &Options) -> Read {
    let read = read_without(source, options, HashSet::new());
    if !options.settings.select.is_active() {
        return read;
    }
    // A selected operation may refer to schemas that its client does not need, such as those of a media type that is not
    // chosen. They are known only now.
    let unneeded = read.api.unreferenced();
    if unneeded.is_empty() { read } else { read_without(source, options, unneeded) }
}

/// Reads a description without some schemas.
fn read_without(source: &Source, options: &Options, unneeded: HashSet<Location>) -> Read {
    let cx = document::Context::new(source, options.strict);
    let mut cx = cx.with_settings(&options.settings).without(unneeded);
    cx.reports.extend(source.warnings().iter().cloned());
    let document = document::read(&mut cx, source);
    let mut api = lower::lower(&mut cx, document, options.formats, &options.settings.own_types);
    cx.report_settings();
    cx.reports.extend(names::rename(&mut api, &options.settings.rename, source.settings_file()));
    let document::Context { mut reports, needed, .. } = cx;
    if options.settings.is_lenient {
        let fits = |report: &Report| options.settings.reports(report.code);
        reports = reports.into_iter().filter(fits).collect();
    }
    Read { api, reports, needed }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, report) in self.reports.as_slice().iter().enumerate() {
            let separator = if index > 0 { "\n" } else { "" };
            write!(f, "{separator}{}", report.message)?;
            if let Some(location) = &report.location {
                write!(f, " ({location})")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Rejected {}
