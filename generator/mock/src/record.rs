//! Writes what came in: a line of JSON for each request, without its secrets.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Request, StatusCode};

use crate::redact::Redactor;
use crate::stage::Stage;

/// Writes requests.
pub(crate) struct Recorder {
    redactor: Redactor,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Recorder {
    /// Creates a recorder of the requests of an API.
    pub(crate) fn new(stage: &Stage, to: impl Write + Send + 'static) -> Recorder {
        Recorder { redactor: Redactor::new(stage), out: Mutex::new(Box::new(to)) }
    }

    /// Writes a request with the status of its response. A disk that is full stops the recording, not the mock.
    pub(crate) fn write(&self, stage: &Stage, request: &Request<Bytes>, status: StatusCode) {
        let mut line = self.redactor.redact(stage, request);
        line.insert("status".to_owned(), status.as_u16().into());
        let line = serde_json::Value::Object(line);
        // What is written is a whole line or, after an error, a part of one.
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    }
}
