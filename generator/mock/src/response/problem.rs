//! Problem documents (RFC 9457): those that the operation documents, else those of the mock.

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same list")]

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use specwright::api::Status;

use crate::api::Api;
use crate::description::conjunction::ListedValue;
use crate::operation::Operation;
use crate::operation::media_type::MediaType;
use crate::operation::response::ResponseObject;
use crate::request::prefer::values;
use crate::response::accept::accepted;
use crate::response::mock_response::MockResponse;
use crate::response::{self, BodySource};
use crate::sample::SampleOptions;
use crate::schema::violation::Violation;

/// A problem with a request.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The status code.
    pub(crate) status: u16,
    /// The explanation of this occurrence; `None` for the one in the description.
    pub(crate) detail: Option<String>,
    /// The constraints that the request violates.
    pub(crate) violations: Vec<Violation>,
    /// Words of the error code. They choose the listed type that ends with all of them.
    pub(crate) words: Vec<&'static str>,
    /// The identifier of this occurrence.
    pub(crate) instance: String,
}

const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    /// Creates the response with the mock's own problem document (RFC 9457).
    pub(crate) fn own(self) -> MockResponse {
        let mut document = json!({
            "type": "about:blank",
            "title": reason(self.status),
            "status": self.status,
            "detail": self.detail.unwrap_or_else(|| reason(self.status)),
            "instance": self.instance,
        });
        if !self.violations.is_empty() {
            document["violations"] = self.violations.iter().map(Violation::to_json).collect();
        }
        MockResponse::new(self.status).body(MEDIA_TYPE, document)
    }

    /// Creates the document that the operation documents for the first documented one of these statuses. The default
    /// response stands for the last status. Without one, the document is that of the mock.
    pub(crate) fn documented(
        mut self,
        api: &Api,
        operation: &Operation,
        statuses: &[u16],
        headers: &HeaderMap,
    ) -> MockResponse {
        let exact = statuses.iter().find_map(|status| {
            let is_exact = |response: &&ResponseObject| response.status == Status::Code(*status);
            Some((*status, operation.responses.iter().find(is_exact)?))
        });
        let last = statuses.last().copied().unwrap_or(self.status);
        let found =
            crate::operation::response::find(&operation.responses, last).map(|found| (last, found));
        match exact.or(found) {
            Some((status, response)) => {
                self.status = status;
                let listed = values(api, response);
                let says = |listed: &&ListedValue| says_only(&listed.value, &self.words);
                let meant = listed.iter().find(says).map(|listed| listed.value.as_str());
                self.of_response(api, response, headers, meant)
            }
            None => {
                self.status = last;
                self.own()
            }
        }
    }

    /// Creates the document of a response: an example, else a value of the schema with the members of RFC 9457, as far
    /// as the schema allows them. `wished` is a string that it must contain.
    pub(crate) fn of_response(
        self,
        api: &Api,
        response: &ResponseObject,
        headers: &HeaderMap,
        wished: Option<&str>,
    ) -> MockResponse {
        let mocked = response::with_headers(api, self.status, response);
        let Some(media) = accepted(&response.content, headers, None) else {
            return mocked;
        };
        let options = SampleOptions { value: wished, ..SampleOptions::default() };
        let body = match response::body(api, media, None, options) {
            Some(BodySource::Example(value)) if self.detail.is_none() => value,
            Some(BodySource::Example(value)) => self.fill(api, response, media, value, None),
            Some(BodySource::Schema(value)) => {
                let title = title(response, self.status);
                self.fill(api, response, media, value, Some(title))
            }
            None => Value::String(String::new()),
        };
        mocked.body(response::media_type(media, &body), body)
    }

    /// Sets the members that describe the problem, each one only if the schema allows it.
    fn fill(
        &self,
        api: &Api,
        response: &ResponseObject,
        media: &MediaType,
        mut document: Value,
        title: Option<String>,
    ) -> Value {
        let Value::Object(made) = &document else {
            return document;
        };
        let listed = values(api, response);
        let detail = self.detail.clone().or_else(|| meaning(&listed, made));
        // A listed type is more specific than `about:blank` (RFC 9457, section 4.2.1).
        let is_listed =
            listed.iter().any(|listed| made.get("type") == Some(&listed.value.as_str().into()));
        let no_type = (title.is_some() && !is_listed).then(|| "about:blank".into());
        let members = [
            ("type", no_type, true),
            ("title", title.map(Value::from), true),
            ("status", Some(self.status.into()), true),
            ("detail", detail.map(Value::from), true),
            ("instance", Some(self.instance.clone().into()), true),
            ("violations", self.violations(), false),
        ];
        let validator = media.schema.as_ref().and_then(|schema| api.response_validator(schema));
        for (name, value, known) in members {
            let Some(value) = value else { continue };
            if known && document.get(name).is_none() {
                continue;
            }
            let mut changed = document.clone();
            changed[name] = value;
            if validator.is_none_or(|validator| validator.accepts(&changed)) {
                document = changed;
            }
        }
        document
    }

    fn violations(&self) -> Option<Value> {
        let violations: Vec<Value> = self.violations.iter().map(Violation::to_json).collect();
        (!violations.is_empty()).then_some(Value::Array(violations))
    }
}

/// Returns `true` if the words of a code end with these.
fn says_only(code: &str, words: &[&str]) -> bool {
    let code = code.to_lowercase();
    let parts: Vec<&str> = code.split(|char: char| !char.is_alphanumeric()).collect();
    !words.is_empty() && parts.ends_with(words)
}

/// Returns the description of a listed value that the document contains.
fn meaning(listed: &[ListedValue], document: &Map<String, Value>) -> Option<String> {
    let texts: Vec<&str> = document.values().flat_map(crate::sample::nearest::texts).collect();
    let is_in = |listed: &&ListedValue| texts.contains(&listed.value.as_str());
    let text = listed.iter().filter(is_in).find_map(|listed| listed.description.as_deref())?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns a short title: the description of the response, else the reason phrase of the status.
fn title(response: &ResponseObject, status: u16) -> String {
    // The description of a range or default applies to several statuses.
    let text = match response.status {
        Status::Code(_) => response.description.lines().next().unwrap_or_default().trim(),
        Status::Range(_) | Status::Default => "",
    };
    match text.trim_end_matches('.') {
        "" => reason(status),
        text => text.to_owned(),
    }
}

fn reason(status: u16) -> String {
    let status = StatusCode::from_u16(status).ok();
    status.and_then(|status| status.canonical_reason()).unwrap_or("Error").to_owned()
}
