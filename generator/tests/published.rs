//! Schemas that types publish: the texts of the description, in JSON Schema 2020-12.

use specwright::settings::{Extra, Extras, OwnType, OwnTypes, Settings, Target};
use specwright::source::Source;
use specwright::{Options, generate};

/// Returns the items of the published schemas of a description, with one line for each.
fn published(name: &str, text: &str, own_types: OwnTypes) -> String {
    published_by(&Source::from_text(name, text).unwrap(), own_types)
}

/// Returns the items of the published schemas of a source, with one line for each.
fn published_by(source: &Source, own_types: OwnTypes) -> String {
    let derives = vec![Extra::new(Target::All, "schemars::JsonSchema")];
    let extras = Extras { derives, ..Extras::default() };
    let settings = Settings { extras, own_types, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    let output = generate(source, &options).unwrap_or_else(|rejected| panic!("{rejected}"));
    let schemas = output.files.get("schemas.rs").unwrap();
    let words = schemas.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("crate ::", "crate::").replace("rt::described!( ", "\n")
}

/// Returns the published text of the property `it` of a type.
fn property(version: &str, schema: &str) -> String {
    let text = format!(
        "
openapi: {version}
info: {{ title: It, version: '1' }}
paths: {{}}
components:
  schemas:
    Holder: {{ type: object, properties: {{ it: {schema} }} }}
    Other: {{ type: object, properties: {{ a: {{ type: string }} }} }}
    Text: {{ type: string }}
    Alias: {{ $ref: '#/components/schemas/Other' }}
"
    );
    let all = published("api.yaml", &text, OwnTypes::default());
    let start = "\"properties\":{\"it\":";
    let holder = all.lines().find(|line| line.starts_with("Holder,")).unwrap().to_owned();
    let text = holder.split_once(start).unwrap().1.split("}}\"#").next().unwrap();
    text.to_owned()
}

#[test]
fn the_spelling_of_openapi_30_becomes_that_of_json_schema() {
    for (schema, expected) in [
        ("{ type: string, nullable: true }", r#"{"type":["string","null"]}"#),
        ("{ type: string, nullable: false }", r#"{"type":"string"}"#),
        (
            "{ type: string, enum: [a], nullable: true }",
            r#"{"type":["string","null"],"enum":["a",null]}"#,
        ),
        (
            "{ title: A, nullable: true, oneOf: [{ type: string }, { type: integer }], x-a: 1 }",
            r#"{"title":"A","x-a":1,"anyOf":[{"oneOf":[{"type":"string"},{"type":"integer"}]},{"type":"null"}]}"#,
        ),
        (
            "{ type: integer, minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false }",
            r#"{"type":"integer","exclusiveMinimum":1,"maximum":5}"#,
        ),
        (
            "{ type: number, maximum: 1.5, exclusiveMaximum: true }",
            r#"{"type":"number","exclusiveMaximum":1.5}"#,
        ),
        (
            "{ type: string, example: { nullable: true } }",
            r#"{"type":"string","examples":[{"nullable":true}]}"#,
        ),
        (
            "{ type: string, default: b, pattern: '\\d' }",
            r#"{"type":"string","default":"b","pattern":"\\d"}"#,
        ),
        (
            "{ type: array, items: { type: string, nullable: true }, uniqueItems: true }",
            r#"{"type":"array","items":{"type":["string","null"]},"uniqueItems":true}"#,
        ),
    ] {
        assert_eq!(property("3.0.3", schema), expected, "{schema}");
    }
}

#[test]
fn references_lead_to_schemas_of_the_description() {
    let to = |name: &str, pointer: &str, item: &str| {
        (
            format!("{{ allOf: [{{ $ref: '#/components/schemas/{name}' }}], minProperties: 1 }}"),
            format!("\"{pointer}\" => {item}"),
        )
    };
    for (schema, reference) in [
        to("Other", "/properties/it/allOf/0", "Other"),
        to("Alias", "/properties/it/allOf/0", "Other"),
        (
            "{ type: array, items: { $ref: '#/components/schemas/Text' } }".to_owned(),
            "\"/properties/it/items\" => Text".to_owned(),
        ),
    ] {
        let text = format!(
            "
openapi: 3.1.0
info: {{ title: It, version: '1' }}
paths: {{}}
components:
  schemas:
    Holder: {{ type: object, properties: {{ it: {schema} }} }}
    Other: {{ type: object, properties: {{ a: {{ type: string }} }} }}
    Text: {{ type: string }}
    Alias: {{ $ref: '#/components/schemas/Other' }}
"
        );
        let all = published("api.yaml", &text, OwnTypes::default());
        assert!(all.contains(&reference), "`{reference}` is missing in {all}");
    }
}

#[test]
fn keywords_of_whole_schemas_are_left_out_and_anchors_are_followed() {
    let text = "
openapi: 3.1.0
info: { title: It, version: '1' }
paths: {}
components:
  schemas:
    Tree:
      $id: https://a.test/tree
      $dynamicAnchor: node
      type: object
      $defs: { Leaf: { type: object, properties: { a: { const: 1 } } } }
      properties:
        inside: { type: array, items: { $dynamicRef: '#node' } }
        leaf: { $ref: '#/components/schemas/Tree/$defs/Leaf' }
    Odd:
      type: object
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { tree: Tree, none: Nothing } }
";
    let all = published("api.yaml", text, OwnTypes::default());
    let tree = r##"Tree, "Tree", r##"{"type":"object","properties":{"inside":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}},"leaf":{"$ref":"#/components/schemas/Leaf"}}}"##;
    assert!(all.contains(tree), "{all}");
    assert!(
        all.contains(r#"Leaf, "Leaf", r#"{"type":"object","properties":{"a":{"const":1}}}"#),
        "{all}"
    );
    let mapping = r##""mapping":{"tree":"#/components/schemas/Tree","none":"Nothing"}"##;
    assert!(all.contains(mapping), "{all}");
    assert!(all.contains(r#""/discriminator/mapping/tree" => Tree }"#), "{all}");
}

#[test]
fn parameters_of_swagger_are_schemas() {
    let text = "
swagger: '2.0'
info: { title: It, version: '1' }
paths:
  /pets:
    post:
      operationId: addPet
      consumes: [multipart/form-data]
      parameters:
        - { name: kind, in: query, required: true, type: string, enum: [cat, dog], collectionFormat: csv }
        - { name: photo, in: formData, type: file, description: A photo. }
        - { $ref: '#/parameters/Age' }
      responses: { '204': { description: Done. } }
parameters:
  Age: { name: age, in: formData, required: true, type: integer, minimum: 0 }
";
    let all = published("api.yaml", text, OwnTypes::default());
    for part in [
        r#"{"type":"string","enum":["cat","dog"]}"#,
        r#"{"type":"object","properties":{"photo":{"type":"string","format":"binary","description":"A photo."},"age":{"type":"integer","minimum":0}},"required":["age"]}"#,
    ] {
        assert!(all.contains(part), "`{part}` is missing in {all}");
    }
}

#[test]
fn swagger_is_translated_and_its_definitions_are_replaced_by_name() {
    let text = "
swagger: '2.0'
info: { title: It, version: '1' }
paths: {}
definitions:
  Holder:
    type: object
    properties:
      port: { type: string, format: int-or-string, x-nullable: true }
      id: { $ref: '#/definitions/HolderId' }
      place: { type: object, properties: { at: { type: string } } }
  HolderId: { type: string }
  Pet: { type: object, discriminator: kind, required: [kind], properties: { kind: { type: string } } }
";
    let schemas = vec![
        OwnType::new("HolderId", "crate::HolderId"),
        OwnType::new("#/definitions/Holder/properties/place", "crate::Place<u8>"),
    ];
    let all = published("api.yaml", text, OwnTypes { schemas, ..OwnTypes::default() });
    for part in [
        r#""port":{"type":["integer","string","null"],"format":"int-or-string"}"#,
        r#""discriminator":{"propertyName":"kind"}"#,
        r#"{ "/properties/id" => crate::HolderId, "/properties/place" => crate::Place < u8 > }"#,
    ] {
        assert!(all.contains(part), "`{part}` is missing in {all}");
    }
}

#[test]
fn a_name_is_that_of_one_schema() {
    let text = "
openapi: 3.1.0
info: { title: It, version: '1' }
paths: {}
components:
  schemas:
    Holder:
      x-rust-name: Pet
      type: object
      properties: { owner: { type: object, properties: { a: { type: string } } } }
    PetOwner: { x-rust-name: Other, type: object, properties: { b: { type: string } } }
";
    let all = published("api.yaml", text, OwnTypes::default());
    let names: Vec<_> = all.lines().skip(1).filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(names.len(), 3, "{all}");
    let unique: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(unique.len(), 3, "{all}");
    assert!(names.contains(&"Holder") && names.contains(&"PetOwner"), "{all}");
}

#[test]
fn the_order_of_the_paths_decides_no_name() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("published-order");
    let answer = |path: &str, schema: &str| {
        format!(
            "  /{path}: {{ get: {{ operationId: {path}, responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '{schema}' }} }} }} }} }} }} }}\n"
        )
    };
    for (file, property) in [("one", "a"), ("two", "b")] {
        std::fs::create_dir_all(folder.join(file)).unwrap();
        let text = format!(
            "Error: {{ type: object, properties: {{ {property}: {{ $ref: '#/Text' }} }} }}\nText: {{ type: string, title: {file} }}\n"
        );
        std::fs::write(folder.join(file).join("m.yaml"), text).unwrap();
    }
    let names = |paths: [String; 2]| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{ title: It, version: '1' }}\npaths:\n{}",
            paths.concat()
        );
        std::fs::write(folder.join("api.yaml"), text).unwrap();
        let source = Source::load(&folder.join("api.yaml")).unwrap();
        let all = published_by(&source, OwnTypes::default());
        let lines = all.lines().skip(1).filter_map(|line| line.split(" }").next());
        let mut lines: Vec<_> = lines.map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let (one, two) = (answer("one", "one/m.yaml#/Error"), answer("two", "two/m.yaml#/Error"));
    let before = names([one.clone(), two.clone()]);
    assert_eq!(before, names([two, one]));
    for ((name, property), text) in
        [("OneMError", "a"), ("TwoMError", "b")].into_iter().zip(["Text", "Text2"])
    {
        let expected = format!(
            "{name}, \"{name}\", r##\"{{\"type\":\"object\",\"properties\":{{\"{property}\":{{\"$ref\":\"#/components/schemas/{text}\"}}"
        );
        let is_there = before.iter().any(|line| line.starts_with(&expected));
        assert!(is_there, "`{expected}` is missing in {before:#?}");
    }
}
