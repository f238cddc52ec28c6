//! The context of all stages that read the description: the source, the reports and the losses.

use std::collections::{HashMap, HashSet};

use super::needed_places::Needed;
use super::problems;
use super::swagger::is_swagger;
use crate::report::{Report, Reports, Severity};
use crate::settings::{Marks, Selection, Settings};
use crate::source::{IGNORED, Location, NOT_FINITE, Source, Value};

/// The context of all stages that read the description: the source, and the reports.
#[derive(Debug)]
pub struct Context<'s> {
    /// The files.
    pub source: &'s Source,
    /// `true` if the description is Swagger 2.0.
    pub is_swagger: bool,
    /// `true` if recoverable mistakes are errors, as for authors of a description.
    ///
    /// With `false` they are warnings, as for users of a description that they cannot change.
    pub strict: bool,
    /// The reports so far.
    pub reports: Reports,
    /// The selection of operations, if not all are selected.
    pub(super) selection: Option<Selection<'s>>,
    /// The settings that stand for extensions, if there are some.
    pub(super) marks: Option<Marks<'s>>,
    /// The components that a client of the selected operations does not need.
    pub(super) unneeded: HashSet<Location>,
    /// The operations and path items that cannot be read and may be selected.
    pub(super) unread: Vec<Location>,
    /// The places that the selected operations need, if not all are selected.
    pub needed: Option<Needed>,
    /// The places of parts that are left out, or of which the client has less than the description says.
    pub losses: Vec<Location>,
    /// The codes of the reports from loading the files, by location.
    loaded: HashMap<Location, &'static str>,
    /// The schemas that are being read, nested in one another.
    open: HashSet<Location>,
    /// The number of schemas read.
    schemas: usize,
    /// The likely correction of each unknown keyword. It is cached, because the same keywords recur in many schemas.
    pub(super) corrections: HashMap<&'s str, Option<&'static str>>,
}

/// The number of schemas that are read.
///
/// A reference to a map of schemas reads all of them again, so the number can exceed that of the
/// nodes in the files.
const MAX_SCHEMAS: usize = 500_000;

impl<'s> Context<'s> {
    /// Creates a context without reports.
    pub fn new(source: &'s Source, strict: bool) -> Self {
        Self {
            source,
            is_swagger: is_swagger(source),
            strict,
            reports: Reports::new(),
            selection: None,
            marks: None,
            unneeded: HashSet::new(),
            unread: Vec::new(),
            needed: None,
            losses: Vec::new(),
            loaded: source.warnings().iter().filter_map(of_place).collect(),
            open: HashSet::new(),
            schemas: 0,
            corrections: HashMap::new(),
        }
    }

    /// Reads only the operations that the settings select, and the extensions that they add.
    #[must_use]
    pub fn with_settings(mut self, settings: &'s Settings) -> Self {
        let Settings { select, marks, .. } = settings;
        self.selection = select.is_active().then(|| Selection::new(select));
        self.marks = (!marks.is_empty()).then(|| Marks::new(marks));
        self
    }

    /// Leaves out components that a client of the selected operations does not need.
    #[must_use]
    pub fn without(mut self, unneeded: HashSet<Location>) -> Self {
        self.unneeded = unneeded;
        self
    }

    /// Reports the settings that stand for extensions of nothing. Schemas are read on demand, so this is the last step.
    pub fn report_settings(&mut self) {
        if let Some(marks) = self.marks.take() {
            self.reports.extend(marks.reports(self.source.settings_file()));
        }
    }

    /// Resolves the `$ref` of the object at a location. Reports it and returns `None` if it has no target.
    pub fn resolve(&mut self, from: &Location, reference: &str) -> Option<Location> {
        let found = self.find(from, reference);
        found.map_err(|problem| self.reports.extend(problem.map(|it| *it))).ok()
    }

    /// Resolves the `$ref` of the object at a location.
    ///
    /// # Errors
    ///
    /// Returns an error if the reference has no target. The error is `None` if loading the file has reported it.
    pub fn find(&self, from: &Location, reference: &str) -> Result<Location, Option<Box<Report>>> {
        let found = self.source.resolve(&from.file, reference);
        found.or_else(|problem| self.resolve_within(from, reference).ok_or(problem)).map_err(|it| {
            let location = from.key("$ref");
            if self.loaded.contains_key(&location) {
                return None;
            }
            let report = problems::unknown_reference(location, reference, &it);
            Some(Box::new(self.worked_around(report, IGNORED)))
        })
    }

    /// Returns the reference to the schema of this name.
    pub fn named_schema(&self, name: &str) -> String {
        let schemas = if self.is_swagger { "definitions" } else { "components/schemas" };
        format!("#/{schemas}/{name}")
    }

    /// Resolves a fragment against the `$id` of the enclosing schema (JSON Schema 2020-12, Core 8.2.1).
    ///
    /// The callers resolve it against the file first, which is what most authors of an `$id` mean.
    fn resolve_within(&self, from: &Location, reference: &str) -> Option<Location> {
        let mut around = Some(from.clone()).filter(|_| reference.starts_with('#'));
        while let Some(place) = around {
            let id = self.source.value(&place).and_then(|value| value.get("$id"));
            if let Some(id) = id.and_then(Value::as_str) {
                let id = id.trim_end_matches('#');
                return self.source.resolve(&from.file, &format!("{id}{reference}")).ok();
            }
            around = place.parent();
        }
        None
    }

    /// Starts reading a schema. Returns `false`, after a report, if it contains itself or the limit is reached.
    pub(super) fn open(&mut self, location: &Location) -> bool {
        self.schemas += 1;
        if self.schemas > MAX_SCHEMAS {
            self.report(problems::too_many_schemas(location.clone(), MAX_SCHEMAS).once());
            return false;
        }
        let is_new = self.open.insert(location.clone());
        if !is_new {
            let target = format!("#{}", location.pointer);
            let report = problems::circular_reference(location.clone(), &target);
            self.mistake(report, IGNORED);
        }
        is_new
    }

    /// Returns `true` if a value was read as null because it is a number that JSON does not have.
    pub(super) fn is_not_finite(&self, location: &Location) -> bool {
        self.loaded.get(location) == Some(&NOT_FINITE)
    }

    /// Ends the schema that [`open`](Self::open) started.
    pub(super) fn close(&mut self, location: &Location) {
        self.open.remove(location);
    }

    /// Reports a recoverable mistake, with the substitute that is used.
    pub fn mistake(&mut self, report: Report, instead: &str) {
        self.report(self.worked_around(report, instead));
    }

    /// Makes a report a warning that names the substitute, unless the context is strict.
    pub fn worked_around(&self, mut report: Report, instead: &str) -> Report {
        if !self.strict {
            report.severity = Severity::Warning;
            report.label = match report.label.as_str() {
                "" => instead.to_owned(),
                label => format!("{label}; {instead}"),
            };
        }
        report
    }

    /// Returns `true` if a report concerns the selected operations.
    pub(super) fn is_needed(&self, report: &Report) -> bool {
        self.needed.as_ref().is_none_or(|needed| needed.has(report.location.as_ref()))
    }

    /// Adds a report.
    pub fn report(&mut self, report: Report) {
        self.reports.push(report);
    }
}

/// Returns the location and code of a report.
fn of_place(report: &Report) -> Option<(Location, &'static str)> {
    Some((report.location.clone()?, report.code))
}
