//! Finds the position of a node on request. Reading notes only the positions of upper keys.
//!
//! A part of the text is read again along the node's pointer. For YAML the last step fails on
//! purpose, because serde_yaml adds the position of the node to the error. For JSON, serde_json
//! borrows the raw value of the node.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::outline::Outline;
use super::read::read_yaml_as_written;
use super::span::{Written, body, end_of};
use super::value::Value;
use super::{json, merge, yaml};
use crate::report::{Part, Pointer};

/// The number of bytes of one YAML text that are read to find nodes. After that, nodes get the
/// position of an upper key.
const MAX_WALKED: usize = 64 << 20;

/// Finds the nodes of one text.
#[derive(Default)]
pub(super) struct Finder {
    outline: Outline,
    /// `true` if merge keys were applied.
    merged: bool,
    json: json::Index,
    /// The tree before merge keys were applied.
    as_written: OnceLock<Option<Value>>,
    /// The bytes of YAML that were read to find nodes.
    walked: AtomicUsize,
}

impl Finder {
    pub(super) fn new(outline: Outline, merged: bool) -> Finder {
        Finder { outline, merged, ..Finder::default() }
    }

    /// Finds a node in the JSON text that it was read from.
    pub(super) fn find_json(&self, text: &str, pointer: &Pointer, part: Part) -> Option<Written> {
        let way: Vec<Cow<'_, str>> = pointer.segments().collect();
        self.json.find(text, self.outline.part_with(&way), &way, part)
    }

    /// Finds a node in the YAML text that it was read from.
    pub(super) fn find_yaml(&self, text: &str, pointer: &Pointer, part: Part) -> Option<Written> {
        let way: Vec<Cow<'_, str>> = if self.merged {
            let written = self.as_written.get_or_init(|| read_yaml_as_written(text));
            merge::way_through(written.as_ref()?, pointer.segments())?
        } else {
            pointer.segments().collect()
        };
        let near = self.outline.part_with(&way);
        if self.walked.load(Ordering::Relaxed) > MAX_WALKED {
            // The known position of the upper key is used instead.
            let start = near?.0.start;
            return Some(Written { bytes: start..end_of(text, start), text: None });
        }
        let found = near.and_then(|(lines, way)| {
            self.walked.fetch_add(lines.len(), Ordering::Relaxed);
            yaml::find(text, lines, way, part)
        });
        // A part of the text lacks the anchors of other parts, so the whole text is read.
        found.or_else(|| {
            self.walked.fetch_add(text.len(), Ordering::Relaxed);
            yaml::find(text, body(text), &way, part)
        })
    }
}
