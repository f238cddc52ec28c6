//! Injection of code through descriptions, by the classes of advisories that were published for other generators in
//! 2025 and 2026: texts, names, values, keys, URLs and paths. Each place is tested with each text.

use serde_json::{Value, json};
use specwright::Options;
use specwright::report::{Style, render};
use specwright::source::Source;
use specwright_mock::Judge;

use crate::common::sound;

/// Texts that end a literal, a comment, an attribute, a doc comment, a macro or a path.
const TEXTS: [&str; 30] = [
    "\"; pWnEd__iT!(); //",
    "\\\"; pWnEd__iT!(); //",
    "\"#; pWnEd__iT!(); //",
    "\"###); pWnEd__iT!(); //",
    "*/ pub fn pWnEd__iT() {} /*",
    "\n*/\npub fn pWnEd__iT() {}\n/*",
    "\npub fn pWnEd__iT() {}\n",
    "\rpub fn pWnEd__iT() {}\r",
    "\r\n#[test] fn pWnEd__iT() {}",
    "\u{2028}pub fn pWnEd__iT() {}",
    "\u{85}pub fn pWnEd__iT() {}",
    "\")] pub fn pWnEd__iT() {} #[doc = (\"",
    "\n```\npWnEd__iT!();\n```\n",
    "\n```rust\npWnEd__iT!();\n```\n",
    "\n~~~\n```\n~~~\n```should_panic\npWnEd__iT!();\n```",
    "\n\n    pWnEd__iT!();\n",
    "\n- \n      pWnEd__iT!();\n",
    "\n1. a\n\n       pWnEd__iT!();\n",
    "\n> ```\n> pWnEd__iT!();\n> ```",
    "\n- a\n  ```\nb\n```rust\npWnEd__iT!();\n```",
    "\n\u{202e}```\npWnEd__iT!();\n```",
    "\n``~\n\n    pWnEd__iT!();\n",
    "\n````\n```\n```rust\npWnEd__iT!();\n````\n```\npWnEd__iT!();\n",
    "{pWnEd__iT}",
    "${pWnEd__iT()}",
    "#{pWnEd__iT()}",
    "`${pWnEd__iT()}`",
    "../../../../pWnEd__iT",
    "include!(\"/etc/passwd\") /* pWnEd__iT */",
    "\u{202e}\u{2066}pWnEd__iT\u{2069}\u{202c}",
];

/// A place of a description, with the class of advisory that names it.
type Put = (&'static str, fn(&str) -> Value);

/// Returns a description of one operation with two schemas.
fn base() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "servers": [{ "url": "https://example.com" }],
        "paths": { "/items/{id}": { "post": {
            "operationId": "addItem",
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "sort", "in": "query", "schema": { "$ref": "#/components/schemas/Sort" } },
            ],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } } },
            "responses": {
                "200": { "description": "Added.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Item" } } } },
                "404": { "description": "Gone.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } } },
            },
        } } },
        "components": { "schemas": {
            "Item": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "sort": { "$ref": "#/components/schemas/Sort" } } },
            "Sort": { "type": "string", "enum": ["up", "down"] },
            "Problem": { "type": "object", "required": ["type"], "properties": { "type": { "type": "string", "enum": ["gone", "moved"] } } },
        } },
    })
}

/// Returns the description with another value at a pointer.
fn with(pointer: &str, value: Value) -> Value {
    let mut description = base();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match description.pointer_mut(parent).unwrap() {
        Value::Array(items) => items.push(value),
        object => object[key] = value,
    }
    description
}

/// Returns the description with another name for a key.
fn renamed(parent: &str, old: &str, new: &str) -> Value {
    let mut description = base();
    let object = description.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    let value = object.remove(old).unwrap();
    object.insert(new.to_owned(), value);
    description
}

const OPERATION: &str = "/paths/~1items~1{id}/post";

