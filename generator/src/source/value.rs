//! The tree of a description: JSON values with wide integers and ordered members.

#![allow(
    clippy::indexing_slicing,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

use std::sync::Arc;

/// The number of members up to which an object is searched linearly.
const SMALL: usize = 16;

/// A node of a description.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, or an empty YAML value.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number without fraction and exponent that fits the type.
    Int(i128),
    /// Any other number. In JSON these include integers outside `i64::MIN..=u64::MAX`.
    /// [`Source::text_at`](super::Source::text_at) returns the number as written.
    Float(f64),
    /// A string.
    String(String),
    /// An array of items, in order.
    Array(Vec<Value>),
    /// An object, with its members in order.
    Object(Object),
}

impl Value {
    /// Returns the boolean, if the value is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the integer, if the value is one.
    ///
    /// A number with a zero fraction is an integer (JSON Schema Core, section 4.2.3), so `1.0` is one.
    pub fn as_integer(&self) -> Option<i128> {
        /// The first power of two that an `i128` cannot hold.
        const END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
        match self {
            Value::Int(value) => Some(*value),
            Value::Float(value) if value.fract() == 0.0 && (-END..END).contains(value) => {
                Some(*value as i128)
            }
            _ => None,
        }
    }

    /// Returns the number, if the value is one. An integer beyond 2^53 is rounded.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Int(value) => Some(*value as f64),
            Value::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the string, if the value is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the items, if the value is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the members, if the value is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Returns `true` if the value is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Returns a member, if the value is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object()?.get(key)
    }

    /// Returns a string that is equal for two values exactly if the values are equal.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        self.write_canonical(&mut text);
        text
    }

    fn write_canonical(&self, text: &mut String) {
        match self {
            // Adding zero makes both zeros equal.
            Value::Float(number) => text.push_str(&format!("f{:x}", (number + 0.0).to_bits())),
            Value::Array(items) => {
                text.push('[');
                for item in items {
                    item.write_canonical(text);
                    text.push(',');
                }
                text.push(']');
            }
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(key, _)| *key);
                text.push('{');
                for (key, value) in members {
                    text.push_str(&Value::String(key.to_owned()).to_string());
                    value.write_canonical(text);
                    text.push(',');
                }
                text.push('}');
            }
            scalar => text.push_str(&scalar.to_string()),
        }
    }

    /// Returns the type of the value with its article, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

/// The members of an object in the order written, each key once.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Equal keys of a file share their memory, because most keys are keywords.
    entries: Vec<(Arc<str>, Value)>,
    /// The positions of the entries, sorted by key; `None` for a small object. It is rare, so an object is small without it.
    sorted: Option<Box<Sorted>>,
}

#[derive(Clone, Debug)]
struct Sorted(Vec<u32>);

impl Object {
    /// Creates an object without members.
    pub fn new() -> Object {
        Object::default()
    }

