//! `specwright diff`: the level of each change, the output formats, and git revisions.

use std::process::Command;

use crate::common::{Folder, text};

const OLD: &str = "\
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /items/{id}:
    get:
      operationId: readItem
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        '200':
          description: The item.
          content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }
        '404':
          description: No such item.
          content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } }
  /items:
    post:
      operationId: addItem
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }
      responses: { '204': { description: Added. } }
components:
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: { type: string, maxLength: 10 }
        size: { $ref: '#/components/schemas/Size' }
    Size: { type: string, enum: [small, large] }
    Problem: { type: object, required: [title], properties: { title: { type: string } } }
";

/// Title, old text, new text, level, and a line of the output.
const CHANGES: [(&str, &str, &str, &str, &str); 32] = [
    (
        "an operation goes",
        "  /items:\n    post:",
        "  /items:\n    x-post:",
        "major",
        "breaking   `Client::add_item` is gone",
    ),
    (
        "an operation is renamed",
        "operationId: addItem",
        "operationId: putItem",
        "major",
        "breaking   `Client::put_item` was called `Client::add_item`",
    ),
    (
        "an argument comes",
        "name: limit, in: query,",
        "name: limit, in: query, required: true,",
        "major",
        "breaking   `Client::read_item` requires `limit`, which was optional",
    ),
    (
        "a setter comes",
        "        - { name: limit",
        "        - { name: page, in: query, schema: { type: integer } }\n        - { name: limit",
        "minor",
        "new        `Client::read_item` has `page` now",
    ),
    (
        "a setter goes",
        "        - { name: limit, in: query, schema: { type: integer } }\n",
        "",
        "major",
        "breaking   `Client::read_item` has no `limit` any more",
    ),
    (
        "an argument has another type",
        "name: limit, in: query, schema: { type: integer }",
        "name: limit, in: query, schema: { type: string }",
        "major",
        "breaking   `Client::read_item` has `limit` as `String`, which was `i64`",
    ),
    (
        "a field comes",
        "        size: {",
        "        note: { type: string }\n        size: {",
        "minor",
        "new        `types::Item` has `note` now",
    ),
    (
        "a required field comes",
        "required: [name]\n      properties:\n",
        "required: [name, note]\n      properties:\n        note: { type: string }\n",
        "major",
        "breaking   `types::Item` asks for `note`",
    ),
    (
        "a field goes",
        "        size: { $ref: '#/components/schemas/Size' }\n",
        "",
        "major",
        "breaking   `types::Item` has no `size` any more",
    ),
    (
        "a field becomes required",
        "required: [name]\n",
        "required: [name, size]\n",
        "major",
        "breaking   `types::Item` requires `size`, which was optional",
    ),
    (
        "a value comes",
        "enum: [small, large]",
        "enum: [small, medium, large]",
        "minor",
        "new        `types::Size` has the variant `Medium` now",
    ),
    ("a value goes", "enum: [small, large]", "enum: [small]", "major", "breaking   `types::Size`"),
    (
        "an error comes",
        "        '404':",
        "        '401': { description: Who? }\n        '404':",
        "minor",
        "new        `Client::read_item` has the variant `Unauthorized` now",
    ),
    (
        "an answer changes",
        "{ '204': { description: Added. } }",
        "{ '200': { description: Added., content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } } }",
        "major",
        "breaking   `Client::add_item`",
    ),
    (
        "a type is renamed",
        "Problem",
        "Failure",
        "major",
        "breaking   `types::Failure` was called `types::Problem`",
    ),
    (
        "a check changes",
        "maxLength: 10",
        "maxLength: 20",
        "patch",
        "behaviour  `types::Item` checks `name` by different rules before it is sent",
    ),
    (
        "a path changes",
        "  /items:\n",
        "  /all-items:\n",
        "patch",
        "behaviour  `Client::add_item` sends `POST /all-items` and sent `POST /items`",
    ),
    (
        "a header comes",
        "          description: The item.\n",
        "          description: The item.\n          headers: { X-Rate: { schema: { type: integer } } }\n",
        "minor",
        "new        `operations::ReadItemHeaders` is new",
    ),
    (
        "an answer can be asked for in another form",
        "schema: { $ref: '#/components/schemas/Item' } } }\n        '404'",
        "schema: { $ref: '#/components/schemas/Item' } }, text/csv: {} }\n        '404'",
        "minor",
        "new        `Client::read_item` has `send_csv()` now",
    ),
    (
        "a body can have another form",
        "content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }\n      responses: { '204'",
        "content: { application/json: { schema: { $ref: '#/components/schemas/Item' } }, text/csv: {} }\n      responses: { '204'",
        "minor",
        "new        `Client::add_item` takes `body` as `types::Item or String`, not only `types::Item`",
    ),
    (
        "a body has another media type",
        "content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } }\n      responses: { '204'",
        "content: { application/merge-patch+json: { schema: { $ref: '#/components/schemas/Item' } } }\n      responses: { '204'",
        "patch",
        "behaviour  `Client::add_item` writes `body` as `application/merge-patch+json`, not `application/json`",
    ),
    (
        "an answer of another type comes",
        "        '404':",
        "        '202': { description: Later. }\n        '404':",
        "major",
        "breaking   `Client::read_item` has `send()` as `one of several responses`, which was `types::Item`",
    ),
    (
        "an answer of the same type comes",
        "{ '204': { description: Added. } }",
        "{ '202': { description: Later. }, '204': { description: Added. } }",
        "patch",
        "behaviour  `Client::add_item` reads `send()` from `202, 204`, not `204`",
    ),
    (
        "the first error of an operation comes",
        "{ '204': { description: Added. } }",
        "{ '204': { description: Added. }, '401': { description: Who? } }",
        "major",
        "breaking   `Client::add_item` has documented errors now",
    ),
    (
        "an operation is deprecated",
        "operationId: addItem",
        "operationId: addItem\n      deprecated: true",
        "minor",
        "deprecated `Client::add_item` is deprecated",
    ),
    (
        "a field is deprecated",
        "name: { type: string, maxLength: 10 }",
        "name: { type: string, maxLength: 10, deprecated: true }",
        "minor",
        "deprecated `types::Item` has `name` deprecated",
    ),
    (
        "a setter may be null, which none passes",
        "name: limit, in: query, schema: { type: integer }",
        "name: limit, in: query, schema: { type: [integer, 'null'] }",
        "none",
        "nothing changes for users",
    ),
    (
        "a credential is asked for",
        "components:\n",
        "security: [{ key: [] }]\ncomponents:\n  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }\n",
        "major",
        "breaking   `Client::new` asks for `key`",
    ),
    (
        "a server is described",
        "paths:\n",
        "servers: [{ url: 'https://shop.example' }]\npaths:\n",
        "major",
        "breaking   `Client::new` has no `base_url` any more",
    ),
    (
        "values become numbers",
        "{ type: string, enum: [small, large] }",
        "{ type: integer, enum: [1, 2] }",
        "major",
        "breaking   `types::Size` has the variant `Unknown` as `an integer`, which was `a string`",
    ),
    (
        "a type contains itself",
        "        size: {",
        "        parts: { type: array, items: { $ref: '#/components/schemas/Item' } }\n        size: {",
        "minor",
        "new        `types::Item` has `parts` now",
    ),
    (
        "a webhook comes",
        "components:\n",
        "webhooks:\n  sold: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }, responses: { '204': { description: Seen. } } } }\ncomponents:\n",
        "minor",
        "new        `webhooks::Sold` is new",
    ),
];

