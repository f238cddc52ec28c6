//! Coverage: the operations and types that are fully typed, with one of each reason why one is not.

use specwright::source::{LoadError, Source};
use specwright::{Options, check};

/// Operations named `typed...` are fully typed, the others are not. The paths that begin with `/lost` are left out.
const EACH: &str = r##"
openapi: 3.2.0
info: { title: Each, version: '1', description: { $ref: intro.md } }
tags: [ { name: a, description: { $ref: tag.md } } ]
paths:
  /typed/open: { get: { operationId: typedOpen, tags: [a], description: { $ref: missing.md }, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Open' } } } } } } }
  /typed/no-schema: { get: { operationId: typedNoSchema, responses: { '200': { description: x, content: { application/json: {} } } } } }
  /typed/none: { get: { operationId: typedNone, responses: { '200': { description: x, content: { application/json: { schema: { anyOf: [ {}, { type: 'null' } ] } } } } } } }
  /typed/text: { get: { operationId: typedText, responses: { '200': { description: x, content: { text/plain: { schema: { type: string } } } } } } }
  /typed/file: { put: { operationId: typedFile, requestBody: { content: { image/png: {} } }, responses: { '200': { description: x, content: { application/pdf: { schema: { type: string, format: binary } } } } } } }
  /typed/xml-too: { get: { operationId: typedXmlToo, responses: { '200': { description: x, content: { application/yaml: { schema: { $ref: '#/components/schemas/Whole' } }, application/json: { schema: { $ref: '#/components/schemas/Whole' } } } } } } }
  /typed/redirect: { get: { operationId: typedRedirect, responses: { '302': { description: x } } } }
  /typed/lines: { get: { operationId: typedLines, responses: { '200': { description: x, content: { application/jsonl: { itemSchema: { $ref: '#/components/schemas/Whole' } } } } } } }
  /misspelt: { get: { operationId: misspelt, responses: { '200': { description: x, content: { application/json: { schema: { type: strin } } } } } } }
  /misspelt-type: { get: { operationId: misspeltType, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Misspelt' } } } } } } }
  /misspelt-items: { get: { operationId: misspeltItems, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/List' } } } } } } }
  /alias: { get: { operationId: aliasOfLost, responses: { '200': { description: x, content: { application/json: { schema: { $ref: '#/components/schemas/Alias' } } } } } } }
  /format: { get: { operationId: formatAlone, responses: { '200': { description: x, content: { application/json: { schema: { format: date-time } } } } } } }
  /objects: { get: { operationId: enumOfObjects, responses: { '200': { description: x, content: { application/json: { schema: { enum: [ { a: 1 }, { a: 2 } ] } } } } } } }
  /structured: { post: { operationId: structuredText, requestBody: { content: { application/yaml: { schema: { $ref: '#/components/schemas/Whole' } } } }, responses: { '204': { description: x } } } }
  /structured-response: { get: { operationId: structuredResponse, responses: { '200': { description: x, content: { text/csv: { schema: { type: array, items: { type: string } } } } } } } }
  /number-as-text: { get: { operationId: numberAsText, responses: { '200': { description: x, content: { text/plain: { schema: { type: integer } } } } } } }
  /parts: { get: { operationId: partsOfMixed, responses: { '200': { description: x, content: { multipart/mixed: { itemSchema: { $ref: '#/components/schemas/Whole' } } } } } } }
  /upgrade: { get: { operationId: upgrade, responses: { '101': { description: x } } } }
  /status: { get: { operationId: wrongStatus, responses: { success: { description: x } } } }
  /place: { get: { operationId: wrongPlace, parameters: [ { name: a, in: footer, schema: { type: string } } ], responses: { '204': { description: x } } } }
  /shared-place:
    parameters: [ { $ref: '#/components/parameters/Wrong' } ]
    get: { operationId: wrongSharedPlace, responses: { '204': { description: x } } }
  /lost-parameter: { get: { operationId: lostParameter, parameters: [ { $ref: 'https://example.com/limit.yaml' } ], responses: { '204': { description: x } } } }
  /lost-response: { get: { operationId: lostResponse, responses: { '200': { $ref: missing.yaml } } } }
  /lost-body: { post: { operationId: lostBody, requestBody: { $ref: missing-body.yaml }, responses: { '204': { description: x } } } }
  /lost-schema: { get: { operationId: lostSchema, responses: { '200': { description: x, content: { application/json: { schema: { $ref: 'missing-schema.yaml#/Pet' } } } } } } }
  /lost/item: { $ref: missing-item.yaml }
  /lost/operation: { get: { $ref: missing-operation.yaml } }
  /lost/method: { gett: { operationId: lostMethod, responses: { '204': { description: x } } } }
  lost-without-slash: { get: { operationId: lostWithoutSlash, responses: { '204': { description: x } } } }
  /lost/{brace: { get: { operationId: lostBrace, responses: { '204': { description: x } } } }
components:
  parameters: { Wrong: { name: a, in: footer, schema: { type: string } } }
  schemas:
    Whole: { type: object, properties: { a: { type: integer }, rest: {}, map: { type: object } } }
    Open: {}
    Misspelt: { type: object, properties: { a: { type: strin } } }
    List: { type: array, items: { type: strin } }
    Alias: { $ref: missing-alias.yaml }
"##;

fn source(text: &str) -> Source {
    let loaded = Source::from_text("each.yaml", text);
    loaded.or_else(LoadError::without_lost_references).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_reason_for_a_value_without_its_type_is_counted() {
    let coverage = check(&source(EACH), &Options::default()).coverage;
    let named: Vec<&str> = EACH.split("operationId: ").skip(1).collect();
    let named = named.iter().filter_map(|rest| rest.split(',').next());
    let expected: Vec<_> = named
        .filter(|id| {
            !id.starts_with("typed")
                && !id.starts_with("lostM")
                && !id.starts_with("lostW")
                && !id.starts_with("lostBr")
        })
        .collect();
    assert_eq!(coverage.degraded_operations, expected);
    let mut left_out = coverage.left_out_operations.clone();
    left_out.sort();
    assert_eq!(
        left_out,
        ["/lost/item", "get /lost/operation", "gett /lost/method", "lostBrace", "lostWithoutSlash"]
    );
    assert_eq!(
        coverage.to_string(),
        "8 of 31 operations and 1 of 2 types fully typed; 5 operations left out"
    );
}

#[test]
fn each_body_that_counts_as_untyped_is_reported() {
    for (media_type, schema, instead) in [
        ("text/plain", "{ type: integer }", "the body is received as a string"),
        (
            "application/x-www-form-urlencoded",
            "{ type: object }",
            "the body is received as a string",
        ),
        ("multipart/form-data", "{ type: object }", "the body is received as bytes"),
        (
            "application/zip",
            "{ oneOf: [{ type: string }, { type: array }] }",
            "the body is received as bytes",
        ),
    ] {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{ title: One, version: '1' }}\npaths:\n  /a:\n    get:\n      operationId: getA\n      responses:\n        '200': {{ description: It., content: {{ {media_type}: {{ schema: {schema} }} }} }}\n"
        );
        let checked = check(&source(&text), &Options::default());
        assert_eq!(checked.coverage.degraded_operations, ["getA"], "{media_type}");
        let reports: Vec<_> =
            checked.reports.as_slice().iter().filter(|it| it.code == "not-covered").collect();
        assert_eq!(reports.len(), 1, "{media_type}");
        assert_eq!(reports[0].label, instead, "{media_type}");
    }
}

#[test]
fn numbers_that_json_does_not_have_cost_their_keyword_and_not_the_client() {
    let text = "
openapi: 3.1.0
info: { title: Numbers, version: '1' }
paths:
  /a:
    get:
      operationId: getA
      parameters:
        - { name: least, in: query, required: true, schema: { type: number, minimum: -.inf, maximum: 7 } }
        - { name: one, in: query, required: true, schema: { type: number, enum: [1.5, .inf] } }
        - { name: other, in: query, required: true, schema: { type: integer, const: .nan } }
        - { name: text, in: query, required: true, schema: { type: string, enum: [a, .inf] } }
      responses: { '204': { description: None. } }
";
    assert!(Source::from_text("a.yaml", text).is_err());
    let output = specwright::generate(&source(text), &Options::default());
    let output = output.unwrap_or_else(|rejected| panic!("{rejected}"));
    let operations = output.files.get("operations.rs").unwrap();
    let arguments = "least: f64, one: f64, other: i64, text: types::GetAText";
    let found = operations.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(found.contains(arguments), "{operations}");
    assert!(output.files.get("types.rs").unwrap().contains("\".inf\""));
    let reports = output.warnings.as_slice().iter().filter(|it| it.code == "not-finite");
    assert_eq!(reports.count(), 3);
}

#[test]
fn a_client_of_a_description_with_lost_parts_has_the_rest() {
    let output = specwright::generate(&source(EACH), &Options::default());
    let output = output.unwrap_or_else(|rejected| panic!("{rejected}"));
    let operations: String = output
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("operations"))
        .map(|(_, text)| text)
        .collect();
    for method in [
        "typed_open",
        "lost_parameter",
        "lost_response",
        "lost_body",
        "lost_schema",
        "misspelt_type",
    ] {
        assert!(operations.contains(&format!("pub fn {method}(")), "{method}");
    }
    assert!(!operations.contains("lost_method"));
}
