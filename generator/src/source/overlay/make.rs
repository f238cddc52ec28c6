//! Makes the overlay that leads from one description to another.

use std::fmt;

use super::merge::Kind;
use crate::source::{Object, Value};

/// The roots of two descriptions are not both objects, so that no overlay leads from one to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncompatibleRoots;

impl fmt::Display for IncompatibleRoots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a description is an object")
    }
}

impl std::error::Error for IncompatibleRoots {}

/// Makes an overlay of version 1.1 that changes one tree into another, but for the order of members. First it removes, then
/// it updates; actions that differ in one step of their targets are one. Without differences, it has no action.
///
/// # Errors
///
/// Returns an error if one of the trees is not an object.
pub fn make_overlay(old: &Value, new: &Value, title: &str) -> Result<Value, IncompatibleRoots> {
    let (Value::Object(before), Value::Object(after)) = (old, new) else {
        return Err(IncompatibleRoots);
    };
    let mut edits = Edits::default();
    edits.object(&mut Vec::new(), before, after);
    let removed = joined(edits.removed).into_iter().map(|edit| edit.action("remove"));
    let updated = joined(edits.updated).into_iter().map(|edit| edit.action("update"));
    let text = |text: &str| Value::String(text.to_owned());
    let info = object([("title", text(title)), ("version", text("1.0.0"))]);
    let actions = Value::Array(removed.chain(updated).collect());
    Ok(object([("overlay", text("1.1.0")), ("info", info), ("actions", actions)]))
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let mut object = Object::new();
    for (key, value) in members {
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}

/// A selector of a JSONPath segment (RFC 9535, section 2.3).
#[derive(Clone, Debug, PartialEq)]
enum Selector {
    Name(String),
    Index(usize),
    /// The items that are equal to a string.
    Equal(String),
}

/// One action: a target and its change.
#[derive(Debug)]
struct Edit {
    /// The segments of the target, each with its selectors.
    target: Vec<Vec<Selector>>,
    change: Value,
}

#[derive(Debug, Default)]
struct Edits {
    removed: Vec<Edit>,
    updated: Vec<Edit>,
}

impl Edits {
    fn remove(&mut self, way: &[Selector], selectors: Vec<Selector>) {
        if !selectors.is_empty() {
            let mut target = segments(way);
            target.push(selectors);
            self.removed.push(Edit { target, change: Value::Bool(true) });
        }
    }

    fn update(&mut self, way: &[Selector], change: Value) {
        self.updated.push(Edit { target: segments(way), change });
    }

    fn object(&mut self, way: &mut Vec<Selector>, old: &Object, new: &Object) {
        let place = self.updated.len();
        let mut own = Object::new();
        let mut removed: Vec<Selector> = Vec::new();
        for (key, before) in old {
            let change = match new.get(key) {
                None => {
                    removed.push(Selector::Name(key.to_owned()));
                    continue;
                }
                Some(after) if before == after => continue,
                Some(after) if Kind::of(before) != Kind::of(after) => {
                    removed.push(Selector::Name(key.to_owned()));
                    Some(after.clone())
                }
                Some(after) => {
                    way.push(Selector::Name(key.to_owned()));
                    let change = self.alike(way, before, after);
                    way.pop();
                    change
                }
            };
            if let Some(change) = change {
                own.insert(key.to_owned(), change);
            }
        }
        for (key, after) in new.iter().filter(|(key, _)| !old.contains_key(key)) {
            own.insert(key.to_owned(), after.clone());
        }
        self.remove(way, removed);
        if !own.is_empty() {
            // The changes of an object precede those of the objects in it.
            let edit = Edit { target: segments(way), change: Value::Object(own) };
            self.updated.insert(place, edit);
        }
    }

    /// Notes the changes within two values of one kind. Returns the value that is to be merged into the first one.
    fn alike(&mut self, way: &mut Vec<Selector>, old: &Value, new: &Value) -> Option<Value> {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => {
                self.object(way, old, new);
                None
            }
            (Value::Array(old), Value::Array(new)) => self.array(way, old, new),
            _ => Some(new.clone()),
        }
    }

    /// Notes the changes of items. Returns the items that are to be added at the end.
    fn array(&mut self, way: &mut Vec<Selector>, old: &[Value], new: &[Value]) -> Option<Value> {
        let mut kept = Vec::new();
        let mut next = 0;
        for (index, item) in old.iter().enumerate() {
            if new.get(next).is_some_and(|other| other == item) {
                kept.push(index);
                next += 1;
            }
        }
        let different = old.iter().zip(new).filter(|(old, new)| old != new).count();
        let fits = |(old, new): (&Value, &Value)| Kind::of(old) == Kind::of(new);
        let is_in_place = old.len() == new.len()
            && different <= old.len() - kept.len()
            && old.iter().zip(new).all(fits);
        if is_in_place {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                if old == new {
                    continue;
                }
                way.push(Selector::Index(index));
                if let Some(change) = self.alike(way, old, new) {
                    self.update(way, change);
                }
                way.pop();
            }
            return None;
        }
        let is_removed = |index: &usize| kept.binary_search(index).is_err();
        let removed: Vec<usize> = (0..old.len()).filter(is_removed).collect();
        self.remove(way, selectors(old, &kept, &removed));
        let added: Vec<Value> = new.iter().skip(next).cloned().collect();
        (!added.is_empty()).then_some(Value::Array(added))
    }
}

