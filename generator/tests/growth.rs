//! Descriptions with very many members of one kind. Each is so large that a quadratic algorithm would not finish.

use serde_json::{Map, Value, json};
use specwright::Options;
use specwright::source::Source;

/// Checks a description and returns the number of errors.
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

/// Returns a description with one operation, whose response has the schema `Root`.
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
fn enums_are_read_in_linear_time() {
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
fn objects_are_read_in_linear_time() {
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
fn unions_are_read_in_linear_time() {
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
fn long_chains_of_all_of_are_read() {
    let count = 1_000;
    let level = |index: usize| {
        let own = json!({ "type": "object", "properties": { "name": { "type": "string" } } });
        let next = json!({ "$ref": format!("#/components/schemas/L{}", index + 1) });
        json!({ "allOf": if index + 1 < count { vec![next, own] } else { vec![own] } })
    };
    let levels = objects(count, |index| format!("L{index}"), level);
    let root = json!({ "$ref": "#/components/schemas/L0" });
    assert_eq!(errors(&with_root(root, levels)), 0);
}

#[test]
fn paths_are_read_in_linear_time() {
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
fn parameters_and_headers_are_read_in_linear_time() {
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
fn references_that_lead_nowhere_are_reported_in_linear_time() {
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

#[test]
fn paths_with_thousands_of_parameters_are_refused() {
    let count = 20_000;
    let path: String = (0..count).map(|index| format!("/{{p{index}}}")).collect();
    let parameters: Vec<Value> = (0..count)
        .map(|index| json!({ "name": format!("p{index}"), "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let operation = json!({ "parameters": parameters, "responses": {} });
    let description = described(json!({ path: { "get": operation } }), json!({}));
    let error = Source::from_text("large.json", description.to_string()).expect_err("too long");
    let codes: Vec<_> = error.reports().as_slice().iter().map(|report| report.code).collect();
    assert_eq!(codes, ["key-limit"]);
}

#[test]
fn media_types_are_read_up_to_a_limit() {
    let count = 40_000;
    let media = |index| {
        let name = format!("x{index}");
        json!({ "schema": { "type": "object", "properties": { name: { "type": "string" } } } })
    };
    let content = objects(count, |index| format!("application/vnd.a{index}+json"), media);
    let operation = json!({
        "operationId": "a",
        "requestBody": { "content": content },
        "responses": { "200": { "description": "ok", "content": content } },
    });
    let description = described(json!({ "/a": { "post": operation } }), json!({}));
    let source = Source::from_text("large.json", description.to_string()).unwrap();
    let reports = specwright::check(&source, &Options::default()).reports;
    let limited: Vec<_> =
        reports.as_slice().iter().filter(|report| report.code == "not-covered").collect();
    assert_eq!(limited.len(), 2);
    let message = "more than 100 media types of one body is not covered yet";
    assert!(limited.iter().all(|report| report.message == message), "{}", limited[0].message);
}

#[test]
fn dynamic_anchors_are_read_in_linear_time() {
    let count = 20_000;
    let anchored = |index| json!({ "$dynamicAnchor": format!("a{index}"), "type": "string" });
    let property = |index| json!({ "$dynamicRef": format!("#a{index}") });
    let root = json!({
        "$defs": objects(count, |index| format!("d{index}"), anchored),
        "type": "object",
        "properties": objects(count, |index| format!("p{index}"), property),
    });
    assert_eq!(errors(&with_root(root, Map::new())), 0);
    // Each property has an anchor besides those of the schema around it.
    let property = |index| json!({ "$dynamicAnchor": format!("b{index}"), "type": "array", "items": { "$dynamicRef": format!("#a{index}") } });
    let root = json!({
        "$defs": objects(count, |index| format!("d{index}"), anchored),
        "type": "object",
        "properties": objects(count, |index| format!("p{index}"), property),
    });
    assert_eq!(errors(&with_root(root, Map::new())), 0);
}

#[test]
fn children_that_their_base_lists_are_read_in_linear_time() {
    let count = 4_000;
    let name = |index| format!("C{index}");
    let reference = |name: String| json!({ "$ref": format!("#/components/schemas/{name}") });
    let child = |_| json!({ "allOf": [reference("Root".to_owned()), { "type": "object" }] });
    let root = json!({
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "type": "string" } },
        "discriminator": { "propertyName": "kind" },
        "oneOf": (0..count).map(|index| reference(name(index))).collect::<Vec<_>>(),
    });
    assert_eq!(errors(&with_root(root, objects(count, name, child))), 0);
}

#[test]
fn coverage_is_computed_in_linear_time() {
    let count = 6_000;
    let name = |index| format!("D{index}");
    let property = |index| json!({ "$ref": format!("#/components/schemas/D{index}") });
    let inner = |index| {
        let lost = if index == 0 { json!({ "$ref": "#/lost" }) } else { json!({}) };
        json!({ "type": "object", "properties": { "a": lost } })
    };
    let root = json!({ "type": "object", "properties": objects(count, |index| format!("p{index}"), property) });
    let mut schemas = objects(count, name, inner);
    schemas.insert("Root".to_owned(), root);
    let content =
        json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Root" } } });
    let operation = |index| json!({ "get": { "operationId": format!("o{index}"), "responses": { "200": { "description": "ok", "content": content } } } });
    let paths = objects(count, |index| format!("/p{index}"), operation);
    let description = described(Value::Object(paths), Value::Object(schemas));
    let source = Source::from_text("large.json", description.to_string()).unwrap();
    let coverage = specwright::check(&source, &Options::default()).coverage;
    assert_eq!((coverage.operations, coverage.degraded_operations.len()), (count, count));
    assert_eq!(coverage.degraded_types, 1);
}
