//! Finds where a node is written, when somebody asks: reading notes no more than where the upper keys stand.
//!
//! A part of the text is read once more along the node's pointer. For YAML the last step fails on purpose: serde_yaml stamps
//! such an error with the place of the node. For JSON, serde_json lends the node's own part of the text.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::outline::Outline;
use super::read::read_yaml_as_written;
use super::span::{Written, body, end_of};
use super::value::Value;
use super::{json, merge, yaml};
use crate::report::{Part, Pointer};

/// Bytes of one YAML text that are read to find nodes: many times a large description, whose
/// parts are small. Nodes that are asked for after that are shown at an upper key.
const MAX_WALKED: usize = 64 << 20;

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
