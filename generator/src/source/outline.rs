//! Where the upper keys of a text stand, noted while it is read, so that a node is looked for in a small part of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::position::body;
use super::read::Format;

/// Levels that are told apart: `paths`, its paths and their methods; `components`, its kinds and their names.
const LEVELS: usize = 3;

/// The parts of a text that belong to its upper keys.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// By the keys on the way, each followed by a NUL.
    parts: HashMap<String, Range<usize>>,
}

impl Outline {
    /// The part of the lowest known key on the way to a node, and the way from its root. In YAML it is whole lines, in JSON it
    /// begins with the key; it ends where the next known key begins.
    pub(super) fn part_with<'w, 's>(
        &self,
        way: &'w [Cow<'s, str>],
    ) -> Option<(Range<usize>, &'w [Cow<'s, str>])> {
        (1..=LEVELS.min(way.len())).rev().find_map(|levels| {
            let (part, below) = (&way[..levels], &way[levels - 1..]);
            // Such a key is written with an escape.
            if part.iter().any(|key| key.contains('\0')) {
                return None;
            }
            let name = part.iter().fold(String::new(), |name, key| name + key + "\0");
            Some((self.parts.get(&name)?.clone(), below))
        })
    }
}

/// The outline of a text that is being read.
pub(super) struct Sketch<'t> {
    text: &'t str,
    format: Format,
    /// The keys on the way to the last one, each followed by a NUL.
    way: String,
    found: Vec<Found>,
}

struct Found {
    way: String,
    /// Where its part starts.
    start: usize,
    /// How many keys are above it.
    level: usize,
}

/// A mapping whose keys are noted.
#[derive(Clone, Copy)]
pub(super) struct Level {
    /// How many keys are above it.
    depth: usize,
    /// Bytes of the way to it.
    way: usize,
    /// The end of the key above it.
    after: usize,
    /// Whether it is written in braces; known from its first key on.
    in_braces: Option<bool>,
}

impl<'t> Sketch<'t> {
    pub(super) fn new(text: &'t str, format: Format) -> Sketch<'t> {
        Sketch { text, format, way: String::new(), found: Vec::new() }
    }

    /// The level of the root.
    pub(super) fn root(&self) -> Level {
        Level { depth: 0, way: 0, after: body(self.text).start, in_braces: None }
    }

    /// Notes a key of a mapping, and gives the level of a mapping that is its value. In YAML, keys that share a line with
    /// others or are written with escapes are left out, and so are mappings in braces and what an alias repeats.
    pub(super) fn key(
        &mut self,
        level: &mut Level,
        key: &str,
        span: Option<&Range<usize>>,
    ) -> Option<Level> {
        let span = span.filter(|span| span.start >= level.after)?;
        let start = match self.format {
            Format::Json => Some(span.start),
            Format::Yaml => {
                let above = &self.text[level.after..span.start];
                if *level.in_braces.get_or_insert_with(|| above.contains('{')) {
                    return None;
                }
                self.line(span.start)
            }
        };
        self.way.truncate(level.way);
        self.way.extend([key, "\0"]);
        if let Some(start) = start {
            self.found.push(Found { way: self.way.clone(), start, level: level.depth });
        }
        let depth = level.depth + 1;
        let below = Level { depth, way: self.way.len(), after: span.end, in_braces: None };
        Some(below).filter(|_| depth < LEVELS)
    }

    /// The start of the line on which a key is the first.
    fn line(&self, key: usize) -> Option<usize> {
        let start = self.text[..key].rfind('\n').map_or(0, |newline| newline + 1);
        let indented = self.text[start..key].bytes().all(|byte| byte == b' ');
        let further = self.found.last().is_none_or(|last| last.start < start);
        (indented && further).then_some(start)
    }

    pub(super) fn finish(self) -> Outline {
        let mut outline = Outline::default();
        let mut ends = [self.text.len(); LEVELS + 1];
        for key in self.found.into_iter().rev() {
            let part = key.start..ends[key.level];
            ends[key.level..].fill(key.start);
            // From the last to the first: of equal keys the first stays.
            outline.parts.insert(key.way, part);
        }
        outline
    }
}
