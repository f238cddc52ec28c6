//! `specwright add`: an endpoint more, and every other byte as it was.

use std::io::Write;
use std::process::Stdio;

use crate::common::{Folder, specwright, text};

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

/// The lines that a file has more, if the others are as they were and in that order.
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
    folder.write("api.yaml", API);
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
    let new = added(API, &after);
    assert!(
        new.starts_with("  /pets/{pet_id}:\n    patch:\n      operationId: renamePet\n"),
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
    let again = folder.run(&arguments);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        text(&again.stderr).contains("`post /pets` is there already"),
        "{}",
        text(&again.stderr)
    );
    assert_eq!(folder.read("api.yaml"), after);
}

#[test]
fn what_is_not_given_is_asked_for() {
    let folder = Folder::new("add-asked");
    folder
        .write("api.yaml", API.replace("paths:\n", "paths: {}\n").split("  # The").next().unwrap());
    let mut run = specwright(&["add", "api.yaml"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    run.stdin.take().unwrap().write_all(b"delete\n/pets/{id}\n\n").unwrap();
    assert!(run.wait_with_output().unwrap().status.success());
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
        (&["--curl", "curl https://example.com/a -d x=1", "--id", "b"], 2),
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
    folder.write(
        "braces.yaml",
        "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: {} }\n",
    );
    let output =
        folder.run(&["add", "braces.yaml", "--method", "get", "--path", "/b", "--id", "b"]);
    assert!(text(&output.stderr).contains("written in braces"), "{}", text(&output.stderr));
}
