//! Deserializes nodes with serde, from both YAML and JSON.

#![allow(
    clippy::indexing_slicing,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::context::{Context, Merging, OddityKind, Step};
use super::merge;
use super::outline::Level;
use super::value::{Object, Value};

/// Deserializes one node.
#[derive(Clone, Copy)]
pub(super) struct Node<'c, 't> {
    context: &'c Context<'t>,
    /// The outline level of the node's keys, if they are noted.
    level: Option<Level>,
}

impl<'c, 't> Node<'c, 't> {
    /// Creates the reader of the root.
    pub(super) fn root(context: &'c Context<'t>) -> Node<'c, 't> {
        Node { context, level: Some(context.outline.borrow().root()) }
    }

    /// Notes a number that JSON cannot represent. The node becomes `null`, so that later stages
    /// only see finite numbers.
    fn not_finite(self) -> Value {
        self.context.note(Vec::new(), OddityKind::NotFinite);
        Value::Null
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.context.count(0).map(|()| Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.context.count(0).map(|()| Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.visit_i128(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.visit_i128(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.context.count(0).map(|()| Value::Int(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        match i128::try_from(value) {
            Ok(value) => self.visit_i128(value),
            Err(_) => self.visit_f64(value as f64),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.context.count(0)?;
        Ok(if value.is_finite() { Value::Float(value) } else { self.not_finite() })
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Value, E> {
        if self.context.is_number(value) {
            return self.context.count(0).map(|()| self.not_finite());
        }
        self.visit_str(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.context.count(value.len()).map(|()| Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.context.count(value.len()).map(|()| Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let context = self.context;
        context.count(0)?;
        let first = context.items.len();
        loop {
            let noted = context.noted();
            let Some(item) = items.next_element_seed(Node { context, level: None })? else {
                return Ok(Value::Array(context.items.take_from(first)));
            };
            context.inside(noted, || Step::Index(context.items.len() - first));
            context.items.push(item);
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        let context = self.context;
        context.count(0)?;
        let first_key = context.keys.borrow().len();
        let first_member = context.members.len();
        let mut merges = Vec::new();
        while let Some((key, span)) = members.next_key_seed(Key(context))? {
            if context.is_merge(&key, span.as_ref()) {
                merges.push(context.members.len() - first_member);
            }
            let noted = context.noted();
            let outline = || context.outline.borrow_mut();
            let level = self.level.as_mut();
            let level = level.and_then(|level| outline().key(level, &key, span.as_ref()));
            context.keys.borrow_mut().push(span);
            let value = members.next_value_seed(Node { context, level })?;
            context.inside(noted, || Step::Key(Arc::clone(&key)));
            context.members.push((key, value));
        }
        let (mut object, repeated) = Object::from_entries(context.members.take_from(first_member));
        for repeat in repeated {
            let span = context.keys.borrow()[first_key + repeat.entry].clone();
            let kind = OddityKind::Repeated { equal: repeat.equal, span };
            context.note(vec![Step::Key(repeat.key)], kind);
        }
        let merge_span =
            merges.first().and_then(|entry| context.keys.borrow()[first_key + entry].clone());
        context.keys.borrow_mut().truncate(first_key);
        if !merges.is_empty() && context.merging == Merging::Apply {
            context.merged.set(true);
            let (applied, only_mappings) = merge::apply(object);
            object = applied;
            if !only_mappings {
                let kind = OddityKind::Merge { span: merge_span };
                context.note(vec![Step::Key(merge::KEY.into())], kind);
            }
        }
        Ok(Value::Object(object))
    }

    /// Reads a node with a YAML tag. The tag is noted and otherwise ignored.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let ((tag, _), node) = tagged.variant_seed(Key(self.context))?;
        self.context.note(Vec::new(), OddityKind::Tag(tag.to_string()));
        node.newtype_variant_seed(self)
    }
}

/// Reads a key as written, so that `200` and `on` stay strings, and its span.
struct Key<'c, 't>(&'c Context<'t>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = (Arc<str>, Option<Range<usize>>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_, '_> {
    type Value = (Arc<str>, Option<Range<usize>>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        self.0.count(key.len()).map(|()| (self.0.key(key), None))
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Self::Value, E> {
        let span = self.0.span(key);
        self.0.count(key.len()).map(|()| (self.0.key(key), span))
    }
}
