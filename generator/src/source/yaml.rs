//! Finds nodes in YAML text. Reading fails on purpose at the node, because serde_yaml adds the
//! position to the error.

#![allow(
    clippy::string_slice,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::span::{Written, end_of, span_in};
use crate::report::Part;

/// Finds a node in lines of a text by its path from the root of those lines.
///
/// The position of an alias is that of the node that it repeats.
pub(super) fn find(
    text: &str,
    lines: Range<usize>,
    way: &[Cow<'_, str>],
    part: Part,
) -> Option<Written> {
    let arrival = Arrival {
        text,
        reached: Cell::new(false),
        borrowed: Cell::default(),
        scalar: RefCell::default(),
    };
    let deserializer = serde_yaml::Deserializer::from_str(&text[lines.clone()]);
    let error = Walk { way, part, arrival: &arrival }.deserialize(deserializer).err()?;
    if !arrival.reached.get() {
        return None;
    }
    let bytes = match arrival.borrowed.take() {
        Some(span) => span,
        None => {
            let start = lines.start + error.location()?.index();
            start..end_of(text, start)
        }
    };
    Some(Written { bytes, text: arrival.scalar.into_inner() })
}

/// The data found at the node.
struct Arrival<'t> {
    text: &'t str,
    reached: Cell<bool>,
    /// The span of a scalar that is in the text as it is.
    borrowed: Cell<Option<Range<usize>>>,
    scalar: RefCell<Option<String>>,
}

impl Arrival<'_> {
    fn scalar<E: Error>(&self, text: &str, borrowed: Option<Range<usize>>) -> E {
        self.reached.set(true);
        self.borrowed.set(borrowed);
        *self.scalar.borrow_mut() = Some(text.to_owned());
        E::custom("here")
    }
}

#[derive(Clone, Copy)]
struct Walk<'w> {
    way: &'w [Cow<'w, str>],
    part: Part,
    arrival: &'w Arrival<'w>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.way.is_empty() {
            self.arrival.reached.set(true);
            deserializer.deserialize_str(Here(self.arrival))
        } else {
            deserializer.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Some((name, way)) = self.way.split_first() else {
            return Ok(());
        };
        let stop = way.is_empty() && self.part == Part::Key;
        let key = KeyNamed { name, stop, arrival: self.arrival };
        while let Some(found) = members.next_key_seed(key)? {
            if found {
                return members.next_value_seed(Walk { way, ..self });
            }
            members.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((index, way)) = self.way.split_first() else {
            return Ok(());
        };
        let Ok(index) = index.parse::<usize>() else {
            return Err(A::Error::custom("no index"));
        };
        for _ in 0..index {
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        items.next_element_seed(Walk { way, ..self }).map(|_| ())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (IgnoredAny, node) = tagged.variant()?;
        node.newtype_variant_seed(self)
    }
}

/// Reads the node itself. Every outcome is an error, also for a collection, because a string is expected.
struct Here<'w>(&'w Arrival<'w>);

impl<'de> Visitor<'de> for Here<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        Err(self.0.scalar(text, None))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        Err(self.0.scalar(text, span_in(self.0.text, text)))
    }
}

/// Compares a key with the requested one. Fails at the key if the key itself is requested.
#[derive(Clone, Copy)]
struct KeyNamed<'w> {
    name: &'w str,
    stop: bool,
    arrival: &'w Arrival<'w>,
}

impl KeyNamed<'_> {
    fn check<E: Error>(
        self,
        key: &str,
        borrowed: impl FnOnce() -> Option<Range<usize>>,
    ) -> Result<bool, E> {
        if self.name != key {
            return Ok(false);
        }
        if self.stop { Err(self.arrival.scalar(key, borrowed())) } else { Ok(true) }
    }
}

impl<'de> DeserializeSeed<'de> for KeyNamed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeyNamed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        self.check(key, || None)
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<bool, E> {
        self.check(key, || span_in(self.arrival.text, key))
    }
}
