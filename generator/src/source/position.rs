//! Finds where a node is written, when somebody asks: reading notes no more than where the upper keys stand.
//!
//! A part of the text is read once more along the node's pointer. For YAML the last step fails on purpose: serde_yaml stamps
//! such an error with the place of the node. For JSON, serde_json lends the node's own part of the text.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "bytes that the readers gave, checked by `tests/source.rs`"
)]

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::outline::Outline;
use super::read::{MARK, read_yaml_as_written};
use super::value::Value;
use super::{json, merge, yaml};
use crate::report::{Part, Pointer};

/// Bytes of one YAML text that are read to find nodes: many times a large description, whose
/// parts are small. Nodes that are asked for after that are shown at an upper key.
const MAX_WALKED: usize = 64 << 20;

/// A node as it is written.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    /// The bytes of a key or scalar with its quotes, or the first line of what is longer.
    pub(super) bytes: Range<usize>,
    /// A scalar's own text, quotes and escapes undone.
    pub(super) text: Option<String>,
}

/// Finds nodes of one text.
#[derive(Default)]
pub(super) struct Finder {
    outline: Outline,
    /// Whether merge keys were applied.
    merged: bool,
    json: json::Index,
    /// The tree before merge keys were applied.
    as_written: OnceLock<Option<Value>>,
    /// Bytes of YAML that were read to find nodes.
    walked: AtomicUsize,
}

impl Finder {
    pub(super) fn new(outline: Outline, merged: bool) -> Finder {
        Finder { outline, merged, ..Finder::default() }
    }

    /// Finds a node in the text that it was read from.
    pub(super) fn find_json(&self, text: &str, pointer: &Pointer, part: Part) -> Option<Written> {
        let way: Vec<Cow<'_, str>> = pointer.segments().collect();
        self.json.find(text, self.outline.part_with(&way), &way, part)
    }

    /// Finds a node in the text that it was read from.
    pub(super) fn find_yaml(&self, text: &str, pointer: &Pointer, part: Part) -> Option<Written> {
        let way: Vec<Cow<'_, str>> = if self.merged {
            let written = self.as_written.get_or_init(|| read_yaml_as_written(text));
            merge::way_through(written.as_ref()?, pointer.segments())?
        } else {
            pointer.segments().collect()
        };
        let near = self.outline.part_with(&way);
        if self.walked.load(Ordering::Relaxed) > MAX_WALKED {
            // Its upper key, whose place is known, has to do.
            let start = near?.0.start;
            return Some(Written { bytes: start..end_of(text, start), text: None });
        }
        let found = near.and_then(|(lines, way)| {
            self.walked.fetch_add(lines.len(), Ordering::Relaxed);
            yaml::find(text, lines, way, part)
        });
        // A part of the text lacks the anchors of other parts.
        found.or_else(|| {
            self.walked.fetch_add(text.len(), Ordering::Relaxed);
            yaml::find(text, body(text), &way, part)
        })
    }
}

/// The text without its byte-order mark.
pub(super) fn body(text: &str) -> Range<usize> {
    let mark = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    mark..text.len()
}

/// The end of what starts at a byte: of the quoted text, of the bracket, or of the line without its comment.
pub(super) fn end_of(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let length = match line.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => after_quote(line, *quote),
        Some(b'[' | b'{') => after_bracket(line),
        _ => None,
    };
    start + length.unwrap_or_else(|| before_comment(line))
}

/// The length of a quoted text that ends on its line (YAML 1.2.2, section 7.3; JSON's is the same).
fn after_quote(line: &str, quote: u8) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            byte if *byte != quote => at += 1,
            _ if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// The length of a flow collection that ends on its line.
fn after_bracket(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut open = 0usize;
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'[' | b'{' => open += 1,
            b']' | b'}' if open == 1 => return Some(at + 1),
            b']' | b'}' => open -= 1,
            // A quote inside of a plain scalar is an apostrophe.
            quote @ (b'"' | b'\'') if b"[{:, ".contains(&bytes[at - 1]) => {
                at += after_quote(&line[at..], *quote)? - 1;
            }
            _ => {}
        }
        at += 1;
    }
}

/// The length of a line without a comment and the space before it (YAML 1.2.2, section 6.6).
fn before_comment(line: &str) -> usize {
    let content = line.split(" #").next().unwrap_or_default();
    content.trim_end().len()
}
