//! Writes what came in: a line of JSON for each request.

use std::collections::HashSet;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use serde_json::{Map, Value, json};

use crate::description::Description;
use crate::parameter::query_pairs;
use crate::security;

/// Writes requests. Credentials that the description knows, `Authorization` and cookies are replaced, and so are the
/// members of bodies that it calls secret (`format: password`, `x-sensitive`).
pub(crate) struct Recorder {
    /// Names of headers and query parameters that carry credentials, in lower case.
    secrets: Vec<String>,
    /// Names of members of bodies that are secret.
    members: HashSet<String>,
    out: Mutex<Box<dyn Write + Send>>,
}

/// What stands for a secret.
const HIDDEN: &str = "[secret]";

impl Recorder {
    /// A recorder of the requests of an API.
    pub(crate) fn new(description: &Description, to: impl Write + Send + 'static) -> Recorder {
        let names = security::names(description).into_iter().map(|name| name.to_lowercase());
        let always = ["authorization", "cookie", "proxy-authorization"].map(str::to_owned);
        let mut members = HashSet::new();
        for (_, file) in description.files() {
            secret_members(file, &mut members);
        }
        Recorder { secrets: names.chain(always).collect(), members, out: Mutex::new(Box::new(to)) }
    }

    /// Writes a request with the status of its answer. A disk that is full stops the recording, not the mock.
    pub(crate) fn write(&self, request: &Request<Bytes>, status: StatusCode) {
        let line = json!({
            "method": request.method().as_str(),
            "path": request.uri().path(),
            "query": self.query(request.uri().query().unwrap_or_default()),
            "headers": self.headers(request.headers()),
            "body": self.body(request.body()),
            "status": status.as_u16(),
        });
        // What is written is a whole line or, after an error, a part of one.
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    }

    /// A body as the JSON that it is, else as text; of bytes that are neither, their number.
    fn body(&self, bytes: &Bytes) -> Value {
        if bytes.is_empty() {
            return Value::Null;
        }
        match serde_json::from_slice(bytes) {
            Ok(value) => self.without_secrets(value),
            Err(_) => match std::str::from_utf8(bytes) {
                Ok(text) => text.into(),
                Err(_) => json!({"bytes": bytes.len()}),
            },
        }
    }

    fn without_secrets(&self, value: Value) -> Value {
        match value {
            Value::Array(items) => {
                items.into_iter().map(|item| self.without_secrets(item)).collect()
            }
            Value::Object(members) => {
                let member = |(name, value): (String, Value)| {
                    let is_secret = self.members.contains(&name);
                    let value = if is_secret { HIDDEN.into() } else { self.without_secrets(value) };
                    (name, value)
                };
                Value::Object(members.into_iter().map(member).collect())
            }
            other => other,
        }
    }

    fn query(&self, query: &str) -> Value {
        query_pairs(query).into_iter().map(|(name, text)| self.pair(&name, &text)).collect()
    }

    fn headers(&self, headers: &HeaderMap) -> Value {
        let mut members = Map::new();
        for (name, value) in headers {
            let text = String::from_utf8_lossy(value.as_bytes());
            let text = if self.is_secret(name.as_str()) { HIDDEN } else { &text };
            match members.get_mut(name.as_str()) {
                Some(Value::String(known)) => *known = format!("{known}, {text}"),
                _ => drop(members.insert(name.as_str().to_owned(), text.into())),
            }
        }
        Value::Object(members)
    }

    fn pair(&self, name: &str, text: &str) -> Value {
        json!([name, if self.is_secret(name) { HIDDEN } else { text }])
    }

    fn is_secret(&self, name: &str) -> bool {
        self.secrets.iter().any(|secret| name.eq_ignore_ascii_case(secret))
    }
}

/// Collects the names of properties that are secret.
fn secret_members(node: &Value, found: &mut HashSet<String>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| secret_members(item, found)),
        Value::Object(members) => {
            let properties = members.get("properties").and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                let is_password = schema.get("format").is_some_and(|format| format == "password");
                if is_password || schema.get("x-sensitive") == Some(&Value::Bool(true)) {
                    found.insert(name.clone());
                }
            }
            members.values().for_each(|member| secret_members(member, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use super::*;
    use crate::Mock;

    struct Sender(mpsc::Sender<Vec<u8>>);

    impl Write for Sender {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let _ = self.0.send(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn each_request_is_a_line_without_its_credentials() {
        let text = "
openapi: 3.1.0
components: { securitySchemes: { k: { type: apiKey, in: query, name: api_key } } }
paths: { /a: { post: {
  requestBody: { content: { application/json: { schema: { properties: { pin: { format: password } } } } } },
  responses: { '204': {} } } } }
";
        let (sender, lines) = mpsc::channel();
        let mock = Mock::from_text("a.yaml", text).unwrap().record(Sender(sender));
        let request = Request::post("/a?api_key=hunter1&b=c%20d")
            .header("Authorization", "Bearer hunter2")
            .header("x-a", "1")
            .header("content-type", "application/json")
            .body(Bytes::from_static(b"{\"n\": 1, \"pin\": \"hunter3\"}"));
        Arc::new(mock).answer(&request.unwrap());
        let written: Vec<u8> = lines.iter().flatten().collect();
        let line: Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(
            line,
            json!({
                "method": "POST",
                "path": "/a",
                "query": [["api_key", "[secret]"], ["b", "c d"]],
                "headers": {
                    "authorization": "[secret]",
                    "x-a": "1",
                    "content-type": "application/json",
                },
                "body": {"n": 1, "pin": "[secret]"},
                "status": 204,
            })
        );
    }

    #[test]
    fn bodies_are_what_they_are() {
        let source = specwright::source::Source::from_text("a.yaml", "openapi: 3.1.0").unwrap();
        let recorder = Recorder::new(&Description::new(&source).unwrap(), std::io::sink());
        assert_eq!(recorder.body(&Bytes::new()), Value::Null);
        assert_eq!(recorder.body(&Bytes::from_static(b"text")), json!("text"));
        assert_eq!(recorder.body(&Bytes::from_static(b"\xff")), json!({"bytes": 1}));
    }
}
