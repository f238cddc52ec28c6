//! Mistakes of a description that its users cannot correct: what the client is in spite of them.

use specwright::source::Source;
use specwright::{Options, Output};

/// Returns the client of a description with these paths and components, and its warnings.
fn client(rest: &str) -> (Output, String) {
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Mistakes, version: '1' }}\n{rest}");
    let source = Source::from_text("api.yaml", &text).expect("a description");
    let output = specwright::generate(&source, &Options::default());
    let output = output.unwrap_or_else(|rejected| panic!("{rejected}"));
    let warnings = output
        .warnings
        .as_slice()
        .iter()
        .map(|report| format!("{}: {}\n", report.message, report.label));
    let warnings = warnings.collect();
    (output, warnings)
}

/// Returns the text of all files of a client.
fn source_text(output: &Output) -> String {
    output.files.iter().map(|(_, text)| text.to_owned()).collect()
}

#[test]
fn null_without_quotes_is_the_type_null() {
    let (output, warnings) = client(
        "
paths:
  /a:
    get:
      operationId: readA
      responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } }
components:
  schemas:
    A:
      type: object
      required: [name, born]
      properties:
        name: { type: [string, null] }
        born: { oneOf: [ { type: integer }, { type: null } ] }
",
    );
    let text = source_text(&output);
    assert!(text.contains("pub name: Option<String>"), "{text}");
    assert!(text.contains("pub born: Option<i64>"), "{text}");
    assert_eq!(
        warnings,
        "this item must be a string: this is null; read as the type `null`\n\
         `type` must be a string: this is null; read as the type `null`\n"
    );
    assert_eq!(output.coverage.to_string(), "1 of 1 operations and 1 of 1 types fully typed");
}

#[test]
fn a_required_name_beside_other_properties_may_be_missing() {
    let (output, warnings) = client(
        "
paths:
  /a:
    get:
      operationId: readA
      responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }
    post:
      operationId: writeA
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Labels' } } } }
      responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Named' } } } } }
components:
  schemas:
    # Servers send what the properties say.
    User: { type: object, required: [name, kind], properties: { id: { type: string }, kind: { type: string } } }
    # Another schema describes the property.
    Base: { type: object, required: [key, on], properties: { on: { type: boolean } } }
    Named: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, properties: { key: { type: string } } } ] }
    # A label is no property, and a request without it is refused.
    Labels: { type: object, required: [owner], properties: { on: { type: boolean } }, additionalProperties: { type: string } }
",
    );
    let text = source_text(&output);
    for field in [
        "pub name: Option<serde_json::Value>",
        "pub kind: String",
        "pub key: String",
        "pub owner: serde_json::Value",
    ] {
        assert!(text.contains(field), "{field}: {text}");
    }
    assert_eq!(
        warnings,
        "`name` is required, but it is not among the properties: typed as any JSON value, which may be missing\n\
         `key` is required, but it is not among the properties: typed as any JSON value, which may be missing\n\
         `owner` is required, but it is not among the properties: typed as any JSON value\n"
    );
}

#[test]
fn a_path_parameter_under_another_name_is_the_one_that_the_path_has() {
    let (output, warnings) = client(
        "
paths:
  /a/{id}/b/{stackId}:
    get:
      operationId: readB
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: stackID, in: path, required: true, schema: { type: integer } }
      responses: { '204': { description: x } }
  /c/{pet}:
    get:
      operationId: readC
      parameters: [ { name: id, in: path, required: true, schema: { type: integer } } ]
      responses: { '204': { description: x } }
  /d/{one}/{two}:
    get:
      operationId: readD
      parameters: [ { name: id, in: path, required: true, schema: { type: integer } } ]
      responses: { '204': { description: x } }
",
    );
    let text = source_text(&output);
    for method in [
        "pub fn read_b(&self, id: &str, stack_id: i64) -> ReadB",
        "call.path(\"stackId\", &stack_id);",
        "pub fn read_c(&self, pet: i64) -> ReadC",
        "pub fn read_d(&self, one: &str, two: &str) -> ReadD",
    ] {
        assert!(text.contains(method), "{method}: {text}");
    }
    let no_place = "this parameter has no place to go";
    let missing = |name: &str| {
        format!(
            "`{{{name}}}` stands in the path, but `GET` has no such parameter: no parameter has `in: path` and `name: {name}`; taken as a text\n"
        )
    };
    assert_eq!(
        warnings,
        format!(
            "the path `/a/{{id}}/b/{{stackId}}` has no `{{stackID}}`: {no_place}; taken for `{{stackId}}`\n\
             the path `/c/{{pet}}` has no `{{id}}`: {no_place}; taken for `{{pet}}`\n\
             the path `/d/{{one}}/{{two}}` has no `{{id}}`: {no_place}; left out\n{}{}",
            missing("one"),
            missing("two")
        )
    );
}

