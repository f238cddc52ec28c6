//! Where the upper keys of a text stand, noted while it is read, so that a node is looked for in a small part of it.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "bytes that the readers gave, checked by `tests/source.rs`"
)]

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::format::Format;
use super::span::body;

/// Keys that are noted; a 13 MB description has five thousand at these levels.
const MAX_KEYS: usize = 100_000;

/// Levels that are told apart: `paths`, its paths and their methods; `components`, its kinds and their names.
const LEVELS: usize = 3;

/// The parts of a text that belong to its upper keys.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// By the number of the key above it, which is 0 for the root's own, and its name.
    keys: HashMap<(usize, String), Key>,
}

#[derive(Debug)]
struct Key {
    number: usize,
    part: Option<Range<usize>>,
}

impl Outline {
    /// The part of the lowest known key on the way to a node, and the way from its root. In YAML it is whole lines, in JSON it
    /// begins with the key; it ends where the next known key begins.
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
    /// Where the last part starts.
    last: Option<usize>,
}

/// A key; its number is its position and one.
struct Found {
    above: usize,
    name: String,
    /// Where its part starts, if it has one.
    start: Option<usize>,
    /// How many keys are above it.
    depth: usize,
}

/// A mapping whose keys are noted.
#[derive(Clone, Copy)]
pub(super) struct Level {
    /// How many keys are above it.
    depth: usize,
    /// The number of the key above it.
    above: usize,
    /// The end of that key.
    after: usize,
    /// Whether it is written in braces; known from its first key on.
    in_braces: Option<bool>,
}

impl<'t> Sketch<'t> {
    pub(super) fn new(text: &'t str, format: Format) -> Sketch<'t> {
        Sketch { text, format, found: Vec::new(), last: None }
    }

    /// The level of the root.
    pub(super) fn root(&self) -> Level {
        Level { depth: 0, above: 0, after: body(self.text).start, in_braces: None }
    }

    /// Notes a key of a mapping, and gives the level of a mapping that is its value. In YAML, keys that share a line with
    /// others have no part; keys with escapes are left out, and so are mappings in braces and what an alias repeats.
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

    /// The start of the line on which a key is the first.
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
            // From the last to the first: of equal keys the first stays.
            outline.keys.insert((key.above, key.name), Key { number: index + 1, part });
        }
        outline
    }
}
