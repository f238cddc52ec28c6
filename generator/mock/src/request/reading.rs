//! Texts that may be read in several ways: `7` is a text and a number, and which of them is meant the schema says.

use std::collections::HashMap;

use serde_json::{Map, Value};
use specwright::report::clean;

/// What a part of a request may be read as.
#[derive(Debug, PartialEq)]
pub(crate) enum Reading {
    /// One of these, the plainest first; nothing where it is left out, or its form is not known here.
    Whole(Vec<Value>),
    /// An object, each of whose members is one of these.
    Members(Vec<(String, Vec<Value>)>),
}

impl Reading {
    /// Whether there is nothing to read.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Reading::Whole(values) => values.is_empty(),
            Reading::Members(_) => false,
        }
    }
}

/// The value of a text of JSON.
///
/// # Errors
///
/// It is none; where, and why.
pub(crate) fn of_json(text: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(text)
        .map_err(|error| format!("it is no JSON: {}", clean(&error.to_string())))
}

/// The ways to read a text: as itself, and as the number, boolean or null that it may be.
pub(crate) fn of_text(text: String) -> Vec<Value> {
    match typed(&text) {
        Value::String(text) => vec![Value::String(text)],
        value => vec![Value::String(text), value],
    }
}

/// The number, boolean or null that a text may be, or the text.
pub(crate) fn typed(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => value,
        _ => Value::String(text.to_owned()),
    }
}

/// The members of a form, from its pairs in order, each with its readings. What is there once may be a list of one, and what is
/// there more than once is a list.
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

/// The object that members make when of each the reading is taken that `choose` gives the position of.
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