#[test]
fn operations_of_one_id_have_the_words_by_which_their_paths_differ() {
    let (output, warnings) = client(
        "
paths:
  /pets/count: { get: { operationId: countPets, responses: { '204': { description: x } } } }
  /api/v1/pets/count: { get: { operationId: countPets, responses: { '204': { description: x } } } }
  /logout:
    get: { operationId: logOut, responses: { '204': { description: x } } }
    post: { operationId: logOut, responses: { '204': { description: x } } }
",
    );
    let text = source_text(&output);
    for method in ["count_pets", "count_pets_api_v1", "get_log_out", "post_log_out"] {
        assert!(text.contains(&format!("pub fn {method}(&self)")), "{method}: {text}");
    }
    assert_eq!(warnings.matches("is given to two operations").count(), 2, "{warnings}");
}

#[test]
fn the_empty_server_of_an_operation_is_the_root_of_the_host() {
    let (output, warnings) = client(
        "
servers: [ { url: https://a.example/api/v2 } ]
paths:
  /health:
    servers: [ { url: '' } ]
    get: { operationId: health, responses: { '204': { description: x } } }
  /pets: { get: { operationId: listPets, responses: { '204': { description: x } } } }
",
    );
    let text = source_text(&output);
    assert_eq!(text.matches(".on_server(\"/\")").count(), 1, "{text}");
    assert_eq!(warnings, "");
    assert_eq!(output.coverage.to_string(), "2 of 2 operations and 0 of 0 types fully typed");
}

#[test]
fn a_branch_without_its_tag_in_a_list_that_all_branches_share_has_the_tag_of_the_mapping() {
    let (output, warnings) = client(
        "
paths:
  /a: { get: { operationId: a, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Event' } } } } } } }
components:
  schemas:
    Base: { type: object, required: [kind], properties: { kind: { type: string, enum: [start, end] } } }
    Start: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, properties: { at: { type: string } } } ] }
    Chunk: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, properties: { text: { type: string } } } ] }
    End: { allOf: [ { $ref: '#/components/schemas/Base' }, { type: object, properties: { reason: { type: string } } } ] }
    Event:
      oneOf:
        - $ref: '#/components/schemas/Start'
        - $ref: '#/components/schemas/Chunk'
        - $ref: '#/components/schemas/End'
      discriminator:
        propertyName: kind
        mapping: { start: '#/components/schemas/Start', chunk: '#/components/schemas/Chunk', end: '#/components/schemas/End' }
",
    );
    let text = source_text(&output);
    for (tag, variant) in [("start", "Start"), ("chunk", "Chunk"), ("end", "End")] {
        let arm = format!("\"{tag}\" => rt::Json::read(node).map(Self::{variant})");
        assert!(text.contains(&arm), "{arm}: {text}");
    }
    assert_eq!(
        warnings,
        "the mapping gives a branch the tag `chunk`, which the branch does not allow: \
         the branch allows `start`, `end`; the tag of the mapping is used\n"
    );
}

#[test]
fn operations_of_paths_that_differ_in_the_names_of_parameters_are_all_there() {
    let (output, warnings) = client(
        "
paths:
  /auth/{github_mount}/login:
    post:
      operationId: logInByGitHub
      parameters: [ { name: github_mount, in: path, required: true, schema: { type: string } } ]
      responses: { '204': { description: x } }
  /auth/{radius_mount}/login:
    post:
      operationId: logInByRadius
      parameters: [ { name: radius_mount, in: path, required: true, schema: { type: string } } ]
      responses: { '204': { description: x } }
",
    );
    let text = source_text(&output);
    for method in [
        "pub fn log_in_by_git_hub(&self, github_mount: &str)",
        "pub fn log_in_by_radius(&self, radius_mount: &str)",
    ] {
        assert!(text.contains(method), "{method}: {text}");
    }
    assert_eq!(
        warnings,
        "`POST /auth/{radius_mount}/login` is the same request as `POST /auth/{github_mount}/login`: \
         the paths differ in the names of their parameters alone; the client has both operations\n"
    );
    assert_eq!(output.coverage.to_string(), "2 of 2 operations and 0 of 0 types fully typed");
}
