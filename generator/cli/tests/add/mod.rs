//! `specwright add` inserts an endpoint and keeps every other byte.

mod command;
mod lines;

use crate::common::{Folder, text};

const API: &str = "\
# The API of the shop.
openapi: 3.1.0
info: { title: Shop, version: '1' }   # kept

paths:
  # The list.
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: None. } }

# What is shared.
components: {}
";

/// Returns the added lines of a file. Panics if another line has changed or moved.
fn added(before: &str, after: &str) -> String {
    let mut old = before.lines().peekable();
    let mut new = String::new();
    for line in after.lines() {
        if old.next_if_eq(&line).is_none() {
            new.push_str(line);
            new.push('\n');
        }
    }
    assert_eq!(old.next(), None, "{after}");
    new
}

#[test]
fn a_line_of_curl_and_an_answer_become_an_operation() {
    let folder = Folder::new("add-curl");
    // A member of an empty object in braces is written on separate lines.
    let api = API.replace("components: {}\n", "components:\n  schemas: {}\n");
    folder.write("api.yaml", &api);
    folder.write(
        "answer.json",
        r#"{"id": 7, "born": "2024-02-03", "tags": ["a", "b"], "owner": {"name": "Ada"}, "toys": [{"n": 1}, {"n": 1.5, "colour": null}]}"#,
    );
    let line = "curl -X PATCH 'https://api.example.com/pets/1234?dry=1' -H 'Authorization: Bearer secret' \\\n -d '{\"name\": \"O'\\''Neil\"}'";
    folder.succeed(&[
        "add",
        "api.yaml",
        "--curl",
        line,
        "--answer",
        "answer.json",
        "--id",
        "renamePet",
    ]);
    let after = folder.read("api.yaml");
    let new = added(&api, &after);
    assert!(
        after.contains("# kept\n\nservers: [{ url: https://api.example.com }]\n\npaths:\n"),
        "{after}"
    );
    assert!(after.ends_with(
        "schemas: {}\n  securitySchemes:\n    bearerAuth: { type: http, scheme: bearer }\n"
    ));
    assert!(
        new.contains("\n  /pets/{pet_id}:\n    patch:\n      operationId: renamePet\n"),
        "{new}"
    );
    assert!(
        new.contains("- { name: pet_id, in: path, required: true, schema: { type: string } }"),
        "{new}"
    );
    assert!(new.contains("{ name: dry, in: query, schema: { type: integer } }"), "{new}");
    assert!(new.contains("born: { type: string, format: date }"), "{new}");
    assert!(!after.contains("secret"), "{after}");
    let checked = folder.run(&["check", "api.yaml"]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    folder.succeed(&["generate", "api.yaml", "--out", "out", "--strict"]);
    assert!(folder.read("out/operations.rs").contains("pub fn rename_pet("));
}

#[test]
fn a_method_more_stands_at_its_path_and_none_is_written_twice() {
    let folder = Folder::new("add-method");
    folder.write("api.yaml", API);
    let arguments = [
        "add", "api.yaml", "--method", "POST", "--path", "/pets", "--id", "addPet", "--status",
        "201",
    ];
    folder.succeed(&arguments);
    let after = folder.read("api.yaml");
    assert!(
        after.contains("description: None. } }\n    post:\n      operationId: addPet\n"),
        "{after}"
    );
    assert!(after.ends_with("\n\n# What is shared.\ncomponents: {}\n"), "{after}");
    let again = folder.succeed(&arguments);
    assert!(again.contains("this is `addPet` (`POST /pets`); nothing was written"), "{again}");
    assert_eq!(folder.read("api.yaml"), after);
}

#[test]
fn what_is_not_given_is_asked_for() {
    let folder = Folder::new("add-asked");
    folder
        .write("api.yaml", API.replace("paths:\n", "paths: {}\n").split("  # The").next().unwrap());
    let output = folder.run_with_input(&["add", "api.yaml"], "delete\n/pets/{id}\n\n");
    assert!(output.status.success());
    let after = folder.read("api.yaml");
    assert!(
        after.contains("paths:\n  /pets/{id}:\n    delete:\n      operationId: deletePetsById\n"),
        "{after}"
    );
}

#[test]
fn what_would_break_the_description_is_not_written() {
    let folder = Folder::new("add-refused");
    folder.write("api.yaml", API);
    for (arguments, status) in [
        (&["--method", "get", "--path", "/a", "--id", "listPets"][..], 1),
        (&["--method", "fetch", "--path", "/b", "--id", "b"], 2),
        (&["--method", "get", "--path", "b", "--id", "b"], 2),
        (&["--curl", "wget https://example.com", "--id", "b"], 2),
        (&["--curl", "curl 'https://example.com", "--id", "b"], 2),
        (&["--curl", "curl https://example.com/a -d @none.json", "--id", "b"], 2),
        (&["--method", "get", "--path", "/b", "--id", "b", "--answer", "none.json"], 2),
    ] {
        folder.write("api.yaml", API);
        let all: Vec<_> =
            ["add", "api.yaml"].into_iter().chain(arguments.iter().copied()).collect();
        let output = folder.run(&all);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output.stderr));
        if status != 0 {
            assert_eq!(folder.read("api.yaml"), API, "{arguments:?}");
        }
    }
}

