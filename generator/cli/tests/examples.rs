//! The files that `specwright generate --crate NAME --tests` writes beside the sources. Their tests fail for wrong
//! clients.
//!
//! `SPECWRIGHT_BLESS=1 cargo test -p specwright-cli examples` rewrites the expected files.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::mpsc;

/// The expected files beside the sources.
const BESIDE: [&str; 3] = ["specwright.json", "tests/examples.json", "tests/examples.rs"];

/// Writes the crate of the shop.
fn generate(folder: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.args(["generate", "tests/shop/api.yaml", "--crate", "shop", "--tests", "--out"]);
    command.arg(folder).args(more).output().unwrap()
}

/// Creates an empty folder for a test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    folder
}

fn assert_success(output: &Output) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_crate_says_what_became_of_what_and_what_its_examples_are() {
    let folder = folder("shop-text");
    assert_success(&generate(&folder, &[]));
    for name in BESIDE {
        let found = fs::read_to_string(folder.join(name)).unwrap();
        let path = Path::new("tests/shop").join(name.rsplit('/').next().unwrap());
        if std::env::var_os("SPECWRIGHT_BLESS").is_some_and(|value| value == "1") {
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        assert_eq!(found, expected, "{name}: SPECWRIGHT_BLESS=1 rewrites what is expected");
    }
    // Their header marks them as generated, so that they are updated with the description.
    assert_success(&generate(&folder, &["--check"]));
    let record = folder.join("specwright.json");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replace("types::Size", "types::Other")).unwrap();
    assert!(!generate(&folder, &["--check"]).status.success());
    assert_success(&generate(&folder, &[]));
    assert_eq!(fs::read_to_string(&record).unwrap(), text);
}

#[test]
fn a_request_of_tests_goes_to_the_relative_server_of_its_operation() {
    let folder = folder("servers-in-tests");
    let api = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\nservers: [{ url: 'https://a.example' }]\npaths:\n  \
               /a: { get: { operationId: a, servers: [{ url: /other/ }], responses: { '204': { description: ok } } } }\n  \
               /b: { get: { operationId: b, servers: [{ url: ../v2/./x }], responses: { '204': { description: ok } } } }\n  \
               /c: { get: { operationId: c, servers: [{ url: 'https://c.example/v1' }], responses: { '204': { description: ok } } } }\n";
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api.yaml"), api).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    let arguments = ["generate", "api.yaml", "--crate", "servers", "--tests", "-q", "--out", "c"];
    assert_success(&command.args(arguments).current_dir(&folder).output().unwrap());
    let examples = fs::read_to_string(folder.join("c/tests/examples.json")).unwrap();
    let examples: serde_json::Value = serde_json::from_str(&examples).unwrap();
    let requests = examples["requests"].as_array().unwrap().iter();
    let requests: Vec<_> = requests.map(|it| it["request"].as_str().unwrap()).collect();
    assert_eq!(requests, ["GET /other/a", "GET /v2/x/b", "GET /c"]);
}

#[test]
fn a_file_is_a_string_in_the_requests_of_tests() {
    let folder = folder("files-in-tests");
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    let spec = "../tests/fixtures/ok/part-types/api.yaml";
    command.args(["generate", spec, "--crate", "parts", "--tests", "-q", "--out"]);
    assert_success(&command.arg(&folder).output().unwrap());
    let examples = fs::read_to_string(folder.join("tests/examples.json")).unwrap();
    let examples: serde_json::Value = serde_json::from_str(&examples).unwrap();
    let body = &examples["requests"][0]["body"];
    // The schemas of these parts are objects, and the media type of two makes them files.
    assert!(body["scan"].is_string() && body["pages"][0].is_string(), "{body}");
    assert!(body["note"].is_object() && body["about"].is_object(), "{body}");
}

#[test]
fn tests_ask_for_a_crate() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    let arguments = ["generate", "tests/shop/api.yaml", "--tests", "--out", "nowhere"];
    let output = command.args(arguments).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("--crate <NAME>"));
}

