//! serde's traits for the tree of a JSON document.

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same text or list")]

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::super::json::node::Node;
use super::super::json::node_pool::{Member, Spare};

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Digits(text) => match (text.parse(), text.parse()) {
                (Ok(value), _) => serializer.serialize_i128(value),
                (_, Ok(value)) => serializer.serialize_u128(value),
                _ => serializer.serialize_f64(text.parse().unwrap_or(f64::MAX)),
            },
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => {
                let mut array = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    array.serialize_element(item)?;
                }
                array.end()
            }
            Self::Object(members) => {
                let mut object = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(i64::try_from(value).map_or(Node::Unsigned(value), Node::Integer))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node<'de>, E> {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => Ok(Node::Integer(value)),
            (_, Ok(value)) => Ok(Node::Unsigned(value)),
            _ => Ok(Node::Digits(Cow::Owned(value.to_string()))),
        }
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Node<'de>, E> {
        match u64::try_from(value) {
            Ok(value) => self.visit_u64(value),
            Err(_) => Ok(Node::Digits(Cow::Owned(value.to_string()))),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Number(value))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::String(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::String(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Node<'de>, E> {
        Ok(Node::String(Cow::Owned(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Node<'de>, D::Error> {
        Node::deserialize(inner)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Node<'de>, D::Error> {
        Node::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut items = Spare::lend(Spare::items);
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut members = Members::new(Spare::lend(Spare::members));
        while let Some(Name(name)) = access.next_key()? {
            if name == NUMBER && members.entries.is_empty() {
                return precise_number(&access.next_value()?);
            }
            members.insert(name, access.next_value()?);
        }
        Ok(Node::Object(members.finish()))
    }
}

/// The name of the map by which `serde_json` represents a number if any crate of the build enables its feature
/// `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

fn precise_number<'de, E: Error>(value: &Node<'_>) -> Result<Node<'de>, E> {
    let text = value.string().map_err(E::custom)?;
    if let Ok(value) = text.parse() {
        return Ok(Node::Integer(value));
    }
    if let Ok(value) = text.parse() {
        return Ok(Node::Unsigned(value));
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && text.trim_start_matches('-').bytes().all(is_digit) => {
            Ok(Node::Digits(Cow::Owned(text.to_owned())))
        }
        Ok(value) if value.is_finite() => Ok(Node::Number(value)),
        _ => Err(E::custom("number out of range")),
    }
}

/// The name of a member. It is borrowed from the document unless it contains escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(text.to_owned())))
    }
}

/// The members of an object while it is read. A later member replaces an earlier one with the same name.
pub(crate) struct Members<'a> {
    entries: Vec<Member<'a>>,
    seen: u64,
}

impl<'a> Members<'a> {
    /// The number of members below which an earlier member is searched for at once, and only if the name's bit is set.
    /// Above it, one sort at the end is faster.
    const SMALL: usize = 64;

    /// Creates an empty list that uses the memory of `entries`.
    #[inline]
    pub(crate) fn new(entries: Vec<Member<'a>>) -> Self {
        Self { entries, seen: 0 }
    }

    #[inline]
    pub(crate) fn insert(&mut self, name: Cow<'a, str>, value: Node<'a>) {
        if self.entries.len() < Self::SMALL {
            let bit = bit(&name);
            let mut entries = self.entries.iter_mut();
            let known = match self.seen & bit {
                0 => None,
                _ => entries.find(|entry| entry.0 == name),
            };
            if let Some(entry) = known {
                entry.1 = value;
                return;
            }
            self.seen |= bit;
        }
        self.entries.push((name, value));
    }

    #[inline]
    pub(crate) fn finish(mut self) -> Vec<Member<'a>> {
        if self.entries.len() > Self::SMALL {
            self.keep_last();
        }
        self.entries
    }

    fn keep_last(&mut self) {
        let entries = &mut self.entries;
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|&a, &b| entries[a].0.cmp(&entries[b].0).then(a.cmp(&b)));
        let mut dropped = vec![false; entries.len()];
        for pair in order.windows(2) {
            if entries[pair[0]].0 == entries[pair[1]].0 {
                dropped[pair[0]] = true;
            }
        }
        let mut dropped = dropped.into_iter();
        entries.retain(|_| !dropped.next().unwrap_or(false));
    }
}

/// Returns one of 64 bits, chosen by the length, the beginning and the end of a name.
fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let ends = bytes.first().zip(bytes.last()).map_or(0, |(first, last)| first ^ last << 1);
    1 << ((usize::from(ends) + bytes.len() * 5) % 64)
}
