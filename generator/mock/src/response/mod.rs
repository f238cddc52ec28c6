//! Responses: the documented ones, and those of the mock itself.
//!
//! This file creates documented responses; `accept` chooses their media type. `problem` creates errors, `pages` ends
//! lists, `collections` and `store` keep created resources, and `mock_response` is the common type.

pub(crate) mod accept;
pub(crate) mod collections;
pub(crate) mod mock_response;
mod page_size;
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

/// The body of a response and its source.
pub(crate) enum BodySource {
    /// An example of the description.
    Example(Value),
    /// A value created from the schema.
    Schema(Value),
}

/// Headers that HTTP itself sets or OpenAPI ignores (OpenAPI 3.1, section 4.8.17.1).
const NOT_PLAYED: [&str; 5] =
    ["connection", "content-encoding", "content-length", "content-type", "transfer-encoding"];

/// Returns the successful response and its status: the lowest documented 2xx, else the range, the default, or any other
/// response that is not an error.
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

/// Creates the documented response.
///
/// The body is the first of: the example with the requested name; the example that contains the requested value; the
/// example with the longest common stem (see [`nearest_example`]), so that a request with `decline` has the response
/// `DECLINED`; the first example. Without an example, it is created from the schema, whose listed values are chosen in
/// the same way.
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

/// Creates a response with the documented headers and without a body.
pub(crate) fn with_headers(api: &Api, status: u16, response: &ResponseObject) -> MockResponse {
    let mut mocked = MockResponse::new(status);
    for header in &response.headers {
        let name = &header.name;
        if NOT_PLAYED.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        let example = header.example.clone();
        let schema = || {
            let schema = header.schema.as_ref()?;
            sample(&api.description, schema, SampleOptions::default())
        };
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

/// Creates the body for a media type.
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
    // Created values satisfy only some constraints. A value with fewer members violates fewer of them.
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
    // Of two invalid bodies, the example says more than the created value.
    broken().or(made.map(BodySource::Schema))
}

/// Returns the examples that are valid for the schema; without a schema, all.
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

/// Returns the media type of a body. A documented range is replaced by a media type in it.
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
