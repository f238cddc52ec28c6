//! Compares the JSON reader with `serde_json`.

use serde_json::Value;

use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::write::Writer;
use crate::runtime_tests::referee::{compare, same};

/// Reads the bytes with both readers, then writes the value and reads it again.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(bytes) else {
        assert!(Node::parse(bytes).is_err(), "bytes that are not UTF-8 are taken");
        return "refused: not UTF-8";
    };
    if !compare(text) {
        return "refused";
    }
    let read = Node::parse(bytes).expect("a document");
    // Of two members with the same name, one is kept.
    let value = Value::read(&read).expect("any document is a value");
    let written = Writer::text_of(&value).expect("a document has finite numbers");
    let again = Node::parse(&written).expect("what is written is JSON");
    assert!(same(&read, &value) && same(&again, &value), "written as {again:?}");
    "read"
}
