//! Packages from `specwright new` and `specwright init`: they build unchanged, and a mock of their description answers
//! their first call.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use crate::common::{Folder, specwright, text};

/// A description with required path and query parameters, a user with a password, and a path in the server URL.
const ORDERS: &str = "\
openapi: 3.0.3
info: { title: Orders, version: '1' }
servers: [{ url: 'https://{region}.example.com/shop/v2', variables: { region: { default: eu } } }]
security: [{ user: [] }]
paths:
  /orders/{id}:
    delete: { operationId: removeOrder, parameters: [{ $ref: '#/components/parameters/id' }], responses: { '204': { description: Gone. } } }
    get:
      operationId: readOrder
      parameters:
        - $ref: '#/components/parameters/id'
        - { name: since, in: query, required: true, schema: { type: string, format: date }, example: '2026-01-31' }
        - { name: state, in: query, schema: { type: string, enum: [open, closed] } }
      responses:
        '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
components:
  securitySchemes: { user: { type: http, scheme: basic } }
  parameters: { id: { name: id, in: path, required: true, schema: { type: integer, minimum: 1 } } }
  schemas: { Order: { type: object, required: [id], properties: { id: { type: integer }, note: { type: string, example: Fragile } } } }
";

/// The only selected operation has a request body.
const NOTES: &str = "\
openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes/{id}:
    get: { operationId: readNote, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: None. } } }
  /notes:
    post:
      operationId: createNote
      security: [{ token: [] }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Note' }, example: { text: Buy milk, tags: [home] } } }
      responses:
        '201': { description: It is there., content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  schemas: { Note: { type: object, required: [text], properties: { text: { type: string }, tags: { type: array, items: { type: string } } } } }
";

/// The settings of the notes.
const SETTINGS: &str = "\
description = \"notes.yaml\"
overlays = [\"notes.overlay.yaml\"]

[select]
operations = [\"create*\"]

[rename.operations]
createNote = \"keep\"

[rename.types]
Note = \"Memo\"
";

/// A correction of the notes.
const OVERLAY: &str = "\
overlay: 1.0.0
info: { title: Corrections, version: '1' }
actions:
  - target: $.components.schemas.Note.properties
    update: { color: { type: string, enum: [red, blue] } }
";

const PROGRAM: &str = r#"[package]
name = "program"
version = "0.1.0"
edition = "2021"

[dependencies]
tokio = { version = "1.45", features = ["full"] }
"#;

const MAIN: &str = "#![deny(warnings)]\n\n#[tokio::main]\nasync fn main() {\n    first_call().await.unwrap();\n}\n";

#[test]
fn packages_build_as_they_are_written_and_their_first_calls_are_answered() {
    let folder = Folder::new("first-calls");
    folder.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n");
    folder.write("orders.yaml", ORDERS);
    folder.write("own/notes.yaml", NOTES);
    folder.write("own/specwright.toml", SETTINGS);
    folder.write("own/notes.overlay.yaml", OVERLAY);
    folder.write("program/Cargo.toml", PROGRAM);
    folder.write("program/src/main.rs", MAIN);
    let generator = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let postpress = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/postpress.yaml");
    folder.succeed(&["new", "greetings", "--path", generator]);
    for (name, spec) in
        [("invitations", postpress), ("orders", "orders.yaml"), ("notes", "own/notes.yaml")]
    {
        folder.succeed(&["new", name, "--spec", spec, "--path", generator]);
    }
    let said = folder.succeed(&["init", "program", "--path", generator]);
    let (_, call) = said.split_once("answers:\n\n").expect(&said);
    folder.write("program/src/main.rs", &format!("{}\n{call}", folder.read("program/src/main.rs")));
    let call = folder.read("notes/examples/first_call.rs");
    assert!(call.contains(".keep(types::Memo::new(\"Buy milk\").with_tags("), "{call}");
    // The lock file has the newest versions that are available offline.
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock");
    fs::copy(lock, folder.path().join("Cargo.lock")).unwrap();
    build(folder.path(), "--offline")
        .or_else(|_| build(folder.path(), "--quiet"))
        .unwrap_or_else(|said| panic!("{said}"));
    let cases = [
        ("greetings", "spec/api.yaml", "Greeting"),
        ("invitations", "spec/postpress.yaml", "Accepted"),
        ("orders", "spec/orders.yaml", "Order { id: 0, note: Some(\"Fragile\")"),
        ("notes", "spec/notes.yaml", "Memo { text: "),
        ("program", "spec/api.yaml", "Greeting"),
    ];
    for (package, spec, expected) in cases {
        let (mock, url) = mock(&folder.path().join(package), spec);
        let file = if package == "program" { package } else { "examples/first_call" };
        let output = call_of(folder.path(), package, file, &url);
        drop(mock);
        let said = text(&output.stdout);
        assert!(output.status.success(), "{package}: {}", text(&output.stderr));
        assert!(said.contains(expected), "{package}: no `{expected}` in {said}");
        folder.succeed(&freshness(package, spec));
    }
}

/// Returns the arguments that compare the sources of a package with its description.
fn freshness(package: &str, spec: &str) -> [&'static str; 5] {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let out = if package == "program" { "src/api" } else { "generated" };
    let (spec, out) = (format!("{package}/{spec}"), format!("{package}/{out}"));
    ["generate", leak(spec), "--out", leak(out), "--check"]
}

/// Builds all packages. Returns the output of cargo if the build fails.
fn build(folder: &Path, option: &str) -> Result<(), String> {
    let output = cargo(folder, &["build", "--workspace", "--examples", "--bins", option]);
    if output.status.success() { Ok(()) } else { Err(text(&output.stderr)) }
}

fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    cargo_command(folder, arguments).output().unwrap()
}

/// Returns a command of cargo with the folder and the profile of other builds in tests, so that they share dependencies.
fn cargo_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("target");
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target);
    command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0");
    command
}

/// Runs the first call of a package that has been built.
fn call_of(folder: &Path, package: &str, file: &str, url: &str) -> Output {
    let arguments: &[&str] = match file {
        "program" => &["run", "--offline", "--quiet", "--package", "program"],
        _ => &["run", "--offline", "--quiet", "--example", "first_call", "--package", package],
    };
    cargo_command(folder, arguments).env("API_URL", url).output().unwrap()
}

/// A mock process that is killed at the end of the test.
struct Mock(Child);

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a mock and returns its URL.
fn mock(folder: &Path, spec: &str) -> (Mock, String) {
    let mut command = specwright(&["mock", spec, "--port", "0", "--quiet"]);
    let mut process = command.current_dir(folder).stdout(Stdio::piped()).spawn().unwrap();
    let line = BufReader::new(process.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let (_, url) = line.split_once("is served at ").unwrap();
    (Mock(process), url.to_owned())
}
