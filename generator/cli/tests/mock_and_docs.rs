//! `specwright mock` and `specwright docs`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/postpress.yaml");

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_specwright"))
}

/// Creates an empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A mock process that is killed at the end of the test.
struct Mock {
    process: Child,
    address: String,
}

impl Mock {
    fn start(options: &[&str]) -> Mock {
        Mock::of(SPEC, options)
    }

    fn of(spec: &str, options: &[&str]) -> Mock {
        Mock::spawn(command().args(["mock", spec, "--port", "0"]).args(options))
    }

    /// Starts a mock and keeps its standard error.
    fn logging(spec: &str, options: &[&str]) -> Mock {
        let mut command = command();
        let command = command.args(["mock", spec, "--port", "0"]).args(options);
        Mock::spawn(command.stderr(Stdio::piped()))
    }

    fn spawn(command: &mut Command) -> Mock {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let (_, address) = line.split_once("is served at http://").unwrap();
        Mock { process, address: address.to_owned() }
    }

    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // A hanging mock fails the test instead of blocking it.
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn post(&self, headers: &str) -> String {
        let body = r#"{"provider":"LINKEDIN","shared_secret":"hunter1","account_id":"a","action":"accept"}"#;
        let length = body.len();
        self.send(&format!(
            "POST /v1/users/invite/received/inv_1 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        ))
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn error(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_mock_answers_records_and_shows_its_reference() {
    let record = folder("record").join("requests.jsonl");
    let mock = Mock::start(&["--record", record.to_str().unwrap(), "--credential", "right"]);
    assert!(mock.post("x-api-key: right\r\n").ends_with(r#""status":"ACCEPTED"}"#));
    assert!(mock.post("x-api-key: wrong\r\n").contains("errors/invalid_credentials"));
    let page = mock.send("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    assert!(page.contains("text/html") && page.contains("reference/page.js"), "{page}");
    // The parts are numbered, and the one of the operation depends on the tags before it.
    let part = |number: i32| {
        let path = format!("/reference/parts/operations-{number}.js");
        mock.send(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"))
    };
    let mut parts = (0..).map(part).take_while(|response| response.starts_with("HTTP/1.1 200"));
    assert!(parts.any(|response| response.contains("handle_received_invitation")));
    let written = fs::read_to_string(record).unwrap();
    assert_eq!(written.lines().count(), 2, "{written}");
    assert!(!written.contains("hunter") && !written.contains("wrong"), "{written}");
}

#[test]
fn each_request_is_a_line_unless_it_is_to_be_quiet() {
    let lines = |options: &[&str]| {
        let mut mock = Mock::logging(SPEC, options);
        mock.post("x-api-key: s3cret\r\n");
        mock.send(
            "GET /nowhere?key=s3cret HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        );
        let _ = mock.process.kill();
        let mut text = String::new();
        mock.process.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let shown = lines(&[]);
    let starts = ["POST /v1/users/invite/received/inv_1 200 ", "GET /nowhere 404 "];
    assert_eq!(shown.len(), starts.len(), "{shown:?}");
    for (line, start) in shown.iter().zip(starts) {
        let time = line.strip_prefix(start).and_then(|rest| rest.strip_suffix(" ms"));
        assert!(time.is_some_and(|time| time.parse::<f64>().is_ok()), "{line}");
    }
    assert_eq!(lines(&["-q"]), [""; 0]);
}

#[test]
fn a_description_with_errors_is_refused_unless_leniently() {
    let spec = folder("lenient").join("api.yaml");
    let text = "openapi: 3.1.0\ninfo: { title: Half, version: '1' }\npaths:\n  /well: { get: { operationId: a, responses: { '200': { description: ok } } } }\n  /ill: { get: { operationId: a, responses: { '200': { description: ok } } } }\n";
    fs::write(&spec, text).unwrap();
    let spec = spec.to_str().unwrap();
    // The port is in use, so that a mock that accepts the description fails too.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let refused = command().args(["mock", spec, "--port", &port]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let said = error(&refused);
    assert!(said.starts_with("error[duplicate-operation]"), "{said}");
    assert!(said.ends_with("help: `--lenient` serves what can be read of it\n"), "{said}");
    let mock = Mock::of(spec, &["--lenient"]);
    let well = mock.send("GET /well HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    assert!(well.starts_with("HTTP/1.1 200"), "{well}");
}

#[test]
fn a_mistake_outside_the_selection_stops_no_command() {
    let folder = folder("selected");
    let spec = folder.join("api.yaml");
    let text = "openapi: 3.1.0\ninfo: { title: Half, version: '1' }\nservers: [{ url: 'https://a.test' }]\npaths:\n  \
                /well: { get: { operationId: a, responses: { '200': { description: ok } } } }\n  \
                /ill: { get: { operationId: b, responses: { '200': { $ref: none.yaml }, '20': {} }, resposes: 1 } }\n";
    fs::write(&spec, text).unwrap();
    fs::write(folder.join("specwright.toml"), "[select]\npaths = [\"/well\"]\n").unwrap();
    let spec = spec.to_str().unwrap();
    let out = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    for arguments in [
        vec!["check", spec, "--deny-warnings"],
        vec!["generate", spec, "--strict", "--out", &out("client")],
        vec!["docs", spec, "--out", &out("site")],
        vec!["diff", spec, spec],
    ] {
        let output = command().args(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{arguments:?}: {said}");
    }
    let mock = Mock::of(spec, &[]);
    let well = mock.send("GET /well HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    assert!(well.starts_with("HTTP/1.1 200"), "{well}");
}

#[test]
fn what_requests_prefer_can_be_said_for_all() {
    let mock = Mock::start(&["--prefer", "sequence=\"503 200\""]);
    for status in ["HTTP/1.1 503", "HTTP/1.1 200", "HTTP/1.1 503"] {
        let answer = mock.post("x-api-key: k\r\n");
        assert!(answer.starts_with(status), "{answer}");
    }
}

#[test]
fn a_mistake_is_said_in_a_sentence() {
    let run = |arguments: &[&str]| error(&command().args(arguments).output().unwrap());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    assert_eq!(
        run(&["mock", SPEC, "--port", &port]),
        format!(
            "error: 127.0.0.1:{port} is in use; give another port, or `--port 0` for one that is free\n"
        )
    );
    assert!(run(&["mock", SPEC, "--prefer", "cod=503"]).starts_with(
        "error: `--prefer`: there is no preference `cod`; there are `code`, `type`, `example`"
    ));
    assert!(run(&["mock", "missing.yaml"]).contains("missing.yaml"));
    assert!(run(&["docs", SPEC, "--out", "x", "--crate", "two words"]).contains("two words"));
}

#[test]
fn the_reference_is_a_folder_of_files() {
    let out = folder("docs");
    let done = command().args(["docs", SPEC, "--out", out.to_str().unwrap()]).output().unwrap();
    assert!(done.status.success());
    assert!(out.join("index.html").exists());
    let parts = fs::read_dir(out.join("reference/parts")).unwrap().map(|part| part.unwrap().path());
    let data: String = parts.map(|part| fs::read_to_string(part).unwrap()).collect();
    assert!(data.contains("use postpress::{Client, types};"));
}

/// Returns the peak memory of a process in bytes.
#[cfg(target_os = "linux")]
fn peak(process: &Child) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[cfg(target_os = "linux")]
#[test]
fn a_mock_keeps_no_bodies_and_few_unfinished_ones() {
    const MEGABYTE: usize = 1024 * 1024;
    let mock = Mock::start(&[]);
    let before = peak(&mock.process);
    let head = |length: usize| {
        format!(
            "POST /v1/media HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-api-key: k\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    let body = " ".repeat(8 * MEGABYTE);
    for _ in 0..40 {
        assert!(mock.send(&(head(body.len()) + &body)).starts_with("HTTP/1.1 4"));
    }
    let unfinished = |_| {
        let mut stream = TcpStream::connect(&mock.address).unwrap();
        stream.write_all(head(body.len() + 1).as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        stream
    };
    let unfinished: Vec<_> = (0..60).map(unfinished).collect();
    mock.post("x-api-key: k\r\n");
    let grown = peak(&mock.process) - before;
    assert!(grown < 300 * MEGABYTE, "{} MB more", grown / MEGABYTE);
    drop(unfinished);
}

#[test]
fn a_page_of_others_gets_nothing_of_the_reference() {
    let folder = folder("origin");
    let page = "<script>parent.postMessage(sessionStorage)</script>";
    let content = |media_type: &str| {
        format!(
            "{{ responses: {{ '200': {{ description: ok, content: {{ {media_type}: {{ example: '{page}' }} }} }} }} }}"
        )
    };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Pages, version: '1' }}\npaths:\n  /page: {{ get: {} }}\n  /reference/page.js: {{ get: {} }}\n",
        content("text/html"),
        content("text/javascript"),
    );
    let spec = folder.join("api.yaml");
    fs::write(&spec, text).unwrap();
    let mock = Mock::of(spec.to_str().unwrap(), &[]);
    let get = |path: &str, host: &str| {
        mock.send(&format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"))
    };
    let shown = get("/page", "localhost");
    assert!(shown.contains("text/html") && shown.contains(page), "{shown}");
    for header in ["content-security-policy: sandbox\r\n", "x-content-type-options: nosniff\r\n"] {
        assert!(shown.contains(header), "{shown}");
        assert!(get("/nowhere", "localhost").contains(header));
    }
    // The reference keeps its own scripts, and its pages are not sandboxed.
    let script = get("/reference/page.js", "localhost");
    assert!(!script.contains(page) && script.contains("text/javascript"), "{script}");
    let reference = get("/", "127.0.0.1:4010");
    assert!(reference.starts_with("HTTP/1.1 200") && !reference.contains("sandbox"), "{reference}");
    for path in ["/", "/page", "/reference/data.js"] {
        let refused = get(path, "evil.test");
        assert!(refused.starts_with("HTTP/1.1 421"), "{refused}");
        assert!(refused.contains("`evil.test`") && refused.contains("`--host`"), "{refused}");
    }
}
