//! Creates strings and numbers from schemas.

use serde_json::Value;

use crate::sample::chooser::Chooser;
use crate::sample::pattern;

/// The default string, repeated or cut to the required length.
const WORD: &str = "string";

/// The words of strings that are created with a seed.
const WORDS: [&str; 12] = [
    "alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "linden", "maple", "oak", "pine",
    "rowan",
];

/// The distance from an exclusive limit to the created number.
const STEP: f64 = 0.5;

/// The most distance that a seed adds to the number nearest to zero.
const SPREAD: f64 = 1000.0;

/// Creates a string.
pub(crate) fn text(parts: &[&Value], chooser: &Chooser) -> Value {
    let keyword = |key: &str| parts.iter().find_map(|part| part.get(key)?.as_str());
    let fewest = limit(parts, "minLength").unwrap_or(0);
    let made = |pattern| pattern::example(pattern, fewest, chooser);
    if let Some(text) = keyword("pattern").and_then(made) {
        return text.into();
    }
    let most = limit(parts, "maxLength").unwrap_or(usize::MAX);
    let fits = |text: &String| (fewest..=most).contains(&text.chars().count());
    if let Some(text) = keyword("format").and_then(|format| of_format(format, chooser)).filter(fits)
    {
        return text.into();
    }
    let word = match chooser.is_random() {
        true => format!("{} ", chooser.one(&WORDS).copied().unwrap_or(WORD)),
        false => WORD.to_owned(),
    };
    let length = fewest.max(word.trim_end().len()).min(most).min(LONGEST);
    word.chars().cycle().take(length).collect::<String>().into()
}

/// Creates an integer.
pub(crate) fn integer(parts: &[&Value], chooser: &Chooser) -> Value {
    let number = within(parts, 1.0, chooser);
    // The cast saturates.
    Value::from(number as i64)
}

/// Creates a number; an integral one is written without a fraction.
pub(crate) fn number(parts: &[&Value], chooser: &Chooser) -> Value {
    let number = within(parts, STEP, chooser);
    let whole = number as i64;
    if whole as f64 == number { Value::from(whole) } else { Value::from(number) }
}

/// Returns a size limit.
pub(crate) fn limit(parts: &[&Value], key: &str) -> Option<usize> {
    let limit = parts.iter().find_map(|part| part.get(key)?.as_u64())?;
    usize::try_from(limit).ok()
}

/// The longest created string in characters, whatever the schema requires.
const LONGEST: usize = 4096;

/// Creates a string of a format of JSON Schema (Validation, section 7.3) or of the OpenAPI Format Registry. Hosts and
/// addresses are those reserved for examples (RFC 2606, 5737, 3849).
fn of_format(format: &str, chooser: &Chooser) -> Option<String> {
    let fixed = match format {
        "date" => format!("2026-01-{:02}", 31 - chooser.below(31)),
        "date-time" => {
            let (day, hour) = (31 - chooser.below(31), 12 - chooser.below(12));
            format!("2026-01-{day:02}T{hour:02}:00:00Z")
        }
        "time" => format!("{:02}:00:00Z", 12 - chooser.below(12)),
        "duration" => format!("PT{}H", 1 + chooser.below(9)),
        "email" | "idn-email" => {
            let user = if chooser.is_random() { chooser.one(&WORDS).copied() } else { None };
            format!("{}@example.com", user.unwrap_or("user"))
        }
        "uuid" => uuid(chooser),
        "uri" | "url" | "iri" => match chooser.is_random() {
            true => format!("https://example.com/{}", chooser.below(1000)),
            false => "https://example.com/".to_owned(),
        },
        "uri-reference" | "iri-reference" | "uri-template" | "json-pointer" => "/path".to_owned(),
        "relative-json-pointer" => "0".to_owned(),
        "hostname" | "idn-hostname" => "example.com".to_owned(),
        "ipv4" => format!("192.0.2.{}", 1 + chooser.below(254)),
        "ipv6" => format!("2001:db8::{:x}", 1 + chooser.below(0xfffe)),
        "byte" | "base64url" => "c3RyaW5n".to_owned(),
        "regex" => "^.*$".to_owned(),
        _ => return None,
    };
    Some(fixed)
}

/// Creates a version 4 UUID (RFC 9562, section 5.4); always the same one without a seed.
fn uuid(chooser: &Chooser) -> String {
    if !chooser.is_random() {
        return "123e4567-e89b-12d3-a456-426614174000".to_owned();
    }
    let part = |bits: u32| chooser.below(1 << bits);
    let (third, fourth) = (0x4000 | part(12), 0x8000 | part(14));
    format!(
        "{:04x}{:04x}-{:04x}-{third:04x}-{fourth:04x}-{:06x}{:06x}",
        part(16),
        part(16),
        part(16),
        part(24),
        part(24)
    )
}

