//! Responses (OpenAPI 3.1, sections 4.8.16 and 4.8.17).

use std::ops::RangeInclusive;

use serde_json::Value;
use specwright::api::Status;
use specwright::document;

use crate::description::Description;
use crate::operation::media_type::{MediaType, read_content, read_examples};

/// A documented response.
pub(crate) struct ResponseObject {
    /// The key in `responses`.
    pub(crate) status: Status,
    /// The description.
    pub(crate) description: String,
    /// The media types, in order.
    pub(crate) content: Vec<MediaType>,
    /// The headers.
    pub(crate) headers: Vec<ResponseHeader>,
}

/// A documented header of a response.
pub(crate) struct ResponseHeader {
    /// The name.
    pub(crate) name: String,
    /// The example without a name.
    pub(crate) example: Option<Value>,
    /// The schema.
    pub(crate) schema: Option<Value>,
}

/// The status codes that end a request.
pub(crate) const FINAL: RangeInclusive<u16> = 200..=599;

/// The status codes of errors.
pub(crate) const ERRORS: RangeInclusive<u16> = 400..=599;

/// Reads the responses of an operation, without those that do not end a request.
pub(crate) fn read(
    description: &Description,
    responses: &[(Status, document::Response<'_>)],
) -> Vec<ResponseObject> {
    let is_final = |status: &Status| match status {
        Status::Code(code) => FINAL.contains(code),
        Status::Range(digit) => (2..=5).contains(digit),
        Status::Default => true,
    };
    let header = |header: &document::Header<'_>| ResponseHeader {
        name: header.name.to_owned(),
        example: read_examples(description, &header.examples)
            .into_iter()
            .find_map(|(name, value)| name.is_empty().then_some(value)),
        schema: header.schema.as_ref().map(|schema| description.at(&schema.location).clone()),
    };
    let response = |(status, node): &(Status, document::Response<'_>)| ResponseObject {
        status: *status,
        description: node.description.unwrap_or_default().to_owned(),
        content: read_content(description, &node.content),
        headers: node.headers.iter().map(header).collect(),
    };
    responses.iter().filter(|(status, _)| is_final(status)).map(response).collect()
}

/// Returns the response for a status: that of the code, of its range, or the default (OpenAPI 3.1, section 4.8.16).
pub(crate) fn find(responses: &[ResponseObject], code: u16) -> Option<&ResponseObject> {
    let with = |status| responses.iter().find(|response| response.status == status);
    with(Status::Code(code))
        .or_else(|| with(Status::Range((code / 100) as u8)))
        .or_else(|| with(Status::Default))
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;
    use crate::api::Api;

    #[test]
    fn responses_that_end_a_request_are_read() {
        let text = "
openapi: 3.1.0
paths: { /a: { get: { responses: { '200': {}, 4XX: {}, 5xx: {}, default: {}, '100': {}, 1XX: {}, x-note: {} } } } }
";
        let api = Api::new(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        let read: Vec<_> = api.operations[0].responses.iter().map(|it| it.status).collect();
        let (four, five) = (Status::Range(4), Status::Range(5));
        assert_eq!(read, [Status::Code(200), four, five, Status::Default]);
    }

    #[test]
    fn the_nearest_documentation_of_a_status_is_found() {
        let response = |status| ResponseObject {
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
}
