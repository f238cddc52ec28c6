//! Conjunctions: the schemas that all apply to one value, namely a schema, the target of its `$ref`, and its `allOf`.

use serde_json::Value;

use crate::description::Description;

/// A listed value of a schema, with its description.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ListedValue {
    /// The value.
    pub(crate) value: String,
    /// The description of the value.
    pub(crate) description: Option<String>,
}

/// The levels of a body that are searched for listed values. The code of an error is near the top.
const DEPTH: usize = 4;

/// Returns the schemas that apply together, the given ones first.
pub(crate) fn parts<'v>(description: &'v Description, schemas: &[&'v Value]) -> Vec<&'v Value> {
    let mut parts: Vec<&Value> = Vec::new();
    let mut next: Vec<&Value> = schemas.iter().rev().copied().collect();
    while let Some(schema) = next.pop() {
        if parts.iter().any(|known| std::ptr::eq(*known, schema)) {
            continue;
        }
        parts.push(schema);
        let all = schema.get("allOf").and_then(Value::as_array);
        next.extend(all.into_iter().flatten().rev());
        next.extend(description.target(schema));
    }
    parts
}

/// Returns the strings that the schemas list by `const`, `enum`, or a union of these.
pub(crate) fn listed(description: &Description, parts: &[&Value]) -> Vec<ListedValue> {
    let lists = parts.iter().map(|part| list(description, part, DEPTH));
    // Of several lists, the shortest is the best approximation of their intersection.
    lists.filter(|list| !list.is_empty()).min_by_key(Vec::len).unwrap_or_default()
}

/// Returns the strings that are listed for the members of a value, outer members first.
pub(crate) fn listed_below(description: &Description, schema: &Value) -> Vec<ListedValue> {
    let mut found = Vec::new();
    below(description, schema, DEPTH, &mut found);
    found
}

/// Returns the schemas of each property, in the order of the description.
pub(crate) fn properties<'v>(parts: &[&'v Value]) -> Vec<(&'v str, Vec<&'v Value>)> {
    let mut properties: Vec<(&str, Vec<&Value>)> = Vec::new();
    for (name, schema) in
        parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten()
    {
        match properties.iter_mut().find(|(known, _)| known == name) {
            Some((_, schemas)) => schemas.push(schema),
            None => properties.push((name, vec![schema])),
        }
    }
    properties
}

/// Returns the branches of a union.
pub(crate) fn branches(part: &Value) -> &[Value] {
    let union = part.get("oneOf").or_else(|| part.get("anyOf")).and_then(Value::as_array);
    union.map_or(&[], Vec::as_slice)
}

fn list(description: &Description, part: &Value, depth: usize) -> Vec<ListedValue> {
    let text = |key: &str| part.get(key).and_then(Value::as_str).map(str::to_owned);
    if let Some(value) = text("const") {
        return vec![ListedValue { value, description: text("description") }];
    }
    if let Some(values) = part.get("enum").and_then(Value::as_array) {
        let texts = values.iter().filter_map(Value::as_str);
        return texts
            .map(|text| ListedValue { value: text.to_owned(), description: None })
            .collect();
    }
    let mut listed = Vec::new();
    for branch in branches(part) {
        if depth == 0 || branch.get("type").is_some_and(|kind| kind == "null") {
            continue;
        }
        let parts = parts(description, &[branch]);
        let lists = parts.iter().map(|part| list(description, part, depth - 1));
        let Some(found) = lists.filter(|list| !list.is_empty()).min_by_key(Vec::len) else {
            return Vec::new();
        };
        listed.extend(found);
    }
    listed
}

fn below(description: &Description, schema: &Value, depth: usize, found: &mut Vec<ListedValue>) {
    if depth == 0 {
        return;
    }
    let parts = parts(description, &[schema]);
    let properties = properties(&parts);
    for (_, schemas) in &properties {
        for value in listed(description, &self::parts(description, schemas)) {
            if !found.iter().any(|known| known.value == value.value) {
                found.push(value);
            }
        }
    }
    for branch in parts.iter().flat_map(|part| branches(part)) {
        below(description, branch, depth - 1, found);
    }
    for schema in properties.iter().flat_map(|(_, schemas)| schemas) {
        below(description, schema, depth - 1, found);
    }
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;

    const TEXT: &str = "
openapi: 3.1.0
components:
  schemas:
    Problem: { type: object, properties: { type: { type: string }, next: { $ref: '#/components/schemas/Problem' } } }
    Down:
      allOf:
        - $ref: '#/components/schemas/Problem'
        - properties: { type: { oneOf: [{ const: a, description: One. }, { const: b }] } }
    Either: { anyOf: [{ $ref: '#/components/schemas/Down' }, { properties: { error: { properties: { code: { enum: [c, 1] } } } } }] }
    Open: { anyOf: [{ enum: [x] }, { type: string }] }
";

    fn names(schema: &str) -> Vec<String> {
        let description = Description::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let schema = &description.root()["components"]["schemas"][schema];
        listed_below(&description, schema).into_iter().map(|listed| listed.value).collect()
    }

    #[test]
    fn listed_values_are_found_through_references_and_unions() {
        assert_eq!(names("Down"), ["a", "b"]);
        assert_eq!(names("Either"), ["a", "b", "c"]);
        assert_eq!(names("Problem"), [""; 0]);
    }

    #[test]
    fn a_union_with_an_open_branch_lists_nothing() {
        let description = Description::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let open = &description.root()["components"]["schemas"]["Open"];
        assert_eq!(listed(&description, &[open]), []);
    }
}
