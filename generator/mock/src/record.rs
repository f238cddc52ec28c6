//! Writes what came in: a line of JSON for each request.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use serde_json::{Map, Value, json};

use crate::description::Description;
use crate::parameter::query_pairs;
use crate::security;

/// Writes requests. Credentials that the description knows, `Authorization` and cookies are replaced; bodies are
/// written as they came.
pub(crate) struct Recorder {
    /// Names of headers and query parameters that carry credentials, in lower case.
    secrets: Vec<String>,
    out: Mutex<Box<dyn Write + Send>>,
}

/// What stands for a credential.
const HIDDEN: &str = "[credential]";

impl Recorder {
    /// A recorder of the requests of an API.
    pub(crate) fn new(description: &Description, to: impl Write + Send + 'static) -> Recorder {
        let names = security::names(description).into_iter().map(|name| name.to_lowercase());
        let always = ["authorization", "cookie", "proxy-authorization"].map(str::to_owned);
        Recorder { secrets: names.chain(always).collect(), out: Mutex::new(Box::new(to)) }
    }

    /// Writes a request with the status of its answer. A disk that is full stops the recording, not the mock.
    pub(crate) fn write(&self, request: &Request<Bytes>, status: StatusCode) {
        let line = json!({
            "method": request.method().as_str(),
            "path": request.uri().path(),
            "query": self.query(request.uri().query().unwrap_or_default()),
            "headers": self.headers(request.headers()),
            "body": body(request.body()),
            "status": status.as_u16(),
        });
        // What is written is a whole line or, after an error, a part of one.
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
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

/// A body as the JSON that it is, else as text; of bytes that are neither, their number.
fn body(bytes: &Bytes) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(bytes).unwrap_or_else(|_| match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => json!({"bytes": bytes.len()}),
    })
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
paths: { /a: { post: { responses: { '204': {} } } } }
";
        let (sender, lines) = mpsc::channel();
        let mock = Mock::from_text("a.yaml", text).unwrap().record(Sender(sender));
        let request = Request::post("/a?api_key=hunter1&b=c%20d")
            .header("Authorization", "Bearer hunter2")
            .header("x-a", "1")
            .body(Bytes::from_static(b"{\"n\": 1}"));
        Arc::new(mock).answer(&request.unwrap());
        let written: Vec<u8> = lines.iter().flatten().collect();
        let line: Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(
            line,
            json!({
                "method": "POST",
                "path": "/a",
                "query": [["api_key", "[credential]"], ["b", "c d"]],
                "headers": {"authorization": "[credential]", "x-a": "1"},
                "body": {"n": 1},
                "status": 204,
            })
        );
    }

    #[test]
    fn bodies_are_what_they_are() {
        assert_eq!(body(&Bytes::new()), Value::Null);
        assert_eq!(body(&Bytes::from_static(b"text")), json!("text"));
        assert_eq!(body(&Bytes::from_static(b"\xff")), json!({"bytes": 1}));
    }
}
