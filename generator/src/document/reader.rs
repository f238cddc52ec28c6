//! Reading the members of an object: each in its type, or reported with its place.

use std::collections::HashSet;

use unicode_ident::{is_xid_continue, is_xid_start};

use super::problems;
use crate::report::{Report, Reports};
use crate::source::{Location, Object, Source, Value};

/// What every stage that reads the description needs: the source, and where to report.
#[derive(Debug)]
pub struct Context<'s> {
    /// The files.
    pub source: &'s Source,
    /// What has been found so far.
    pub reports: Reports,
    /// What was said of which place: a node that is read twice is reported once.
    said: HashSet<(&'static str, Option<Location>, String)>,
}

impl<'s> Context<'s> {
    /// A context without reports.
    pub fn new(source: &'s Source) -> Self {
        Self { source, reports: Reports::new(), said: HashSet::new() }
    }

    /// Adds a report.
    pub fn report(&mut self, report: Report) {
        let said = (report.code, report.location.clone(), report.message.clone());
        if self.said.insert(said) {
            self.reports.push(report);
        }
    }
}

/// An object of the description, with its place.
#[derive(Clone, Debug)]
pub struct Fields<'s> {
    /// The members.
    pub object: &'s Object,
    /// Where it stands.
    pub location: Location,
}

impl<'s> Fields<'s> {
    /// The value as an object; `what` names it in the report if it is none.
    pub fn read(
        cx: &mut Context<'_>,
        value: &'s Value,
        location: Location,
        what: &str,
    ) -> Option<Self> {
        match value {
            Value::Object(object) => Some(Self { object, location }),
            other => {
                cx.report(problems::wrong_kind(location, what, "an object", other));
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

    /// A text.
    pub fn text(&self, cx: &mut Context<'_>, key: &str) -> Option<&'s str> {
        match self.object.get(key)? {
            Value::String(text) => Some(text),
            other => self.wrong(cx, key, "a text", other),
        }
    }

    /// `x-rust-name`: one word that an identifier can be made of.
    pub fn rust_name(&self, cx: &mut Context<'_>) -> Option<&'s str> {
        let name = self.text(cx, "x-rust-name")?;
        let begins = name.starts_with(|first| first == '_' || is_xid_start(first));
        if begins && name.chars().all(is_xid_continue) && name.chars().any(|char| char != '_') {
            return Some(name);
        }
        cx.report(problems::no_rust_name(self.location.key("x-rust-name"), name));
        None
    }

    /// A text that must be there.
    pub fn required_text(&self, cx: &mut Context<'_>, key: &str) -> Option<&'s str> {
        if !self.has(key) {
            cx.report(problems::missing(self.location.clone(), key));
        }
        self.text(cx, key)
    }

    /// A text, or a number or boolean in the spelling of the file: `version: 1.0` is `1.0`.
    pub fn scalar(&self, cx: &mut Context<'_>, key: &str) -> Option<String> {
        match self.object.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                cx.source.text_at(&self.location.key(key))
            }
            other => self.wrong(cx, key, "a text", other),
        }
    }

    /// `true` or `false`; absent is `None`.
    pub fn flag(&self, cx: &mut Context<'_>, key: &str) -> Option<bool> {
        match self.object.get(key)? {
            Value::Bool(flag) => Some(*flag),
            other => self.wrong(cx, key, "`true` or `false`", other),
        }
    }

    /// A count: an integer from 0.
    pub fn count(&self, cx: &mut Context<'_>, key: &str) -> Option<u64> {
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
    pub fn number(&self, cx: &mut Context<'_>, key: &str) -> Option<f64> {
        match self.object.get(key)? {
            Value::Int(integer) => Some(*integer as f64),
            Value::Float(float) => Some(*float),
            other => self.wrong(cx, key, "a number", other),
        }
    }

    /// A list of any values.
    pub fn values(&self, cx: &mut Context<'_>, key: &str) -> Option<&'s [Value]> {
        match self.object.get(key)? {
            Value::Array(values) => Some(values),
            other => self.wrong(cx, key, "a list", other),
        }
    }

    /// A list of texts.
    pub fn texts(&self, cx: &mut Context<'_>, key: &str) -> Vec<&'s str> {
        let mut texts = Vec::new();
        for (index, value) in self.values(cx, key).unwrap_or_default().iter().enumerate() {
            match value {
                Value::String(text) => texts.push(text.as_str()),
                other => {
                    let location = self.location.key(key).index(index);
                    cx.report(problems::wrong_kind(location, "this item", "a text", other));
                }
            }
        }
        texts
    }

    /// A list of objects.
    pub fn list(&self, cx: &mut Context<'_>, key: &str) -> Vec<Fields<'s>> {
        let mut list = Vec::new();
        for (index, value) in self.values(cx, key).unwrap_or_default().iter().enumerate() {
            let location = self.location.key(key).index(index);
            list.extend(Fields::read(cx, value, location, "this item"));
        }
        list
    }

    /// An object.
    pub fn object(&self, cx: &mut Context<'_>, key: &str) -> Option<Fields<'s>> {
        let value = self.object.get(key)?;
        Fields::read(cx, value, self.location.key(key), &format!("`{key}`"))
    }

    /// An object that must be there.
    pub fn required_object(&self, cx: &mut Context<'_>, key: &str) -> Option<Fields<'s>> {
        if !self.has(key) {
            cx.report(problems::missing(self.location.clone(), key));
        }
        self.object(cx, key)
    }

    /// The members of an object whose members are all objects; extensions are left out.
    pub fn entries(&self, cx: &mut Context<'_>, key: &str) -> Vec<(&'s str, Fields<'s>)> {
        let Some(map) = self.object(cx, key) else {
            return Vec::new();
        };
        let mut entries = Vec::new();
        for (name, value) in map.object.iter().filter(|(name, _)| !name.starts_with("x-")) {
            let fields = Fields::read(cx, value, map.location.key(name), &format!("`{name}`"));
            entries.extend(fields.map(|fields| (name, fields)));
        }
        entries
    }

    /// Reports a member of the wrong kind.
    fn wrong<T>(&self, cx: &mut Context<'_>, key: &str, expected: &str, found: &Value) -> Option<T> {
        let location = self.location.key(key);
        cx.report(problems::wrong_kind(location, &format!("`{key}`"), expected, found));
        None
    }
}