/// The places. A renamed key leaves dangling references, because the description need not be valid.
const PLACES: [Put; 36] = [
    ("title", |text| with("/info/title", json!(text))),
    ("version", |text| with("/info/version", json!(text))),
    ("summary of the description", |text| with("/info/summary", json!(text))),
    ("description of the description", |text| with("/info/description", json!(text))),
    ("contact and licence", |text| {
        with("/info/contact", json!({ "name": text, "url": text, "email": text }))
    }),
    ("summary", |text| with(&format!("{OPERATION}/summary"), json!(text))),
    ("description", |text| with(&format!("{OPERATION}/description"), json!(text))),
    ("operation id", |text| with(&format!("{OPERATION}/operationId"), json!(text))),
    ("tag, and the file that is called after it", |text| {
        with(&format!("{OPERATION}/tags"), json!([text, "other"]))
    }),
    ("description of a tag", |text| {
        with("/tags", json!([{ "name": "a", "description": text }, { "name": text }]))
    }),
    ("server url", |text| {
        with(
            "/servers",
            json!([{ "url": format!("https://example.com/{text}"), "description": text }]),
        )
    }),
    ("server variable", |text| {
        let variables =
            json!({ "a": { "default": text, "enum": [text, "b"], "description": text } });
        with("/servers", json!([{ "url": "https://{a}", "variables": variables }]))
    }),
    ("server variable's name", |text| {
        with(
            "/servers",
            json!([{ "url": format!("https://{{{text}}}"), "variables": { text: { "default": "a" } } }]),
        )
    }),
    ("path segment", |text| renamed("/paths", "/items/{id}", &format!("/{text}/{{id}}"))),
    ("path parameter", |text| renamed("/paths", "/items/{id}", &format!("/items/{{{text}}}"))),
    ("parameter name", |text| {
        let place = format!("{OPERATION}/parameters/-");
        with(
            &place,
            json!({ "name": text, "in": "query", "description": text, "schema": { "type": "string" } }),
        )
    }),
    ("header name", |text| {
        with(
            &format!("{OPERATION}/parameters/-"),
            json!({ "name": text, "in": "header", "schema": { "type": "string" } }),
        )
    }),
    ("response status key", |text| renamed(&format!("{OPERATION}/responses"), "404", text)),
    ("response description", |text| {
        with(&format!("{OPERATION}/responses/404/description"), json!(text))
    }),
    ("response header", |text| {
        with(
            &format!("{OPERATION}/responses/200/headers"),
            json!({ text: { "description": text, "schema": { "type": "string" } } }),
        )
    }),
    ("media type", |text| {
        renamed(&format!("{OPERATION}/requestBody/content"), "application/json", text)
    }),
    ("schema name, and the file that is called after it", |text| {
        renamed("/components/schemas", "Item", text)
    }),
    ("property key", |text| renamed("/components/schemas/Item/properties", "name", text)),
    ("required name", |text| with("/components/schemas/Item/required", json!([text]))),
    ("schema title and description", |text| {
        with(
            "/components/schemas/Item/properties/name",
            json!({ "type": "string", "title": text, "description": text }),
        )
    }),
    ("enum value", |text| with("/components/schemas/Sort/enum", json!([text, "other"]))),
    ("enum value of an error", |text| {
        with("/components/schemas/Problem/properties/type/enum", json!([text, "other"]))
    }),
    ("names and descriptions of enum values", |text| {
        with(
            "/components/schemas/Sort",
            json!({
                "enum": ["up", "down"],
                "x-enum-varnames": [text, text], "x-enum-descriptions": [text, text], "x-enumDescriptions": { "up": text },
            }),
        )
    }),
    ("annotated enum value", |text| {
        with(
            "/components/schemas/Sort",
            json!({ "oneOf": [{ "const": "up", "description": text, "title": text }, { "const": text }] }),
        )
    }),
    ("const", |text| with("/components/schemas/Item/properties/name", json!({ "const": text }))),
    ("default", |text| {
        with(
            "/components/schemas/Item/properties/name",
            json!({ "type": "string", "default": text }),
        )
    }),
    ("default of an enum", |text| {
        with(
            "/components/schemas/Item/properties/sort",
            json!({ "type": "string", "enum": [text, "b"], "default": text }),
        )
    }),
    ("example", |text| {
        with(
            "/components/schemas/Item/properties/name",
            json!({ "type": "string", "example": text, "examples": [text] }),
        )
    }),
    ("pattern and format", |text| {
        with(
            "/components/schemas/Item/properties/name",
            json!({ "type": "string", "pattern": text, "format": text }),
        )
    }),
    ("discriminator", |text| {
        let mapping =
            json!({ text: "#/components/schemas/Item", "b": "#/components/schemas/Problem" });
        with(
            "/components/schemas/Sort",
            json!({
                "oneOf": [{ "$ref": "#/components/schemas/Item" }, { "$ref": "#/components/schemas/Problem" }],
                "discriminator": { "propertyName": text, "mapping": mapping },
            }),
        )
    }),
    ("security scheme", |text| {
        let mut description = with(
            "/components/securitySchemes",
            json!({
                text: { "type": "apiKey", "in": "header", "name": text, "description": text },
            }),
        );
        description["security"] = json!([{ text: [] }]);
        description
    }),
];

