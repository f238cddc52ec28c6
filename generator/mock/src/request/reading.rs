//! Texts that can be read in several ways: `7` is a string and a number, and the schema decides.

use std::collections::HashMap;

use serde_json::{Map, Value};
use specwright::report::clean;

/// The readings of a part of a request.
#[derive(Debug, PartialEq)]
pub(crate) enum Reading {
    /// The readings of a whole value, the simplest first; none if it is missing or its media type is unknown.
    Whole(Vec<Value>),
    /// An object with the readings of each member.
    Members(Vec<(String, Vec<Value>)>),
    /// A name in style `deepObject` has too many brackets.
    TooDeep,
}

impl Reading {
    /// Returns `true` if there is nothing to read.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Reading::Whole(values) => values.is_empty(),
            Reading::Members(_) | Reading::TooDeep => false,
        }
    }
}

/// Parses a JSON text.
///
/// # Errors
///
/// Returns the reason and its position if the text is not JSON.
pub(crate) fn of_json(text: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(text)
        .map_err(|error| format!("it is no JSON: {}", clean(&error.to_string())))
}

/// Returns the readings of a text: a string, and a number, boolean or null if it looks like one.
pub(crate) fn of_text(text: String) -> Vec<Value> {
    match typed(&text) {
        Value::String(text) => vec![Value::String(text)],
        value => vec![Value::String(text), value],
    }
}

/// Returns the readings of a field of a form: those of a text, and an object or array in JSON.
pub(crate) fn of_field(text: String) -> Vec<Value> {
    let json = serde_json::from_str(&text).ok();
    let json = json.filter(|json: &Value| json.is_array() || json.is_object());
    of_text(text).into_iter().chain(json).collect()
}

/// Returns the number, boolean or null that a text looks like, or the string.
pub(crate) fn typed(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => value,
        _ => Value::String(text.to_owned()),
    }
}

/// Returns the members of a form with their readings. A single value may also be a list of one. Several values are a
/// list.
pub(crate) fn of_form(pairs: Vec<(String, Vec<Value>)>) -> Reading {
    let mut members: Vec<(String, Vec<Vec<Value>>)> = Vec::new();
    let mut positions: HashMap<String, usize> = HashMap::new();
    for (name, readings) in pairs {
        match positions.get(&name).and_then(|at| members.get_mut(*at)) {
            Some((_, all)) => all.push(readings),
            None => {
                positions.insert(name.clone(), members.len());
                members.push((name, vec![readings]));
            }
        }
    }
    let member = |(name, mut all): (String, Vec<Vec<Value>>)| {
        let first = all.iter().map(|readings| readings.first().cloned().unwrap_or_default());
        let last = all.iter().map(|readings| readings.last().cloned().unwrap_or_default());
        let mut lists = vec![Value::Array(first.collect()), Value::Array(last.collect())];
        lists.dedup();
        match all.as_mut_slice() {
            [one] => {
                let mut readings = std::mem::take(one);
                readings.extend(lists);
                (name, readings)
            }
            _ => (name, lists),
        }
    };
    Reading::Members(members.into_iter().map(member).collect())
}

/// Creates the object with one reading of each member; `choose` returns its position.
pub(crate) fn object(members: &[(String, Vec<Value>)], choose: impl Fn(usize) -> usize) -> Value {
    let members = members.iter().enumerate().map(|(index, (name, readings))| {
        (name.clone(), readings.get(choose(index)).cloned().unwrap_or_default())
    });
    Value::Object(members.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_itself_first() {
        assert_eq!(of_text("7".to_owned()), [json!("7"), json!(7)]);
        assert_eq!(of_text("true".to_owned()), [json!("true"), json!(true)]);
        assert_eq!(of_text("{}".to_owned()), [json!("{}")]);
    }

    #[test]
    fn what_comes_twice_is_a_list() {
        let pair = |name: &str, text: &str| (name.to_owned(), of_text(text.to_owned()));
        let Reading::Members(members) =
            of_form(vec![pair("a", "1"), pair("b", "x"), pair("a", "2")])
        else {
            panic!("a form has members");
        };
        assert_eq!(members[0], ("a".to_owned(), vec![json!(["1", "2"]), json!([1, 2])]));
        assert_eq!(members[1], ("b".to_owned(), vec![json!("x"), json!(["x"])]));
        assert_eq!(object(&members, |index| index), json!({"a": ["1", "2"], "b": ["x"]}));
    }
}
