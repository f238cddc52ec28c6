//! Finds the members of a value whose schemas have a flag: `readOnly` or `writeOnly`.

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
    let mut found = Vec::new();
    let look = Look { description, flag };
    look.value(description.at(schema), value, &Pointer::root(), 0, &mut found);
    found.sort();
    found.dedup();
    found
}

struct Look<'d> {
    description: &'d Description,
    flag: &'d str,
}

impl Look<'_> {
    fn value(
        &self,
        schema: &Value,
        value: &Value,
        at: &Pointer,
        depth: usize,
        found: &mut Vec<String>,
    ) {
        if depth > DEPTH || !(value.is_object() || value.is_array()) {
            return;
        }
        let schema = self.description.follow(schema);
        for key in ["allOf", "anyOf", "oneOf"] {
            for branch in self.description.items(schema, key) {
                self.value(branch, value, at, depth + 1, found);
            }
        }
        let below = |key: &str| schema.get(key).filter(|it| it.is_object());
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            if let Some(items) = below("items") {
                self.value(items, item, &at.index(index), 0, found);
            }
        }
        for (name, member) in value.as_object().into_iter().flatten() {
            let own = below("properties").and_then(|properties| properties.get(name));
            let Some(schema) = own.or_else(|| below("additionalProperties")) else { continue };
            let at = at.key(name);
            if self.is_flagged(schema) {
                found.push(at.as_str().to_owned());
            } else {
                self.value(schema, member, &at, 0, found);
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