#[test]
fn no_text_of_a_description_becomes_code_wherever_it_stands() {
    let mut failures = Vec::new();
    let mut clients = 0;
    for (number, (place, put)) in PLACES.into_iter().enumerate() {
        let mut generated = 0;
        for (offset, text) in TEXTS.into_iter().enumerate() {
            // Every second client is a crate with tests. At the next place, the others are.
            let package = (number + offset).is_multiple_of(2).then(|| "shop".to_owned());
            match generate(&put(text).to_string(), package) {
                Ok(None) => generated += 1,
                Ok(Some(wrong)) => failures.push(format!("{place}, {text:?}: {wrong}")),
                Err(refused) if refused.contains(['\u{1b}', '\u{202e}', '\r']) => {
                    failures.push(format!("{place}, {text:?}: the message holds it"));
                }
                Err(_) => {}
            }
        }
        assert!(generated > 0, "{place}: nothing was generated");
        clients += generated;
    }
    println!("{clients} clients from {} places and {} texts", PLACES.len(), TEXTS.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Returns the mistake in the generated client, if any. An error is the refusal of the description.
fn generate(description: &str, package: Option<String>) -> Result<Option<String>, String> {
    let source = Source::from_text("api.json", description).map_err(|error| error.to_string())?;
    let tests = package.as_ref().map(|_| Judge::boxed as _);
    let options = Options { package, tests, ..Options::default() };
    match specwright::generate(&source, &options) {
        Ok(output) => Ok(sound::wrong(&output.files)),
        Err(rejected) => Err(render(rejected.reports.as_slice(), &source, Style::Plain)),
    }
}

#[test]
fn the_rule_sees_what_it_is_to_see() {
    let wrong = |text: &str| {
        let mut files = specwright::disk::FileSet::new();
        files.insert("types.rs", text).unwrap();
        sound::wrong(&files)
    };
    assert_eq!(wrong("/// pWnEd__iT\npub struct A;\n"), None);
    assert_eq!(wrong("pub const A: &str = \"pWnEd__iT\";\n"), None);
    assert!(wrong("pub fn pWnEd__iT() {}\n").is_some());
    assert!(wrong("a!{ pWnEd__iT!() }\n").is_some());
    assert!(wrong("pub fn a( {}\n").is_some());
    assert!(wrong("/// ```\n/// a();\n/// ```\npub struct A;\n").is_some());
    assert!(wrong("///     a();\npub struct A;\n").is_some());
    assert!(wrong("/// ```text\n/// a();\n/// ```\npub struct A;\n").is_none());
}
