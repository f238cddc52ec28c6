//! Mutations of trees and of bytes.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::seeds::Seed;
use crate::targets::{Inputs, Target};

/// Creates the inputs of a target.
pub struct Mutator<'s> {
    target: &'static Target,
    seeds: &'s [Seed],
    random: Rng,
}

impl<'s> Mutator<'s> {
    /// Creates a mutator for one case. The same case, target and seeds give the same input.
    ///
    /// # Panics
    ///
    /// Panics if there are no seeds.
    pub fn new(target: &'static Target, seeds: &'s [Seed], case: u64) -> Self {
        assert!(!seeds.is_empty(), "no seeds for `{}`", target.name);
        Self { target, seeds, random: Rng::with_seed(case) }
    }

    /// Returns the mutated seed.
    pub fn input(mut self) -> Vec<u8> {
        let seed = self.seed();
        if !seed.tree.is_null() && self.random.u8(..10) < 8 {
            let tree = self.tree(seed.tree.clone());
            let pretty = self.random.bool();
            let text = if pretty { format!("{tree:#}") } else { tree.to_string() };
            // JSON is valid YAML.
            let is_yaml = self.is_description() && self.random.bool();
            return if is_yaml { format!("---\n{text}\n") } else { text }.into_bytes();
        }
        let mut bytes = seed.bytes.clone();
        for _ in 0..=self.random.usize(..6) {
            self.change_bytes(&mut bytes);
        }
        bytes
    }

    fn seed(&mut self) -> &'s Seed {
        &self.seeds[self.random.usize(..self.seeds.len())]
    }

    fn is_description(&self) -> bool {
        self.target.inputs == Inputs::Descriptions
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.random.usize(..words.len())]
    }

    fn tree(&mut self, mut tree: Value) -> Value {
        for _ in 0..=self.random.usize(..5) {
            let paths = paths(&tree);
            let path = paths[self.random.usize(..paths.len())].clone();
            let donor = self.donor(&tree);
            let pointer = paths[self.random.usize(..paths.len())].clone();
            if let Some(node) = tree.pointer_mut(&path) {
                self.change(node, donor, &pointer);
            }
        }
        tree
    }

    /// Returns a part of this tree or of another seed's.
    fn donor(&mut self, tree: &Value) -> Value {
        let from = if self.random.bool() { tree } else { &self.seed().tree };
        let paths = paths(from);
        from.pointer(&paths[self.random.usize(..paths.len())]).cloned().unwrap_or_default()
    }

    fn change(&mut self, node: &mut Value, donor: Value, pointer: &str) {
        match (self.random.u8(..12), self.is_description()) {
            (0, _) => *node = donor,
            (1, _) => *node = self.scalar(),
            (2, true) => *node = json!({"$ref": format!("#{pointer}")}),
            (3, true) => {
                let key = self.one_of(&["allOf", "oneOf", "anyOf", "prefixItems"]);
                *node = json!({key: [node.take(), donor]});
            }
            (4, true) => {
                let key = self.one_of(&["items", "additionalProperties", "not", "schema"]);
                *node = json!({key: node.take()});
            }
            (2, false) => *node = json!([node.take(), donor]),
            (3 | 4, false) => {
                // Readers have a limit of 128 levels.
                for _ in 0..1_usize << self.random.u8(..7) {
                    let key = self.one_of(self.target.keys);
                    *node = json!({key: node.take()});
                }
            }
            _ => match node {
                Value::Object(members) => self.change_members(members, donor),
                Value::Array(items) => self.change_items(items, donor),
                scalar => *scalar = self.scalar(),
            },
        }
    }

    fn change_members(&mut self, members: &mut Map<String, Value>, donor: Value) {
        let keys: Vec<_> = members.keys().cloned().collect();
        let taken = if keys.is_empty() {
            None
        } else {
            let key = &keys[self.random.usize(..keys.len())];
            Some((key.clone(), members.get(key).cloned().unwrap_or_default()))
        };
        let words = if self.random.bool() { self.target.keys } else { self.target.texts };
        let name = self.one_of(words).to_owned();
        match (self.random.u8(..4), taken) {
            (0, Some((key, _))) => drop(members.remove(&key)),
            // The value under another name, instead of or beside the first.
            (1, Some((key, value))) => {
                if self.random.bool() {
                    members.remove(&key);
                }
                members.insert(name, value);
            }
            (2, Some((key, _))) => drop(members.insert(key, donor)),
            _ => drop(members.insert(name, donor)),
        }
    }

    fn change_items(&mut self, items: &mut Vec<Value>, donor: Value) {
        let place = self.random.usize(..=items.len());
        match self.random.u8(..3) {
            0 if place < items.len() => drop(items.remove(place)),
            1 if place < items.len() => items.push(items[place].clone()),
            _ => items.insert(place, donor),
        }
    }

    fn scalar(&mut self) -> Value {
        match self.random.u8(..10) {
            0 => Value::Null,
            1 => Value::Bool(self.random.bool()),
            2 => Value::from([0, 1, -1, i64::MIN, i64::MAX][self.random.usize(..5)]),
            3 => Value::from([0.5, 1e308, -0.0, 1e-320][self.random.usize(..4)]),
            _ => Value::from(self.one_of(self.target.texts)),
        }
    }

    fn change_bytes(&mut self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return bytes.push(self.random.u8(..));
        }
        let at = self.random.usize(..bytes.len());
        let end = (at + self.random.usize(1..40)).min(bytes.len());
        match self.random.u8(..8) {
            0 => bytes[at] = self.random.u8(..),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            3 => bytes.truncate(at),
            4 => {
                let words = if self.random.bool() { self.target.keys } else { self.target.texts };
                drop(bytes.splice(at..at, self.one_of(words).bytes()));
            }
            5 => {
                let marks = b"\t:-#&*!|>'\"{}[],%@`\n /\\?;=.\r";
                bytes.insert(at, marks[self.random.usize(..marks.len())]);
            }
            6 => {
                let other = &self.seed().bytes;
                let from = self.random.usize(..=other.len());
                let to = (from + self.random.usize(..400)).min(other.len());
                drop(bytes.splice(at..at, other[from..to].iter().copied()));
            }
            _ => self.change_line(bytes),
        }
    }

    /// Replaces a line by a line of a seed.
    fn change_line(&mut self, bytes: &mut Vec<u8>) {
        let other: Vec<_> = self.seed().bytes.split(|byte| *byte == b'\n').collect();
        let mut lines: Vec<_> = bytes.split(|byte| *byte == b'\n').collect();
        let at = self.random.usize(..lines.len());
        // In a format with fixed lines, such as `url`, the line keeps its position.
        let from = if self.random.bool() { at } else { self.random.usize(..other.len()) };
        if let Some(line) = other.get(from) {
            lines[at] = line;
        }
        *bytes = lines.join(&b'\n');
    }
}

/// Returns the pointers to all nodes.
fn paths(tree: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    let mut rest = vec![(String::new(), tree)];
    while let Some((path, node)) = rest.pop() {
        match node {
            Value::Object(members) => rest.extend(members.iter().map(|(key, value)| {
                (format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), value)
            })),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                rest.extend(items.map(|(index, value)| (format!("{path}/{index}"), value)));
            }
            _ => {}
        }
        paths.push(path);
    }
    paths
}
