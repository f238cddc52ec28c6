//! Reads the extensions of other generators that name and document the members of an `enum`.

use super::context::Context;
use super::problems;
use super::reader::Fields;
use crate::source::Value;

/// Reads the first of `keys` that has a word for each member of `values`.
///
/// openapi-generator and NSwag write a list in the order of the members, with or without a word for `null`. Other tools
/// write an object from members to words.
pub(super) fn read<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    values: &[Value],
    keys: &[&str],
) -> Vec<&'s str> {
    if values.is_empty() {
        return Vec::new();
    }
    for key in keys {
        match fields.value(key) {
            Some(Value::Array(words)) => match in_order(values, words) {
                Some(words) => return words,
                None => {
                    let location = fields.location.key(key);
                    cx.report(problems::enum_words(location, key, words.len(), values.len()));
                }
            },
            Some(Value::Object(words)) => {
                let word = |value: &Value| match value {
                    Value::String(text) => words.get(text),
                    other => words.get(&other.to_string()),
                };
                return values.iter().map(|it| text(word(it))).collect();
            }
            _ => {}
        }
    }
    Vec::new()
}

/// Returns a word for each member, or `None` if the numbers differ.
fn in_order<'s>(values: &[Value], words: &'s [Value]) -> Option<Vec<&'s str>> {
    if words.len() == values.len() {
        return Some(words.iter().map(|word| text(Some(word))).collect());
    }
    if words.len() != values.iter().filter(|value| !value.is_null()).count() {
        return None;
    }
    let mut words = words.iter();
    Some(values.iter().map(|it| if it.is_null() { "" } else { text(words.next()) }).collect())
}

fn text(word: Option<&Value>) -> &str {
    word.and_then(Value::as_str).unwrap_or_default()
}