/// Returns the number nearest to zero within the limits, or, with a seed, one near it.
fn within(parts: &[&Value], step: f64, chooser: &Chooser) -> f64 {
    let keyword = |key: &str| parts.iter().find_map(|part| part.get(key)?.as_f64());
    // In OpenAPI 3.0, the exclusive limits are booleans.
    let flag = |key: &str| parts.iter().any(|part| part.get(key) == Some(&Value::Bool(true)));
    let beyond = |limit: Option<f64>, exclusive: bool, step: f64| {
        limit.map(|limit| if exclusive { limit + step } else { limit })
    };
    let low = keyword("exclusiveMinimum").map(|limit| limit + step);
    let low = low.or(beyond(keyword("minimum"), flag("exclusiveMinimum"), step));
    let high = keyword("exclusiveMaximum").map(|limit| limit - step);
    let high = high.or(beyond(keyword("maximum"), flag("exclusiveMaximum"), -step));
    let nearest = 0f64.min(high.unwrap_or(0.0)).max(low.unwrap_or(f64::NEG_INFINITY));
    let chosen = match (nearest, high) {
        (nearest, _) if !chooser.is_random() => nearest,
        // If the upper limit is zero or less, the seed moves the number down.
        (nearest, Some(high)) if high <= nearest => {
            -chooser.between(-nearest, -low.unwrap_or(nearest - SPREAD).max(nearest - SPREAD))
        }
        (nearest, high) => chooser.between(nearest, high.unwrap_or(f64::MAX).min(nearest + SPREAD)),
    };
    whole(chosen, nearest, keyword("multipleOf"), step, high)
}

/// Rounds the number to a multiple or to an integer, below the upper limit if possible.
fn whole(chosen: f64, nearest: f64, multiple: Option<f64>, step: f64, high: Option<f64>) -> f64 {
    let to = match multiple {
        Some(multiple) if multiple > 0.0 => multiple,
        _ if step == 1.0 => 1.0,
        // Two digits suffice to distinguish the numbers.
        _ if chosen != nearest => return (chosen * 100.0).trunc() / 100.0,
        _ => return chosen,
    };
    let moved = match chosen > 0.0 {
        true => (chosen / to).ceil() * to,
        false => (chosen / to).floor() * to,
    };
    if high.is_some_and(|high| moved > high) { (chosen / to).floor() * to } else { moved }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_have_their_format_and_length() {
        let first = Chooser::new(None);
        assert_eq!(text(&[&json!({})], &first), "string");
        assert_eq!(text(&[&json!({"minLength": 8})], &first), "stringst");
        assert_eq!(text(&[&json!({"maxLength": 3})], &first), "str");
        assert_eq!(text(&[&json!({"format": "date"})], &first), "2026-01-31");
        assert_eq!(text(&[&json!({"pattern": "^[a-c]{2}$"})], &first), "aa");
    }

    #[test]
    fn numbers_are_between_their_limits() {
        let first = Chooser::new(None);
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
            assert_eq!(integer(&[&schema], &first), expected, "{schema}");
        }
        assert_eq!(number(&[&json!({"exclusiveMinimum": 0, "maximum": 1})], &first), 0.5);
        assert_eq!(number(&[&json!({"minimum": 1})], &first), 1);
    }

    #[test]
    fn by_a_seed_values_differ_and_are_valid() {
        let schemas = [
            json!({"type": "string"}),
            json!({"type": "string", "minLength": 3, "maxLength": 9}),
            json!({"type": "string", "pattern": "^(a|b)[x-z]{2,5}\\d+$"}),
            json!({"type": "string", "format": "uuid"}),
            json!({"type": "string", "format": "date-time"}),
            json!({"type": "string", "format": "ipv6"}),
            json!({"type": "integer", "minimum": 5, "maximum": 90}),
            json!({"type": "integer", "maximum": -5, "multipleOf": 5}),
            json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 10}),
            json!({"type": "number"}),
        ];
        for schema in schemas {
            let validator = jsonschema::draft202012::options()
                .should_validate_formats(true)
                .build(&schema)
                .unwrap();
            let mut made = Vec::new();
            for seed in 0..50 {
                let chooser = Chooser::new(Some(seed));
                let value = match schema["type"].as_str() {
                    Some("integer") => integer(&[&schema], &chooser),
                    Some("number") => number(&[&schema], &chooser),
                    _ => text(&[&schema], &chooser),
                };
                assert!(validator.is_valid(&value), "{schema}: {value}");
                if !made.contains(&value) {
                    made.push(value);
                }
            }
            assert!(made.len() > 5, "{schema}: {made:?}");
        }
    }
}
