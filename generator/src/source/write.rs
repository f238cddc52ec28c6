//! Writes trees as JSON text.

use std::fmt::{self, Write};

use super::value::Value;
use crate::report::is_hostile;

/// Returns a string as a JSON string with quotes (RFC 8259, section 7).
///
/// Invisible characters and those that change the writing direction are escaped.
pub fn quoted(text: &str) -> String {
    let plain = serde_json::Value::from(text).to_string();
    if !plain.contains(is_hostile) {
        return plain;
    }
    let mut escaped = String::with_capacity(plain.len() + 16);
    for character in plain.chars() {
        if is_hostile(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Formats the value as JSON without spaces. A number that JSON cannot represent, such as YAML's
/// `.nan`, is `null`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => value.fmt(f),
            Value::Int(value) => value.fmt(f),
            Value::Float(value) => serde_json::Value::from(*value).fmt(f),
            Value::String(text) => f.write_str(&quoted(text)),
            Value::Array(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    separate(f, index)?;
                    item.fmt(f)?;
                }
                f.write_char(']')
            }
            Value::Object(members) => {
                f.write_char('{')?;
                for (index, (key, value)) in members.iter().enumerate() {
                    separate(f, index)?;
                    write!(f, "{}:{value}", quoted(key))?;
                }
                f.write_char('}')
            }
        }
    }
}

fn separate(f: &mut fmt::Formatter<'_>, index: usize) -> fmt::Result {
    if index > 0 { f.write_char(',') } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;

    #[test]
    fn a_tree_is_written_as_it_was_read() {
        let text = r#"{"a":[1,-2.5,1e300,true,null],"\"\n":"ü\u0001","":{}}"#;
        let source = Source::from_text("a.json", text).unwrap();
        assert_eq!(source.root().to_string(), text.replace("1e300", "1e+300"));
        let source = Source::from_text("a.json", "[\"a\u{202e}\u{e0001}\"]").unwrap();
        assert_eq!(source.root().to_string(), r#"["a\u202e\udb40\udc01"]"#);
        let source = Source::from_text("a.yaml", "{x-n: .nan, a: [1.0, 0x1F]}").unwrap();
        assert_eq!(source.root().to_string(), r#"{"x-n":null,"a":[1.0,31]}"#);
    }
}
