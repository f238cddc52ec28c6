//! The kind of value that a schema describes, without looking at an instance.

use serde_json::Value;

use crate::description::Description;

/// The kind of a parameter's value, which decides how its text is split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A single value.
    Scalar,
    /// A list of items.
    Array,
    /// An object with properties.
    Object,
}

/// The most nested schemas that are searched.
const DEPTH: usize = 16;

/// Returns the shape of a schema's values.
pub(crate) fn of(description: &Description, schema: &Value) -> Shape {
    let mut found = Shape::Scalar;
    visit(description, schema, DEPTH, &mut |schema| {
        let is = |kind: &str| match schema.get("type") {
            Some(Value::String(only)) => only == kind,
            Some(Value::Array(kinds)) => kinds.iter().any(|one| one == kind),
            _ => false,
        };
        if is("array") || schema.get("type").is_none() && schema.get("items").is_some() {
            found = Shape::Array;
        } else if is("object") || schema.get("type").is_none() && schema.get("properties").is_some()
        {
            found = Shape::Object;
        }
    });
    found
}

/// Returns the names of a schema's properties.
pub(crate) fn properties(description: &Description, schema: &Value) -> Vec<String> {
    let mut names = Vec::new();
    visit(description, schema, DEPTH, &mut |schema| {
        names.extend(description.entries(schema, "properties").map(|(name, _)| name.to_owned()));
    });
    names
}

/// Returns the schema of a property.
pub(crate) fn property<'v>(
    description: &'v Description,
    schema: &'v Value,
    name: &str,
) -> Option<&'v Value> {
    let mut found = None;
    visit(description, schema, DEPTH, &mut |schema| {
        let mut entries = description.entries(schema, "properties");
        found = found.or_else(|| entries.find(|(known, _)| *known == name).map(|(_, it)| it));
    });
    found
}

/// Visits a schema, the target of its `$ref`, and the branches of its `allOf`, `oneOf` and `anyOf`, up to `depth` levels.
fn visit<'v>(
    description: &'v Description,
    schema: &'v Value,
    depth: usize,
    look: &mut impl FnMut(&'v Value),
) {
    if depth == 0 {
        return;
    }
    look(schema);
    if let Some(target) = description.target(schema) {
        visit(description, target, depth - 1, look);
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for branch in description.items(schema, key) {
            visit(description, branch, depth - 1, look);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specwright::source::Source;

    use super::*;

    #[test]
    fn shapes_are_seen_through_references_and_branches() {
        let text = "
openapi: 3.1.0
components: { schemas: { List: { type: [array, 'null'] }, Ring: { anyOf: [{ $ref: '#/components/schemas/Ring' }] } } }
";
        let description = Description::new(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        let list = json!({"$ref": "description:/0#/components/schemas/List"});
        assert_eq!(of(&description, &list), Shape::Array);
        assert_eq!(of(&description, &json!({"oneOf": [{"type": "string"}, list]})), Shape::Array);
        let object = json!({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]});
        assert_eq!(of(&description, &object), Shape::Object);
        assert_eq!(properties(&description, &object), ["a", "b"]);
        assert_eq!(of(&description, &json!(true)), Shape::Scalar);
        let ring = json!({"$ref": "description:/0#/components/schemas/Ring"});
        assert_eq!(of(&description, &ring), Shape::Scalar);
    }
}
