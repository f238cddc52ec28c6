//! Runs the scripts of the reference in Node, if it is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use specwright::report::Location;
use specwright::source::Source;
use specwright::{Direction, Judge, Verdict};

use crate::common::shell::{HOSTILE, KEY, arguments, values};

/// A judge that accepts every value and makes no samples.
#[derive(Debug)]
pub struct Lenient;

impl Judge for Lenient {
    fn judge(&self, _: &Location, _: &specwright::source::Value, _: Direction) -> Verdict {
        Verdict::default()
    }

    fn sample(&self, _: &Location) -> Option<specwright::source::Value> {
        None
    }
}

/// Writes the reference of a description into a folder, and returns the folder.
fn site(test: &str, description: &Value) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page").join(test);
    let _ = fs::remove_dir_all(&folder);
    let source = Source::from_text("hostile.json", description.to_string()).unwrap();
    for (path, text) in specwright::reference(&source, &Lenient, "client").unwrap().iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Runs a script in `tests/page/` and returns its output; `None` if Node is not installed.
fn node(script: &str, arguments: &[&str]) -> Option<String> {
    let script = Path::new("tests/page").join(script);
    let Ok(run) = Command::new("node").arg(script).args(arguments).output() else {
        eprintln!("left out: node is not installed");
        return None;
    };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8(run.stdout).unwrap())
}

/// Returns a description with an operation for each hostile string, in every place that a command shows.
fn hostile() -> Value {
    let mut paths = serde_json::Map::new();
    for (index, text) in HOSTILE.iter().enumerate() {
        let parameter = |name: &str, place: &str| json!({ "name": name, "in": place, "required": true, "schema": { "type": "string" }, "example": text });
        let media =
            ["application/json", "text/plain", "application/x-www-form-urlencoded"][index % 3];
        let body = if index % 3 == 1 { json!(text) } else { json!({ *text: text }) };
        let schema =
            if index % 3 == 1 { json!({ "type": "string" }) } else { json!({ "type": "object" }) };
        let literal: String = text.chars().filter(|char| !"{}?#".contains(*char)).collect();
        let operation = json!({
            "operationId": format!("op{index}"),
            "parameters": [parameter("a", "path"), parameter(&format!("q{text}"), "query"), parameter("X-H", "header")],
            "requestBody": { "required": true, "content": { media: { "schema": schema, "example": body } } },
            "responses": { "200": { "description": "ok", "content": { "application/json": {} } } },
        });
        let method = ["post", "get", "head"][index % 3];
        paths.insert(format!("/p{index}/{literal}/{{a}}"), json!({ method: operation }));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Hostile", "version": "1" },
        "servers": [{ "url": "https://api.example" }],
        "security": [{ "head": [], "query": [], "basic": [] }],
        "paths": paths,
        "components": { "securitySchemes": {
            "head": { "type": "apiKey", "in": "header", "name": "X-$A`b'!" },
            "query": { "type": "apiKey", "in": "query", "name": "k$(touch pwned)'" },
            "basic": { "type": "http", "scheme": "basic" },
        } },
    })
}

#[test]
fn a_pasted_command_runs_only_curl() {
    let folder = site("lines", &hostile());
    let Some(lines) = node("lines.mjs", &[folder.to_str().unwrap()]) else { return };
    let lines: Vec<String> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), HOSTILE.len());
    for (index, (line, text)) in lines.iter().zip(HOSTILE).enumerate() {
        for (given, input) in arguments("page", line) {
            let method = ["POST", "GET", "HEAD"][index % 3];
            assert_eq!(values(&given, "--request"), [method], "{line}");
            let url = values(&given, "--url");
            let (start, end) = (
                format!("https://api.example/v1/p{index}/"),
                format!("&k%24(touch%20pwned)'={KEY}"),
            );
            assert!(url[0].starts_with(&start) && url[0].ends_with(&end), "{line}");
            let shown = url[0].strip_suffix(&end).unwrap();
            assert!(shown.bytes().all(|byte| byte.is_ascii_graphic()), "{line}");
            let sent: String = text
                .split(|char: char| char.is_ascii_control())
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
            let media =
                ["application/json", "text/plain", "application/x-www-form-urlencoded"][index % 3];
            let headers = [
                format!("X-$A`b'!: {KEY}"),
                format!("Authorization: Basic {KEY}"),
                "Accept: application/json".to_owned(),
                format!(
                    "X-H: {}",
                    if text.starts_with('\u{1b}') { format!(" {sent} ") } else { sent }
                ),
                format!("Content-Type: {media}"),
            ];
            assert_eq!(values(&given, "--header"), headers, "{line}");
            let body = match values(&given, "--data-raw").as_slice() {
                [] => input,
                [body] => (*body).to_owned(),
                more => panic!("{more:?}"),
            };
            match index % 3 {
                0 => {
                    assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), json!({ text: text }))
                }
                1 => assert_eq!(body, text),
                _ => assert!(!body.contains(['\'', '\n', '$']) || body.contains("'"), "{body}"),
            }
        }
    }
}

