//! Reads the members of objects: gives each its type, or reports it at its location.

use unicode_ident::{is_xid_continue, is_xid_start};

use super::context::Context;
use super::{http_token, problems};
use crate::report::Report;
use crate::source::{IGNORED, Location, Object, Value};

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
        if let Value::String(text) = value {
            return Some(text);
        }
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

    /// Reads a number above 0.
    pub fn positive(&self, cx: &mut Context<'s>, key: &str) -> Option<f64> {
        let value = self.object.get(key)?;
        let number = self.number(cx, key)?;
        match number > 0.0 {
            true => Some(number),
            false => self.wrong(cx, key, "a number above 0", value),
        }
    }

    /// Reads an array of any values.
    pub fn values(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s [Value]> {
        match self.object.get(key)? {
            Value::Array(values) => Some(values),
            other => self.wrong(cx, key, "an array", other),
        }
    }

    /// Reads any value. A number that JSON does not have counts as no value.
    pub fn literal(&self, cx: &Context<'s>, key: &str) -> Option<&'s Value> {
        self.value(key).filter(|value| is_finite(cx, value, &self.location.key(key)))
    }

    /// Reads an array of any values. One with a number that JSON does not have counts as no array.
    pub fn literals(&self, cx: &mut Context<'s>, key: &str) -> Option<&'s [Value]> {
        let values = self.values(cx, key)?;
        let location = self.location.key(key);
        let mut items = values.iter().enumerate();
        items.all(|(at, value)| is_finite(cx, value, &location.index(at))).then_some(values)
    }

    /// Reads an array of strings.
    pub fn texts(&self, cx: &mut Context<'s>, key: &str) -> Vec<&'s str> {
        let values = self.values(cx, key).unwrap_or_default();
        let mut texts = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
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
        if found.is_null() && cx.is_not_finite(&location) {
            // Loading the file has reported the number.
            return None;
        }
        let report = problems::wrong_kind(location, &format!("`{key}`"), expected, found);
        cx.mistake(report, "left out");
        None
    }
}

/// Returns `true` if a value is not a number that was read as null, because JSON does not have it.
fn is_finite(cx: &Context<'_>, value: &Value, location: &Location) -> bool {
    !value.is_null() || !cx.is_not_finite(location)
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
    cx.mistake(report, IGNORED);
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
