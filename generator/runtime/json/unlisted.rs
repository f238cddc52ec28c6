//! Members of a document that the type it was read as does not keep.

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

const EXPECTED: &str = "no member of this name";

/// Returns the members that are in a document and not in the value that was read from it, as one error. A member that is
/// `null` does not count, because an optional value need not keep it.
pub(crate) fn unlisted(document: &[u8], value: &impl Json) -> Option<ReadError> {
    let written = Writer::text_of(value).ok()?;
    let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
    compare(&Node::parse(document).ok()?, &Node::parse(&written).ok()?)
}

fn compare(received: &Node<'_>, kept: &Node<'_>) -> Option<ReadError> {
    match (received, kept) {
        (Node::Object(received), Node::Object(kept)) => {
            let errors = received.iter().filter_map(|(name, value)| {
                let error = match kept.iter().find(|(known, _)| known == name) {
                    Some((_, kept)) => compare(value, kept),
                    None if matches!(value, Node::Null) => None,
                    None => Some(ReadError::expected(EXPECTED, value)),
                };
                error.map(|error| error.at_field(name))
            });
            errors.reduce(ReadError::and)
        }
        (Node::Array(received), Node::Array(kept)) => {
            let pairs = received.iter().zip(kept).enumerate();
            let errors = pairs.filter_map(|(index, (received, kept))| {
                Some(compare(received, kept)?.at_index(index))
            });
            errors.reduce(ReadError::and)
        }
        _ => None,
    }
}
