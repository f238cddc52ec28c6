//! Finds the members of a value whose schemas have a flag: `readOnly` or `writeOnly`.

use std::collections::HashSet;
use std::ptr;

use serde_json::Value;
use specwright::report::{Location, Pointer};

use crate::description::Description;

/// The number of schemas that apply in one place, one within the other.
const DEPTH: usize = 16;

/// Returns the members with the flag, as JSON pointers. The members of such a member are left out.
pub(crate) fn with(
    description: &Description,
    schema: &Location,
    value: &Value,
    flag: &str,
) -> Vec<String> {
    let mut look = Look { description, flag, seen: HashSet::new(), found: Vec::new() };
    look.value(description.at(schema), value, &Pointer::root(), 0);
    let mut found = look.found;
    found.sort();
    found.dedup();
    found
}

struct Look<'d> {
    description: &'d Description,
    flag: &'d str,
    /// The pairs of a schema and a value that are done, by address. Branches of recursive unions lead to the same pair many
    /// times.
    seen: HashSet<(usize, usize)>,
    found: Vec<String>,
}

impl<'d> Look<'d> {
    fn value(&mut self, schema: &'d Value, value: &Value, at: &Pointer, depth: usize) {
        if depth > DEPTH || !(value.is_object() || value.is_array()) {
            return;
        }
        let description = self.description;
        let schema = description.follow(schema);
        if !self.seen.insert((ptr::from_ref(schema).addr(), ptr::from_ref(value).addr())) {
            return;
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for branch in description.items(schema, key) {
                self.value(branch, value, at, depth + 1);
            }
        }
        let below = |key: &str| schema.get(key).filter(|it| it.is_object());
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            if let Some(items) = below("items") {
                self.value(items, item, &at.index(index), 0);
            }
        }
        for (name, member) in value.as_object().into_iter().flatten() {
            let own = below("properties").and_then(|properties| properties.get(name));
            let Some(schema) = own.or_else(|| below("additionalProperties")) else { continue };
            let at = at.key(name);
            if self.is_flagged(schema) {
                self.found.push(at.as_str().to_owned());
            } else {
                self.value(schema, member, &at, 0);
            }
        }
    }

    /// Returns `true` if a schema, its reference or a part of its `allOf` has the flag.
    fn is_flagged(&self, schema: &Value) -> bool {
        let has = |node: &Value| node.get(self.flag) == Some(&Value::Bool(true));
        let target = self.description.follow(schema);
        has(schema) || has(target) || self.description.items(target, "allOf").any(has)
    }
}
