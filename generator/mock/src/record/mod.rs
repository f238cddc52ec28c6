//! Records of received requests: as JSON lines and log lines without secrets, both here, and for tests in `log`.
//!
//! `secrets` finds the places of secrets in a description, and `redact` removes them from a request.

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

/// Writes requests as JSON lines.
pub(crate) struct Recorder {
    redactor: Redactor,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Recorder {
    /// Creates a recorder of the requests of an API.
    pub(crate) fn new(api: &Api, to: impl Write + Send + 'static) -> Recorder {
        Recorder { redactor: Redactor::new(api), out: Mutex::new(Box::new(to)) }
    }

    /// Writes a request with the status of its response. A full disk stops the recording, not the mock.
    pub(crate) fn write(&self, api: &Api, request: &Request<Bytes>, status: StatusCode) {
        let mut line = self.redactor.redact(api, request);
        line.insert("status".to_owned(), status.as_u16().into());
        let line = serde_json::Value::Object(line);
        // An earlier error can leave a partial line.
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    }
}

/// Writes a log line for each request.
pub(crate) struct Journal {
    redactor: Redactor,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Journal {
    /// Creates a log of the requests of an API.
    pub(crate) fn new(api: &Api, to: impl Write + Send + 'static) -> Journal {
        Journal { redactor: Redactor::new(api), out: Mutex::new(Box::new(to)) }
    }

    /// Returns the start of a log line: the method, and the path without secrets.
    pub(crate) fn begin<B>(&self, api: &Api, request: &Request<B>) -> String {
        let path = self.redactor.path(api, request);
        format!("{} {}", request.method(), clean(&path))
    }

    /// Writes the log line with the status and the duration. Write errors are ignored.
    pub(crate) fn end(&self, line: &str, status: Option<StatusCode>, took: Duration) {
        let status = status.as_ref().map_or("dropped", StatusCode::as_str);
        let took = took.as_secs_f64() * 1_000.0;
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line} {status} {took:.1} ms").and_then(|()| out.flush());
    }
}
