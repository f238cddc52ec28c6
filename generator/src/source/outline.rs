//! Which lines of a YAML text belong to which upper key, so that a node is looked for in few lines.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::position::body;
use super::read::span_in;

/// Levels that are told apart: `paths`, its paths and their methods; `components`, its kinds and their names.
const LEVELS: usize = 3;

/// The lines of the upper keys.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// By the keys on the way, each followed by a NUL.
    lines: HashMap<String, Range<usize>>,
}

impl Outline {
    /// Reads the upper levels of a text. Keys that share a line with others or are written with
    /// escapes are left out, and so is everything in braces.
    pub(super) fn of(text: &str) -> Outline {
        let mut keys = Keys { text, way: Vec::new(), found: Vec::new() };
        let level = Level { keys: &mut keys, after: body(text).start };
        // A text that could not be read has the keys before its error.
        let _ = level.deserialize(serde_yaml::Deserializer::from_str(&text[body(text)]));
        let found = keys.found;
        let mut outline = Outline::default();
        let mut ends = [text.len(); LEVELS + 1];
        for key in found.into_iter().rev() {
            let lines = key.start..ends[key.level];
            ends[key.level..].fill(key.start);
            // From the last to the first: of equal keys the first stays.
            outline.lines.insert(key.way, lines);
        }
        outline
    }

    /// The lines of the lowest known key on the way to a node, and the way from their root.
    pub(super) fn part_with<'w, 's>(
        &self,
        way: &'w [Cow<'s, str>],
    ) -> Option<(Range<usize>, &'w [Cow<'s, str>])> {
        (1..=LEVELS.min(way.len())).rev().find_map(|levels| {
            let lines = self.lines.get(&name(way[..levels].iter()))?;
            Some((lines.clone(), &way[levels - 1..]))
        })
    }
}

fn name<'k>(keys: impl Iterator<Item = &'k Cow<'k, str>>) -> String {
    keys.fold(String::new(), |name, key| name + key + "\0")
}

/// The keys that were found, in the order of the text.
struct Keys<'t> {
    text: &'t str,
    way: Vec<String>,
    found: Vec<Found>,
}

struct Found {
    way: String,
    /// Where its line starts.
    start: usize,
    /// How many keys are above it.
    level: usize,
}

impl Keys<'_> {
    /// Notes a key, unless something stands before it on its line or it is what an alias repeats,
    /// which stands further up.
    fn note(&mut self, span: &Range<usize>) {
        let start = self.text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
        let indented = self.text[start..span.start].bytes().all(|byte| byte == b' ');
        let further = self.found.last().is_none_or(|last| last.start < start);
        if indented && further {
            let way = self.way.iter().fold(String::new(), |way, key| way + key + "\0");
            self.found.push(Found { way, start, level: self.way.len() - 1 });
        }
    }
}

/// Reads one level; `after` is the end of the key above it.
struct Level<'k, 't> {
    keys: &'k mut Keys<'t>,
    after: usize,
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.keys.way.len() < LEVELS {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ())
        }
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut in_braces = None;
        while let Some((key, span)) = members.next_key_seed(Key(self.keys.text))? {
            let Some(span) = span.filter(|span| span.start >= self.after) else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let above = &self.keys.text[self.after..span.start];
            if *in_braces.get_or_insert_with(|| above.contains('{')) {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            self.keys.way.push(key);
            self.keys.note(&span);
            let below = Level { keys: &mut *self.keys, after: span.end };
            members.next_value_seed(below)?;
            self.keys.way.pop();
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<(), E> {
        Ok(())
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a key and where it stands in the text, if it stands there as it is.
struct Key<'t>(&'t str);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = (String, Option<Range<usize>>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = (String, Option<Range<usize>>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok((key.to_owned(), None))
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok((key.to_owned(), span_in(self.0, key)))
    }
}