#[test]
fn each_change_has_its_line_and_its_level() {
    let folder = Folder::new("diff-changes");
    folder.write("old.yaml", OLD);
    for (title, from, to, level, line) in CHANGES {
        assert!(OLD.contains(from), "{title}");
        folder.write("new.yaml", &OLD.replace(from, to));
        let said = folder.succeed(&["diff", "old.yaml", "new.yaml"]);
        assert!(said.contains(line) && !said.contains("``"), "{title}: {said}");
        let last = said.lines().last().unwrap();
        let none = level == "none" && last == "nothing changes for users";
        assert!(none || last.starts_with(&format!("{level}: ")), "{title}: {said}");
    }
}

#[test]
fn headers_and_forms_that_go_are_missed() {
    let folder = Folder::new("diff-headers");
    let header = |schema: &str| {
        let written = format!("item.\n          headers: {{ X-Rate: {{ {schema} }} }}\n");
        OLD.replace("item.\n          content", &format!("{written}          content"))
    };
    folder.write("old.yaml", &header("schema: { type: integer }"));
    let say = |text: &str| {
        folder.write("new.yaml", text);
        folder.succeed(&["diff", "old.yaml", "new.yaml"])
    };
    let said = say(OLD);
    assert!(said.contains("breaking   `operations::ReadItemHeaders` is gone"), "{said}");
    assert!(
        said.contains("breaking   `Client::read_item` has no `send_with_headers()` any more"),
        "{said}"
    );
    let said = say(&header("required: true, schema: { type: integer }"));
    let line = "`operations::ReadItemHeaders` has `x_rate()` as `i64`, which was `Option<i64>`";
    assert!(said.contains(line) && said.ends_with("major: 1 breaking change\n"), "{said}");
    let said = say(&header("schema: { type: integer } }, X-Cost: { schema: { type: integer }"));
    assert!(said.contains("new        `operations::ReadItemHeaders` has `x_cost()` now"), "{said}");
    assert!(said.ends_with("minor: 1 addition\n"), "{said}");
}

