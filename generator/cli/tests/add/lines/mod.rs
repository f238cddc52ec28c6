//! Curl commands from published documentation, through `add` and `generate`: the client makes the request that curl
//! makes.
//!
//! `requests.jsonl` contains the requests of curl. If curl is installed, the tests compare them with its requests, and
//! `SPECWRIGHT_BLESS=1 cargo test -p specwright-cli lines` rewrites the file.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::common::{Folder, text};

const LINES: &str = include_str!("lines.txt");

const EXPECTED: &str = "tests/add/lines/requests.jsonl";

/// The variables in the commands.
const VARIABLES: [(&str, &str); 5] = [
    ("TELEPHONY_ACCOUNT_SID", "AC123"),
    ("TELEPHONY_AUTH_TOKEN", "SECRET-TOKEN"),
    ("MODELS_API_KEY", "SECRET-TOKEN"),
    ("CLOUD_TOKEN", "SECRET-TOKEN"),
    ("ZONE_ID", "Z1"),
];

/// Headers of the connection, of the sending program, and of credentials, which are not compared.
const LEFT_OUT: [&str; 13] = [
    "host",
    "user-agent",
    "accept-encoding",
    "content-length",
    "connection",
    "expect",
    "authorization",
    "x-auth-email",
    "x-auth-key",
    "x-storage-token",
    "x-api-key",
    "cookie",
    "transfer-encoding",
];

/// The commands: the name of the operation, the status of its response, and the command.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    LINES.split("## ").skip(1).map(|block| {
        let (head, line) = block.split_once('\n').unwrap();
        let (name, status) = head.split_once(' ').unwrap();
        (name, status, line)
    })
}

/// Creates a folder with the files that the commands name, and a description of all commands.
fn described(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write(
        "purge.json",
        "{\"files\": [\"https://www.example.com/a.css\"], \"prefixes\": []}\n",
    );
    folder.write("notes.txt", "hello\n");
    folder.write("audio.mp3", "ID3");
    folder.write("api.yaml", "openapi: 3.1.0\ninfo: { title: Lines, version: '1' }\npaths: {}\n");
    for (name, status, line) in lines() {
        let arguments = ["add", "api.yaml", "--id", name, "--status", status, "--curl", line];
        let output = folder.run(&arguments);
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(output.status.success(), "{name}: {said}");
        assert!(!said.contains("SECRET"), "{name}: {said}");
        // After each command the description has no errors.
        let output = folder.run(&["check", "api.yaml"]);
        assert!(output.status.success(), "{name}: {}", text(&output.stderr));
    }
    folder
}

#[test]
fn the_client_of_each_line_makes_the_request_that_curl_makes() {
    assert!(lines().count() >= 20);
    let folder = described("add-lines");
    let description = folder.read("api.yaml");
    assert!(!description.contains("SECRET"), "{description}");
    let sent: Vec<_> =
        lines().map(|(name, _, line)| (name, by_curl(&folder, name, line))).collect();
    if std::env::var_os("SPECWRIGHT_BLESS").is_some_and(|value| value == "1") {
        let rows = sent
            .iter()
            .filter_map(|(name, sent)| Some(json!([name, sent.as_ref()?]).to_string() + "\n"));
        fs::write(EXPECTED, rows.collect::<String>()).unwrap();
    }
    let expected = fs::read_to_string(EXPECTED).unwrap();
    let expected: Vec<Value> =
        expected.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
    let expected = |name: &str| {
        let row = expected.iter().find(|row| row[0] == name);
        row.unwrap_or_else(|| panic!("{name}: SPECWRIGHT_BLESS=1 asks curl what it sends"))[1]
            .clone()
    };
    for (name, sent) in sent {
        match sent {
            Some(sent) => assert_eq!(sent, expected(name), "{name}: what curl sends"),
            None => eprintln!("{name}: taken from {EXPECTED}, since curl does not run here"),
        }
    }
    let made = by_client(&folder);
    assert_eq!(made.len(), lines().count());
    for (name, request) in made {
        assert_eq!(request, expected(&name), "{name}: what the client sends");
    }
}

/// Returns the request that curl makes for a command, if curl is installed and the shell can run the command.
fn by_curl(folder: &Folder, name: &str, line: &str) -> Option<Value> {
    if line.contains("^\"") {
        return Some(from_windows(name));
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    folder.write(
        ".curlrc",
        &format!("connect-to = \"::127.0.0.1:{port}\"\nmax-time = 20\nsilent\noutput = sent.txt\n"),
    );
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read_request(&mut stream);
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .unwrap();
        request
    });
    let mut command = Command::new("bash");
    command.arg("-c").arg(line.replace("https://", "http://")).current_dir(folder.path());
    command.env("CURL_HOME", folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
    command.envs(VARIABLES);
    let ran = command.status().is_ok_and(|status| status.success());
    if !ran {
        // Ends the wait of the server for a connection.
        drop(std::net::TcpStream::connect(("127.0.0.1", port)));
        let _ = server.join();
        return None;
    }
    let (head, body) = server.join().unwrap();
    let mut rows = head.lines();
    let first: Vec<&str> = rows.next()?.split(' ').collect();
    let headers: Vec<_> = rows
        .filter_map(|row| row.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let host = headers.iter().find(|(name, _)| name == "host").map(|(_, host)| host.as_str())?;
    let url = format!("{host}{}", first[1]);
    Some(plain(first[0], &url, &headers, &body))
}

/// `cmd.exe` is not available on all systems, so the expected request is written here.
fn from_windows(name: &str) -> Value {
    assert_eq!(name, "graph");
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    let body = r#"{"query":"query { viewer { name } }","variables":{}}"#;
    plain("POST", "graph.example/graphql", &headers, body)
}

/// Reads the head and the body of a request.
fn read_request(stream: &mut std::net::TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).unwrap();
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let lower = head.to_lowercase();
            if lower.contains("expect: 100-continue") && body.is_empty() {
                stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
            }
            let length = lower
                .lines()
                .find_map(|row| row.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if body.len() >= length.unwrap_or(0) || count == 0 {
                return (head.to_owned(), body.to_owned());
            }
        }
        if count == 0 {
            return (String::new(), String::new());
        }
    }
}

