//! Changes at random: of a description's tree, of its text, of its bytes.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::seeds::Seed;

/// Texts that have broken out of the code of generators, and others that are hard to bear.
const TEXTS: [&str; 36] = [
    "*/ pub fn pWnEd__iT() {} /*",
    "\"; pWnEd__iT!(); //",
    "\"#; pWnEd__iT!(); //",
    "\\\"; pWnEd__iT!(); //",
    "x\n#[test] fn pWnEd__iT() {}",
    "x\r#[test] fn pWnEd__iT() {}",
    "x\u{2028}pub fn pWnEd__iT() {}",
    "```\nfn pWnEd__iT() {}\n```",
    "```rust\npWnEd__iT!()\n```\n```",
    "    pWnEd__iT!();",
    "~~~\n> ```\npWnEd__iT!()",
    "{pWnEd__iT}",
    "{}",
    "{0:?}",
    "#{pWnEd__iT}",
    "#pWnEd__iT",
    "${pWnEd__iT}",
    "../../../pWnEd__iT",
    "..",
    "/etc/passwd",
    "C:\\pWnEd__iT",
    "con",
    "a\0b",
    "\u{202e}pWnEd__iT\u{2066}",
    "\u{feff}",
    "\u{1b}[31m",
    "",
    " ",
    "_",
    "self",
    "Self",
    "r#type",
    "9",
    "ﬁ\u{301}é߀Ⅷ",
    "🦀",
    "a-b_c d.e",
];

/// Keywords with a meaning that is easily got wrong.
const KEYS: [&str; 34] = [
    "$ref",
    "$dynamicRef",
    "$id",
    "$anchor",
    "$defs",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "items",
    "prefixItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "required",
    "enum",
    "const",
    "default",
    "example",
    "examples",
    "discriminator",
    "mapping",
    "nullable",
    "type",
    "format",
    "content",
    "schema",
    "parameters",
    "tags",
    "servers",
    "x-rust-name",
    "x-retry",
    "<<",
];

/// A changed description.
pub struct Input {
    /// What is read.
    pub bytes: Vec<u8>,
    /// Of the file that it is read from.
    pub extension: &'static str,
    /// The seed of further choices.
    pub choice: u64,
}

/// Makes one input.
pub struct Mutator<'s> {
    seeds: &'s [Seed],
    random: Rng,
}

impl<'s> Mutator<'s> {
    /// The input with this number is always the same.
    pub fn new(seeds: &'s [Seed], case: u64) -> Self {
        Self { seeds, random: Rng::with_seed(case) }
    }

    /// A description, changed.
    pub fn input(mut self) -> Input {
        let seed = self.seed();
        let choice = self.random.u64(..);
        if seed.tree.is_object() && self.random.u8(..10) < 8 {
            let tree = self.tree(seed.tree.clone());
            return self.written(&tree, choice);
        }
        let mut bytes = seed.text.clone().into_bytes();
        for _ in 0..=self.random.usize(..6) {
            self.change_bytes(&mut bytes);
        }
        let extension = if seed.text.trim_start().starts_with('{') { "json" } else { "yaml" };
        Input { bytes, extension, choice }
    }

    fn seed(&mut self) -> &'s Seed {
        &self.seeds[self.random.usize(..self.seeds.len())]
    }

    /// A tree as JSON, or as YAML, which takes JSON's braces.
    fn written(&mut self, tree: &Value, choice: u64) -> Input {
        let pretty = self.random.bool();
        let text = if pretty { format!("{tree:#}") } else { tree.to_string() };
        if self.random.bool() {
            return Input { bytes: text.into_bytes(), extension: "json", choice };
        }
        Input { bytes: format!("---\n{text}\n").into_bytes(), extension: "yaml", choice }
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

    /// A part of this description or of another.
    fn donor(&mut self, tree: &Value) -> Value {
        let from = if self.random.bool() { tree } else { &self.seed().tree };
        let paths = paths(from);
        from.pointer(&paths[self.random.usize(..paths.len())]).cloned().unwrap_or_default()
    }

    fn change(&mut self, node: &mut Value, donor: Value, pointer: &str) {
        match self.random.u8(..12) {
            0 => *node = donor,
            1 => *node = self.scalar(),
            2 => *node = json!({"$ref": format!("#{pointer}")}),
            3 => {
                let key = ["allOf", "oneOf", "anyOf", "prefixItems"][self.random.usize(..4)];
                *node = json!({key: [node.take(), donor]});
            }
            4 => {
                let key =
                    ["items", "additionalProperties", "not", "schema"][self.random.usize(..4)];
                *node = json!({key: node.take()});
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
        let name = if self.random.bool() {
            KEYS[self.random.usize(..KEYS.len())].to_owned()
        } else {
            TEXTS[self.random.usize(..TEXTS.len())].to_owned()
        };
        match (self.random.u8(..4), taken) {
            (0, Some((key, _))) => drop(members.remove(&key)),
            // The same under another name, with the first or without it.
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
            _ => Value::from(TEXTS[self.random.usize(..TEXTS.len())]),
        }
    }

    fn change_bytes(&mut self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return bytes.push(self.random.u8(..));
        }
        let at = self.random.usize(..bytes.len());
        let end = (at + self.random.usize(1..40)).min(bytes.len());
        match self.random.u8(..7) {
            0 => bytes[at] = self.random.u8(..),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            3 => bytes.truncate(at),
            4 => {
                let text = TEXTS[self.random.usize(..TEXTS.len())].as_bytes();
                drop(bytes.splice(at..at, text.iter().copied()));
            }
            5 => {
                let marks = b"\t:-#&*!|>'\"{}[],%@`\n ";
                bytes.insert(at, marks[self.random.usize(..marks.len())]);
            }
            _ => {
                let other = self.seed().text.as_bytes();
                let from = self.random.usize(..=other.len());
                let to = (from + self.random.usize(..400)).min(other.len());
                drop(bytes.splice(at..at, other[from..to].iter().copied()));
            }
        }
    }
}

/// The pointers to all nodes.
fn paths(tree: &Value) -> Vec<String> {
    let mut paths = vec![String::new()];
    let mut next = 0;
    while next < paths.len() {
        let path = paths[next].clone();
        match tree.pointer(&path) {
            Some(Value::Object(members)) => paths.extend(
                members
                    .keys()
                    .map(|key| format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))),
            ),
            Some(Value::Array(items)) => {
                paths.extend((0..items.len()).map(|index| format!("{path}/{index}")));
            }
            _ => {}
        }
        next += 1;
    }
    paths
}
