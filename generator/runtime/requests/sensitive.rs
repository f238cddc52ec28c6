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
        match Node::parse(text) {
            Ok(node) => collect(&node, &mut words),
            Err(_) => words.push(Secret::new(String::from_utf8_lossy(text).into_owned())),
        }
    }
    words
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
