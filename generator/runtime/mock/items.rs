//! Mock responses that are streams of items.

use bytes::Bytes;
use serde_json::Value;

use super::super::json::convert::Json;
use super::super::json::write::Writer;
use super::super::mock::reply::Reply;
use super::super::streams::framing::Framing;
use super::super::streams::items::StreamFormat;

impl Reply {
    /// Creates a response with items, framed as its media type requires.
    #[must_use]
    pub fn items<T: Json>(
        status: u16,
        media_type: &'static str,
        form: StreamFormat,
        items: &[T],
    ) -> Self {
        let framing = Framing::of(media_type).unwrap_or(Framing::Lines);
        let mut body = Vec::new();
        for item in items {
            let Ok(json) = Writer::text_of(item) else {
                // The error of a single value applies to a value in a stream too.
                return Self::json(status, media_type, item);
            };
            match framing {
                Framing::Lines => {}
                Framing::Sequence => body.push(0x1e),
                Framing::Events => {
                    event(&json, form, &mut body);
                    continue;
                }
            }
            body.extend_from_slice(&json);
            body.push(b'\n');
        }
        Self::bytes(status, media_type, &Bytes::from(body))
    }
}

/// Writes an item as an event (WHATWG HTML, section 9.2.6).
fn event(json: &[u8], form: StreamFormat, body: &mut Vec<u8>) {
    let item = serde_json::from_slice(json).unwrap_or(Value::Null);
    match (&item, form) {
        (Value::Object(members), StreamFormat::Event | StreamFormat::TextEvent) => {
            for name in ["event", "id", "retry"] {
                if let Some(value) = members.get(name) {
                    field(name, &text(value), body);
                }
            }
            match members.get("data") {
                Some(data) if form == StreamFormat::Event => field("data", &data.to_string(), body),
                data => field("data", &data.map(text).unwrap_or_default(), body),
            }
        }
        (_, StreamFormat::Text | StreamFormat::TextEvent) => field("data", &text(&item), body),
        _ => field("data", &item.to_string(), body),
    }
    body.push(b'\n');
}

/// Returns the content of a string, or any other value as JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn field(name: &str, text: &str, body: &mut Vec<u8>) {
    for line in text.split('\n') {
        body.extend_from_slice(format!("{name}: {line}\n").as_bytes());
    }
}
