//! The docs of a generated client: the crate page, setters, fields and sanitized text.

use specwright::source::Source;
use specwright::{Options, generate};

/// Returns a generated file of a description.
fn file(text: &str, path: &str) -> String {
    let source = Source::from_text("api.yaml", text).unwrap();
    let output = generate(&source, &Options::default()).unwrap();
    output.files.get(path).unwrap_or_else(|| panic!("no `{path}`")).to_owned()
}

/// A description with operations in two tags.
fn operations(count: usize) -> String {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: { title: Many, version: '1' }\n\
         tags: [{ name: even, description: Even numbers. }, { name: odd }]\npaths:\n",
    );
    for number in 0..count {
        let tag = if number % 2 == 0 { "even" } else { "odd" };
        text.push_str(&format!(
            "  /number/{number}:\n    get:\n      operationId: read{number}\n      tags: [{tag}]\n      \
             summary: Reads {number} | or not.\n      responses: {{ '204': {{ description: Read. }} }}\n"
        ));
    }
    text
}

#[test]
fn the_crate_page_lists_each_operation_of_a_small_client() {
    let page = file(&operations(4), "lib.rs");
    for line in [
        "//! # Operations",
        "//! [`even`](operations::even): Even numbers.",
        "//! | [`read0`](Client::read0) | `GET /number/0` | Reads 0 \\| or not. |",
        "//! [`odd`](operations::odd)",
        "//! | [`read3`](Client::read3) | `GET /number/3` | Reads 3 \\| or not. |",
    ] {
        assert!(page.lines().any(|found| found == line), "no `{line}` in\n{page}");
    }
}

#[test]
fn the_crate_page_lists_the_groups_of_a_large_client() {
    let page = file(&operations(1_201), "lib.rs");
    assert!(
        page.contains("\n//! | [`even`](operations::even) | 601 | Even numbers. |\n"),
        "{page}"
    );
    assert!(page.contains("\n//! | [`odd`](operations::odd) | 600 |  |\n"), "{page}");
    assert!(!page.contains("GET /number/1200"), "an operation is listed");
    let calls = file(&operations(1_201), "operations/odd.rs");
    let docs = "/// Reads 3 \\| or not.\n///\n/// A call of [`read3`](rt::Client::read3) that has not been sent yet.\n";
    assert!(calls.contains(docs), "no `{docs}`");
}

#[test]
fn examples_of_the_crate_page_begin_at_the_margin() {
    let page = file(&operations(1), "lib.rs");
    assert!(page.contains("doc = concat!(\"use \"") || page.contains("\"use \", env!"), "{page}");
    assert!(!page.contains("\" use \""), "an import is indented:\n{page}");
}

const OBJECT: &str = "
openapi: 3.1.0
info: { title: Docs, version: '1' }
paths:
  /thing:
    put:
      operationId: putThing
      parameters:
        - { name: limit, in: query, description: The page size., schema: { type: integer, minimum: 1, maximum: 100 } }
        - { name: id, in: query, required: true, schema: { type: string, minLength: 3 } }
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '204': { description: Done. } }
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: { type: string, maxLength: 8 }
        size:
          type: integer
          exclusiveMinimum: 0
          description: |
            The size in bytes.

            A second paragraph.
        spans: { type: string, description: \"Open ` and <b>bold</b>.\\n`<i>` and ``<u>`` and \\\\` <s> `.\" }
        clear: { type: string, description: 'A `Vec<T>` of <b>items</b>.' }
";

#[test]
fn setters_and_fields_have_the_description_and_then_the_constraints() {
    let types = file(OBJECT, "types.rs");
    for docs in [
        "/// An object with the properties `name`, `size`, `spans` and `clear`.\n",
        "    /// The `name` property (at most 8 characters).\n    pub name",
        "    /// Creates a `Thing` from its required fields.\n",
        "    /// A second paragraph.\n    ///\n    /// Constraint: more than 0.\n    pub size",
        "    /// The size in bytes.\n    ///\n    /// Sets the `size` property (more than 0).\n",
    ] {
        assert!(types.contains(docs), "no `{docs}` in\n{types}");
    }
    let operations = file(OBJECT, "operations.rs");
    for docs in [
        "    /// Creates a call of `PUT /thing`.\n    ///\n    /// - `id`: at least 3 characters.\n",
        "    /// The page size.\n    ///\n    /// Sets the `limit` query parameter (1 to 100).\n",
        "    /// Sets the request body.\n",
    ] {
        assert!(operations.contains(docs), "no `{docs}` in\n{operations}");
    }
}

#[test]
fn html_beside_code_spans_is_escaped() {
    let types = file(OBJECT, "types.rs");
    let lines: Vec<_> =
        types.lines().filter(|line| line.contains("bold") || line.contains("<u>")).collect();
    assert!(!lines.is_empty());
    for tag in ["<b>bold", "<i>", "<u>", "<s>"] {
        let shown =
            |line: &&&str| line.match_indices(tag).all(|(at, _)| line[..at].ends_with('\\'));
        assert!(lines.iter().all(|line| shown(&line)), "{tag}: {lines:?}");
    }
    assert!(types.contains("/// A `Vec<T>` of \\<b>items\\</b>.\n"), "{types}");
}
