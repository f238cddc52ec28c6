//! Plays a request: from what came in to what the description answers.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use specwright::report::clean;
use specwright::source::Source;

use crate::answer;
use crate::description::DescriptionError;
use crate::make::Wish;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::parameter::Given;
use crate::prefer::{Demand, Prefer};
use crate::problem::Problem;
use crate::received::Received;
use crate::routes::{self, Route};
use crate::security;
use crate::stage::Stage;
use crate::validate::{self, Refusal};

/// Bytes that the body of a request may have, unless [`Mock::max_body`] says otherwise.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// Requests that are remembered.
const REMEMBERED: usize = 1_000;

/// An OpenAPI description that is played: a request in, an answer out.
///
/// [`answer`](Mock::answer) does it without a network; [`start`](Mock::start) makes a server of it.
pub struct Mock {
    pub(crate) stage: Stage,
    pub(crate) port: u16,
    pub(crate) max_body: usize,
    received: Mutex<VecDeque<Received>>,
    problems: AtomicU64,
}

impl Mock {
    /// Reads a description from its entry file, with the files that it refers to.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is not OpenAPI 3.
    pub fn load(entry: impl AsRef<Path>) -> Result<Mock, DescriptionError> {
        let source = Source::load(entry.as_ref()).map_err(DescriptionError::Unreadable)?;
        Mock::from_source(&source)
    }

    /// Reads a description that is one text. The name says by a `.json` at its end that it is not YAML.
    ///
    /// # Errors
    ///
    /// As [`load`](Mock::load).
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<Mock, DescriptionError> {
        let source = Source::from_text(name, text).map_err(DescriptionError::Unreadable)?;
        Mock::from_source(&source)
    }

    /// Plays a description that was read already.
    ///
    /// # Errors
    ///
    /// It is not OpenAPI 3.
    pub fn from_source(source: &Source) -> Result<Mock, DescriptionError> {
        Ok(Mock {
            stage: Stage::new(source)?,
            port: 0,
            max_body: MAX_BODY,
            received: Mutex::default(),
            problems: AtomicU64::new(0),
        })
    }

    /// The port to listen on; 0, which is the default, for one that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Mock {
        self.port = port;
        self
    }

    /// The bytes that the body of a request may have; a longer one is answered with 413. 16 MiB by default.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Mock {
        self.max_body = bytes;
        self
    }

    /// The requests that came in, the oldest first; of many the last thousand.
    pub fn requests(&self) -> Vec<Received> {
        self.log().iter().cloned().collect()
    }

    /// Answers a request, and remembers it.
    ///
    /// First its path and method have to be the description's (else 404 or 405), and what its `Prefer` asks for (else
    /// 400); then come the credentials (401) and everything that the description says of parameters and body (400, 415,
    /// 422). Only then is the answer played that the request asks for, or else the success. So an error on demand hides
    /// no mistake of the client. Refusals have the body that the operation documents for their status, or else are
    /// problem documents (RFC 9457).
    pub fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.remember(request);
        let path = request.uri().path();
        let outcome = match routes::find(&self.stage.operations, request.method(), path) {
            Route::Operation(operation, parameters) => self.play(operation, &parameters, request),
            Route::OtherMethod(methods) => self.other_method(request, &methods),
            Route::Nowhere => {
                let detail = format!("the description has no path that `{}` fits", clean(path));
                self.problem(404, detail).own()
            }
        };
        outcome.into_response()
    }

    /// Refuses a request whose body was not read, and remembers it without one.
    pub(crate) fn refuse(
        &self,
        request: &Request<Bytes>,
        status: StatusCode,
        detail: String,
    ) -> Response<Bytes> {
        self.remember(request);
        self.problem(status.as_u16(), detail).own().into_response()
    }

    fn play(
        &self,
        operation: &Operation,
        path: &[(String, String)],
        request: &Request<Bytes>,
    ) -> Outcome {
        let headers = request.headers();
        let prefer = Prefer::read(headers);
        let demand = match prefer.resolve(&self.stage, operation) {
            Ok(demand) => demand,
            Err(detail) => return self.problem(400, format!("`Prefer`: {detail}")).own(),
        };
        let query = request.uri().query().unwrap_or_default();
        if let Err(missing) = security::check(&operation.security, headers, query) {
            let problem = self.problem(401, missing.detail);
            let outcome = problem.documented(&self.stage, operation, &[401], headers);
            return outcome.header("www-authenticate", missing.challenge);
        }
        let given = Given { path, query, headers };
        match validate::check(&self.stage, operation, &given, request.body()) {
            Err(refusal) => self.refused(refusal, operation, request),
            Ok(words) => match demand {
                Some(demand) => {
                    let applied = prefer.applied();
                    self.demanded(&demand, request, &words).header("preference-applied", applied)
                }
                None => self.success(operation, request, &words),
            },
        }
    }

    fn refused(
        &self,
        refusal: Refusal,
        operation: &Operation,
        request: &Request<Bytes>,
    ) -> Outcome {
        let (statuses, detail, violations) = match refusal {
            Refusal::Malformed(detail) => (&[400, 422, 400][..], detail, Vec::new()),
            Refusal::MediaType(detail) => (&[415][..], detail, Vec::new()),
            Refusal::Invalid(violations) => {
                let each: Vec<String> = violations.iter().map(ToString::to_string).collect();
                (&[422, 400, 422][..], each.join("; "), violations)
            }
            Refusal::NoSchema(detail) => return self.problem(500, detail).own(),
        };
        let mut problem = self.problem(statuses[0], detail);
        problem.violations = violations;
        problem.documented(&self.stage, operation, statuses, request.headers())
    }

    fn demanded(&self, demand: &Demand<'_>, request: &Request<Bytes>, words: &[String]) -> Outcome {
        let (status, value) = (demand.status, demand.value.as_deref());
        if status >= 400 && demand.example.is_none() {
            let mut problem = self.problem(status, String::new());
            problem.detail = None;
            return problem.of_response(&self.stage, demand.response, request.headers(), value);
        }
        let (response, example) = (demand.response, demand.example.as_deref());
        let wish = Wish { value, words };
        answer::play(&self.stage, status, response, request.headers(), example, wish)
    }

    fn success(
        &self,
        operation: &Operation,
        request: &Request<Bytes>,
        words: &[String],
    ) -> Outcome {
        let Some((status, response)) = answer::success(&operation.responses) else {
            return Outcome::new(200);
        };
        let wish = Wish { value: None, words };
        answer::play(&self.stage, status, response, request.headers(), None, wish)
    }

    fn other_method(&self, request: &Request<Bytes>, methods: &[Method]) -> Outcome {
        let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
        let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let detail =
            format!("the path has no `{}`; it has {}", request.method().as_str(), shown.join(", "));
        self.problem(405, detail).own().header("allow", names.join(", "))
    }

    fn problem(&self, status: u16, detail: String) -> Problem {
        let number = self.problems.fetch_add(1, Ordering::Relaxed) + 1;
        let instance = format!("mock-{number}");
        Problem { status, detail: Some(detail), violations: Vec::new(), instance }
    }

    fn remember(&self, request: &Request<Bytes>) {
        let mut log = self.log();
        if log.len() == REMEMBERED {
            log.pop_front();
        }
        log.push_back(Received::new(request));
    }

    fn log(&self) -> std::sync::MutexGuard<'_, VecDeque<Received>> {
        // Whole entries are pushed and popped, so a panic elsewhere leaves the log whole.
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Mock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mock")
            .field("operations", &self.stage.operations.len())
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
