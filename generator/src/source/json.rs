//! Finds nodes in JSON text. serde_json borrows each raw value, whose address gives the position.

#![allow(
    clippy::string_slice,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::span::{Written, body, end_of, span_in};
use crate::report::Part;

/// The members of each collection on the path to a requested node, by the byte offset of the collection.
#[derive(Default)]
pub(super) struct Index(Mutex<HashMap<usize, HashMap<String, Child>>>);

/// The spans of a member or item.
#[derive(Clone)]
struct Child {
    /// The span of the key with its quotes; `None` for an item.
    key: Option<Range<usize>>,
    value: Range<usize>,
}

impl Index {
    /// Finds a node in the text of this index by its path, starting at a known key if there is one.
    pub(super) fn find(
        &self,
        text: &str,
        near: Option<(Range<usize>, &[Cow<'_, str>])>,
        way: &[Cow<'_, str>],
        part: Part,
    ) -> Option<Written> {
        let (mut node, way) = match near {
            Some((part, way)) => (member(text, part)?, way.get(1..)?),
            None => {
                let whole = &text[body(text)];
                let start = text.len() - whole.trim_start().len();
                (Child { key: None, value: start..start + whole.trim().len() }, way)
            }
        };
        for segment in way {
            node = self.child(text, node.value, segment)?;
        }
        let chosen = match (part, node.key) {
            (Part::Key, Some(key)) => key,
            _ => node.value,
        };
        let written = &text[chosen.clone()];
        let text_of = scalar(written);
        let end = if text_of.is_some() { chosen.end } else { end_of(text, chosen.start) };
        Some(Written { bytes: chosen.start..end, text: text_of })
    }

    fn child(&self, text: &str, collection: Range<usize>, segment: &str) -> Option<Child> {
        // After a panic of another thread, the map still holds only complete collections.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let children = known.entry(collection.start).or_insert_with(|| {
            let mut deserializer = serde_json::Deserializer::from_str(&text[collection]);
            deserializer.deserialize_any(Children(text)).unwrap_or_default()
        });
        children.get(segment).cloned()
    }
}

/// Returns the member at the start of a span.
fn member(text: &str, part: Range<usize>) -> Option<Child> {
    let key = part.start..end_of(text, part.start);
    let value = text.get(key.end..part.end)?.trim_start().strip_prefix(':')?;
    let value = <&RawValue>::deserialize(&mut serde_json::Deserializer::from_str(value)).ok()?;
    Some(Child { key: Some(key), value: span_in(text, value.get())? })
}

/// Returns the string or the literal of a scalar.
fn scalar(written: &str) -> Option<String> {
    match written.as_bytes().first()? {
        b'{' | b'[' => None,
        b'"' => serde_json::from_str(written).ok(),
        _ => Some(written.to_owned()),
    }
}

/// Collects the spans of all members or items of a collection. The first of equal keys counts.
struct Children<'t>(&'t str);

impl Children<'_> {
    fn range<E: Error>(&self, part: &RawValue) -> Result<Range<usize>, E> {
        span_in(self.0, part.get()).ok_or_else(|| E::custom("not in the text"))
    }
}

impl<'de> Visitor<'de> for Children<'_> {
    type Value = HashMap<String, Child>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut children = HashMap::new();
        while let Some((key, value)) = members.next_entry::<&RawValue, &RawValue>()? {
            let child = Child { key: Some(self.range(key)?), value: self.range(value)? };
            let name: String = serde_json::from_str(key.get()).map_err(A::Error::custom)?;
            children.entry(name).or_insert(child);
        }
        Ok(children)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut children = HashMap::new();
        while let Some(item) = items.next_element::<&RawValue>()? {
            let child = Child { key: None, value: self.range(item)? };
            children.insert(children.len().to_string(), child);
        }
        Ok(children)
    }
}
