//! Reading the members of an object: each in its type, or reported with its place.

use std::collections::{HashMap, HashSet};

use unicode_ident::{is_xid_continue, is_xid_start};

use super::{http_token, problems};
use crate::report::{Report, Reports, Severity};
use crate::source::{Location, NOT_FINITE, Object, Source, Value};

/// What every stage that reads the description needs: the source, and where to report.
#[derive(Debug)]
pub struct Context<'s> {
    /// The files.
    pub source: &'s Source,
    /// Whether a mistake that can be worked around is an error all the same: whoever writes the
    /// description wants it so, whoever was given it does not.
    pub strict: bool,
    /// What has been found so far.
    pub reports: Reports,
    /// What was said while the files were read, by code.
    loaded: HashMap<Location, &'static str>,
    /// The schemas that are being read, one inside the other.
    open: HashSet<Location>,
    /// How many schemas were read.
    schemas: usize,
    /// The keyword that one which is none may be a slip of: the same unknown ones stand in schema after schema.
    pub(super) slips: HashMap<&'s str, Option<&'static str>>,
}

/// Schemas that are read of one description. A file has fewer nodes, but a map of schemas may be referred to as a whole, and so
/// be read anew in each place.
const MAX_SCHEMAS: usize = 500_000;

impl<'s> Context<'s> {
    /// A context without reports.
    pub fn new(source: &'s Source, strict: bool) -> Self {
        Self {
            source,
            strict,
            reports: Reports::new(),
            loaded: source.warnings().iter().filter_map(of_place).collect(),
            open: HashSet::new(),
            schemas: 0,
            slips: HashMap::new(),
        }
    }

    /// Where the `$ref` of the object at a location leads; `None` if nowhere, which is reported.
    pub fn resolve(&mut self, from: &Location, reference: &str) -> Option<Location> {
        let found = self.find(from, reference);
        found.map_err(|problem| self.reports.extend(problem.map(|it| *it))).ok()
    }

    /// Where the `$ref` of the object at a location leads.
    ///
    /// # Errors
    ///
    /// A report if it leads nowhere; none if that was said where the file was looked for.
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

    /// Where a fragment leads within a schema with an `$id` of its own: to that schema's parts (JSON
    /// Schema 2020-12, Core 8.2.1). The file comes first, since that is what most who write an `$id`
    /// still mean.
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

    /// Begins to read a schema; `false` if it is a part of itself, or if too many were read, which is reported.
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

    /// Ends what [`open`](Self::open) began.
    pub(super) fn close(&mut self, location: &Location) {
        self.open.remove(location);
    }

    /// Reports a mistake that is worked around, and how.
    pub fn mistake(&mut self, report: Report, instead: &str) {
        self.report(self.worked_around(report, instead));
    }

    /// The report of a mistake that is worked around: a warning, unless the description is to be without any.
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

/// An object of the description, with its place.
#[derive(Clone, Debug)]
pub struct Fields<'s> {
    /// The members.
    pub object: &'s Object,
    /// Where it stands.
    pub location: Location,
    /// The description beside the reference that led here, which comes before the object's own
    /// (OpenAPI 3.1, 4.8.23).
    description: Option<&'s str>,
}

impl<'s> Fields<'s> {
    /// The value as an object, or the object that a reference in its place leads to; `what` names
    /// it in the report if it is none.
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

    /// The value as an object, in which `$ref` is a member as any other.
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

    /// Whether the member is there.
    pub fn has(&self, key: &str) -> bool {
        self.object.get(key).is_some()
    }

