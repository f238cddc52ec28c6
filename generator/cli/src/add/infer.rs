//! The schema that a value suggests.

#![allow(
    clippy::indexing_slicing,
    reason = "members of a JSON object, and lines that were just found"
)]

use serde_json::{Map, Value, json};

/// The schema of a value: what is there is required, and what a text looks like is its format.
pub(super) fn schema(value: &Value) -> Value {
    match value {
        Value::Null => json!({ "type": "null" }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(text) => match format(text) {
            Some(format) => json!({ "type": "string", "format": format }),
            None => json!({ "type": "string" }),
        },
        Value::Array(items) => match items.iter().map(schema).reduce(merge) {
            Some(items) => json!({ "type": "array", "items": items }),
            None => json!({ "type": "array", "items": {} }),
        },
        Value::Object(members) => {
            let required: Vec<_> = members.keys().cloned().collect();
            let properties: Map<_, _> =
                members.iter().map(|(name, value)| (name.clone(), schema(value))).collect();
            let mut object = json!({ "type": "object" });
            if !required.is_empty() {
                object["required"] = required.into();
            }
            object["properties"] = properties.into();
            object
        }
    }
}

/// The schema of values of both: what one of them lacks is not required.
fn merge(one: Value, other: Value) -> Value {
    if one == other {
        return one;
    }
    let kind = |schema: &Value| schema["type"].as_str().unwrap_or_default().to_owned();
    match (kind(&one).as_str(), kind(&other).as_str()) {
        ("object", "object") => {
            let mut properties = one["properties"].as_object().cloned().unwrap_or_default();
            for (name, schema) in other["properties"].as_object().into_iter().flatten() {
                let merged = match properties.remove(name) {
                    Some(known) => merge(known, schema.clone()),
                    None => schema.clone(),
                };
                properties.insert(name.clone(), merged);
            }
            let names = |schema: &Value| schema["required"].as_array().cloned().unwrap_or_default();
            let others = names(&other);
            let required: Vec<_> =
                names(&one).into_iter().filter(|name| others.contains(name)).collect();
            let mut object = json!({ "type": "object" });
            if !required.is_empty() {
                object["required"] = required.into();
            }
            object["properties"] = properties.into();
            object
        }
        ("array", "array") => {
            json!({ "type": "array", "items": merge(one["items"].clone(), other["items"].clone()) })
        }
        ("integer", "number") | ("number", "integer") => json!({ "type": "number" }),
        ("string", "string") => json!({ "type": "string" }),
        ("null", "object" | "array") => json!({ "anyOf": [other, { "type": "null" }] }),
        ("object" | "array", "null") => json!({ "anyOf": [one, { "type": "null" }] }),
        ("null", scalar) if !scalar.is_empty() => json!({ "type": [scalar, "null"] }),
        (scalar, "null") if !scalar.is_empty() => json!({ "type": [scalar, "null"] }),
        _ => json!({}),
    }
}

/// The format that a text looks like (OpenAPI Format Registry).
fn format(text: &str) -> Option<&'static str> {
    let shape: String = text
        .chars()
        .map(|char| match char {
            '0'..='9' => '0',
            'a'..='f' | 'A'..='F' => 'a',
            other => other,
        })
        .collect();
    let is_hex = |part: &str, length| {
        part.len() == length && part.chars().all(|char| matches!(char, '0' | 'a'))
    };
    let parts: Vec<_> = shape.split('-').collect();
    if shape == "0000-00-00" {
        Some("date")
    } else if shape.starts_with("0000-00-00T00:00:00") {
        Some("date-time")
    } else if matches!(parts.as_slice(), [a, b, c, d, e] if is_hex(a, 8) && is_hex(b, 4) && is_hex(c, 4) && is_hex(d, 4) && is_hex(e, 12))
    {
        Some("uuid")
    } else {
        None
    }
}
