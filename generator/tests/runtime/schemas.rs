//! Schemas that types publish by schemars and utoipa.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde_json::json;
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::runtime as rt;

rt::described!(
    Node,
    "a/node",
    r##"{"type":"object","minProperties":1.5,"x-a":1,"properties":{
        "next":{"$ref":"#"},"key":{"$ref":"#","minLength":1},"own":{"$ref":"#"},"tag":{"$ref":"#"}},
        "discriminator":{"propertyName":"tag","mapping":{"a":"#"}}}"##,
    [json_schema, to_schema],
    {
        "/properties/next" => Node,
        "/properties/key" => Key,
        "/properties/own" => Key,
        "/properties/tag" => Tag,
        "/discriminator/mapping/a" => Node
    }
);

rt::described!(Tag, "Tag", r#"{"const":1}"#, [json_schema, to_schema], {});

struct Key;

impl JsonSchema for Key {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Key".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl PartialSchema for Key {
    fn schema() -> RefOr<utoipa::openapi::Schema> {
        ObjectBuilder::new().into()
    }
}

impl ToSchema for Key {}

/// Declares schemas of this text and returns what utoipa writes.
macro_rules! written {
    ($text:literal) => {{
        rt::described!(Sample, "Sample", $text, [to_schema], {});
        serde_json::to_value(<Sample as PartialSchema>::schema()).unwrap()
    }};
}

#[test]
fn references_are_those_of_schemars() {
    let node = |own: &str, reference: &str| {
        json!({
            "type": "object",
            "minProperties": 1.5,
            "x-a": 1,
            "properties": {
                "next": { "$ref": own },
                "key": { "minLength": 1, "allOf": [{ "type": "string" }] },
                "own": { "allOf": [{ "type": "string" }] },
                "tag": { "$ref": reference },
            },
            "discriminator": { "propertyName": "tag", "mapping": { "a": own } },
        })
    };
    let mut expected = node("#", "#/$defs/Tag");
    expected["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    expected["title"] = "a/node".into();
    expected["$defs"] = json!({ "Tag": { "const": 1 } });
    assert_eq!(schema_for!(Node).to_value(), expected);

    let mut generator = SchemaGenerator::default();
    let reference = generator.subschema_for::<Vec<Node>>().to_value();
    assert_eq!(reference["items"], json!({ "$ref": "#/$defs/a~1node" }));
    let defined = generator.definitions()["a/node"].clone();
    assert_eq!(defined, node("#/$defs/a~1node", "#/$defs/Tag"));
    assert_eq!(Node::schema_id(), concat!(module_path!(), "::Node"));
}

#[test]
fn references_are_components_of_utoipa() {
    let mut components = Vec::new();
    Node::schemas(&mut components);
    let components: serde_json::Map<_, _> = components
        .into_iter()
        .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap()))
        .collect();
    let to = |name: &str| format!("#/components/schemas/{name}");
    let node = json!({
        "type": "object",
        "minProperties": 1.5,
        "x-a": 1,
        "properties": {
            "next": { "$ref": to("a~1node") },
            "key": { "$ref": to("Key"), "minLength": 1 },
            "own": { "$ref": to("Key") },
            "tag": { "$ref": to("Tag") },
        },
        "discriminator": { "propertyName": "tag", "mapping": { "a": to("a~1node") } },
    });
    let key = json!({ "type": "object" });
    assert_eq!(json!(components), json!({ "a/node": node, "Key": key, "Tag": { "const": 1 } }));
}

#[test]
fn utoipa_writes_each_keyword_that_it_does_not_hold() {
    for (written, expected) in [
        (written!("true"), json!({})),
        (written!("false"), json!({ "not": {} })),
        (written!(r#"{"const":null}"#), json!({ "const": null })),
        (written!(r##"{"$ref":"#/a","minLength":1}"##), json!({ "$ref": "#/a", "minLength": 1 })),
        (
            written!(r#"{"type":"array","items":{"const":1}}"#),
            json!({ "type": "array", "items": { "const": 1 } }),
        ),
        (
            written!(
                r#"{"oneOf":[{"type":"string"}],"type":"object","if":true,"description":"a"}"#
            ),
            json!({ "oneOf": [{ "type": "string" }], "type": "object", "if": true, "description": "a" }),
        ),
    ] {
        assert_eq!(written, expected);
    }
}

#[test]
fn utoipa_holds_what_its_types_have() {
    rt::described!(
        Sample,
        "Sample",
        r#"{"description":"a","minProperties":1,"not":{},"properties":{"b":{"type":"string","pattern":"c"}},"type":"object"}"#,
        [to_schema],
        {}
    );
    let RefOr::T(utoipa::openapi::Schema::Object(object)) = Sample::schema() else {
        panic!("no object")
    };
    assert_eq!(object.description.as_deref(), Some("a"));
    assert_eq!(object.min_properties, Some(1));
    assert!(object.properties.contains_key("b"));
    let extensions = object.extensions.unwrap();
    assert_eq!(extensions.keys().collect::<Vec<_>>(), ["not"]);
}