#[test]
fn the_tests_of_a_crate_tell_right_from_wrong() {
    let folder = folder("shop");
    assert_success(&generate(&folder, &[]));
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, format!("{text}\n[workspace]\n")).unwrap();
    if let Ok(lock) = fs::read("../../Cargo.lock") {
        fs::write(folder.join("Cargo.lock"), lock).unwrap();
    }
    let output = test(&folder);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains("16 examples: 13 same, 1 same but for undescribed members, 2 break"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("left out: 1 that stand elsewhere (`externalValue`)"), "{text}");
    assert!(text.contains("3 requests: 3 same, 0 ours"), "{text}");
    assert_success(&output);

    // The tests fail if the expected data differs from the client.
    let data = folder.join("tests/examples.json");
    let expected = fs::read_to_string(&data).unwrap();
    let other = expected.replace("\"fault\": ", "\"was\": ").replace("/items/7?", "/items/8?");
    fs::write(&data, other).unwrap();
    let output = test(&folder);
    fs::write(&data, expected).unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("0 break their own schema, 2 ours"), "{text}");
    assert!(
        text.contains("examples/wrong/value: `types::Item`\n  expected {\"id\":\"one\"}"),
        "{text}"
    );
    assert!(text.contains("expected GET /items/8?"), "{text}");
}

/// Runs the tests of a crate offline, and online if a dependency has never been downloaded.
fn test(folder: &Path) -> Output {
    test_with(folder, &[], &[], &[])
}

/// Runs the tests of a crate with further arguments for cargo and for the tests, and with these variables.
fn test_with(
    folder: &Path,
    features: &[&str],
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> Output {
    let run = |offline: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args([
            "test",
            "--quiet",
            "--no-default-features",
            "--no-fail-fast",
            "--test",
            "examples",
        ]);
        command.args(features).args(offline).args(["--", "--nocapture", "--test-threads=1"]);
        command
            .args(arguments)
            .current_dir(folder)
            .envs(variables.iter().copied())
            .env("CARGO_TARGET_DIR", folder.with_file_name("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        command.env("RUST_BACKTRACE", "0").output().unwrap()
    };
    let output = run(&["--offline"]);
    let text = String::from_utf8_lossy(&output.stderr);
    if text.contains("--offline") || text.contains("offline mode") { run(&[]) } else { output }
}

/// A description whose examples have faults of their own.
const FAULTS: &str = r"
openapi: 3.0.3
info: { title: Faults, version: '1' }
paths:
  /notes:
    put:
      operationId: putNote
      parameters:
        - { name: filter, in: query, content: { application/json: { schema: { properties: { id: { type: string } } } } } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Note' }
            example: { name: n, created: today, inner: { created: today } }
      responses: { '204': { description: None. } }
    get:
      operationId: getNotes
      responses:
        '200':
          description: The notes.
          content:
            application/json:
              schema: { type: object, properties: { data: { properties: { id: { type: integer } } } } }
              example: { data: [ { id: 1 } ] }
components:
  schemas:
    Note:
      allOf:
        - { $ref: '#/components/schemas/Base' }
        - { type: object, properties: { inner: { $ref: '#/components/schemas/Base' } } }
    Base: { type: object, properties: { name: { type: string }, created: { type: string, readOnly: true } } }
";

#[test]
fn faults_of_examples_are_told_from_those_of_the_client() {
    let folder = folder("example-faults");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api.yaml"), FAULTS).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.args(["generate", "api.yaml", "--crate", "faults", "--tests", "--out", "client"]);
    assert_success(&command.current_dir(&folder).output().unwrap());
    let read = |name: &str| fs::read_to_string(folder.join("client/tests").join(name)).unwrap();
    let data = read("examples.json");
    let row = |start: &str, part: &str| {
        let row = data.lines().find(|line| {
            line.starts_with("{\"at\"") && line.contains(start) && line.contains("\"value\"")
        });
        let row = row.unwrap_or_else(|| panic!("{data}"));
        assert!(row.contains(part), "{row}");
    };
    // A request has no members that only responses have.
    row("~1notes/put", "\"undescribed\": [\"/created\", \"/inner/created\"]");
    // An object is described, and the example is a list.
    row("~1notes/get", "\"fault\": \"`/data`: ");
    assert!(data.contains("PUT /notes?filter=%7B%22id%22"), "{data}");
    assert!(
        read("examples.rs")
            .contains("#[ignore = \"1 example of the description breaks its own schema;")
    );
}

/// A description without tags. Its server is `recorded`.
const LIVE: &str = r"
openapi: 3.1.0
info: { title: Notes, version: '1' }
security: [{ token: [] }]
paths:
  /notes:
    get:
      operationId: listNotes
      parameters:
        - { name: filter, in: query, schema: { type: string } }
        - { name: page, in: query, schema: { type: integer }, example: 3 }
        - { name: order, in: query, required: true, schema: { type: string, enum: [up, down] } }
      responses:
        '200': { description: Notes., content: { application/json: { schema: { type: array, items: { type: string } } } } }
  /notes/{id}:
    delete:
      operationId: deleteNote
      security: [{ admin: [] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: integer }, example: 7 }]
      responses: { '204': { description: Gone. } }
  /restart:
    post:
      operationId: restart
      responses: { '204': { description: Done. } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    admin: { type: http, scheme: basic }
    unused: { type: apiKey, in: header, name: X-Unused }
";

/// Responds to each connection, and sends the head of its request to the test.
fn recorded() -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (heads, received) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let head: Vec<_> =
                lines.by_ref().map_while(Result::ok).take_while(|it| !it.is_empty()).collect();
            let (status, body) = match head.first().map(String::as_str) {
                Some(line) if line.starts_with("GET") => ("200 OK", "[\"a\"]"),
                Some(line) if line.starts_with("DELETE") => {
                    ("418 Teapot", "{\"detail\":\"short\"}")
                }
                _ => ("500 No", "{}"),
            };
            let length = body.len();
            let response = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            stream.write_all(response.as_bytes()).unwrap();
            if heads.send(head.join("\n")).is_err() {
                return;
            }
        }
    });
    (url, received)
}

