//! Numbers that JSON does not have, where strings are expected: `.inf` in an enum of strings is a string, as `1.10` is.

use super::context::{Oddity, OddityKind};
use super::position::Finder;
use super::unquoted::at_mut;
use super::value::Value;
use crate::report::{Part, Pointer};

/// Puts the numbers among the values of a schema of strings into the tree as they are written, and removes their oddities.
pub(super) fn read_as_meant(
    root: &mut Value,
    text: &str,
    finder: &Finder,
    oddities: &mut Vec<Oddity>,
) {
    oddities.retain(|oddity| {
        let is_meant =
            matches!(oddity.kind, OddityKind::NotFinite) && is_string(root, &oddity.pointer);
        let written = is_meant.then(|| finder.find_yaml(text, &oddity.pointer, Part::Value));
        match (written.flatten().and_then(|it| it.text), at_mut(root, &oddity.pointer)) {
            (Some(written), Some(value)) => {
                *value = Value::String(written);
                false
            }
            _ => true,
        }
    });
}

/// Returns `true` if a node is a value of a schema that names `string` as its only type beside `null`.
fn is_string(root: &mut Value, at: &Pointer) -> bool {
    let Some(member) = value_keyword(at) else { return false };
    let schema = member.parent().and_then(|schema| at_mut(root, &schema));
    match schema.and_then(|schema| schema.get("type")) {
        Some(Value::String(ty)) => ty == "string",
        Some(Value::Array(types)) => {
            let mut types = types.iter().filter_map(Value::as_str).filter(|ty| *ty != "null");
            types.next() == Some("string") && types.next().is_none()
        }
        _ => false,
    }
}

/// Returns the member of a schema that holds a value: `enum` for an item of it.
fn value_keyword(at: &Pointer) -> Option<Pointer> {
    match at.last()?.as_ref() {
        "const" | "default" | "example" => Some(at.clone()),
        _ => at.parent().filter(|list| {
            list.last().is_some_and(|key| matches!(key.as_ref(), "enum" | "examples"))
        }),
    }
}
