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
