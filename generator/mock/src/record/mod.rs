//! Requests that came in: written as lines without their secrets, as JSON or for people, which is here, and kept for tests in
//! `log`.
//!
//! `secrets` finds the places of secrets in a description, and `redact` takes them out of a request.

pub(crate) mod log;
pub(crate) mod received;
pub(crate) mod redact;
pub(crate) mod secrets;

use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use specwright::report::clean;

use crate::api::Api;
use crate::record::redact::Redactor;

/// Writes requests.
pub(crate) struct Recorder {
    redactor: Redactor,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Recorder {
    /// Creates a recorder of the requests of an API.
    pub(crate) fn new(api: &Api, to: impl Write + Send + 'static) -> Recorder {
        Recorder { redactor: Redactor::new(api), out: Mutex::new(Box::new(to)) }
    }

    /// Writes a request with the status of its response. A disk that is full stops the recording, not the mock.
    pub(crate) fn write(&self, api: &Api, request: &Request<Bytes>, status: StatusCode) {
        let mut line = self.redactor.redact(api, request);
        line.insert("status".to_owned(), status.as_u16().into());
        let line = serde_json::Value::Object(line);
        // What is written is a whole line or, after an error, a part of one.
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    }
}

/// Writes a line for people about each request.
pub(crate) struct Journal {
    redactor: Redactor,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Journal {
    /// Creates a journal of the requests of an API.
    pub(crate) fn new(api: &Api, to: impl Write + Send + 'static) -> Journal {
        Journal { redactor: Redactor::new(api), out: Mutex::new(Box::new(to)) }
    }

    /// The beginning of a request's line: its method, and its path without secrets.
    pub(crate) fn begin<B>(&self, api: &Api, request: &Request<B>) -> String {
        let path = self.redactor.path(api, request);
        format!("{} {}", request.method(), clean(&path))
    }

    /// Writes the line with the status of the response, and the time that it took. Where nobody reads it, nothing is lost.
    pub(crate) fn end(&self, line: &str, status: Option<StatusCode>, took: Duration) {
        let status = status.as_ref().map_or("dropped", StatusCode::as_str);
        let took = took.as_secs_f64() * 1_000.0;
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line} {status} {took:.1} ms").and_then(|()| out.flush());
    }
}