#[test]
fn words_change_nothing() {
    let folder = Folder::new("diff-words");
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", &OLD.replace("The item.", "An item."));
    let said = folder.succeed(&["diff", "old.yaml", "new.yaml"]);
    assert_eq!(said, "nothing changes for users\n");
    folder.succeed(&["diff", "old.yaml", "new.yaml", "--fail-on", "patch"]);
}

#[test]
fn a_rename_is_one_change_and_not_one_for_each_that_names_it() {
    let folder = Folder::new("diff-rename");
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", &OLD.replace("Item'", "Thing'").replace("    Item:", "    Thing:"));
    let said = folder.succeed(&["diff", "old.yaml", "new.yaml"]);
    assert!(said.ends_with("major: 1 breaking change\n"), "{said}");
    assert!(
        said.contains("GET /items/{id}, POST /items\n  breaking   `types::Thing` was called"),
        "{said}"
    );
}

#[test]
fn other_forms_say_the_same() {
    let folder = Folder::new("diff-forms");
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", &OLD.replace("[small, large]", "[small, medium, large]"));
    let markdown = folder.succeed(&["diff", "old.yaml", "new.yaml", "--format", "markdown"]);
    assert_eq!(
        markdown,
        "**minor: 1 addition**\n\n### GET /items/\\{id\\}, POST /items\n\n- `types::Size` has the variant `Medium` now\n"
    );
    let json = folder.succeed(&["diff", "old.yaml", "new.yaml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["level"], "minor");
    assert_eq!(json["changes"][0]["item"], "types::Size");
    assert_eq!(json["changes"][0]["effect"], "addition");
    assert_eq!(
        json["changes"][0]["operations"],
        serde_json::json!(["GET /items/{id}", "POST /items"])
    );
    let level = |level| {
        let arguments = ["diff", "old.yaml", "new.yaml", "--fail-on", level];
        folder.run(&arguments).status.code()
    };
    assert_eq!((level("minor"), level("major")), (Some(1), Some(0)));
}

#[test]
fn a_description_with_errors_is_refused_with_them() {
    let folder = Folder::new("diff-errors");
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", "openapi: 3.1.0\ninfo: [\n");
    let output = folder.run(&["diff", "old.yaml", "new.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("new.yaml:"), "{}", text(&output.stderr));
    assert_eq!(folder.run(&["diff", "old.yaml", "none.yaml"]).status.code(), Some(2));
    assert_eq!(folder.run(&["diff", "old.yaml"]).status.code(), Some(2));
}

#[test]
fn a_revision_of_git_is_compared_with_the_working_tree() {
    let folder = Folder::new("diff-git");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
        let output = command.current_dir(folder.path()).output();
        output.is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q", "."]) {
        println!("skipped: there is no git");
        return;
    }
    // The same description in two files.
    let (paths, schemas) = OLD.split_once("components:\n").unwrap();
    folder.write("spec/api.yaml", &paths.replace("'#/", "'parts/all.yaml#/"));
    folder.write("spec/parts/all.yaml", &format!("components:\n{schemas}"));
    assert!(git(&["add", "."]) && git(&["commit", "-q", "-m", "one"]));
    assert_eq!(folder.succeed(&["diff", "HEAD:spec/api.yaml"]), "nothing changes for users\n");
    folder.write(
        "spec/parts/all.yaml",
        &format!("components:\n{}", schemas.replace("large", "huge")),
    );
    let said = folder.succeed(&["diff", "HEAD:spec/api.yaml"]);
    assert!(said.contains("`types::Size` has no variant `Large` any more"), "{said}");
    let within = crate::common::specwright(&["diff", "HEAD:api.yaml"])
        .current_dir(folder.path().join("spec"))
        .output()
        .unwrap();
    assert_eq!(text(&within.stdout), said, "{}", text(&within.stderr));
    let output = folder.run(&["diff", "nowhere:spec/api.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("git says: "), "{}", text(&output.stderr));
    let output = folder.run(&["diff", "HEAD:spec/none.yaml"]);
    assert!(
        text(&output.stderr).contains("there is no `spec/none.yaml` at"),
        "{}",
        text(&output.stderr)
    );
}
