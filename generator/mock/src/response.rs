//! Responses and the forms of bodies, as they are documented (OpenAPI 3.1, 4.8.14 to 4.8.17).

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use serde_json::Value;
pub(crate) use specwright::api::Status;
pub(crate) use specwright::api::media_type::essence;
use specwright::document;

use crate::description::Description;
use crate::schemas::Schema;

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

/// One form of a body.
pub(crate) struct Media {
    /// The media type or range, in lower case, without parameters.
    pub(crate) name: String,
    /// The schema.
    pub(crate) schema: Option<Schema>,
    /// The examples; one that has no name has an empty one.
    pub(crate) examples: Vec<(String, Value)>,
    /// Which of them are what the schema says.
    pub(crate) valid: OnceLock<Vec<usize>>,
}

/// The status codes with which a request ends.
pub(crate) const FINAL: RangeInclusive<u16> = 200..=599;

/// The status codes of errors.
pub(crate) const ERRORS: RangeInclusive<u16> = 400..=599;

/// Reads the responses of an operation; those with which no request ends are left out.
pub(crate) fn read(
    description: &Description,
    responses: &[(Status, document::Response<'_>)],
) -> Vec<Response> {
    let is_final = |status: &Status| match status {
        Status::Code(code) => FINAL.contains(code),
        Status::Range(digit) => (2..=5).contains(digit),
        Status::Default => true,
    };
    let header = |header: &document::Header<'_>| {
        (header.name.to_owned(), description.at(&header.location).clone())
    };
    let response = |(status, node): &(Status, document::Response<'_>)| Response {
        status: *status,
        description: node.description.unwrap_or_default().to_owned(),
        content: read_content(description, &node.content),
        headers: node.headers.iter().map(header).collect(),
    };
    responses.iter().filter(|(status, _)| is_final(status)).map(response).collect()
}

/// Reads `content`.
pub(crate) fn read_content(
    description: &Description,
    content: &[document::MediaType<'_>],
) -> Vec<Media> {
    let media = |media: &document::MediaType<'_>| Media {
        schema: media.schema.as_ref().map(|it| Schema::new(description.at(&it.location))),
        examples: read_examples(description, description.at(&media.location)),
        ..Media::named(media.name)
    };
    content.iter().map(media).collect()
}

/// The documented response for a status: its own, that of its range, or the default (OpenAPI 3.1, 4.8.16).
pub(crate) fn find(responses: &[Response], code: u16) -> Option<&Response> {
    let with = |status| responses.iter().find(|response| response.status == status);
    with(Status::Code(code))
        .or_else(|| with(Status::Range((code / 100) as u8)))
        .or_else(|| with(Status::Default))
}

impl Media {
    /// A form of which only the media type is known.
    pub(crate) fn named(media_type: &str) -> Media {
        let name = essence(media_type);
        Media { name, schema: None, examples: Vec::new(), valid: OnceLock::new() }
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

/// `example`, or the values of `examples` (in OpenAPI 3.2 also their `dataValue`).
fn read_examples(description: &Description, node: &Value) -> Vec<(String, Value)> {
    let named = description.entries(node, "examples").filter_map(|(name, example)| {
        let value = example.get("value").or(example.get("dataValue"))?;
        Some((name.to_owned(), value.clone()))
    });
    let single = node.get("example").map(|value| (String::new(), value.clone()));
    single.into_iter().chain(named).collect()
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;
    use crate::stage::Stage;

    #[test]
    fn responses_that_end_a_request_are_read() {
        let text = "
openapi: 3.1.0
paths: { /a: { get: { responses: { '200': {}, 4XX: {}, 5xx: {}, default: {}, '100': {}, 1XX: {}, x-note: {} } } } }
";
        let stage = Stage::new(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        let read: Vec<_> = stage.operations[0].responses.iter().map(|it| it.status).collect();
        let (four, five) = (Status::Range(4), Status::Range(5));
        assert_eq!(read, [Status::Code(200), four, five, Status::Default]);
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
