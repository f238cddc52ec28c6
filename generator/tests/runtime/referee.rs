//! Compares the JSON parser with `serde_json`.

use serde_json::Value;

use crate::runtime::json::node::Node;

/// Compares both parsers, and returns `true` if they accept the text.
///
/// # Panics
///
/// Panics if they differ in their verdict, in a value, or in the line of an error.
pub fn compare(text: &str) -> bool {
    // The runtime accepts one byte order mark, which RFC 8259, section 8.1, allows parsers to ignore.
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    let theirs = serde_json::from_str::<Value>(unmarked);
    match (Node::parse(text.as_bytes()), theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert!(same(&ours, &theirs), "{text:?}: {}", serde_json::to_string(&ours).unwrap());
            true
        }
        (Err(ours), Err(theirs)) => {
            let cut = ours.offset() >= unmarked.len();
            assert_eq!(ours.is_truncated(), cut, "{text:?}: {ours}");
            // `serde_json` takes all digits of an escape before it checks the first one.
            if !text.contains("\\u") {
                assert!(ours.is_truncated() || !theirs.is_eof(), "{text:?}: {ours}, {theirs}");
                let line = format!(" at line {} ", theirs.line());
                assert!(ours.to_string().contains(&line), "{text:?}: {ours}, {theirs}");
            }
            false
        }
        (Ok(_), Err(theirs)) => panic!("{text:?}: taken, but {theirs}"),
        (Err(ours), Ok(_)) => panic!("{text:?}: {ours}, but they take it"),
    }
}

/// Returns `true` if both values are equal.
pub fn same(ours: &Node<'_>, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Node::Null, Value::Null) => true,
        (Node::Boolean(ours), Value::Bool(theirs)) => ours == theirs,
        (Node::Integer(ours), Value::Number(theirs)) => theirs.as_i64() == Some(*ours),
        (Node::Unsigned(ours), Value::Number(theirs)) => {
            theirs.as_i64().is_none() && theirs.as_u64() == Some(*ours)
        }
        (Node::Digits(text), Value::Number(theirs)) => {
            text.parse().is_ok_and(|ours| is_near(ours, theirs))
        }
        (Node::Number(ours), Value::Number(theirs)) => is_near(*ours, theirs),
        (Node::String(ours), Value::String(theirs)) => ours == theirs,
        (Node::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(o, t)| same(o, t))
        }
        (Node::Object(ours), Value::Object(theirs)) => {
            let mut members = ours.iter().zip(theirs);
            ours.len() == theirs.len() && members.all(|(o, t)| o.0 == *t.0 && same(&o.1, t.1))
        }
        _ => false,
    }
}

fn is_near(ours: f64, theirs: &serde_json::Number) -> bool {
    // Without its feature `float_roundtrip`, serde_json is inexact.
    let theirs = theirs.as_f64().filter(|_| theirs.is_f64());
    theirs.is_some_and(|theirs| {
        ours.is_sign_negative() == theirs.is_sign_negative()
            && (ours - theirs).abs() <= ours.abs() * f64::EPSILON
    })
}
