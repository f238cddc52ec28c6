//! References that lead out of the description: to a URL, to a missing file, to a text.

use crate::common::{Folder, text};

const API: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1', description: { $ref: docs/intro.md } }
paths:
  /pets:
    get:
      operationId: listPets
      description: { $ref: docs/missing.md }
      parameters: [{ $ref: 'https://example.com/v1/parameters.yaml#/limit' }]
      responses:
        '200':
          description: The pets.
          content: { application/json: { schema: { $ref: 'https://example.com/v1/schemas/pet.yaml' } } }
  /owners: { $ref: owners.yaml }
";

const PET: &str = "\
type: object
required: [name, kind]
properties:
  name: { type: string }
  kind: { $ref: '../kinds.yaml#/Kind' }
  shop: { $ref: 'shop.json' }
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("api.yaml", API);
    folder.write("docs/intro.md", "# Pets: *all* of them: [x\n\n\tA paragraph: `a: b`.\n");
    folder
}

#[test]
fn what_cannot_be_resolved_costs_what_it_touches() {
    let folder = folder("references-lost");
    let said = folder.succeed(&["generate", "api.yaml", "--out", "src/api"]);
    assert!(
        said.contains("0 of 2 operations and 0 of 0 types fully typed; 1 operation left out"),
        "{said}"
    );
    let operations = folder.read("src/api/operations.rs");
    assert!(operations.contains("pub fn list_pets(&self) -> ListPets"), "{operations}");
    assert!(folder.read("src/api/mod.rs").contains("A paragraph: `a: b`."));
    // The author of a description is told about errors.
    let output = folder.run(&["check", "api.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("by `--map URL=PATH`"));
}

#[test]
fn a_broken_file_beside_the_description_costs_what_refers_to_it() {
    let folder = folder("references-broken");
    folder.write("owners.yaml", "get: [\n");
    let output = folder.run(&["generate", "api.yaml", "--out", "src/api"]);
    let said = text(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("warning[syntax]"), "{said}");
    assert!(said.contains("the file is left out"), "{said}");
    assert!(text(&output.stdout).contains("1 operation left out"));
}

#[test]
fn a_url_is_read_from_the_file_or_folder_that_it_is_mapped_to() {
    let folder = folder("references-mapped");
    folder.write(
        "owners.yaml",
        "get: { operationId: listOwners, responses: { '204': { description: None. } } }\n",
    );
    folder.write("vendor/schemas/pet.yaml", PET);
    folder.write(
        "vendor/schemas/shop.json",
        r#"{ "type": "object", "properties": { "city": { "type": "string" } } }"#,
    );
    folder.write("vendor/kinds.yaml", "Kind: { type: string, enum: [cat, dog] }\n");
    folder.write("limit.yaml", "limit: { name: limit, in: query, schema: { type: integer } }\n");
    let maps = [
        "--map",
        "https://example.com/v1/=vendor",
        "--map",
        "https://example.com/v1/parameters.yaml=limit.yaml",
    ];
    let generate = |more: &[&str]| {
        let start = ["generate", "api.yaml", "--out", "src/api"];
        folder.run(&[&start, more].concat())
    };
    let output = generate(&maps);
    let said = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(said.contains("2 of 2 operations and 3 of 3 types fully typed"), "{said}");
    assert!(folder.read("src/api/operations.rs").contains("fn limit("));
    // The command that repairs a stale client names the files too.
    folder.write("vendor/kinds.yaml", "Kind: { type: string, enum: [cat, dog, cow] }\n");
    let stale = generate(&[maps.as_slice(), &["--check"]].concat());
    assert_eq!(stale.status.code(), Some(1));
    let shown = text(&stale.stderr);
    assert!(shown.contains("--map 'https://example.com/v1/=vendor'"), "{shown}");
    for command in [
        vec!["check", "api.yaml", "--lenient"],
        vec!["diff", "api.yaml", "api.yaml"],
        vec!["docs", "api.yaml", "--out", "site"],
        vec!["inputs", "api.yaml"],
    ] {
        let said = folder.succeed(&[command.as_slice(), &maps].concat());
        assert!(command[0] != "inputs" || said.contains("vendor/kinds.yaml\n"), "{said}");
        assert!(command[0] != "check" || said.contains("2 of 2 operations"), "{said}");
    }
    let wrong = folder.run(&["check", "api.yaml", "--map", "vendor"]);
    assert_eq!(wrong.status.code(), Some(2));
    // Nothing outside a mapped folder is read.
    folder.write("secret.yaml", "Kind: { type: string, enum: [secret] }\n");
    folder.write(
        "vendor/schemas/pet.yaml",
        "type: object\nproperties: { a: { $ref: '%2e%2e/%2e%2e/secret.yaml#/Kind' } }\n",
    );
    let output = generate(&maps);
    assert!(text(&output.stderr).contains("warning[remote-reference]"), "{}", text(&output.stderr));
}

#[test]
fn files_beside_a_mapped_file_are_found() {
    let folder = folder("references-beside");
    folder.write("vendor/pet.yaml", "type: object\nproperties: { shop: { $ref: shop.yaml } }\n");
    folder.write("vendor/shop.yaml", "type: object\nproperties: { city: { type: string } }\n");
    let map = "https://example.com/v1/schemas/pet.yaml=vendor/pet.yaml";
    let said = folder.succeed(&["generate", "api.yaml", "--out", "src/api", "--map", map]);
    assert!(said.contains("2 of 2 types fully typed"), "{said}");
}
