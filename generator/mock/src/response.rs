//! Responses and the forms of bodies, as they are documented (OpenAPI 3.1, 4.8.14 to 4.8.17).

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use serde_json::Value;

use crate::description::Description;
use crate::schemas::Schema;
use crate::stage::Stage;

/// A documented response.
pub(crate) struct Response {
    /// The key that it stands under.
    pub(crate) status: Status,
    /// What it says of itself.
    pub(crate) description: String,
    /// Its forms, in order.
    pub(crate) content: Vec<Media>,
    /// Its headers: name and Header Object.
    pub(crate) headers: Vec<(String, Value)>,
}

/// A key of `responses` (OpenAPI 3.1, 4.8.16).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Status {
    /// One status code.
    Code(u16),
    /// Those that begin with this digit.
    Range(u16),
    /// Those that are not documented otherwise.
    Default,
}

/// One form of a body.
pub(crate) struct Media {
    /// The media type or range, in lower case, without parameters.
    pub(crate) name: String,
    /// The schema.
    pub(crate) schema: Option<Schema>,
    /// The examples; one that has no name has an empty one.
    pub(crate) examples: Vec<(String, Value)>,
    /// Which of them are what the schema says.
    valid: OnceLock<Vec<usize>>,
}

/// The status codes with which a request ends.
pub(crate) const FINAL: RangeInclusive<u16> = 200..=599;

/// The status codes of errors.
pub(crate) const ERRORS: RangeInclusive<u16> = 400..=599;

/// Reads the responses of an operation; keys that are no status are left out.
pub(crate) fn read(description: &Description, operation: &Value) -> Vec<Response> {
    let responses = description.entries(operation, "responses");
    let response = |(key, node): (&str, &Value)| {
        Some(Response {
            status: read_status(key)?,
            description: text(node, "description"),
            content: read_content(description, node),
            headers: description
                .entries(node, "headers")
                .map(|(name, header)| (name.to_owned(), header.clone()))
                .collect(),
        })
    };
    responses.filter_map(response).collect()
}

/// Reads `content`.
pub(crate) fn read_content(description: &Description, node: &Value) -> Vec<Media> {
    let media = |(name, node): (&str, &Value)| Media {
        schema: node.get("schema").map(Schema::new),
        examples: read_examples(description, node),
        ..Media::named(name)
    };
    description.entries(node, "content").map(media).collect()
}

/// The documented response for a status: its own, that of its range, or the default (OpenAPI 3.1, 4.8.16).
pub(crate) fn find(responses: &[Response], code: u16) -> Option<&Response> {
    let with = |status| responses.iter().find(|response| response.status == status);
    with(Status::Code(code))
        .or_else(|| with(Status::Range(code / 100)))
        .or_else(|| with(Status::Default))
}

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

impl Media {
    /// A form of which only the media type is known.
    pub(crate) fn named(media_type: &str) -> Media {
        let name = essence(media_type);
        Media { name, schema: None, examples: Vec::new(), valid: OnceLock::new() }
    }

    /// The examples that are what the schema says; without a schema, all.
    pub(crate) fn valid_examples(&self, stage: &Stage) -> Vec<&Value> {
        let find = || {
            let validator = self.schema.as_ref().and_then(|schema| stage.answers(schema));
            let is_valid = |value: &Value| validator.is_none_or(|valid| valid.accepts(value));
            let examples = self.examples.iter().enumerate();
            examples.filter(|(_, (_, value))| is_valid(value)).map(|(index, _)| index).collect()
        };
        let valid = self.valid.get_or_init(find).iter();
        valid.filter_map(|index| self.examples.get(*index)).map(|(_, value)| value).collect()
    }

    /// Whether a media type is of this form, and how exactly: 2 for the type itself, 1 for `image/*`, 0 for `*/*`.
    pub(crate) fn fit(&self, essence: &str) -> Option<u8> {
        match self.name.strip_suffix("/*") {
            None => (self.name == essence).then_some(2),
            Some("*") => Some(0),
            Some(kind) => (essence.split('/').next() == Some(kind)).then_some(1),
        }
    }

    /// Whether it is JSON (RFC 6839, section 3.1).
    pub(crate) fn is_json(&self) -> bool {
        is_json(&self.name)
    }
}

/// Whether a media type is JSON (RFC 6839, section 3.1).
pub(crate) fn is_json(essence: &str) -> bool {
    essence.ends_with("/json") || essence.ends_with("+json")
}

fn read_status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if let Some(digit) = key.to_ascii_uppercase().strip_suffix("XX") {
        return digit.parse().ok().filter(|digit| (2..=5).contains(digit)).map(Status::Range);
    }
    key.parse().ok().filter(|code| FINAL.contains(code)).map(Status::Code)
}

/// `example`, or the values of `examples` (in OpenAPI 3.2 also their `dataValue`).
fn read_examples(description: &Description, node: &Value) -> Vec<(String, Value)> {
    let named = description.entries(node, "examples").filter_map(|(name, example)| {
        let value = example.get("value").or(example.get("dataValue"))?;
        Some((name.to_owned(), value.clone()))
    });
    let single = node.get("example").map(|value| (String::new(), value.clone()));
    single.into_iter().chain(named).collect()
}

fn text(node: &Value, key: &str) -> String {
    node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_responses_are_read() {
        for (key, expected) in [
            ("200", Some(Status::Code(200))),
            ("4XX", Some(Status::Range(4))),
            ("5xx", Some(Status::Range(5))),
            ("default", Some(Status::Default)),
            ("100", None),
            ("9XX", None),
            ("x-note", None),
        ] {
            assert_eq!(read_status(key), expected, "{key}");
        }
    }

    #[test]
    fn the_nearest_documentation_of_a_status_is_found() {
        let response = |status| Response {
            status,
            description: String::new(),
            content: Vec::new(),
            headers: Vec::new(),
        };
        let all = [Status::Default, Status::Range(4), Status::Code(404)].map(response);
        let found = |code| find(&all, code).map(|response| response.status);
        assert_eq!(found(404), Some(Status::Code(404)));
        assert_eq!(found(400), Some(Status::Range(4)));
        assert_eq!(found(500), Some(Status::Default));
        assert_eq!(find(&all[1..], 500).map(|response| response.status), None);
    }

    #[test]
    fn media_types_fit_ranges() {
        let media = Media::named;
        assert_eq!(media("Application/JSON; charset=utf-8").fit("application/json"), Some(2));
        assert_eq!(media("image/*").fit("image/png"), Some(1));
        assert_eq!(media("image/*").fit("text/png"), None);
        assert_eq!(media("*/*").fit("text/plain"), Some(0));
        assert!(media("application/problem+json").is_json());
        assert!(!media("application/jsonl").is_json());
    }
}
