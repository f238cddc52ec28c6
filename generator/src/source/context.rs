//! The state shared by all nodes during one pass over a text, and its result.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use serde::de::Error;

use super::format::Format;
use super::limits::{MAX_NODES, MAX_ODDITIES, MAX_TEXT};
use super::outline::{Outline, Sketch};
use super::span::span_in;
use super::value::Value;
use super::{merge, reach};
use crate::report::Pointer;

/// The result of reading a text.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) root: Value,
    pub(super) format: Format,
    pub(super) oddities: Vec<Oddity>,
    /// `true` if a merge key was applied, so that pointers into the tree and the text differ.
    pub(super) merged: bool,
    pub(super) outline: Outline,
}

/// A construct that is worth a report, although the text could be read.
#[derive(Debug)]
pub(super) struct Oddity {
    pub(super) pointer: Pointer,
    pub(super) kind: OddityKind,
}

#[derive(Debug)]
pub(super) enum OddityKind {
    /// A repeated key, with the bytes of the repetition if they are known.
    Repeated { equal: bool, span: Option<Range<usize>> },
    /// A YAML tag without a meaning in OpenAPI.
    Tag(String),
    /// A merge key (`<<`) whose value is not a mapping or a list of mappings.
    Merge { span: Option<Range<usize>> },
    /// A number that JSON cannot represent: NaN, infinite, or too large for 64 bits.
    NotFinite,
}

/// The reason why a text could not be read.
#[derive(Debug)]
pub(super) struct ReadError {
    pub(super) kind: ReadErrorKind,
    /// The byte offset at which the reader stopped.
    pub(super) offset: Option<usize>,
}

#[derive(Debug)]
pub(super) enum ReadErrorKind {
    Syntax(String),
    /// The text has more than one YAML document.
    Documents,
    Depth,
    Nodes,
    Text,
    /// The YAML aliases repeat too many nodes.
    Aliases,
    /// A JSON number does not fit 64 bits.
    Range,
}

/// The treatment of merge keys.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Merging {
    Apply,
    /// Merge keys stay ordinary members.
    Leave,
    /// The text is JSON, which has no merge keys.
    None,
}

impl Merging {
    fn format(self) -> Format {
        match self {
            Merging::Apply | Merging::Leave => Format::Yaml,
            Merging::None => Format::Json,
        }
    }
}

/// Removes the position from a message, because the report shows it separately.
fn without_place(message: &str, place: Option<(usize, usize)>) -> String {
    if unmarked_position(message).is_some() {
        return message.rsplit_once(" at position ").map_or(message, |(text, _)| text).to_owned();
    }
    match place {
        Some((line, column)) => {
            message.replacen(&format!(" at line {line} column {column}"), "", 1)
        }
        None => message.to_owned(),
    }
}

/// Returns the byte offset in an error message of libyaml's reader.
///
/// Such an error occurs before lines are counted, so its mark is the start of the text.
pub(super) fn unmarked_position(message: &str) -> Option<usize> {
    message.rsplit_once(" at position ")?.1.parse().ok()
}

/// The state shared by all nodes during one pass over a text.
pub(super) struct Context<'t> {
    text: &'t str,
    pub(super) merging: Merging,
    pub(super) merged: Cell<bool>,
    nodes: Cell<usize>,
    bytes: Cell<usize>,
    exceeded: Cell<Option<Exceeded>>,
    /// The spans of the keys of the open objects, those of the innermost object last.
    pub(super) keys: RefCell<Vec<Option<Range<usize>>>>,
    /// The members of the open objects that have been read, those of the innermost object last.
    pub(super) members: Open<(Arc<str>, Value)>,
    /// The items of the open arrays, in the same order.
    pub(super) items: Open<Value>,
    /// The short keys so far.
    known_keys: RefCell<HashSet<Arc<str>>>,
    notes: RefCell<Vec<Note>>,
    pub(super) outline: RefCell<Sketch<'t>>,
}

#[derive(Clone, Copy)]
enum Exceeded {
    Nodes,
    Text,
}

/// An oddity whose path is still being collected, the last step first.
struct Note {
    steps: Vec<Step>,
    kind: OddityKind,
}

/// A step of the path to a node.
pub(super) enum Step {
    Key(Arc<str>),
    Index(usize),
}

/// The parts of all open nodes. A finished node takes its parts in one piece, so that it has no spare memory.
pub(super) struct Open<T>(RefCell<Vec<T>>);

impl<T> Default for Open<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T> Open<T> {
    pub(super) fn len(&self) -> usize {
        self.0.borrow().len()
    }

    pub(super) fn push(&self, part: T) {
        self.0.borrow_mut().push(part);
    }

    /// Takes the parts from this number on.
    pub(super) fn take_from(&self, first: usize) -> Vec<T> {
        self.0.borrow_mut().drain(first..).collect()
    }
}

/// The length of the longest key whose memory is shared.
const SHORT: usize = 32;

