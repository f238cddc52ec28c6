//! Makes texts and numbers from schemas.

use serde_json::Value;

use crate::pattern;

/// A text that says nothing, repeated or cut to the length that is asked for.
const WORD: &str = "string";

/// A number that is near enough to a limit to be beyond it.
const STEP: f64 = 0.5;

/// A text.
pub(crate) fn text(parts: &[&Value]) -> Value {
    let keyword = |key: &str| parts.iter().find_map(|part| part.get(key)?.as_str());
    let fewest = limit(parts, "minLength").unwrap_or(0);
    if let Some(text) = keyword("pattern").and_then(|pattern| pattern::example(pattern, fewest)) {
        return text.into();
    }
    if let Some(text) = keyword("format").and_then(of_format) {
        return text.into();
    }
    let most = limit(parts, "maxLength").unwrap_or(usize::MAX);
    let length = fewest.max(WORD.len()).min(most).min(LONGEST);
    WORD.chars().cycle().take(length).collect::<String>().into()
}

/// An integer.
pub(crate) fn integer(parts: &[&Value]) -> Value {
    let number = within(parts, 1.0);
    // The cast saturates.
    Value::from(number as i64)
}

/// A number; a whole one is written without a fraction, as people write it.
pub(crate) fn number(parts: &[&Value]) -> Value {
    let number = within(parts, STEP);
    let whole = number as i64;
    if whole as f64 == number { Value::from(whole) } else { Value::from(number) }
}

/// A limit on a size.
pub(crate) fn limit(parts: &[&Value], key: &str) -> Option<usize> {
    let limit = parts.iter().find_map(|part| part.get(key)?.as_u64())?;
    usize::try_from(limit).ok()
}

/// Characters of a text that is made, whatever its schema asks for.
const LONGEST: usize = 4096;

/// A text of a format of JSON Schema (Validation, section 7.3) or of the OpenAPI Format Registry; hosts and addresses
/// are those reserved for examples (RFC 2606, 5737, 3849).
fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "2026-01-31",
        "date-time" => "2026-01-31T12:00:00Z",
        "time" => "12:00:00Z",
        "duration" => "PT1H",
        "email" | "idn-email" => "user@example.com",
        "uuid" => "123e4567-e89b-12d3-a456-426614174000",
        "uri" | "url" | "iri" => "https://example.com/",
        "uri-reference" | "iri-reference" | "uri-template" | "json-pointer" => "/path",
        "relative-json-pointer" => "0",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" | "base64url" => "c3RyaW5n",
        "regex" => "^.*$",
        _ => return None,
    })
}

/// The number nearest to zero between the limits.
fn within(parts: &[&Value], step: f64) -> f64 {
    let keyword = |key: &str| parts.iter().find_map(|part| part.get(key)?.as_f64());
    // In OpenAPI 3.0 the exclusive limits are flags.
    let flag = |key: &str| parts.iter().any(|part| part.get(key) == Some(&Value::Bool(true)));
    let beyond = |limit: Option<f64>, exclusive: bool, step: f64| {
        limit.map(|limit| if exclusive { limit + step } else { limit })
    };
    let low = keyword("exclusiveMinimum").map(|limit| limit + step);
    let low = low.or(beyond(keyword("minimum"), flag("exclusiveMinimum"), step));
    let high = keyword("exclusiveMaximum").map(|limit| limit - step);
    let high = high.or(beyond(keyword("maximum"), flag("exclusiveMaximum"), -step));
    let nearest = 0f64.min(high.unwrap_or(0.0)).max(low.unwrap_or(f64::NEG_INFINITY));
    match keyword("multipleOf") {
        Some(multiple) if multiple > 0.0 && nearest > 0.0 => (nearest / multiple).ceil() * multiple,
        Some(multiple) if multiple > 0.0 => (nearest / multiple).floor() * multiple,
        _ if step == 1.0 && nearest > 0.0 => nearest.ceil(),
        _ if step == 1.0 => nearest.floor(),
        _ => nearest,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_have_their_format_and_length() {
        assert_eq!(text(&[&json!({})]), "string");
        assert_eq!(text(&[&json!({"minLength": 8})]), "stringst");
        assert_eq!(text(&[&json!({"maxLength": 3})]), "str");
        assert_eq!(text(&[&json!({"format": "date"})]), "2026-01-31");
        assert_eq!(text(&[&json!({"pattern": "^[a-c]{2}$"})]), "aa");
    }

    #[test]
    fn numbers_are_between_their_limits() {
        for (schema, expected) in [
            (json!({}), 0),
            (json!({"minimum": 3}), 3),
            (json!({"minimum": 3, "exclusiveMinimum": true}), 4),
            (json!({"exclusiveMinimum": 3}), 4),
            (json!({"maximum": -3}), -3),
            (json!({"exclusiveMaximum": 0}), -1),
            (json!({"minimum": 1, "multipleOf": 5}), 5),
            (json!({"minimum": 0.5}), 1),
        ] {
            assert_eq!(integer(&[&schema]), expected, "{schema}");
        }
        assert_eq!(number(&[&json!({"exclusiveMinimum": 0, "maximum": 1})]), 0.5);
        assert_eq!(number(&[&json!({"minimum": 1})]), 1);
    }
}