/// Returns a request without the headers that are not compared, in a canonical form.
fn plain(method: &str, url: &str, headers: &[(String, String)], body: &str) -> Value {
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let query: Vec<_> = pairs(query).into_iter().filter(|pair| pair[0] != "appid").collect();
    let mut kept: Vec<_> = headers
        .iter()
        .filter(|(name, value)| {
            !LEFT_OUT.contains(&name.as_str())
                && (name, value.as_str()) != (&"accept".to_owned(), "*/*")
        })
        .map(|(name, value)| [name.clone(), value.split(';').next().unwrap().to_owned()])
        .collect();
    let content_type = headers
        .iter()
        .find(|(name, _)| name == "content-type")
        .map_or("", |(_, value)| value.as_str());
    let json: Option<Value> = serde_json::from_str(body).ok().filter(|_| body.starts_with('{'));
    let body = match (json, content_type) {
        // curl sends a body as a form if no `Content-Type` is set.
        (Some(json), "application/x-www-form-urlencoded") => {
            kept.retain(|[name, _]| name != "content-type");
            kept.push(["content-type".to_owned(), "application/json".to_owned()]);
            json
        }
        (Some(json), _) => json,
        (None, "application/x-www-form-urlencoded") => json!(pairs(body)),
        (None, media) if media.starts_with("multipart/") => parts(body, media),
        (None, _) => json!(body),
    };
    kept.sort();
    json!({ "method": method, "place": place, "query": query, "headers": kept, "body": body })
}

fn pairs(text: &str) -> Vec<[String; 2]> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| [decoded(name), decoded(value)])
        .collect()
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex.filter(|_| *first == b'%') {
            Some(byte) => (bytes.push(byte), rest = &tail[2..]).1,
            None => (bytes.push(*first), rest = tail).1,
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Returns the headers and the content of each part of a form.
fn parts(body: &str, media: &str) -> Value {
    let boundary = media.split_once("boundary=").unwrap().1.trim_matches('"');
    let delimiter = format!("--{boundary}");
    let parts = body.split(&delimiter).filter_map(|part| part.split_once("\r\n\r\n"));
    let parts = parts.map(|(head, content)| {
        let mut rows: Vec<_> = head.trim().lines().map(str::to_lowercase).collect();
        rows.sort();
        json!([rows, content.strip_suffix("\r\n").unwrap_or(content)])
    });
    parts.collect()
}

/// Returns the requests that the generated client makes, by operation.
fn by_client(folder: &Folder) -> Vec<(String, Value)> {
    folder.succeed(&["generate", "api.yaml", "--crate", "lines", "--out", "client", "--strict"]);
    let manifest = folder.read("client/Cargo.toml");
    folder.write("client/Cargo.toml", &format!("{manifest}\n[workspace]\n"));
    folder.write("client/examples/uses.rs", include_str!("uses.rs"));
    if let Ok(lock) = fs::read_to_string("../../Cargo.lock") {
        folder.write("client/Cargo.lock", &lock);
    }
    let output = run(&folder.path().join("client"));
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = printed.lines().map(|row| serde_json::from_str::<Value>(row).unwrap());
    rows.map(|row| {
        let url = row["url"].as_str().unwrap();
        let url = url.split_once("://").unwrap().1;
        let headers = row["headers"].as_array().unwrap().iter();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let headers: Vec<_> = headers.map(|pair| (word(&pair[0]), word(&pair[1]))).collect();
        let request =
            plain(row["method"].as_str().unwrap(), url, &headers, row["body"].as_str().unwrap());
        (word(&row["name"]), request)
    })
    .collect()
}

/// Runs the program offline, and online if a dependency has never been downloaded.
fn run(client: &Path) -> std::process::Output {
    let run = |offline: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(["run", "--quiet", "--no-default-features", "--example", "uses"])
            .args(offline);
        command
            .current_dir(client)
            .env("CARGO_TARGET_DIR", client.parent().unwrap().with_file_name("target"));
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "0").output().unwrap()
    };
    let output = run(&["--offline"]);
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("--offline") || said.contains("offline mode") { run(&[]) } else { output }
}
