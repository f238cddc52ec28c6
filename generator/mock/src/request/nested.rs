//! Values in style `deepObject`, whose members continue in brackets: `filter[tags][0]=a` (as servers read what OpenAPI leaves open).

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use specwright::report::Pointer;

use crate::request::reading::{self, Members, Reading};
use crate::schema::violation::{RequestPart, Violation};

/// The most brackets of one name.
const DEPTH: usize = 64;

/// Reads the members of an object, each with the text between its outer brackets: `a`, or `tags][0`.
pub(crate) fn read(pairs: Vec<(String, String)>) -> Reading {
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    for (name, text) in pairs {
        if name.split("][").count() > DEPTH {
            return Reading::TooDeep;
        }
        let mut path = name.split("][");
        let first = path.next().unwrap_or_default().to_owned();
        path.fold(nodes.entry(first).or_default(), Node::child).text = Some(text);
    }
    let mut members = Members::default();
    for (name, node) in nodes {
        let mut texts = Vec::new();
        let plain = node.value(&Pointer::root(), &mut texts);
        members.add_value(name, plain, texts);
    }
    Reading::Members(members)
}

/// Creates the violation of a name with too many brackets.
pub(crate) fn too_deep(place: RequestPart, pointer: &Pointer) -> Violation {
    Violation {
        place,
        pointer: pointer.to_string(),
        rule: "style".to_owned(),
        detail: format!("a name has more than {DEPTH} brackets"),
    }
}

/// A member: a text, or members of its own.
#[derive(Default)]
struct Node {
    text: Option<String>,
    members: BTreeMap<Key, Node>,
}

/// The text between two brackets. Indices are ordered as numbers and stand before names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Index(u64),
    Name(String),
}

impl Key {
    fn name(&self) -> String {
        match self {
            Key::Index(index) => index.to_string(),
            Key::Name(name) => name.clone(),
        }
    }
}

impl Node {
    /// Returns the member with a name. An empty one is the index after the highest index.
    fn child(&mut self, name: &str) -> &mut Node {
        let key = match name.parse::<u32>() {
            Ok(index) if index.to_string() == name => Key::Index(index.into()),
            _ if name.is_empty() => Key::Index(self.next_index()),
            _ => Key::Name(name.to_owned()),
        };
        self.members.entry(key).or_default()
    }

    fn next_index(&self) -> u64 {
        let mut indices = self.members.range(..Key::Name(String::new()));
        match indices.next_back() {
            Some((Key::Index(last), _)) => last.saturating_add(1),
            _ => 0,
        }
    }

    /// Returns the value with its texts as strings, and adds the readings of each text. Members that are numbered from 0 are a
    /// list.
    fn value(&self, at: &Pointer, texts: &mut Vec<(String, Vec<Value>)>) -> Value {
        if let Some(text) = &self.text {
            texts.push((at.to_string(), reading::of_text(text.clone())));
            return Value::String(text.clone());
        }
        if (0..).zip(self.members.keys()).all(|(index, key)| *key == Key::Index(index)) {
            let items = self.members.values().enumerate();
            return items.map(|(index, node)| node.value(&at.index(index), texts)).collect();
        }
        let members = self.members.iter().map(|(key, node)| {
            let name = key.name();
            let value = node.value(&at.key(&name), texts);
            (name, value)
        });
        Value::Object(members.collect::<Map<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;
    use serde_json::json;

    use super::*;
    use crate::mock::Mock;

    fn value(query: &str) -> Value {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
        match read(pairs.collect()) {
            Reading::Members(members) => members.object(|_| 0),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbered_and_unnumbered_members_are_lists() {
        for (query, expected) in [
            ("a][=x&a][=y", json!({"a": ["x", "y"]})),
            ("a][1=y&a][0=x", json!({"a": ["x", "y"]})),
            ("a][0=x&a][=y", json!({"a": ["x", "y"]})),
            ("a][][b=x&a][][b=y", json!({"a": [{"b": "x"}, {"b": "y"}]})),
            ("a][=x&a][b=y", json!({"a": {"0": "x", "b": "y"}})),
            ("a][7=x&a][07=y", json!({"a": {"7": "x", "07": "y"}})),
        ] {
            assert_eq!(value(query), expected, "{query}");
        }
        let reversed: Vec<String> = (0..12).rev().map(|at| format!("a][{at}={at}")).collect();
        let ordered: Vec<String> = (0..12).map(|at| at.to_string()).collect();
        assert_eq!(value(&reversed.join("&")), json!({ "a": ordered }));
    }

    #[test]
    fn a_list_is_accepted_and_too_many_brackets_are_refused() {
        const TEXT: &str = "
openapi: 3.1.0
paths:
  /a:
    get:
      parameters:
        - name: f
          in: query
          style: deepObject
          schema: { type: object, properties: { tags: { type: array, minItems: 2, items: { enum: [x, y] } } } }
";
        let mock = Mock::from_text("a.yaml", TEXT).unwrap();
        let response = |query: &str| {
            let request = Request::get(format!("/a?{query}")).body(Bytes::new()).unwrap();
            let response = mock.answer(&request);
            let body = String::from_utf8_lossy(response.body()).into_owned();
            (response.status().as_u16(), body)
        };
        assert_eq!(response("f[tags][]=x&f[tags][]=y").0, 200);
        let (status, body) = response("f[tags][]=x&f[tags][]=z");
        assert!(status == 422 && body.contains("`/f/tags/1` in the query"), "{status} {body}");
        let deep = |brackets: usize| response(&format!("f{}=x", "[a]".repeat(brackets)));
        assert_eq!(deep(DEPTH).0, 200);
        let (status, body) = deep(DEPTH + 1);
        let detail = "`/f` in the query: a name has more than 64 brackets (`style`)";
        assert!(status == 422 && body.contains(detail), "{status} {body}");
    }
}
