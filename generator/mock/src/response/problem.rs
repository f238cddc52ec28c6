//! Problem documents (RFC 9457): the operation's own where it documents one, else the mock's.

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

/// What happened.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The status code.
    pub(crate) status: u16,
    /// What happened this time; `None` for what the description says of it.
    pub(crate) detail: Option<String>,
    /// The rules that the request breaks.
    pub(crate) violations: Vec<Violation>,
    /// Words for what happened: of the types that a description lists, the one with all of them is meant.
    pub(crate) words: Vec<&'static str>,
    /// The id of this occurrence.
    pub(crate) instance: String,
}

const MEDIA_TYPE: &str = "application/problem+json";

impl Problem {
    /// The mock's own document.
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

    /// The document that the operation documents for the first of these statuses that it documents at all; the default
    /// stands for the last of them. Without one it is the mock's own.
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

    /// The document of a response: an example as it is, else a value of the schema in which the members of RFC 9457 say
    /// what happened, as far as the schema lets them. `wished` is a text that is to be in it.
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

    /// Says in a document what happened: each member only if the schema allows it so.
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
        // A type that the description lists says more than that there is none (RFC 9457, section 4.2.1).
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

/// Whether the words of a code end in these.
fn says_only(code: &str, words: &[&str]) -> bool {
    let code = code.to_lowercase();
    let parts: Vec<&str> = code.split(|char: char| !char.is_alphanumeric()).collect();
    !words.is_empty() && parts.ends_with(words)
}

/// What the description says of a value in a document that its schema lists.
fn meaning(listed: &[ListedValue], document: &Map<String, Value>) -> Option<String> {
    let texts: Vec<&str> = document.values().flat_map(crate::sample::nearest::texts).collect();
    let is_in = |listed: &&ListedValue| texts.contains(&listed.value.as_str());
    let text = listed.iter().filter(is_in).find_map(|listed| listed.description.as_deref())?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The error in a few words: what its response says of itself, else the phrase of the status.
fn title(response: &ResponseObject, status: u16) -> String {
    // What is said of a range or of all other statuses is said of none in particular.
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
