//! Converts descriptions to JSON values, which mutations change.

use std::path::Path;

use serde_json::Value;
use specwright::source::{Source, Value as Read};

/// Returns the tree of a description. Parts that cannot be read are left out.
pub(crate) fn tree(path: &Path, bytes: &[u8]) -> Value {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Ok(text) = std::str::from_utf8(bytes) else { return Value::Null };
    let tree = match Source::from_text(name, text) {
        Ok(source) => json(source.root()),
        Err(error) => json(error.partial().root()),
    };
    if tree.is_object() { tree } else { Value::Null }
}

fn json(value: &Read) -> Value {
    match value {
        Read::Null => Value::Null,
        Read::Bool(flag) => Value::Bool(*flag),
        Read::Int(number) => i64::try_from(*number).map_or(Value::Null, Value::from),
        Read::Float(number) => Value::from(*number),
        Read::String(text) => Value::String(text.clone()),
        Read::Array(items) => items.iter().map(json).collect(),
        Read::Object(members) => {
            members.iter().map(|(key, value)| (key.to_owned(), json(value))).collect()
        }
    }
}
