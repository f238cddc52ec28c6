//! Secrets in a value that is written as JSON: their decoded texts, and the JSON without them.

use std::cmp::Reverse;

use super::super::json::node::Node;
use super::super::json::write::Places;
use super::super::text::redact::REDACTED;
use super::super::text::secret::Secret;

/// Returns the secrets in a JSON text, decoded.
pub(crate) fn words(json: &[u8], places: &Places) -> Vec<Secret<String>> {
    let mut words = Vec::new();
    for place in places {
        let text = json.get(place.clone()).unwrap_or_default();
        words.extend(numbers(text));
        match Node::parse(text) {
            Ok(node) => collect(&node, &mut words),
            Err(_) => words.push(Secret::new(String::from_utf8_lossy(text).into_owned())),
        }
    }
    words
}

/// Returns the numbers in a JSON text as they are written, because a node may have fewer digits.
fn numbers(json: &[u8]) -> Vec<Secret<String>> {
    let (mut numbers, mut number) = (Vec::new(), String::new());
    let (mut is_string, mut is_escape) = (false, false);
    for &byte in json {
        if !is_string && matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') {
            number.push(char::from(byte));
            continue;
        }
        if number.contains(|char: char| char.is_ascii_digit()) {
            numbers.push(Secret::new(std::mem::take(&mut number)));
        }
        number.clear();
        is_string ^= byte == b'"' && !is_escape;
        is_escape = byte == b'\\' && !is_escape;
    }
    if number.contains(|char: char| char.is_ascii_digit()) {
        numbers.push(Secret::new(number));
    }
    numbers
}

fn collect(node: &Node<'_>, words: &mut Vec<Secret<String>>) {
    match node {
        Node::Null | Node::Boolean(_) => {}
        Node::String(text) => words.push(Secret::from(&**text)),
        Node::Array(items) => items.iter().for_each(|item| collect(item, words)),
        Node::Object(members) => members.iter().for_each(|(_, value)| collect(value, words)),
        number => words.extend(serde_json::to_string(number).ok().map(Secret::new)),
    }
}

/// Returns a JSON text in which `"[redacted]"` replaces each secret.
pub(crate) fn masked(json: &[u8], places: &Places) -> Vec<u8> {
    let mut masked = Vec::with_capacity(json.len());
    let mut rest = 0;
    // A secret may contain another one, which was recorded before it.
    let mut places: Vec<_> = places.iter().collect();
    places.sort_by_key(|place| (place.start, Reverse(place.end)));
    for place in places {
        if place.start >= rest {
            masked.extend_from_slice(json.get(rest..place.start).unwrap_or_default());
            masked.extend_from_slice(format!("\"{REDACTED}\"").as_bytes());
            rest = place.end;
        }
    }
    masked.extend_from_slice(json.get(rest..).unwrap_or_default());
    masked
}
