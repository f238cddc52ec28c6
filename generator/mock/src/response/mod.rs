//! Responses: those that the description documents, and those of the mock itself.
//!
//! The documented ones are made here, in the form that `accept` chooses. `problem` makes errors, `pages` ends
//! lists, `collections` and `store` remember what was created, and `mock_response` is what all of them end in.

pub(crate) mod accept;
pub(crate) mod collections;
pub(crate) mod mock_response;
pub(crate) mod pages;
pub(crate) mod problem;
pub(crate) mod store;

use http::HeaderMap;
use serde_json::Value;
use specwright::api::Status;

use crate::api::Api;
use crate::operation::media_type::MediaType;
use crate::operation::response::{ERRORS, ResponseObject};
use crate::response::accept::accepted;
use crate::response::mock_response::MockResponse;
use crate::sample::nearest::{nearest_example, texts};
use crate::sample::{SampleOptions, sample};

/// The body of a response, and where it is from.
pub(crate) enum BodySource {
    /// An example of the description.
    Example(Value),
    /// Its schema.
    Schema(Value),
}

/// Headers that belong to HTTP itself or are said elsewhere (OpenAPI 3.1, 4.8.17.1).
const NOT_PLAYED: [&str; 5] =
    ["connection", "content-encoding", "content-length", "content-type", "transfer-encoding"];

/// The response of a success with its status: the lowest documented 2xx, else the range, the default, or whatever else
/// is no error.
pub(crate) fn success(responses: &[ResponseObject]) -> Option<(u16, &ResponseObject)> {
    let order = |response: &ResponseObject| match response.status {
        Status::Code(code @ 200..=299) => Some((code, code)),
        Status::Range(2) => Some((300, 200)),
        Status::Default => Some((301, 200)),
        Status::Code(code) if !ERRORS.contains(&code) => Some((code + 10, code)),
        Status::Range(3) => Some((400, 300)),
        Status::Code(_) | Status::Range(_) => None,
    };
    let ordered = responses.iter().filter_map(|response| Some((order(response)?, response)));
    ordered.min_by_key(|((order, _), _)| *order).map(|((_, status), response)| (status, response))
}

/// The response that the description documents.
///
/// Its body is the example that was asked for by name; else the one that has the wished text in it; else, of several, the
/// one that shares the longest stem with a text of the request (see [`nearest_example`]), so that a request to `decline`
/// has the response `DECLINED`; else the first. Without an example it is made from the schema, whose listed values are chosen
/// in the same way.
pub(crate) fn create(
    api: &Api,
    status: u16,
    response: &ResponseObject,
    headers: &HeaderMap,
    example: Option<&str>,
    options: SampleOptions<'_>,
) -> MockResponse {
    let mut mocked = with_headers(api, status, response);
    if let Some(media) = accepted(&response.content, headers, example) {
        let body = match body(api, media, example, options) {
            Some(BodySource::Example(value) | BodySource::Schema(value)) => value,
            None => Value::String(String::new()),
        };
        mocked = mocked.body(media_type(media, &body), body);
    }
    mocked
}

/// A response with the headers that a response documents, and no body yet.
pub(crate) fn with_headers(api: &Api, status: u16, response: &ResponseObject) -> MockResponse {
    let mut mocked = MockResponse::new(status);
    for (name, header) in &response.headers {
        if NOT_PLAYED.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        let example = header.get("example").cloned();
        let schema = || sample(&api.description, header.get("schema")?, SampleOptions::default());
        match example.or_else(schema) {
            Some(Value::String(text)) => mocked = mocked.header(name, text),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => {
                mocked = mocked.header(name, value.to_string());
            }
            _ => {}
        }
    }
    mocked
}

/// The body of a form of a response.
pub(crate) fn body(
    api: &Api,
    media: &MediaType,
    example: Option<&str>,
    options: SampleOptions<'_>,
) -> Option<BodySource> {
    let examples = valid_examples(api, media);
    let named = media.examples.iter().find(|(name, _)| Some(name.as_str()) == example);
    let chosen = match (named, options.value) {
        (Some((_, value)), _) => Some(value),
        (None, Some(wished)) => {
            examples.iter().find(|value| texts(value).contains(&wished)).copied()
        }
        (None, None) => nearest_example(&examples, options.words).or(examples.first().copied()),
    };
    if let (Some(value), None) = (chosen, options.seed) {
        return Some(BodySource::Example(value.clone()));
    }
    let broken = || media.examples.first().map(|(_, value)| BodySource::Example(value.clone()));
    let Some(schema) = &media.schema else {
        return broken();
    };
    let is_valid =
        |value: &Value| api.response_validator(schema).is_none_or(|valid| valid.accepts(value));
    // Making a value knows few of the rules that schemas can have; the less there is, the fewer are broken.
    let attempts = [
        options,
        SampleOptions { seed: None, ..options },
        SampleOptions { seed: None, sparse: true, ..options },
    ];
    let mut made = None;
    for options in attempts {
        let value = sample(&api.description, &schema.value, options);
        match value {
            Some(value) if is_valid(&value) => return Some(BodySource::Schema(value)),
            value => made = made.or(value),
        }
    }
    // Of two that break the schema, the one that people wrote says more.
    broken().or(made.map(BodySource::Schema))
}

/// The examples that are what the schema says; without a schema, all.
fn valid_examples<'m>(api: &Api, media: &'m MediaType) -> Vec<&'m Value> {
    let find = || {
        let validator = media.schema.as_ref().and_then(|schema| api.response_validator(schema));
        let is_valid = |value: &Value| validator.is_none_or(|valid| valid.accepts(value));
        let examples = media.examples.iter().enumerate();
        examples.filter(|(_, (_, value))| is_valid(value)).map(|(index, _)| index).collect()
    };
    let valid = media.valid.get_or_init(find).iter();
    valid.filter_map(|index| media.examples.get(*index)).map(|(_, value)| value).collect()
}

/// The media type of a body; where the form is a range, one of it.
pub(crate) fn media_type(media: &MediaType, body: &Value) -> String {
    let name = match media.name.strip_suffix("/*") {
        None => &media.name,
        Some("text") => "text/plain",
        Some("*") if !body.is_string() => "application/json",
        Some("*") => "text/plain",
        Some(_) => "application/octet-stream",
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_success_is_found_among_what_is_documented() {
        let response = |status| ResponseObject {
            status,
            description: String::new(),
            content: Vec::new(),
            headers: Vec::new(),
        };
        for (documented, expected) in [
            (vec![Status::Code(404), Status::Code(202), Status::Code(201)], Some(201)),
            (vec![Status::Default, Status::Range(2)], Some(200)),
            (vec![Status::Default, Status::Code(400)], Some(200)),
            (vec![Status::Code(404), Status::Code(302)], Some(302)),
            (vec![Status::Code(404)], None),
        ] {
            let responses: Vec<_> = documented.into_iter().map(response).collect();
            assert_eq!(success(&responses).map(|(status, _)| status), expected);
        }
    }

    #[test]
    fn a_range_becomes_one_of_its_types() {
        let media = MediaType::named;
        assert_eq!(media_type(&media("*/*"), &json!({})), "application/json");
        assert_eq!(media_type(&media("text/*"), &json!("a")), "text/plain");
        assert_eq!(media_type(&media("image/*"), &json!("")), "application/octet-stream");
    }
}