impl<'t> Context<'t> {
    pub(super) fn new(text: &'t str, merging: Merging) -> Context<'t> {
        Context {
            text,
            merging,
            merged: Cell::new(false),
            nodes: Cell::new(0),
            bytes: Cell::new(0),
            exceeded: Cell::new(None),
            keys: RefCell::default(),
            members: Open::default(),
            items: Open::default(),
            known_keys: RefCell::default(),
            notes: RefCell::default(),
            outline: RefCell::new(Sketch::new(text, merging.format())),
        }
    }

    pub(super) fn finish(self, root: Value) -> Reading {
        let mut notes = self.notes.into_inner();
        notes.retain(|note| {
            let keys = note.steps.iter().rev().filter_map(|step| match step {
                Step::Key(key) => Some(&**key),
                Step::Index(_) => None,
            });
            !matches!(note.kind, OddityKind::NotFinite) || !reach::is_in_extension(keys)
        });
        let oddities = notes.into_iter().map(|note| {
            let pointer =
                note.steps.iter().rev().fold(Pointer::root(), |pointer, step| match step {
                    Step::Key(key) => pointer.key(key),
                    Step::Index(index) => pointer.index(*index),
                });
            Oddity { pointer, kind: note.kind }
        });
        Reading {
            root,
            format: self.merging.format(),
            oddities: oddities.collect(),
            merged: self.merged.get(),
            outline: self.outline.into_inner().finish(),
        }
    }

    pub(super) fn failure(
        &self,
        message: &str,
        place: Option<(usize, usize)>,
        offset: Option<usize>,
    ) -> ReadError {
        let kind = match self.exceeded.get() {
            Some(Exceeded::Nodes) => ReadErrorKind::Nodes,
            Some(Exceeded::Text) => ReadErrorKind::Text,
            None if message.starts_with("recursion limit exceeded") => ReadErrorKind::Depth,
            None if message.starts_with("repetition limit exceeded") => ReadErrorKind::Aliases,
            None if message.starts_with("number out of range") => ReadErrorKind::Range,
            None if place.is_none() && message.contains("more than one document") => {
                ReadErrorKind::Documents
            }
            None => ReadErrorKind::Syntax(without_place(message, place)),
        };
        ReadError { kind, offset }
    }

    /// Counts a node and the bytes of its string towards the limits.
    pub(super) fn count<E: Error>(&self, bytes: usize) -> Result<(), E> {
        self.nodes.set(self.nodes.get() + 1);
        self.bytes.set(self.bytes.get() + bytes);
        let exceeded = if self.nodes.get() > MAX_NODES {
            Exceeded::Nodes
        } else if self.bytes.get() > MAX_TEXT {
            Exceeded::Text
        } else {
            return Ok(());
        };
        self.exceeded.set(Some(exceeded));
        Err(E::custom("limit exceeded"))
    }

    pub(super) fn note(&self, steps: Vec<Step>, kind: OddityKind) {
        let mut notes = self.notes.borrow_mut();
        // Each tag is noted once.
        let known = |note: &Note| match (&note.kind, &kind) {
            (OddityKind::Tag(known), OddityKind::Tag(tag)) => known == tag,
            _ => false,
        };
        if notes.len() < MAX_ODDITIES && !notes.iter().any(known) {
            notes.push(Note { steps, kind });
        }
    }

    pub(super) fn noted(&self) -> usize {
        self.notes.borrow().len()
    }

    /// Adds a step to the paths of all oddities from this number on, because they are inside the node.
    pub(super) fn inside(&self, first: usize, step: impl Fn() -> Step) {
        for note in &mut self.notes.borrow_mut()[first..] {
            note.steps.push(step());
        }
    }

    /// Returns a key, which shares its memory with equal short ones.
    pub(super) fn key(&self, key: &str) -> Arc<str> {
        if key.len() > SHORT {
            return key.into();
        }
        let mut known = self.known_keys.borrow_mut();
        if let Some(key) = known.get(key) {
            return Arc::clone(key);
        }
        let key: Arc<str> = key.into();
        known.insert(Arc::clone(&key));
        key
    }

    /// Returns the span of a borrowed string in the text, including its quotes.
    pub(super) fn span(&self, borrowed: &str) -> Option<Range<usize>> {
        span_in(self.text, borrowed)
    }

    /// Returns `true` if a plain YAML scalar is a number too large for 64 bits.
    ///
    /// The YAML reader returns such a number as a string. Alphanumeric scalars with an `e` and at
    /// least seven characters stay strings, because they may be hashes (`71e4095`).
    pub(super) fn is_number(&self, scalar: &str) -> bool {
        /// The length from which a scalar is not treated as a number.
        const LONGEST: usize = 1_000;
        let is_digit = |byte: u8| byte.is_ascii_digit();
        let may_be = self.merging != Merging::None
            && scalar.len() < LONGEST
            && scalar.bytes().all(|byte| is_digit(byte) || b"+-.eE".contains(&byte))
            && scalar.bytes().any(is_digit);
        let is_hash = || {
            scalar.len() >= 7
                && scalar.contains(['e', 'E'])
                && scalar.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let is_plain = || self.span(scalar).is_some_and(|span| span.len() == scalar.len());
        may_be && !is_hash() && scalar.parse().is_ok_and(f64::is_infinite) && is_plain()
    }

    /// Returns `true` if a key is YAML's merge key, which must be a plain scalar.
    pub(super) fn is_merge(&self, key: &str, span: Option<&Range<usize>>) -> bool {
        self.merging != Merging::None
            && key == merge::KEY
            && span
                .is_some_and(|it| self.text.get(it.clone()).is_some_and(|it| it.starts_with('<')))
    }
}
