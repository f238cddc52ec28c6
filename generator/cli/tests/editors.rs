//! The JSON Schema for editors accepts the descriptions that the generator accepts, and rejects others.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use specwright::report::Severity;
use specwright::source::Source;
use specwright::vocabulary::{ALL, Keys};

const SCHEMA: &str = include_str!("../openapi.schema.json");

/// Returns the project's part of the schema. The part of OpenAPI itself is not available offline.
fn ours() -> jsonschema::Validator {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let parts = schema["allOf"].as_array_mut().unwrap();
    assert_eq!(parts.len(), 2);
    parts.retain(|part| part["$ref"].as_str().is_some_and(|target| target.starts_with('#')));
    jsonschema::validator_for(&schema).unwrap()
}

fn description(extension: (&str, Value)) -> Value {
    let mut schema = json!({ "type": "string", "example": { extension.0: [] } });
    schema[extension.0] = extension.1;
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "paths": {},
        "components": { "schemas": { "Name": schema } },
    })
}

/// Returns `true` if the generator reports no problem.
fn taken(description: &Value) -> bool {
    let source = Source::from_text("api.json", description.to_string()).unwrap();
    let reports = specwright::check(&source, &specwright::Options::default()).reports;
    reports.count(Severity::Warning) + reports.count(Severity::Error) == 0
}

#[test]
fn the_schema_and_the_generator_agree_on_our_extensions() {
    let ours = ours();
    for (extension, value, good) in [
        ("x-rust-name", json!("MyName"), true),
        ("x-rust-name", json!("my name"), false),
        ("x-rust-name", json!("9lives"), false),
        ("x-rust-name", json!(1), false),
        ("x-retry", json!(true), true),
        ("x-retry", json!("yes"), false),
        ("x-sensitive", json!(false), true),
        ("x-sensitive", json!(1), false),
        ("x-mine", json!({ "any": "thing" }), true),
    ] {
        let description = description((extension, value.clone()));
        assert_eq!(ours.is_valid(&description), good, "the schema: {extension}: {value}");
        assert_eq!(taken(&description), good, "the generator: {extension}: {value}");
    }
}

#[test]
fn our_own_description_points_to_it() {
    let text = std::fs::read_to_string("../../spec/postpress.yaml").unwrap();
    let first = text.lines().next().unwrap();
    let target = first.strip_prefix("# yaml-language-server: $schema=").unwrap();
    let schema = std::fs::read_to_string(format!("../../spec/{target}")).unwrap();
    assert_eq!(schema, SCHEMA);
    let source = Source::from_text("postpress.yaml", text).unwrap();
    let tree: Value = serde_json::from_str(&source.root().to_string()).unwrap();
    assert!(ours().is_valid(&tree));
}

#[test]
fn the_schema_leaves_alone_the_values_that_the_generator_leaves_alone() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let members = schema["$defs"]["any"]["then"]["properties"].as_object().unwrap();
    let alone = members.iter().filter(|(_, schema)| **schema == json!(true));
    let alone: BTreeSet<&str> = alone.map(|(name, _)| name.as_str()).collect();
    let keys = ALL.iter().flat_map(|kind| kind.keys()).map(|key| key.name);
    let is_data =
        |key: &&str| !key.starts_with("x-") && Keys::Keywords.below(key, true) == Keys::Data;
    assert_eq!(alone, keys.filter(is_data).collect());
}
