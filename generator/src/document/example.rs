//! Examples of media types, parameters and headers (OpenAPI 3.1, 4.8.14 and 4.8.19).

use super::context::Context;
use super::reader::Fields;
use crate::api::{ExampleValue, NamedExample};
use crate::source::{Location, Source, Value};

/// The length of a chain of references. A longer chain is treated as a circle.
const CHAIN: usize = 32;

/// Reads `example` and `examples`. References without a target are not reported, because no type depends on them.
pub(super) fn read(cx: &Context<'_>, holder: &Fields<'_>) -> Vec<NamedExample> {
    let mut examples: Vec<_> = only(holder, "example").into_iter().collect();
    let location = holder.location.key("examples");
    let named = holder.value("examples").and_then(Value::as_object);
    for name in named.into_iter().flat_map(|named| named.keys()) {
        let value = value(cx, &location.key(name));
        examples.push(NamedExample { name: name.to_owned(), value });
    }
    examples
}

/// Returns the example without a name that a member contains.
pub(super) fn only(holder: &Fields<'_>, key: &str) -> Option<NamedExample> {
    let value = ExampleValue::At(holder.location.key(key));
    holder.has(key).then(|| NamedExample { name: String::new(), value })
}

/// Returns the value of an Example Object or of a reference to one. OpenAPI 3.2 adds `dataValue` and `serializedValue`.
fn value(cx: &Context<'_>, location: &Location) -> ExampleValue {
    let Some((example, location)) = find(cx.source, location) else { return ExampleValue::None };
    let data = ["value", "dataValue"].into_iter().find(|key| example.get(key).is_some());
    if let Some(key) = data {
        return ExampleValue::At(location.key(key));
    }
    if example.get("serializedValue").and_then(Value::as_str).is_some() {
        return ExampleValue::Serialized(location.key("serializedValue"));
    }
    match example.get("externalValue") {
        Some(_) => ExampleValue::Elsewhere,
        None => ExampleValue::None,
    }
}

/// Returns the node at a location, after resolving references. References without a target are not reported.
fn find<'s>(source: &'s Source, location: &Location) -> Option<(&'s Value, Location)> {
    let mut location = location.clone();
    for _ in 0..CHAIN {
        let value = source.value(&location)?;
        let Some(Value::String(reference)) = value.get("$ref") else {
            return Some((value, location));
        };
        location = source.resolve(&location.file, reference).ok()?;
    }
    None
}
