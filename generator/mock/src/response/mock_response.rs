//! A response of the mock, before it is converted to HTTP.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::Value;
use specwright::api::media_type::essence;

use crate::encoding::encode;
use crate::operation::media_type::is_json;

/// A response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MockResponse {
    /// The status code.
    pub(crate) status: u16,
    /// The headers without `Content-Type`.
    pub(crate) headers: Vec<(String, String)>,
    /// The body with its media type.
    pub(crate) body: Option<(String, Value)>,
}

impl MockResponse {
    /// Creates a response without a body.
    pub(crate) fn new(status: u16) -> MockResponse {
        MockResponse { status, headers: Vec::new(), body: None }
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> MockResponse {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a body.
    pub(crate) fn body(mut self, media_type: impl Into<String>, value: Value) -> MockResponse {
        self.body = Some((media_type.into(), value));
        self
    }

    /// Converts the response. Headers that are invalid in HTTP are left out.
    pub(crate) fn into_response(self) -> Response<Bytes> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name.as_str());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value.as_str())) {
                response.headers_mut().append(name, value);
            }
        }
        // These statuses have no content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
        let empty = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
        if let Some((media_type, value)) = self.body.filter(|_| !empty.contains(&status)) {
            if let Ok(media_type) = HeaderValue::try_from(media_type.as_str()) {
                response.headers_mut().insert(CONTENT_TYPE, media_type);
            }
            *response.body_mut() = bytes(&media_type, value);
        }
        response
    }
}

fn bytes(media_type: &str, value: Value) -> Bytes {
    match (essence(media_type).as_str(), value) {
        (media_type, Value::String(text)) if !is_json(media_type) => text.into(),
        // Each item becomes an event (WHATWG HTML, section 9.2.5) or a line (RFC 7464 and similar formats).
        ("text/event-stream", value) => each(value, "data: ", "\n\n"),
        ("application/jsonl" | "application/x-ndjson" | "application/x-jsonlines", value) => {
            each(value, "", "\n")
        }
        ("application/json-seq", value) => each(value, "\u{1e}", "\n"),
        ("application/x-www-form-urlencoded", Value::Object(members)) => {
            let pair = |(name, value): (&String, &Value)| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                format!("{}={}", encode(name), encode(&text))
            };
            members.iter().map(pair).collect::<Vec<_>>().join("&").into()
        }
        (_, value) => value.to_string().into(),
    }
}

/// Writes each item of a list between two texts. Any other value is one item.
fn each(value: Value, before: &str, after: &str) -> Bytes {
    let items = match value {
        Value::Array(items) => items,
        item => vec![item],
    };
    items.iter().map(|item| format!("{before}{item}{after}")).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_response_has_what_http_allows() {
        let mocked = MockResponse::new(200)
            .header("x-a", "1")
            .header("not a name", "2")
            .header("x-b", "line\nbreak")
            .body("text/plain", json!("text"));
        let response = mocked.clone().into_response();
        assert_eq!(response.headers().len(), 2);
        assert_eq!(response.headers()["content-type"], "text/plain");
        assert_eq!(response.body(), "text");
        let empty = MockResponse { status: 204, ..mocked }.into_response();
        assert_eq!(empty.body(), "");
        let json =
            MockResponse::new(200).body("application/problem+json", json!("text")).into_response();
        assert_eq!(json.body(), "\"text\"");
    }

    #[test]
    fn items_stand_each_for_itself() {
        let list = json!([{"a": 1}, "b"]);
        for (media_type, expected) in [
            ("text/event-stream", "data: {\"a\":1}\n\ndata: \"b\"\n\n"),
            ("application/x-ndjson", "{\"a\":1}\n\"b\"\n"),
            ("application/json", "[{\"a\":1},\"b\"]"),
        ] {
            assert_eq!(bytes(media_type, list.clone()), expected, "{media_type}");
        }
        let form = json!({"a b": "c&d", "n": 1});
        assert_eq!(bytes("application/x-www-form-urlencoded", form), "a%20b=c%26d&n=1");
    }
}
