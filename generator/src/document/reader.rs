//! Reads the members of objects: gives each its type, or reports it at its location.

use std::collections::{HashMap, HashSet};

use unicode_ident::{is_xid_continue, is_xid_start};

use super::swagger::is_swagger;
use super::{http_token, problems};
use crate::report::{Report, Reports, Severity};
use crate::settings::{Marks, Selection, Settings};
use crate::source::{Location, NOT_FINITE, Object, Source, Value};

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
            Some(Box::new(self.worked_around(report, "read as if nothing were said here")))
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
            self.mistake(report, "read as if nothing were said here");
        }
        is_new
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

    /// Adds a report.
    pub fn report(&mut self, report: Report) {
        self.reports.push(report);
    }
}

/// An object of the description, with its location.
#[derive(Clone, Debug)]
pub struct Fields<'s> {
    /// The members.
    pub object: &'s Object,
    /// The location in the description.
    pub location: Location,
    /// The `description` beside the reference that led here. It takes precedence over the object's
    /// own (OpenAPI 3.1, 4.8.23).
    description: Option<&'s str>,
}

impl<'s> Fields<'s> {
    /// Reads a value as an object, after resolving a reference in its place.
    ///
    /// `what` names the value in the report if it is not an object.
    pub fn read(
        cx: &mut Context<'s>,
        value: &'s Value,
        location: Location,
        what: &str,
    ) -> Option<Self> {
        let (target, location) = follow(cx, value, location)?;
        let mut fields = Self::here(cx, target, location, what)?;
        if !std::ptr::eq(target, value) {
            fields.description = value.get("description").and_then(Value::as_str);
        }
        Some(fields)
    }

    /// Reads a value as an object without resolving references: `$ref` is an ordinary member.
    pub fn here(
        cx: &mut Context<'s>,
        value: &'s Value,
        location: Location,
        what: &str,
    ) -> Option<Self> {
        match value {
            Value::Object(object) => Some(Self { object, location, description: None }),
            other => {
                cx.mistake(problems::wrong_kind(location, what, "an object", other), "left out");
                None
            }
        }
    }

    /// Returns `true` if the object has the member.
    pub fn has(&self, key: &str) -> bool {
        self.object.get(key).is_some()
    }

