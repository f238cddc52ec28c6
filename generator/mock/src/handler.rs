//! Handles a request: finds its operation, checks it, and creates the documented response.

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same list")]

use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use specwright::report::clean;

use crate::mock::Mock;
use crate::operation::Operation;
use crate::operation::routes::Route;
use crate::operation::security;
use crate::request::delivery::Delivery;
use crate::request::parameter::RequestHead;
use crate::request::prefer::{Prefer, ResponseChoice};
use crate::request::{self, Refusal};
use crate::response;
use crate::response::accept::refuses;
use crate::response::mock_response::MockResponse;
use crate::response::pages::Page;
use crate::response::problem::Problem;
use crate::sample::SampleOptions;
use crate::transport::cors;
use crate::transport::origin;

impl Mock {
    /// Returns the response to a request, and records the request.
    ///
    /// The path and method (404, 405) and the header `Prefer` (400) are checked first. Then come the credentials (401),
    /// and the parameters and body (400, 415, 422). Only a valid request gets the preferred response, or else the
    /// success. A preferred error therefore never hides a mistake of the client. A refusal has the body that the
    /// operation documents for its status, or else is a problem document (RFC 9457).
    pub fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        if let Some(preflight) = cors::preflight(request, &self.api) {
            return preflight;
        }
        let path = request.uri().path();
        let route = request::route(&self.api, request.method(), path);
        // A described path with the name of a reference file could replace its scripts, so the reference takes
        // precedence.
        if let Some(site) = self.site.as_ref().filter(|site| site.has(request))
            && (path != "/" || matches!(route, Route::Nowhere))
        {
            return site.response(path);
        }
        let response = match route {
            Route::Operation(operation, parameters) => {
                self.operation(operation, &parameters, request)
            }
            Route::OtherMethod(methods) => self.other_method(request, &methods).into_response(),
            Route::Nowhere => {
                let detail = format!("the description has no path that `{}` fits", clean(path));
                self.problem(404, detail).own().into_response()
            }
        };
        self.remember(request, response.status());
        origin::confine(cors::allow(request, response))
    }

    /// Refuses a request whose body was not read, and records it without a body.
    pub(crate) fn refuse(
        &self,
        request: &Request<Bytes>,
        status: StatusCode,
        detail: String,
    ) -> Response<Bytes> {
        self.remember(request, status);
        origin::confine(self.problem(status.as_u16(), detail).own().into_response())
    }

    /// Responds to an operation and decides the delivery of its response.
    fn operation(
        &self,
        operation: &Operation,
        path: &[(String, String)],
        request: &Request<Bytes>,
    ) -> Response<Bytes> {
        let mut prefer = Prefer::read(request.headers());
        if prefer.is_empty() && !self.prefer.is_empty() {
            prefer = self.prefer.clone();
        }
        if prefer.sequence.is_some() {
            let line = format!("{} {}", request.method(), request.uri().path());
            prefer = self.sequences.turn(&line, prefer);
        }
        match prefer.delivery() {
            Ok(delivery) => {
                delivery.load(self.play(operation, path, request, &prefer).into_response())
            }
            Err(detail) => {
                let problem = self.problem(400, format!("`Prefer`: {detail}"));
                Delivery::default().load(problem.own().into_response())
            }
        }
    }

    fn play(
        &self,
        operation: &Operation,
        path: &[(String, String)],
        request: &Request<Bytes>,
        prefer: &Prefer,
    ) -> MockResponse {
        let headers = request.headers();
        let choice = prefer.resolve(&self.api, operation);
        let (choice, seed) = match choice.and_then(|choice| Ok((choice, prefer.seed()?))) {
            Ok(understood) => understood,
            Err(detail) => return self.problem(400, format!("`Prefer`: {detail}")).own(),
        };
        let query = request.uri().query().unwrap_or_default();
        let valid = self.credential.as_deref();
        if let Err(missing) = security::check(&operation.security, headers, query, valid) {
            let mut problem = self.problem(401, missing.detail);
            let words = [["missing", "credentials"], ["invalid", "credentials"]];
            problem.words = Vec::from(words[usize::from(missing.is_wrong)]);
            let mocked = problem.documented(&self.api, operation, &[401], headers);
            return mocked.header("www-authenticate", missing.challenge);
        }
        let given = RequestHead { path, query, headers };
        let words = match request::check(&self.api, operation, &given, request.body()) {
            Err(refusal) => return self.refused(refusal, operation, request),
            Ok(words) => words,
        };
        let mocked = match &choice {
            Some(choice) => self.chosen(choice, request, &words, seed),
            None => self.success(operation, request, &words, seed),
        };
        let page =
            Page { api: &self.api, operation, path, request, is_whole: self.lists(operation) };
        let mocked = page.turn(mocked);
        if prefer.is_empty() {
            mocked
        } else {
            mocked.header("preference-applied", prefer.applied())
        }
    }

    /// Returns `true` if the operation lists created resources.
    fn lists(&self, operation: &Operation) -> bool {
        self.collections.as_ref().is_some_and(|collections| collections.lists(operation))
    }

    fn refused(
        &self,
        refusal: Refusal,
        operation: &Operation,
        request: &Request<Bytes>,
    ) -> MockResponse {
        let (statuses, detail, violations) = match refusal {
            Refusal::Malformed(detail) => (&[400, 422, 400][..], detail, Vec::new()),
            Refusal::MediaType(detail) => (&[415][..], detail, Vec::new()),
            Refusal::Invalid(violations) => {
                let each: Vec<String> = violations.iter().map(ToString::to_string).collect();
                (&[422, 400, 422][..], each.join("; "), violations)
            }
            Refusal::NoSchema(detail) => return self.problem(500, detail).own(),
            Refusal::TooMuch(detail) => return self.problem(413, detail).own(),
        };
        let mut problem = self.problem(statuses[0], detail);
        problem.violations = violations;
        problem.documented(&self.api, operation, statuses, request.headers())
    }

    fn chosen(
        &self,
        choice: &ResponseChoice<'_>,
        request: &Request<Bytes>,
        words: &[String],
        seed: Option<u64>,
    ) -> MockResponse {
        let (status, value) = (choice.status, choice.value.as_deref());
        if status >= 400 && choice.example.is_none() {
            let mut problem = self.problem(status, String::new());
            problem.detail = None;
            return problem.of_response(&self.api, choice.response, request.headers(), value);
        }
        let (response, example) = (choice.response, choice.example.as_deref());
        let options = SampleOptions { value, words, seed, sparse: false };
        response::create(&self.api, status, response, request.headers(), example, options)
    }

    fn success(
        &self,
        operation: &Operation,
        request: &Request<Bytes>,
        words: &[String],
        seed: Option<u64>,
    ) -> MockResponse {
        let Some((status, response)) = response::success(&operation.responses) else {
            return MockResponse::new(200);
        };
        let headers = request.headers();
        if refuses(&response.content, headers) {
            return self.not_acceptable(operation, response, headers);
        }
        let seed = seed.or_else(|| self.seed.map(|seed| own_seed(seed, request)));
        let options = SampleOptions { value: None, words, seed, sparse: false };
        let mocked = response::create(&self.api, status, response, headers, None, options);
        let Some(collections) = &self.collections else {
            return mocked;
        };
        match collections.apply(&self.api, operation, request, mocked) {
            Ok(mocked) => mocked,
            Err(detail) => {
                self.problem(404, detail).documented(&self.api, operation, &[404], headers)
            }
        }
    }

    /// Returns the response if no documented media type is acceptable (RFC 9110, section 15.5.7).
    fn not_acceptable(
        &self,
        operation: &Operation,
        response: &crate::operation::response::ResponseObject,
        headers: &HeaderMap,
    ) -> MockResponse {
        let forms = response.content.iter().map(|media| format!("`{}`", clean(&media.name)));
        let forms: Vec<String> = forms.collect();
        let detail = format!("`Accept` has none of the forms of the answer: {}", forms.join(", "));
        self.problem(406, detail).documented(&self.api, operation, &[406], headers)
    }

    fn other_method(&self, request: &Request<Bytes>, methods: &[Method]) -> MockResponse {
        let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
        let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let detail =
            format!("the path has no `{}`; it has {}", request.method().as_str(), shown.join(", "));
        self.problem(405, detail).own().header("allow", names.join(", "))
    }

    fn problem(&self, status: u16, detail: String) -> Problem {
        let number = self.problems.fetch_add(1, Ordering::Relaxed) + 1;
        let instance = format!("mock-{number}");
        Problem {
            status,
            detail: Some(detail),
            violations: Vec::new(),
            words: Vec::new(),
            instance,
        }
    }

    fn remember(&self, request: &Request<Bytes>, status: StatusCode) {
        if let Some(recorder) = &self.recorder {
            recorder.write(&self.api, request, status);
        }
        self.received.keep(request);
    }
}

/// Derives a seed from the method and path, because a common seed would make all responses alike.
fn own_seed(seed: u64, request: &Request<Bytes>) -> u64 {
    // FNV-1a, which is the same on all platforms.
    let bytes = request.method().as_str().bytes().chain(request.uri().path().bytes());
    bytes.fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