#[test]
fn members_of_any_name_are_shown() {
    let value = r#"{"__proto__":{"x":1,"__proto__":[{"__proto__":2}]},"constructor":3,"text":",\"__proto__\":4"}"#;
    let value: Value = serde_json::from_str(value).unwrap();
    let mut description = hostile();
    description["paths"] = json!({ "/a": { "get": { "operationId": "a", "responses": { "200": {
        "description": "ok",
        "content": { "application/json": { "schema": { "type": "object" }, "example": value } },
    } } } } });
    let folder = site("members", &description);
    let Some(said) = node("members.mjs", &[folder.to_str().unwrap()]) else { return };
    assert_eq!(serde_json::from_str::<Value>(&said).unwrap(), value);
}

#[test]
fn the_fields_of_a_request_lead_where_its_examples_do() {
    let list = json!(["a b", "c/d", "e"]);
    let object = json!({ "k": "v w", "n": 1 });
    let (of_list, of_object) = (
        json!({ "type": "array", "items": { "type": "string" } }),
        json!({ "type": "object", "additionalProperties": true }),
    );
    let mut paths = serde_json::Map::new();
    let styles = [
        ("path", "simple"),
        ("path", "label"),
        ("path", "matrix"),
        ("query", "form"),
        ("query", "spaceDelimited"),
        ("query", "pipeDelimited"),
        ("query", "deepObject"),
    ];
    for (place, style) in styles {
        for explode in [false, true] {
            for (kind, schema, example) in
                [("list", &of_list, &list), ("object", &of_object, &object)]
            {
                let fits = match style {
                    "deepObject" => kind == "object" && explode,
                    "spaceDelimited" | "pipeDelimited" => kind == "list" && !explode,
                    _ => true,
                };
                if !fits {
                    continue;
                }
                let parameter = json!({ "name": "p", "in": place, "style": style, "explode": explode, "required": true, "schema": schema, "example": example });
                let last = if place == "path" { "{p}" } else { "end" };
                paths.insert(
                    format!("/{style}/{explode}/{kind} é/{last}"),
                    json!({ "get": {
                    "parameters": [parameter],
                    "responses": { "200": { "description": "ok" } },
                } }),
                );
            }
        }
    }
    let plain = |name: &str, place: &str, example: Value| json!({ "name": name, "in": place, "required": true, "schema": {}, "example": example });
    paths.insert("/plain/{id}?fixed=1".to_owned(), json!({ "get": {
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string" }, "example": "a/b ?(1)" },
            { "name": "q q", "in": "query", "schema": { "type": "string" }, "example": "1,2" },
            { "name": "n", "in": "query", "schema": { "type": "integer" }, "example": 7 },
            { "name": "f", "in": "query", "content": { "application/json": { "schema": {}, "example": { "a": [1] } } } },
            plain("X-H", "header", json!("text")),
        ],
        "responses": { "200": { "description": "ok" } },
    } }));
    let count = paths.len();
    let mut description = hostile();
    description["paths"] = paths.into();
    let folder = site("targets", &description);
    let Some(lines) = node("targets.mjs", &[folder.to_str().unwrap()]) else { return };
    let mut compared = 0;
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line[1]["target"], line[2], "{line}");
        if line[0].as_str().unwrap().contains("plain") {
            assert_eq!(line[1]["headers"], json!([["X-H", "text"]]));
        }
        compared += 1;
    }
    assert_eq!(compared, count);
}

#[test]
fn a_search_finds_titles_then_ids_then_types_then_paths_then_other_words() {
    let operation = |id: &str, summary: &str, text: &str| {
        json!({ "get": {
        "operationId": id,
        "summary": summary,
        "description": text,
        "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Report" } } } } },
    } })
    };
    let mut description = hostile();
    description["paths"] = json!({
        "/words": operation("words", "Other things", "Says what a report is."),
        "/report": operation("byPath", "By its path", ""),
        "/more": operation("report", "By its id", ""),
        "/title": operation("byTitle", "Report", ""),
        "/longer": operation("longer", "Report all of it", ""),
    });
    description["components"]["schemas"] =
        json!({ "Report": { "type": "object", "properties": { "rows": { "type": "integer" } } } });
    let folder = site("search", &description);
    let texts = [
        "report",
        "Report all  OF it",
        "get /more",
        "rows",
        "by_title",
        "what report says",
        "nothing",
    ];
    let arguments = [&[folder.to_str().unwrap()], &texts[..]].concat();
    let Some(lines) = node("search.mjs", &arguments) else { return };
    let found: Vec<Vec<String>> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        found[0],
        ["GET /title", "GET /more", "type Report", "GET /report", "GET /longer", "GET /words"]
    );
    for (found, first) in found[1..6].iter().zip([
        "GET /longer",
        "GET /more",
        "type Report",
        "GET /title",
        "GET /words",
    ]) {
        assert_eq!(found[0], first);
    }
    assert_eq!(found[6], [""; 0]);
}
