//! Infers a schema from a value.

use specwright::source::Value;

use super::credentials;
use super::node::Node;

/// Returns a schema with only a type.
pub(super) fn of_type(name: &str) -> Node {
    Node::map([("type", name.into())])
}

/// Infers the schema of a value. Each property is required, and a string gets the format that it looks like. The schema
/// contains no value.
pub(super) fn schema(value: &Value) -> Node {
    match value {
        Value::Null => of_type("null"),
        Value::Bool(_) => of_type("boolean"),
        Value::Float(_) => of_type("number"),
        Value::String(text) => match format(text) {
            Some(format) => of_type("string").with("format", format),
            None => of_type("string"),
        },
        Value::Array(items) => {
            let items = items.iter().map(schema).reduce(merge).unwrap_or(Node::Map(Vec::new()));
            of_type("array").with("items", items)
        }
        Value::Object(members) => {
            let required = members.keys().map(Node::from).collect();
            let properties =
                members.iter().map(|(name, value)| (name.to_owned(), named(name, value)));
            object(required, properties.collect())
        }
        _ => of_type("integer"),
    }
}

/// Infers the schema of a property. A string with the name of a credential becomes a password.
fn named(name: &str, value: &Value) -> Node {
    match value {
        Value::String(text) if credentials::is_secret(name, text) => password(),
        value => schema(value),
    }
}

/// Returns the schema of a secret.
pub(super) fn password() -> Node {
    of_type("string").with("format", "password")
}

/// Returns the schema of an object.
pub(super) fn object(required: Vec<Node>, properties: Vec<(String, Node)>) -> Node {
    let schema = of_type("object");
    let schema =
        if required.is_empty() { schema } else { schema.with("required", Node::List(required)) };
    schema.with("properties", Node::Map(properties))
}

/// Merges the schemas of two values. A property that one of them lacks is not required.
pub(super) fn merge(one: Node, other: Node) -> Node {
    if one == other {
        return one;
    }
    let kind = |schema: &Node| match schema.get("type") {
        Some(Node::Text(kind)) => kind.clone(),
        _ => String::new(),
    };
    match (kind(&one).as_str(), kind(&other).as_str()) {
        ("object", "object") => merge_objects(&one, &other),
        ("array", "array") => {
            let items =
                |schema: &Node| schema.get("items").cloned().unwrap_or(Node::Map(Vec::new()));
            of_type("array").with("items", merge(items(&one), items(&other)))
        }
        ("integer", "number") | ("number", "integer") => of_type("number"),
        ("string", "string") => of_type("string"),
        ("null", "object" | "array") => either(other),
        ("object" | "array", "null") => either(one),
        ("null", scalar) | (scalar, "null") if !scalar.is_empty() => {
            Node::map([("type", vec![scalar.into(), "null".into()].into())])
        }
        _ => Node::Map(Vec::new()),
    }
}

fn either(schema: Node) -> Node {
    Node::map([("anyOf", vec![schema, of_type("null")].into())])
}

fn merge_objects(one: &Node, other: &Node) -> Node {
    let members = |schema: &Node| schema.get("properties").map_or(&[][..], Node::members).to_vec();
    let others = members(other);
    let mut properties = members(one);
    for (name, schema) in others {
        match properties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = merge(known.clone(), schema),
            None => properties.push((name, schema)),
        }
    }
    let names = |schema: &Node| schema.get("required").map_or(&[][..], Node::items).to_vec();
    let others = names(other);
    let required = names(one).into_iter().filter(|name| others.contains(name)).collect();
    object(required, properties)
}

/// Infers the schema of the text of a parameter or form field.
pub(super) fn of_text(text: &str) -> Node {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !digits.is_empty()
        && digits.len() <= 15
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    // A number that Rust writes differently would be sent differently, so it stays a string.
    let is_decimal = digits.contains('.')
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.parse::<f64>().is_ok_and(|number| number.to_string() == text);
    match text {
        "true" | "false" => of_type("boolean"),
        _ if is_integer => of_type("integer"),
        _ if is_decimal => of_type("number"),
        _ => of_type("string"),
    }
}

/// Converts a schema to OpenAPI 3.0, with `nullable` in place of the type `null`.
pub(super) fn for_3_0(schema: Node) -> Node {
    let Node::Map(members) = schema else {
        return match schema {
            Node::List(items) => Node::List(items.into_iter().map(for_3_0).collect()),
            other => other,
        };
    };
    let is_null = |node: &Node| node.as_str() == Some("null");
    let mut written = Vec::new();
    for (key, value) in members {
        match (key.as_str(), &value) {
            ("type", Node::List(types)) => {
                written.extend(
                    types.iter().find(|it| !is_null(it)).map(|it| (key.clone(), it.clone())),
                );
                written.push(("nullable".to_owned(), true.into()));
            }
            ("type", kind) if is_null(kind) => written.push(("nullable".to_owned(), true.into())),
            ("anyOf", Node::List(branches)) => {
                let branch =
                    branches.iter().find(|it| it.get("type").is_none_or(|it| !is_null(it)));
                let branch = branch.cloned().map(for_3_0);
                written.extend(branch.iter().flat_map(|it| it.members().to_vec()));
                written.push(("nullable".to_owned(), true.into()));
            }
            _ => written.push((key, for_3_0(value))),
        }
    }
    Node::Map(written)
}

/// Returns the format that a string looks like (OpenAPI Format Registry).
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
    } else if shape.starts_with("0000-00-00T00:00:00") && shape.len() > 19 {
        Some("date-time")
    } else if matches!(parts.as_slice(), [a, b, c, d, e] if is_hex(a, 8) && is_hex(b, 4) && is_hex(c, 4) && is_hex(d, 4) && is_hex(e, 12))
    {
        Some("uuid")
    } else {
        None
    }
}
