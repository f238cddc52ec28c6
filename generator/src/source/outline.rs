//! The outline of a text: the spans of its upper keys, noted while it is read. It narrows down the
//! search for a node.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::format::Format;
use super::span::body;

/// The number of keys that are noted.
const MAX_KEYS: usize = 100_000;

/// The number of levels: for example `paths`, its paths and their methods.
const LEVELS: usize = 3;

/// The spans of the upper keys.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The keys by their name and the number of the key above. Keys of the root have 0 above them.
    keys: HashMap<(usize, String), Key>,
}

#[derive(Debug)]
struct Key {
    number: usize,
    part: Option<Range<usize>>,
}

impl Outline {
    /// Returns the span of the lowest known key on the path to a node, and the path from there.
    ///
    /// The span ends where the next known key starts. In YAML it consists of whole lines, in JSON
    /// it starts with the key.
    pub(super) fn part_with<'w, 's>(
        &self,
        way: &'w [Cow<'s, str>],
    ) -> Option<(Range<usize>, &'w [Cow<'s, str>])> {
        let (mut above, mut lowest) = (0, None);
        for (depth, name) in way.iter().enumerate().take(LEVELS) {
            let Some(key) = self.keys.get(&(above, name.to_string())) else {
                break;
            };
            above = key.number;
            if let Some(part) = &key.part {
                lowest = Some((part.clone(), &way[depth..]));
            }
        }
        lowest
    }
}

/// The outline of a text that is being read.
pub(super) struct Sketch<'t> {
    text: &'t str,
    format: Format,
    found: Vec<Found>,
    /// The start of the last span.
    last: Option<usize>,
}

/// A noted key. Its number is its position plus one.
struct Found {
    above: usize,
    name: String,
    /// The start of its span, if it has one.
    start: Option<usize>,
    /// The number of keys above it.
    depth: usize,
}

/// A mapping whose keys are noted.
#[derive(Clone, Copy)]
pub(super) struct Level {
    /// The number of keys above it.
    depth: usize,
    /// The number of the key above it.
    above: usize,
    /// The end of that key.
    after: usize,
    /// `true` if the mapping is in braces; `None` before its first key.
    in_braces: Option<bool>,
}

impl<'t> Sketch<'t> {
    pub(super) fn new(text: &'t str, format: Format) -> Sketch<'t> {
        Sketch { text, format, found: Vec::new(), last: None }
    }

    /// Returns the level of the root.
    pub(super) fn root(&self) -> Level {
        Level { depth: 0, above: 0, after: body(self.text).start, in_braces: None }
    }

    /// Notes a key, and returns the level of its value.
    ///
    /// In YAML, a key that shares its line with another one has no span. Keys with escapes,
    /// mappings in braces and repetitions by an alias are not noted.
    pub(super) fn key(
        &mut self,
        level: &mut Level,
        name: &str,
        span: Option<&Range<usize>>,
    ) -> Option<Level> {
        let span = span.filter(|span| span.start >= level.after)?;
        if self.found.len() >= MAX_KEYS {
            return None;
        }
        let start = match self.format {
            Format::Json => Some(span.start),
            Format::Yaml => {
                let between = &self.text[level.after..span.start];
                if *level.in_braces.get_or_insert_with(|| between.contains('{')) {
                    return None;
                }
                self.line(span.start)
            }
        };
        self.last = start.or(self.last);
        let Level { depth, above, .. } = *level;
        self.found.push(Found { above, name: name.to_owned(), start, depth });
        let (depth, above) = (depth + 1, self.found.len());
        let below = Level { depth, above, after: span.end, in_braces: None };
        Some(below).filter(|_| depth < LEVELS)
    }

    /// Returns the start of the line, if the key is the first on it.
    fn line(&self, key: usize) -> Option<usize> {
        let start = self.text[..key].rfind('\n').map_or(0, |newline| newline + 1);
        let indented = self.text[start..key].bytes().all(|byte| byte == b' ');
        (indented && self.last.is_none_or(|last| last < start)).then_some(start)
    }

    pub(super) fn finish(self) -> Outline {
        let mut outline = Outline::default();
        let mut ends = [self.text.len(); LEVELS + 1];
        for (index, key) in self.found.into_iter().enumerate().rev() {
            let part = key.start.map(|start| {
                let end = ends[key.depth];
                ends[key.depth..].fill(start);
                start..end
            });
            // Iterates backwards, so that the first of equal keys remains.
            outline.keys.insert((key.above, key.name), Key { number: index + 1, part });
        }
        outline
    }
}