#[test]
fn the_tests_call_a_server_with_its_credentials_and_without_what_is_skipped() {
    let folder = folder("live");
    let spec = folder.with_file_name("live.yaml");
    fs::write(&spec, LIVE).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    command.arg("generate").arg(&spec).args(["--crate", "notes", "--tests", "--out"]);
    assert_success(&command.arg(&folder).output().unwrap());
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.contains("\nfull = []\n"), "{text}");
    fs::write(&manifest, format!("{text}\n[workspace]\n")).unwrap();
    if let Ok(lock) = fs::read("../../Cargo.lock") {
        fs::write(folder.join("Cargo.lock"), lock).unwrap();
    }
    let (url, received) = recorded();
    let live = |variables: &[(&str, &str)]| {
        let features = ["--features", "blocking,full"];
        let variables = [&[("API_URL", url.as_str())], variables].concat();
        let output = test_with(&folder, &features, &["--ignored"], &variables);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), text + &String::from_utf8_lossy(&output.stderr))
    };
    let credentials = [("API_CREDENTIAL_TOKEN", "t0"), ("API_CREDENTIAL_ADMIN", "ann:pw")];
    let (is_passed, text) = live(&[credentials[0], credentials[1], ("API_SKIP", "restart")]);
    let summary =
        "2 calls: 2 read (1 errors that are not documented), 0 refused, 0 unread, 1 skipped";
    assert!(text.contains(summary), "{text}");
    assert!(
        text.contains("undocumented: delete_note DELETE /notes/7\n") && text.contains("short"),
        "{text}"
    );
    assert!(is_passed, "{text}");
    let heads: Vec<_> = received.try_iter().map(|head| head.to_lowercase()).collect();
    let [list, delete] = heads.as_slice() else { panic!("{heads:?}") };
    // `filter` is optional and has no example.
    let line = list.lines().next().unwrap();
    assert!(
        line.contains("page=3") && line.contains("order=up") && !line.contains("filter"),
        "{list}"
    );
    assert!(list.contains("authorization: bearer t0"), "{list}");
    assert!(delete.contains("authorization: basic yw5uonb3"), "{delete}");
    // Without a skip list, the undocumented failure of `restart` is told and counts as read, too.
    let (_, text) = live(&credentials);
    assert!(text.contains("3 calls: 3 read (2 errors that are not documented)"), "{text}");
    assert_eq!(received.try_iter().count(), 3);
    let (is_passed, text) = live(&[("API_SKIP", "restrat")]);
    assert!(!is_passed && text.contains("`API_SKIP` has `restrat`"), "{text}");
}
