//! Texts that can be read in several ways: `7` is a string and a number, and the schema decides.

use std::collections::HashMap;

use serde_json::{Map, Value};
use specwright::report::{Pointer, clean};

/// The readings of a part of a request.
#[derive(Debug, PartialEq)]
pub(crate) enum Reading {
    /// The readings of a whole value, the simplest first; none if it is missing or its media type is unknown.
    Whole(Vec<Value>),
    /// An object whose texts have readings of their own.
    Members(Members),
    /// A name in style `deepObject` has too many brackets.
    TooDeep,
}

/// An object with the readings of each text inside.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Members {
    /// The object with the first reading of each text.
    plain: Map<String, Value>,
    /// The JSON pointer of each text, and its readings, the simplest first.
    texts: Vec<(String, Vec<Value>)>,
}

impl Members {
    /// Creates an object of its members.
    pub(crate) fn new(members: impl IntoIterator<Item = (String, Vec<Value>)>) -> Self {
        let mut all = Self::default();
        members.into_iter().for_each(|(name, readings)| all.add(name, readings));
        all
    }

    /// Adds a text.
    pub(crate) fn add(&mut self, name: String, readings: Vec<Value>) {
        let pointer = Pointer::root().key(&name).to_string();
        self.plain.insert(name, readings.first().cloned().unwrap_or_default());
        self.texts.push((pointer, readings));
    }

    /// Adds a value whose texts are at these JSON pointers inside it.
    pub(crate) fn add_value(
        &mut self,
        name: String,
        plain: Value,
        texts: impl IntoIterator<Item = (String, Vec<Value>)>,
    ) {
        let base = Pointer::root().key(&name).to_string();
        self.plain.insert(name, plain);
        let texts = texts.into_iter();
        self.texts.extend(texts.map(|(inside, readings)| (format!("{base}{inside}"), readings)));
    }

    /// Adds an object.
    pub(crate) fn add_object(&mut self, name: String, object: Members) {
        self.add_value(name, Value::Object(object.plain), object.texts);
    }

    /// Returns the JSON pointer of each text, and its readings.
    pub(crate) fn texts(&self) -> &[(String, Vec<Value>)] {
        &self.texts
    }

    /// Returns the object with one reading of each text; `choose` returns its position.
    pub(crate) fn object(&self, choose: impl Fn(usize) -> usize) -> Value {
        let mut object = Value::Object(self.plain.clone());
        for (index, (pointer, readings)) in self.texts.iter().enumerate() {
            let reading = readings.get(choose(index)).filter(|_| choose(index) > 0);
            if let (Some(reading), Some(place)) = (reading, object.pointer_mut(pointer)) {
                place.clone_from(reading);
            }
        }
        object
    }
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
    Reading::Members(Members::new(members.into_iter().map(member)))
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
        let texts = members.texts();
        assert_eq!(texts[0], ("/a".to_owned(), vec![json!(["1", "2"]), json!([1, 2])]));
        assert_eq!(texts[1], ("/b".to_owned(), vec![json!("x"), json!(["x"])]));
        assert_eq!(members.object(|index| index), json!({"a": ["1", "2"], "b": ["x"]}));
    }
}
