//! Values in style `deepObject`, whose members continue in brackets: `filter[tags][0]=a` (as servers read what OpenAPI leaves open).

#![allow(clippy::indexing_slicing, reason = "the position was found just before")]

use serde_json::{Map, Value};

use crate::request::reading::{self, Reading, typed};

/// The most brackets of one name.
const DEPTH: usize = 64;

/// Reads the members of an object, each with the text between its outer brackets: `a`, or `tags][0`.
pub(crate) fn read(pairs: Vec<(String, String)>) -> Reading {
    let mut members: Vec<(String, Vec<Value>)> = Vec::new();
    let mut inner: Vec<(String, Node)> = Vec::new();
    for (name, text) in pairs {
        match name.split_once("][") {
            Some((first, rest)) => {
                let path: Vec<&str> = rest.split("][").take(DEPTH).collect();
                child(&mut inner, first).insert(&path, &text);
            }
            None => members.push((name, reading::of_text(text))),
        }
    }
    let inner = inner.into_iter().map(|(name, node)| {
        let as_text = |text: &str| Value::String(text.to_owned());
        (name, vec![node.value(&as_text), node.value(&typed)])
    });
    members.extend(inner);
    Reading::Members(members)
}

/// A member: a text, or members of its own.
#[derive(Default)]
struct Node {
    text: Option<String>,
    members: Vec<(String, Node)>,
}

impl Node {
    fn insert(&mut self, path: &[&str], text: &str) {
        match path {
            [] => self.text = Some(text.to_owned()),
            [first, rest @ ..] => child(&mut self.members, first).insert(rest, text),
        }
    }

    /// Returns the value. Members that are numbered from 0 are a list.
    fn value(&self, scalar: &impl Fn(&str) -> Value) -> Value {
        if let Some(text) = &self.text {
            return scalar(text);
        }
        let numbers = self.members.iter().enumerate();
        if numbers.clone().all(|(index, (name, _))| *name == index.to_string()) {
            return self.members.iter().map(|(_, node)| node.value(scalar)).collect();
        }
        let members = self.members.iter().map(|(name, node)| (name.clone(), node.value(scalar)));
        Value::Object(members.collect::<Map<_, _>>())
    }
}

fn child<'n>(nodes: &'n mut Vec<(String, Node)>, name: &str) -> &'n mut Node {
    let at = nodes.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        nodes.push((name.to_owned(), Node::default()));
        nodes.len() - 1
    });
    &mut nodes[at].1
}