    /// Returns the value of a member.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.find(key).map(|entry| &self.entries[entry].1)
    }

    /// Returns a member's value for a change.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        let entry = self.find(key)?;
        self.entries.get_mut(entry).map(|(_, value)| value)
    }

    /// Returns the position of a member.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.find(key)
    }

    /// Returns `true` if the object has the member.
    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Returns the number of members.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns `true` if the object has no members.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// Returns the keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| &**key)
    }

    /// Returns the values in order.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// Adds a member at the end. If the key exists, its value stays and the new value is returned.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, value: Value) -> Option<Value> {
        let key = key.into();
        if self.contains_key(&key) {
            return Some(value);
        }
        if let Some(sorted) = &mut self.sorted {
            let key_of = |entry: u32| &*self.entries[entry as usize].0;
            let place = sorted.0.partition_point(|&entry| key_of(entry) < &*key);
            sorted.0.insert(place, number(self.entries.len()));
        }
        self.entries.push((key, value));
        if self.sorted.is_none() && self.entries.len() > SMALL {
            self.sorted = Some(Box::new(Sorted(self.sort())));
        }
        None
    }

    /// Removes members.
    #[cfg(feature = "overlay")]
    pub(super) fn remove(&mut self, keys: &[String]) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.retain(|(key, _)| !keys.iter().any(|it| **it == **key));
        *self = Object::from_entries(entries).0;
    }

    /// Consumes the object and returns its members in order.
    pub(super) fn into_entries(self) -> Vec<(Arc<str>, Value)> {
        self.entries
    }

    /// Creates an object from members, keeping the first of equal keys.
    ///
    /// It also returns the repetitions in the order written, each with its position in `entries`.
    pub(super) fn from_entries(entries: Vec<(Arc<str>, Value)>) -> (Object, Vec<Repeated>) {
        let mut object = Object { entries, sorted: None };
        let repeated = object.repeated();
        if !repeated.is_empty() {
            let mut number = 0;
            let mut drop = repeated.iter().map(|repeat| repeat.entry).peekable();
            object.entries.retain(|_| {
                number += 1;
                drop.next_if_eq(&(number - 1)).is_none()
            });
        }
        if object.entries.len() <= SMALL {
            // The sorted positions may include removed members.
            object.sorted = None;
        } else if object.sorted.is_none() || !repeated.is_empty() {
            object.sorted = Some(Box::new(Sorted(object.sort())));
        }
        (object, repeated)
    }

    /// Finds repeated keys. Sorts a large object.
    fn repeated(&mut self) -> Vec<Repeated> {
        let mut repeated = Vec::new();
        if self.entries.len() <= SMALL {
            for (entry, (key, _)) in self.entries.iter().enumerate() {
                if let Some(first) =
                    self.entries[..entry].iter().position(|(other, _)| other == key)
                {
                    repeated.push(self.repeat(first, entry));
                }
            }
            return repeated;
        }
        let sorted = self.sort();
        for run in sorted.chunk_by(|&a, &b| self.key_of(a) == self.key_of(b)) {
            for &entry in &run[1..] {
                repeated.push(self.repeat(run[0] as usize, entry as usize));
            }
        }
        self.sorted = Some(Box::new(Sorted(sorted)));
        repeated.sort_by_key(|repeat| repeat.entry);
        repeated
    }

    fn repeat(&self, first: usize, entry: usize) -> Repeated {
        let (key, value) = &self.entries[entry];
        Repeated { entry, key: key.clone(), equal: self.entries[first].1 == *value }
    }

    fn find(&self, key: &str) -> Option<usize> {
        let Some(Sorted(sorted)) = self.sorted.as_deref() else {
            return self.entries.iter().position(|(other, _)| **other == *key);
        };
        let found = sorted.binary_search_by(|&entry| self.key_of(entry).cmp(key)).ok()?;
        Some(sorted[found] as usize)
    }

    /// Sorts stably, so that the first of equal keys comes first.
    fn sort(&self) -> Vec<u32> {
        let mut sorted: Vec<u32> = (0..number(self.entries.len())).collect();
        sorted.sort_by(|&a, &b| self.key_of(a).cmp(self.key_of(b)));
        sorted
    }

    fn key_of(&self, entry: u32) -> &str {
        &self.entries[entry as usize].0
    }
}

/// Converts a position to `u32`. The limit on nodes is lower than 2^32.
fn number(entry: usize) -> u32 {
    u32::try_from(entry).unwrap_or(u32::MAX)
}

/// A repetition of a key.
#[derive(Debug, PartialEq)]
pub(super) struct Repeated {
    pub(super) entry: usize,
    pub(super) key: Arc<str>,
    pub(super) equal: bool,
}

impl PartialEq for Object {
    /// Compares members without regard to their order.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a str, &'a Value);
    type IntoIter = Members<'a>;

    fn into_iter(self) -> Members<'a> {
        Members(self.entries.iter())
    }
}

/// The members of an [`Object`] in order.
#[derive(Clone, Debug)]
pub struct Members<'a>(std::slice::Iter<'a, (Arc<str>, Value)>);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (&**key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}
