//! The commands take descriptions of Swagger 2.0.

use crate::common::{Folder, text};

const SPEC: &str = "\
swagger: '2.0'
info: { title: Shop, version: '1' }
host: shop.example.com
produces: [application/json]
paths:
  /pets:
    post:
      operationId: addPet
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - { name: name, in: formData, required: true, type: string, x-example: Rex }
        - { name: tags, in: formData, type: array, items: { type: string } }
      responses:
        '201':
          description: Added.
          schema: { $ref: '#/definitions/Pet' }
          examples: { application/json: { name: Rex } }
definitions:
  Pet: { type: object, required: [name], properties: { name: { type: string, x-nullable: true } } }
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("shop.yaml", SPEC);
    folder
}

#[test]
fn a_client_has_the_body_the_types_and_the_tests_of_the_description() {
    let folder = folder("swagger-generate");
    folder.succeed(&["generate", "shop.yaml", "--out", "client", "--crate", "shop", "--tests"]);
    let types = folder.read("client/src/types.rs");
    assert!(types.contains("pub struct AddPetBody"), "{types}");
    assert!(types.contains("pub name: Option<String>"), "{types}");
    let examples = folder.read("client/tests/examples.json");
    assert!(examples.contains("shop.yaml#/paths/~1pets/post/responses/201/examples"), "{examples}");
    assert!(examples.contains("\"name\":\"Rex\""), "{examples}");
}

#[test]
fn places_are_those_of_the_file() {
    let folder = folder("swagger-places");
    let shown = folder.succeed(&["show", "shop.yaml", "/definitions/Pet"]);
    assert!(shown.contains("types::Pet"), "{shown}");
    folder.write("bad.yaml", &SPEC.replace("type: array", "type: arry"));
    let output = folder.run(&["check", "bad.yaml"]);
    let said = text(&output.stderr);
    assert!(said.contains("--> bad.yaml:12:45"), "{said}");
}

#[test]
fn two_versions_are_compared() {
    let folder = folder("swagger-diff");
    folder.write(
        "new.yaml",
        &SPEC.replace("/definitions/Pet'", "/definitions/Dog'").replace("Pet:", "Dog:"),
    );
    let output = folder.run(&["diff", "shop.yaml", "new.yaml"]);
    let said = text(&output.stdout);
    assert!(said.contains("types::Pet"), "{said}{}", text(&output.stderr));
    // The description in OpenAPI 3 gives the same client.
    folder.write(
        "openapi.yaml",
        "\
openapi: 3.0.3
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example.com' }]
paths:
  /pets:
    post:
      operationId: addPet
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [name]
              properties: { name: { type: string }, tags: { type: array, items: { type: string } } }
            encoding: { tags: { explode: false } }
      responses:
        '201':
          description: Added.
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
components:
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string, nullable: true } } }
",
    );
    let output = folder.run(&["diff", "shop.yaml", "openapi.yaml"]);
    assert!(output.status.success(), "{}", text(&output.stdout));
}

#[test]
fn the_reference_shows_the_form_and_its_examples() {
    let folder = folder("swagger-docs");
    folder.succeed(&["docs", "shop.yaml", "--out", "site"]);
    let site = folder.read("site/reference/parts/operations-0.js");
    assert!(site.contains("addPet") && site.contains("Rex"), "{site}");
}

#[test]
fn an_operation_of_openapi_3_is_not_added() {
    let folder = folder("swagger-add");
    let line = ["add", "shop.yaml", "--method", "get", "--path", "/more", "--id", "more"];
    let output = folder.run(&line);
    let expected = "error: `shop.yaml` is Swagger 2.0, and `add` writes OpenAPI 3\n";
    assert!(text(&output.stderr).starts_with(expected), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(folder.read("shop.yaml"), SPEC);
}
