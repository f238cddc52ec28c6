//! Compares the reading and writing of random values with serde's derives.

use fastrand::Rng;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::read::ReadError;
use crate::runtime::json::write::Writer;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    name: String,
    number: i64,
    small: u8,
    share: f64,
    on: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    list: Vec<Option<i32>>,
    map: IndexMap<String, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    child: Option<Box<Item>>,
    any: Value,
}

impl Json for Item {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        let value = Self {
            name: object.required("name"),
            number: object.required("number"),
            small: object.required("small"),
            share: object.required("share"),
            on: object.required("on"),
            note: object.optional("note"),
            list: object.required("list"),
            map: object.required("map"),
            child: object.optional("child"),
            any: object.required("any"),
        };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.required("name", &self.name);
        object.required("number", &self.number);
        object.required("small", &self.small);
        object.required("share", &self.share);
        object.required("on", &self.on);
        object.optional("note", &self.note);
        object.required("list", &self.list);
        object.required("map", &self.map);
        object.optional("child", &self.child);
        object.required("any", &self.any);
        object.end();
    }
}

#[test]
fn both_read_the_same_and_write_the_same() {
    let mut random = Rng::with_seed(7);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..4000 {
        let document = item(&mut random, 3);
        let ours = Item::read(&Node::parse(document.as_bytes()).expect("JSON"));
        let theirs = serde_json::from_str::<Item>(&document);
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => {
                assert_eq!(ours, theirs, "{document}");
                let text = Writer::text_of(&ours).expect("finite");
                let mut expected = serde_json::to_string(&theirs).expect("finite");
                // The runtime writes integral numbers without a fraction. No string here contains `.0`.
                for end in [",", "}", "]"] {
                    expected = expected.replace(&format!(".0{end}"), end);
                }
                assert_eq!(String::from_utf8_lossy(&text), expected);
                read += 1;
            }
            (Err(_), Err(_)) => refused += 1,
            (ours, theirs) => panic!("{document}\nours {ours:?}\ntheirs {theirs:?}"),
        }
    }
    assert!(read > 1000 && refused > 500, "{read} read, {refused} refused");
}

/// Returns the JSON of an item, with its members in any order and sometimes a wrong one.
fn item(random: &mut Rng, depth: u32) -> String {
    let mut members = vec![
        ("name", text(random)),
        ("number", random.i64(..).to_string()),
        ("small", random.u8(..).to_string()),
        ("share", number(random)),
        ("on", random.bool().to_string()),
        (
            "list",
            list(random, |random| match random.u8(..4) {
                0 => "null".into(),
                _ => random.i32(..).to_string(),
            }),
        ),
        ("map", format!("{{{}:{},\"k\":{}}}", text(random), number(random), number(random))),
        ("any", any(random, 3)),
    ];
    match random.u8(..3) {
        0 => members.push(("note", text(random))),
        1 => members.push(("note", "null".into())),
        _ => {}
    }
    if depth > 0 && random.bool() {
        members.push(("child", item(random, depth - 1)));
    }
    if random.u8(..8) == 0 {
        let wrong = random.usize(..members.len());
        members[wrong].1 = any(random, 1);
    }
    if random.u8(..16) == 0 {
        let missing = random.usize(..members.len());
        members.remove(missing);
    }
    if random.bool() {
        members.push(("more", any(random, 2)));
    }
    random.shuffle(&mut members);
    let members: Vec<_> =
        members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", members.join(", "))
}

fn any(random: &mut Rng, depth: u32) -> String {
    match random.u8(..if depth > 0 { 7 } else { 5 }) {
        0 => "null".into(),
        1 => random.bool().to_string(),
        // Integral floats and -0 are left out, because the two differ there on purpose. Another test covers them.
        2 => random.i64(..).to_string(),
        3 => text(random),
        4 => format!("{}.5", random.i16(..)),
        5 => list(random, |random| any(random, depth - 1)),
        _ => format!("{{{}:{}}}", text(random), any(random, depth - 1)),
    }
}

fn number(random: &mut Rng) -> String {
    match random.u8(..3) {
        // Above 2^53 the two write exponents differently.
        0 => (random.i64(..) >> random.u8(11..40)).to_string(),
        // With more digits, serde_json without its feature `float_roundtrip` is inexact.
        1 => format!("{}e{}", random.i32(..), random.i8(-6..6)),
        _ => format!("{}.25", random.i16(..)),
    }
}

fn text(random: &mut Rng) -> String {
    let parts = ["a", "é", "\\n", "\\\"", "\\u00e9", "😀", "\\ud83d\\ude00", " ", "/", "\u{7f}"];
    let text: String = (0..random.usize(..6)).map(|_| parts[random.usize(..parts.len())]).collect();
    format!("\"{text}\"")
}

fn list(random: &mut Rng, mut item: impl FnMut(&mut Rng) -> String) -> String {
    let items: Vec<_> = (0..random.usize(..4)).map(|_| item(random)).collect();
    format!("[{}]", items.join(","))
}