    /// The member's value, whatever it is.
    pub fn value(&self, key: &str) -> Option<&'s Value> {
        self.object.get(key)
    }

    /// A text, or the text that a reference in its place leads to.
    pub fn text(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s str> {
        let value = self.object.get(key)?;
        match follow(cx, value, self.location.key(key))? {
            (Value::String(text), _) => Some(text),
            (other, _) => self.wrong(cx, key, "a string", other),
        }
    }

    /// `description`: the one beside the reference that led here, or the object's own.
    pub fn description(&self, cx: &mut Context<'s>) -> Option<&'s str> {
        self.description.or_else(|| self.text(cx, "description"))
    }

    /// `x-rust-name`: one word that an identifier can be made of.
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

    /// A text that must be there.
    pub fn required_text(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s str> {
        if !self.has(key) {
            cx.mistake(problems::missing(self.location.clone(), key), "left out");
        }
        self.text(cx, key)
    }

    /// A text, or a number or boolean in the spelling of the file: `version: 1.0` is `1.0`.
    pub fn scalar(&self, cx: &mut Context<'s>, key: &str) -> Option<String> {
        match self.object.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                cx.source.text_at(&self.location.key(key))
            }
            other => self.wrong(cx, key, "a string", other),
        }
    }

    /// `true` or `false`; absent is `None`.
    pub fn flag(&self, cx: &mut Context<'s>, key: &str) -> Option<bool> {
        match self.object.get(key)? {
            Value::Bool(flag) => Some(*flag),
            other => self.wrong(cx, key, "`true` or `false`", other),
        }
    }

    /// A count: an integer from 0.
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

    /// A number.
    pub fn number(&self, cx: &mut Context<'s>, key: &str) -> Option<f64> {
        match self.object.get(key)? {
            Value::Int(integer) => Some(*integer as f64),
            Value::Float(float) => Some(*float),
            other => self.wrong(cx, key, "a number", other),
        }
    }

    /// A list of any values.
    pub fn values(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s [Value]> {
        match self.object.get(key)? {
            Value::Array(values) => Some(values),
            other => self.wrong(cx, key, "an array", other),
        }
    }

    /// A list of texts.
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

    /// A list of objects.
    pub fn list(&self, cx: &mut Context<'s>, key: &str) -> Vec<Fields<'s>> {
        let mut list = Vec::new();
        for (index, value) in self.values(cx, key).unwrap_or_default().iter().enumerate() {
            let location = self.location.key(key).index(index);
            list.extend(Fields::read(cx, value, location, "this item"));
        }
        list
    }

    /// An object.
    pub fn object(&self, cx: &mut Context<'s>, key: &str) -> Option<Fields<'s>> {
        let value = self.object.get(key)?;
        Fields::read(cx, value, self.location.key(key), &format!("`{key}`"))
    }

    /// An object that must be there.
    pub fn required_object(&self, cx: &mut Context<'s>, key: &str) -> Option<Fields<'s>> {
        if !self.has(key) {
            cx.mistake(problems::missing(self.location.clone(), key), "left out");
        }
        self.object(cx, key)
    }

    /// The members of an object whose members are all objects; extensions are left out.
    pub fn entries(&self, cx: &mut Context<'s>, key: &str) -> Vec<(&'s str, Fields<'s>)> {
        self.entries_named(cx, key, |name| !name.starts_with("x-"))
    }

    /// The members with such names of an object whose members are all objects.
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
            let fields = Fields::read(cx, value, map.location.key(name), &format!("`{name}`"));
            entries.extend(fields.map(|fields| (name, fields)));
        }
        entries
    }

    /// Reports a member of the wrong kind.
    fn wrong<T>(
        &self,
        cx: &mut Context<'s>,
        key: &str,
        expected: &str,
        found: &Value,
    ) -> Option<T> {
        let location = self.location.key(key);
        if found.is_null() && cx.loaded.get(&location) == Some(&NOT_FINITE) {
            // It was said where the number was read.
            return None;
        }
        let report = problems::wrong_kind(location, &format!("`{key}`"), expected, found);
        cx.mistake(report, "left out");
        None
    }
}

/// Where a report is about, and its code.
fn of_place(report: &Report) -> Option<(Location, &'static str)> {
    Some((report.location.clone()?, report.code))
}

/// How many references may stand in a row: more are a circle.
const CHAIN: usize = 32;

/// The longest `x-rust-name` in bytes. Names of types are in those of files, with words around them.
const LONGEST_NAME: usize = 160;

/// The value, or the one that a chain of references in its place ends at. Descriptions have them
/// in more places than OpenAPI allows, so they are followed wherever they can be meant.
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

/// Returns `true` if a text can be the name of a header or cookie; reports it otherwise.
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
