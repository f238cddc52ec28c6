//! Finds values that begin with `#` and stand without quotes, so that YAML takes them for comments: `$ref: #/components/schemas/Pet`.

use super::position::Finder;
use super::value::Value;
use crate::report::{Part, Pointer};

/// Members without a value that are looked at in one file.
const MAX_LOOKED_AT: usize = 1_000;

/// A value that was taken for a comment.
#[derive(Debug)]
pub(super) struct Unquoted {
    /// The member.
    pub(super) pointer: Pointer,
    /// The reference that is meant.
    pub(super) text: String,
}

/// Finds the references without quotes in a YAML text, and puts them into the tree where they are meant, so that each is reported
/// once.
pub(super) fn read_as_meant(root: &mut Value, text: &str, finder: &Finder) -> Vec<Unquoted> {
    if !has_candidate(text) {
        return Vec::new();
    }
    let mut empty = Vec::new();
    members_without_value(root, &Pointer::root(), &mut empty);
    let mut found = Vec::new();
    for pointer in empty {
        let Some(key) = finder.find_yaml(text, &pointer, Part::Key) else { continue };
        let is_reference = pointer.last().is_some_and(|key| key == "$ref");
        let rest = text.get(key.bytes.end..).and_then(|rest| rest.lines().next());
        let Some(meant) = rest.and_then(|rest| reference(rest, is_reference)) else { continue };
        if let Some(value) = at_mut(root, &pointer) {
            *value = Value::String(meant.to_owned());
        }
        found.push(Unquoted { pointer, text: meant.to_owned() });
    }
    found
}

/// The reference behind a key, if what stands there is a comment that looks like one.
pub(super) fn reference(rest: &str, is_reference: bool) -> Option<&str> {
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let word = rest.split_whitespace().next()?.trim_end_matches(['}', ']', ',']);
    let begins = if is_reference { "#" } else { "#/" };
    (word.starts_with(begins) && word.len() > begins.len()).then_some(word)
}

/// Returns `true` if a text has a `#` with more behind it where a value may begin.
fn has_candidate(text: &str) -> bool {
    text.match_indices('#').any(|(at, _)| {
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let key = before.trim_end_matches([' ', '\t']);
        key.len() < at && key.ends_with(':') && !rest.starts_with("# ")
    })
}

fn members_without_value(value: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    if found.len() >= MAX_LOOKED_AT {
        return;
    }
    match value {
        Value::Object(members) => {
            for (key, value) in members.iter() {
                let at = at.key(key);
                if value.is_null() {
                    found.push(at);
                } else {
                    members_without_value(value, &at, found);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                members_without_value(item, &at.index(index), found);
            }
        }
        _ => {}
    }
}

/// Returns the node at a pointer for a change.
pub(super) fn at_mut<'v>(root: &'v mut Value, pointer: &Pointer) -> Option<&'v mut Value> {
    pointer.segments().try_fold(root, |value, segment| match value {
        Value::Object(members) => members.get_mut(&segment),
        Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?),
        _ => None,
    })
}
