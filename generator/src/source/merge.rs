//! YAML merge keys `<<` (yaml.org/type/merge.html): applies them, and maps paths back to the text.

use std::borrow::Cow;
use std::collections::HashSet;

use super::value::{Object, Value};

/// The merge key, if it is a plain scalar.
pub(super) const KEY: &str = "<<";

/// Replaces the merge key of an object by the members of its mappings.
///
/// The object's own members take precedence, then those of earlier mappings. The second result is
/// `false` if the merge key had other values, which are dropped.
pub(super) fn apply(object: Object) -> (Object, bool) {
    let own: HashSet<String> = object.keys().map(str::to_owned).collect();
    let mut applied = Object::new();
    let mut only_mappings = true;
    for (key, value) in object.into_entries() {
        if *key != *KEY {
            applied.insert(key, value);
            continue;
        }
        let mappings = match value {
            Value::Array(items) => items,
            single => vec![single],
        };
        for mapping in mappings {
            let Value::Object(members) = mapping else {
                only_mappings = false;
                continue;
            };
            for (name, value) in members.into_entries() {
                if !own.contains(&*name) {
                    applied.insert(name, value);
                }
            }
        }
    }
    (applied, only_mappings)
}

/// Returns the path in the text of a node in the merged tree. `written` is the tree before the merge.
pub(super) fn way_through<'s>(
    written: &Value,
    segments: impl Iterator<Item = Cow<'s, str>>,
) -> Option<Vec<Cow<'s, str>>> {
    let mut way = Vec::new();
    let mut node = written;
    for segment in segments {
        node = match node {
            Value::Array(items) => items.get(segment.parse::<usize>().ok()?)?,
            Value::Object(_) => member(node, &segment, &mut way)?,
            _ => return None,
        };
        way.push(segment);
    }
    Some(way)
}

/// Returns a member of an object or of a mapping merged into it. Adds the steps to that mapping to the path.
fn member<'v>(node: &'v Value, name: &str, way: &mut Vec<Cow<'_, str>>) -> Option<&'v Value> {
    let object = node.as_object()?;
    if let Some(value) = object.get(name) {
        return Some(value);
    }
    let merged = object.get(KEY)?;
    let mappings = match merged {
        Value::Array(items) => items,
        single => std::slice::from_ref(single),
    };
    for (number, mapping) in mappings.iter().enumerate() {
        let steps = way.len();
        way.push(Cow::Borrowed(KEY));
        if merged.as_array().is_some() {
            way.push(Cow::Owned(number.to_string()));
        }
        if let Some(value) = member(mapping, name, way) {
            return Some(value);
        }
        way.truncate(steps);
    }
    None
}
