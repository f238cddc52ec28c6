//! The message of an error response that is not decoded.

use super::super::json::node::Node;

/// The members in which servers write a message, the most telling first: problem details (RFC 9457, section 3.1), OAuth 2.0
/// (RFC 6749, section 5.2), and common habits.
const MEMBERS: [&str; 9] = [
    "detail",
    "message",
    "error_description",
    "error_message",
    "errorMessage",
    "msg",
    "error",
    "errors",
    "title",
];

/// The depth to which objects and arrays are searched.
const DEPTH: u32 = 3;

/// Returns the message in a JSON body; `None` if the body has no member that is known to contain one.
pub(crate) fn server_message(body: &[u8]) -> Option<String> {
    let node = Node::parse(body).ok()?;
    matches!(node, Node::Object(_)).then(|| search(&node, DEPTH)).flatten().map(str::to_owned)
}

fn search<'n>(node: &'n Node<'_>, depth: u32) -> Option<&'n str> {
    match node {
        Node::String(text) => Some(&**text).filter(|text| !text.trim().is_empty()),
        Node::Object(members) if depth > 0 => MEMBERS.into_iter().find_map(|name| {
            let (_, value) = members.iter().find(|(known, _)| known == name)?;
            search(value, depth - 1)
        }),
        Node::Array(items) if depth > 0 => search(items.first()?, depth - 1),
        _ => None,
    }
}