/// Returns the selectors of removed items: strings by their value, which stays right when others are removed upstream.
fn selectors(items: &[Value], kept: &[usize], removed: &[usize]) -> Vec<Selector> {
    let by_value = |index: &usize| {
        let text = items.get(*index)?.as_str()?;
        let is_kept =
            kept.iter().any(|kept| items.get(*kept).and_then(Value::as_str) == Some(text));
        (!is_kept).then(|| Selector::Equal(text.to_owned()))
    };
    let all: Option<Vec<Selector>> = removed.iter().map(by_value).collect();
    match all {
        Some(mut all) => {
            let mut known = Vec::new();
            all.retain(|selector| {
                let is_new = !known.contains(selector);
                known.push(selector.clone());
                is_new
            });
            all
        }
        None => removed.iter().map(|index| Selector::Index(*index)).collect(),
    }
}

fn segments(way: &[Selector]) -> Vec<Vec<Selector>> {
    way.iter().map(|selector| vec![selector.clone()]).collect()
}

/// Joins edits with the same change whose targets differ in one segment, from the last segment to the first.
fn joined(mut edits: Vec<Edit>) -> Vec<Edit> {
    let longest = edits.iter().map(|edit| edit.target.len()).max().unwrap_or(0);
    for back in 1..=longest {
        let mut known: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
        let mut all: Vec<Edit> = Vec::new();
        for edit in edits {
            let Some(at) = edit.target.len().checked_sub(back) else {
                all.push(edit);
                continue;
            };
            let mut others = edit.target.clone();
            let own = others.get_mut(at).map(std::mem::take).unwrap_or_default();
            let key = format!("{others:?} {}", edit.change.canonical());
            let first = known.get(&key).and_then(|first| all.get_mut(*first));
            match first.and_then(|first| first.target.get_mut(at)) {
                Some(selectors) => selectors.extend(own),
                None => {
                    known.insert(key, all.len());
                    all.push(edit);
                }
            }
        }
        edits = all;
    }
    edits
}

impl Edit {
    fn action(self, key: &str) -> Value {
        let mut target = "$".to_owned();
        for segment in &self.target {
            match segment.as_slice() {
                [Selector::Name(name)] if is_short(name) => {
                    target.push('.');
                    target.push_str(name);
                }
                selectors => {
                    let selectors: Vec<String> =
                        selectors.iter().map(ToString::to_string).collect();
                    target.push_str(&format!("[{}]", selectors.join(",")));
                }
            }
        }
        object([("target", Value::String(target)), (key, self.change)])
    }
}

/// Returns `true` if a name can stand after a dot (RFC 9535, section 2.5.1).
fn is_short(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|other| other.is_ascii_alphanumeric() || other == '_')
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Selector::Name(name) => f.write_str(&quoted(name)),
            Selector::Index(index) => index.fmt(f),
            Selector::Equal(text) => write!(f, "?@=={}", quoted(text)),
        }
    }
}

/// Returns a string literal of JSONPath (RFC 9535, section 2.3.1.1).
fn quoted(text: &str) -> String {
    let mut literal = String::from("'");
    for character in text.chars() {
        match character {
            '\'' | '\\' => literal.extend(['\\', character]),
            control if control < ' ' => literal.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => literal.push(other),
        }
    }
    literal.push('\'');
    literal
}