    /// Returns the value of a member.
    pub fn value(&self, key: &str) -> Option<&'s Value> {
        self.object.get(key)
    }

    /// Reads a string, after resolving a reference in its place.
    pub fn text(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s str> {
        let value = self.object.get(key)?;
        match follow(cx, value, self.location.key(key))? {
            (Value::String(text), _) => Some(text),
            (other, _) => self.wrong(cx, key, "a string", other),
        }
    }

    /// Reads `description`: the one beside the reference that led here, or the object's own.
    pub fn description(&self, cx: &mut Context<'s>) -> Option<&'s str> {
        self.description.or_else(|| self.text(cx, "description"))
    }

    /// Reads `x-rust-name`, a single identifier.
    pub fn rust_name(&self, cx: &mut Context<'s>) -> Option<&'s str> {
        let name = self.text(cx, "x-rust-name")?;
        let begins = name.starts_with(|first| first == '_' || is_xid_start(first));
        if begins && name.chars().all(is_xid_continue) && name.chars().any(|char| char != '_') {
            if name.len() <= LONGEST_NAME {
                return Some(name);
            }
            let at = self.location.key("x-rust-name");
            cx.mistake(problems::long_rust_name(at, name, LONGEST_NAME), "left out");
            return None;
        }
        let report = problems::no_rust_name(self.location.key("x-rust-name"), name);
        cx.mistake(report, "left out");
        None
    }

    /// Reads a required string.
    pub fn required_text(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s str> {
        if !self.has(key) {
            cx.mistake(problems::missing(self.location.clone(), key), "left out");
        }
        self.text(cx, key)
    }

    /// Reads a scalar as a string, in the spelling of the file: `version: 1.0` is `1.0`.
    pub fn scalar(&self, cx: &mut Context<'s>, key: &str) -> Option<String> {
        match self.object.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                cx.source.text_at(&self.location.key(key))
            }
            other => self.wrong(cx, key, "a string", other),
        }
    }

    /// Reads a boolean.
    pub fn flag(&self, cx: &mut Context<'s>, key: &str) -> Option<bool> {
        match self.object.get(key)? {
            Value::Bool(flag) => Some(*flag),
            other => self.wrong(cx, key, "`true` or `false`", other),
        }
    }

    /// Reads a count: an integer of at least 0.
    pub fn count(&self, cx: &mut Context<'s>, key: &str) -> Option<u64> {
        let value = self.object.get(key)?;
        let count = match value {
            Value::Int(integer) => u64::try_from(*integer).ok(),
            // JSON Schema counts 1.0 as an integer (2020-12, Core 4.2.3).
            Value::Float(float) if float.fract() == 0.0 && (0.0..1e15).contains(float) => {
                Some(*float as u64)
            }
            _ => None,
        };
        count.or_else(|| self.wrong(cx, key, "an integer from 0", value))
    }

    /// Reads a number.
    pub fn number(&self, cx: &mut Context<'s>, key: &str) -> Option<f64> {
        match self.object.get(key)? {
            Value::Int(integer) => Some(*integer as f64),
            Value::Float(float) => Some(*float),
            other => self.wrong(cx, key, "a number", other),
        }
    }

    /// Reads an array of any values.
    pub fn values(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s [Value]> {
        match self.object.get(key)? {
            Value::Array(values) => Some(values),
            other => self.wrong(cx, key, "an array", other),
        }
    }

    /// Reads an array of strings.
    pub fn texts(&self, cx: &mut Context<'s>, key: &str) -> Vec<&'s str> {
        let mut texts = Vec::new();
        for (index, value) in self.values(cx, key).unwrap_or_default().iter().enumerate() {
            match value {
                Value::String(text) => texts.push(text.as_str()),
                other => {
                    let location = self.location.key(key).index(index);
                    let report = problems::wrong_kind(location, "this item", "a string", other);
                    cx.mistake(report, "left out");
                }
            }
        }
        texts
    }

    /// Reads an array of objects.
    pub fn list(&self, cx: &mut Context<'s>, key: &str) -> Vec<Fields<'s>> {
        let mut list = Vec::new();
        for (index, value) in self.values(cx, key).unwrap_or_default().iter().enumerate() {
            let location = self.location.key(key).index(index);
            let fields = Fields::read(cx, value, location.clone(), "this item");
            match fields {
                Some(fields) => list.push(fields),
                None => cx.losses.push(location),
            }
        }
        list
    }

    /// Reads an object.
    pub fn object(&self, cx: &mut Context<'s>, key: &str) -> Option<Fields<'s>> {
        let value = self.object.get(key)?;
        Fields::read(cx, value, self.location.key(key), &format!("`{key}`"))
    }

    /// Reads a required object.
    pub fn required_object(&self, cx: &mut Context<'s>, key: &str) -> Option<Fields<'s>> {
        if !self.has(key) {
            cx.mistake(problems::missing(self.location.clone(), key), "left out");
        }
        self.object(cx, key)
    }

    /// Reads an object whose members are objects, without extensions.
    pub fn entries(&self, cx: &mut Context<'s>, key: &str) -> Vec<(&'s str, Fields<'s>)> {
        self.entries_named(cx, key, |name| !name.starts_with("x-"))
    }

    /// Reads an object whose members are objects, without the names that `is_meant` rejects.
    pub fn entries_named(
        &self,
        cx: &mut Context<'s>,
        key: &str,
        is_meant: fn(&str) -> bool,
    ) -> Vec<(&'s str, Fields<'s>)> {
        let Some(map) = self.object(cx, key) else {
            return Vec::new();
        };
        let mut entries = Vec::new();
        for (name, value) in map.object.iter().filter(|(name, _)| is_meant(name)) {
            let location = map.location.key(name);
            match Fields::read(cx, value, location.clone(), &format!("`{name}`")) {
                Some(fields) => entries.push((name, fields)),
                None => cx.losses.push(location),
            }
        }
        entries
    }

    /// Reports a member of the wrong type.
    fn wrong<T>(
        &self,
        cx: &mut Context<'s>,
        key: &str,
        expected: &str,
        found: &Value,
    ) -> Option<T> {
        let location = self.location.key(key);
        if found.is_null() && cx.loaded.get(&location) == Some(&NOT_FINITE) {
            // Loading the file has reported the number.
            return None;
        }
        let report = problems::wrong_kind(location, &format!("`{key}`"), expected, found);
        cx.mistake(report, "left out");
        None
    }
}

/// Returns the location and code of a report.
fn of_place(report: &Report) -> Option<(Location, &'static str)> {
    Some((report.location.clone()?, report.code))
}

/// The length of a chain of references. A longer chain is treated as a circle.
const CHAIN: usize = 32;

/// The maximum length of an `x-rust-name` in bytes. File names contain the names of types.
const LONGEST_NAME: usize = 160;

/// Resolves the chain of references in place of a value.
///
/// Descriptions use references in more places than OpenAPI allows, so they are resolved wherever they make sense.
fn follow<'s>(
    cx: &mut Context<'s>,
    value: &'s Value,
    location: Location,
) -> Option<(&'s Value, Location)> {
    let start = location.clone();
    let (mut value, mut location) = (value, location);
    for _ in 0..CHAIN {
        let Some(Value::String(reference)) = value.get("$ref") else {
            return Some((value, location));
        };
        location = cx.resolve(&location, reference)?;
        value = cx.source.value(&location)?;
    }
    let target = value.get("$ref").and_then(Value::as_str).unwrap_or_default();
    let report = problems::circular_reference(start.key("$ref"), target);
    cx.mistake(report, "read as if nothing were said here");
    None
}

/// Returns `true` if a string can be the name of a header or cookie. Reports it otherwise.
pub(super) fn check_token(
    cx: &mut Context<'_>,
    name: &str,
    report: impl FnOnce() -> Report,
) -> bool {
    let is_name = http_token::is_token(name);
    if !is_name {
        cx.mistake(report(), "left out");
    }
    is_name
}
