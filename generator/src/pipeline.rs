//! The stages in their order: from a source to a client, a reference, a list of reports or a public surface.

use std::fmt;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::api::{Api, Judge};
use crate::coverage::Coverage;
use crate::disk::FileSet;
use crate::emit;
use crate::formats::Formats;
use crate::model::{Model, Packaging};
use crate::names::Names;
use crate::public_api::PublicApi;
use crate::report::{Report, Reports};
use crate::source::Source;
use crate::threads::on_large_stack;
use crate::{document, examples, lint, lower, output_index, package, print};

/// What is generated.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The name of a crate of its own, if the client is to be one: then the sources stand below
    /// `src/`, beside a manifest. Otherwise they are a module's, or a library's, at the root.
    pub package: Option<String>,
    /// Whether a mistake that can be worked around is an error all the same. A build script wants
    /// it so, since whoever wrote the description is there to mend it.
    pub strict: bool,
    /// What values of some formats become.
    pub formats: Formats,
    /// Who judges the examples of the description, if the crate is to have tests of them: what is
    /// an example's own fault is known before the client is blamed for it.
    pub tests: Option<Arc<dyn Judge>>,
}

/// A generated client.
#[derive(Debug)]
pub struct Output {
    /// The files, by their path below the client's folder.
    pub files: FileSet,
    /// How much of the description is fully typed.
    pub coverage: Coverage,
    /// What was left out or done otherwise, each with its place.
    pub warnings: Reports,
}

/// Everything that is wrong with a description.
#[derive(Debug)]
pub struct Rejected {
    /// The errors, and the warnings beside them.
    pub reports: Reports,
}

/// Generates the client of a description. Touches no disk.
///
/// # Errors
///
/// All errors that were found, with their places; render them with [`report::render`](crate::report::render).
pub fn generate(source: &Source, options: &Options) -> Result<Output, Rejected> {
    on_large_stack(|| generate_here(source, options))
}

fn generate_here(source: &Source, options: &Options) -> Result<Output, Rejected> {
    let (api, mut reports) = understand(source, options)?;
    let (analysis, names) = (Analysis::new(&api), Names::new(&api));
    let packaging = match options.package {
        Some(_) => Packaging::Crate,
        None => Packaging::Sources,
    };
    let model = Model::new(&api, &analysis, &names, options.formats, packaging);
    let modules = emit::emit(&model);
    let client = Client { source, model: &model };
    let files =
        print::print(&modules, client.description()).and_then(|files| match &options.package {
            Some(package) => {
                let beside = client.beside(package, options.tests.as_deref())?;
                package::package(package, &files, &model, beside)
            }
            None => Ok(files),
        });
    match files {
        Ok(files) => {
            Ok(Output { files, coverage: Coverage::new(&api, &reports), warnings: reports })
        }
        Err(report) => {
            reports.push(*report);
            Err(Rejected { reports })
        }
    }
}

/// The reference of a description: a site that needs no server, with the calls of a client in a crate of this name. The
/// judge makes the values that the description has no example for.
///
/// # Errors
///
/// As [`generate`].
#[cfg(feature = "reference")]
pub fn reference(source: &Source, judge: &dyn Judge, package: &str) -> Result<FileSet, Rejected> {
    on_large_stack(|| reference_here(source, judge, package))
}

#[cfg(feature = "reference")]
fn reference_here(source: &Source, judge: &dyn Judge, package: &str) -> Result<FileSet, Rejected> {
    let (api, mut reports) = understand(source, &Options::default())?;
    let site = package::check_name(package).and_then(|()| {
        let (analysis, names) = (Analysis::new(&api), Names::new(&api));
        let (formats, packaging) = (Formats::default(), Packaging::Crate);
        let model = Model::new(&api, &analysis, &names, formats, packaging);
        let krate = package.replace('-', "_");
        let cx = crate::reference::Context { source, model: &model, judge, krate: &krate };
        crate::reference::site(cx, &examples::collect(source, &api, judge))
    });
    site.map_err(|report| {
        reports.push(*report);
        Rejected { reports }
    })
}

/// What there is to say about a description.
#[derive(Debug)]
pub struct Checked {
    /// Errors, warnings and notes: what [`generate`] would say, and what would make a better client.
    pub reports: Reports,
    /// How much of the description is fully typed; for one with errors, of what could be read.
    pub coverage: Coverage,
}

/// Looks for everything that is wrong with a description, and for what makes a poor client of a valid one. The judge
/// in the options, if there is one, judges the examples. Touches no disk.
pub fn check(source: &Source, options: &Options) -> Checked {
    on_large_stack(|| check_here(source, options))
}

fn check_here(source: &Source, options: &Options) -> Checked {
    let (api, mut reports) = read(source, options);
    lint::lint(source, &api, options.tests.as_deref(), &mut reports);
    let coverage = Coverage::new(&api, &reports);
    Checked { reports, coverage }
}

/// What the users of a description's client see of it. Touches no disk.
///
/// # Errors
///
/// All errors that were found, with their places.
pub fn public_api(source: &Source, options: &Options) -> Result<PublicApi, Rejected> {
    on_large_stack(|| {
        let (api, _) = understand(source, options)?;
        let (analysis, names) = (Analysis::new(&api), Names::new(&api));
        let model = Model::new(&api, &analysis, &names, options.formats, Packaging::Crate);
        Ok(PublicApi::new(source, &model))
    })
}

/// All that is known of a client.
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

    /// What a crate has beside its sources: what became of what, and its tests.
    fn beside(&self, package: &str, judge: Option<&dyn Judge>) -> Result<FileSet, Box<Report>> {
        package::check_name(package)?;
        let Client { source, model } = *self;
        let mut data = vec![("specwright.json", output_index::index(source, model))];
        let examples = judge.map(|judge| examples::collect(source, model.api(), judge));
        let mut modules = Vec::new();
        if let Some(examples) = &examples {
            modules = emit::emit_tests(model, examples, package);
            let expected = output_index::expectations(source, model, examples);
            data.push(("tests/examples.json", expected));
        }
        print::print_with(&modules, data, self.description())
    }
}

/// The API of a description, with what is left out of it.
fn understand(source: &Source, options: &Options) -> Result<(Api, Reports), Rejected> {
    let (api, reports) = read(source, options);
    match reports.barrier() {
        Ok(()) => Ok((api, reports)),
        Err(_) => Err(Rejected { reports }),
    }
}

/// The API of a description, as far as it can be read, and all that was found on the way to it.
fn read(source: &Source, options: &Options) -> (Api, Reports) {
    let mut cx = document::Context::new(source, options.strict);
    cx.reports.extend(source.warnings().iter().cloned());
    let document = document::read(&mut cx, source);
    let api = lower::lower(&mut cx, &document, options.formats);
    (api, cx.reports)
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
