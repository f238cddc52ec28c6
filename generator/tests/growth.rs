//! Descriptions with very many members of one kind. Each is so large that a loop over its members for each member would not end.

use serde_json::{Map, Value, json};
use specwright::Options;
use specwright::source::Source;

/// Checks a description and counts the errors.
fn errors(description: &Value) -> usize {
    let source = Source::from_text("large.json", description.to_string()).unwrap();
    let checked = specwright::check(&source, &Options::default());
    let is_error =
        |it: &&specwright::report::Report| it.severity == specwright::report::Severity::Error;
    checked.reports.as_slice().iter().filter(is_error).count()
}

fn described(paths: Value, schemas: Value) -> Value {
    json!({ "openapi": "3.1.0", "info": { "title": "Large", "version": "1" }, "paths": paths, "components": { "schemas": schemas } })
}

/// A description whose one operation answers with the schema `Root`.
fn with_root(root: Value, mut others: Map<String, Value>) -> Value {
    others.insert("Root".to_owned(), root);
    let content =
        json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Root" } } });
    let operation = json!({ "operationId": "a", "responses": { "200": { "description": "ok", "content": content } } });
    described(json!({ "/a": { "get": operation } }), Value::Object(others))
}

fn objects(
    count: usize,
    name: impl Fn(usize) -> String,
    value: impl Fn(usize) -> Value,
) -> Map<String, Value> {
    (0..count).map(|index| (name(index), value(index))).collect()
}

#[test]
fn enums_are_read_in_time_that_grows_with_them() {
    let values: Vec<Value> = (0..100_000).map(|index| json!(format!("value-{index}"))).collect();
    let reversed: Vec<Value> = values.iter().rev().cloned().collect();
    let numbers: Vec<Value> = (0..100_000)
        .map(|index| if index % 2 == 0 { json!(index) } else { json!(f64::from(index) + 0.5) })
        .collect();
    for root in [
        json!({ "type": "string", "enum": values }),
        json!({ "allOf": [{ "type": "string", "enum": values }, { "enum": reversed }] }),
        json!({ "enum": numbers }),
    ] {
        assert_eq!(errors(&with_root(root, Map::new())), 0);
    }
}

#[test]
fn objects_are_read_in_time_that_grows_with_them() {
    let count = 40_000;
    let properties = objects(count, |index| format!("p{index}"), |_| json!({ "type": "string" }));
    let required: Vec<String> = properties.keys().cloned().collect();
    let object = json!({ "type": "object", "required": required, "properties": properties });
    assert_eq!(errors(&with_root(object.clone(), Map::new())), 0);
    let twice = json!({ "allOf": [object, { "properties": properties }] });
    assert_eq!(errors(&with_root(twice, Map::new())), 0);
    let unlisted = json!({ "type": "object", "required": required });
    assert_eq!(errors(&with_root(unlisted, Map::new())), 0);
}

#[test]
fn unions_are_read_in_time_that_grows_with_them() {
    let count = 6_000;
    let branch = |_| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } });
    let name = |index| format!("B{index}");
    let references: Vec<Value> = (0..count)
        .map(|index| json!({ "$ref": format!("#/components/schemas/B{index}") }))
        .collect();
    let mapping = objects(
        count,
        |index| format!("b{index}"),
        |index| json!(format!("#/components/schemas/B{index}")),
    );
    let root = json!({ "oneOf": references, "discriminator": { "propertyName": "kind", "mapping": mapping } });
    assert_eq!(errors(&with_root(root, objects(count, name, branch))), 0);
    let branch = |index| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": format!("b{index}") } } });
    assert_eq!(errors(&with_root(json!({ "oneOf": references }), objects(count, name, branch))), 0);
    let child = |_| json!({ "allOf": [{ "$ref": "#/components/schemas/Root" }] });
    let root = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } }, "discriminator": { "propertyName": "kind" } });
    assert_eq!(errors(&with_root(root, objects(count, name, child))), 0);
}

#[test]
fn paths_are_read_in_time_that_grows_with_them() {
    let count = 20_000;
    let operation = |index| {
        json!({ "get": {
            "operationId": format!("op{index}"),
            "tags": [format!("tag{index}")],
            "security": [{ format!("key{index}"): [] }],
            "responses": { "204": { "description": "none" } },
        } })
    };
    let mut description = described(
        Value::Object(objects(count, |index| format!("/p{index}"), operation)),
        json!({}),
    );
    let tags: Vec<Value> =
        (0..count).map(|index| json!({ "name": format!("tag{index}") })).collect();
    description["tags"] = json!(tags);
    let scheme = |index| json!({ "type": "apiKey", "in": "header", "name": format!("X-{index}") });
    description["components"]["securitySchemes"] =
        Value::Object(objects(count, |index| format!("key{index}"), scheme));
    let variables = objects(count, |index| format!("v{index}"), |_| json!({ "default": "a" }));
    let url: String = variables.keys().map(|name| format!("/{{{name}}}")).collect();
    description["servers"] =
        json!([{ "url": format!("https://a.example{url}"), "variables": variables }]);
    assert_eq!(errors(&description), 0);
}

#[test]
fn parameters_and_headers_are_read_in_time_that_grows_with_them() {
    let count = 20_000;
    let parameters: Vec<Value> =
        (0..count).map(|index| json!({ "name": format!("q{index}"), "in": "query", "schema": { "type": "string" } })).collect();
    let headers =
        objects(count, |index| format!("X-{index}"), |_| json!({ "schema": { "type": "string" } }));
    let operation = json!({
        "operationId": "a",
        "parameters": parameters,
        "responses": { "200": { "description": "ok", "headers": headers }, "201": { "description": "ok", "headers": headers } },
    });
    assert_eq!(
        errors(&described(
            json!({ "/a": { "parameters": parameters, "get": operation } }),
            json!({})
        )),
        0
    );
}

#[test]
fn references_that_lead_nowhere_are_reported_in_time_that_grows_with_them() {
    let (count, kept) = (100, 200_000);
    let property = |index| json!({ "$ref": format!("#/x-kept/lost{index:06}") });
    let properties = objects(count, |index| format!("p{index}"), property);
    let root = json!({ "type": "object", "properties": properties });
    let mut description = with_root(root, Map::new());
    let kept = objects(kept, |index| format!("kept{index}"), |_| json!(true));
    description["x-kept"] = Value::Object(kept);
    let source = Source::from_text("large.json", description.to_string()).unwrap();
    let reports = specwright::check(&source, &Options::default()).reports;
    let lost = reports.as_slice().iter().filter(|report| report.code == "unknown-reference");
    assert_eq!(lost.count(), count);
}