#[test]
fn members_in_braces_stay_in_braces() {
    for (name, before, after) in [
        (
            "one line",
            "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: {} } # all\n",
            "paths: { /a: {}, /b: { get: { operationId: b, responses: { '200': { description: To be described. } } } } } # all\n",
        ),
        (
            "tight JSON",
            r#"{"openapi":"3.1.0","info":{"title":"A","version":"1"},"paths":{"/a":{}}}"#,
            r#""paths":{"/a":{},"/b":{"get":{"operationId":"b","responses":{"200":{"description":"To be described."}}}}}}"#,
        ),
        (
            "JSON in lines",
            "{\n\t\"openapi\": \"3.1.0\",\n\t\"info\": { \"title\": \"A\", \"version\": \"1\" },\n\t\"paths\": {\n\t\t\"/a\": {}\n\t}\n}\n",
            "\t\t\"/a\": {},\n\t\t\"/b\": {\n\t\t\t\"get\": {\n\t\t\t\t\"operationId\": \"b\",\n\t\t\t\t\"responses\": {\n\t\t\t\t\t\"200\": {\n\t\t\t\t\t\t\"description\": \"To be described.\"\n\t\t\t\t\t}\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t}\n}\n",
        ),
        (
            "JSON without paths",
            "{\n    \"openapi\": \"3.1.0\",\n    \"info\": { \"title\": \"A\", \"version\": \"1\" },\n    \"paths\": {}\n}\n",
            "    \"paths\": {\n        \"/b\": {\n            \"get\": {\n",
        ),
    ] {
        let folder = Folder::new("add-braces");
        folder.write("api.json", before);
        let file = if before.starts_with('{') { "api.json" } else { "api.yaml" };
        folder.write(file, before);
        folder.succeed(&["add", file, "--method", "get", "--path", "/b", "--id", "b"]);
        let now = folder.read(file);
        assert!(now.contains(after), "{name}: {now}");
        // All old words are kept in their order.
        let mut rest = now.as_str();
        for word in before.split_whitespace() {
            let word = word.trim_end_matches(['}', ',']);
            rest = rest.split_once(word).unwrap_or_else(|| panic!("{name}: {word} in {now}")).1;
        }
        folder.succeed(&["check", file]);
    }
}

#[test]
fn lists_in_the_column_of_their_key_and_line_endings_of_windows_stay() {
    let folder = Folder::new("add-columns");
    let before = "openapi: 3.0.3\r\ninfo:\r\n    title: A\r\n    version: '1'\r\npaths:\r\n    /a:\r\n        get:\r\n            operationId: a\r\n            responses:\r\n                '204':\r\n                    description: None.\r\n            tags:\r\n            - one\r\n            - two\r\n# The end.\r\n";
    folder.write("api.yaml", before);
    folder.write("answer.json", r#"{"a": null, "b": [{"c": 1}, {"c": null}]}"#);
    let arguments = [
        "add",
        "api.yaml",
        "--method",
        "put",
        "--path",
        "/a",
        "--id",
        "b",
        "--response",
        "answer.json",
    ];
    folder.succeed(&arguments);
    let after = folder.read("api.yaml");
    let new = added(before, &after);
    assert!(new.starts_with("        put:\n            operationId: b\n"), "{new}");
    // OpenAPI 3.0 has no type `null`.
    assert!(new.contains("a: { nullable: true }"), "{new}");
    assert!(new.contains("c: { type: integer, nullable: true }"), "{new}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{after:?}");
    assert!(after.ends_with("# The end.\r\n"), "{after}");
    folder.succeed(&["check", "api.yaml"]);
}
