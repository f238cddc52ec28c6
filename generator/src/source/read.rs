//! Reads YAML and JSON text into a [`Value`], within limits, and notes what is odd in it on the way.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "bytes that the readers gave, checked by `tests/source.rs`"
)]

use std::cell::{Cell, RefCell};
use std::ops::Range;

use serde::de::{DeserializeSeed, Error};

use super::merge;
use super::node::Node;
use super::outline::{Outline, Sketch};
use super::reach;
use super::value::Value;
use crate::report::Pointer;

/// Objects and arrays inside one another; serde_json and serde_yaml both stop here.
pub(super) const MAX_DEPTH: usize = 128;

/// Brackets that are open at a time; of the descriptions that are known, none has twenty.
const MAX_BRACKETS: usize = 1_000;

/// Nodes of one file, those that YAML aliases repeat counted each time; a 13 MB description has a
/// quarter of a million.
pub(super) const MAX_NODES: usize = 4_000_000;

/// Bytes of keys and texts of one file, those that YAML aliases repeat counted each time.
pub(super) const MAX_TEXT: usize = 512 << 20;

/// Oddities of one file that are kept; more would say nothing new.
const MAX_ODDITIES: usize = 1_000;

/// The byte-order mark that may begin a file (Unicode, section 23.8).
pub(super) const MARK: char = '\u{feff}';

/// Which of the two languages a text was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Yaml,
    Json,
}

/// A text that was read.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) root: Value,
    pub(super) format: Format,
    pub(super) oddities: Vec<Oddity>,
    /// Whether a merge key was applied, so that pointers into the tree are not pointers into the text.
    pub(super) merged: bool,
    pub(super) outline: Outline,
}

/// Something that a reader of the text should know, or that makes its meaning unclear.
#[derive(Debug)]
pub(super) struct Oddity {
    pub(super) pointer: Pointer,
    pub(super) kind: OddityKind,
}

#[derive(Debug)]
pub(super) enum OddityKind {
    /// A key is there a second time; the bytes of that second key, where they are known.
    Repeated { equal: bool, span: Option<Range<usize>> },
    /// A YAML tag that means nothing here.
    Tag(String),
    /// A merge key (`<<`) whose value holds something else than mappings.
    Merge { span: Option<Range<usize>> },
    /// A number that JSON does not have: infinite, beyond the range of 64 bits, or none at all.
    NotFinite,
}

/// Why a text could not be read.
#[derive(Debug)]
pub(super) struct ReadError {
    pub(super) kind: ReadErrorKind,
    /// The byte of the text at which it was noticed.
    pub(super) offset: Option<usize>,
}

#[derive(Debug)]
pub(super) enum ReadErrorKind {
    Syntax(String),
    /// More than one YAML document.
    Documents,
    Depth,
    Nodes,
    Text,
    /// YAML aliases that repeat aliases.
    Aliases,
    /// A number of JSON that 64 bits do not hold.
    Range,
}

/// Reads a text: one whose file name ends in `.json` as JSON, one that starts with `{` as JSON if
/// it can be, any other as YAML.
pub(super) fn read(text: &str, name: &str) -> Result<Reading, ReadError> {
    let is_json = name.to_ascii_lowercase().ends_with(".json");
    let body = text.strip_prefix(MARK).unwrap_or(text);
    if !is_json && !body.trim_start().starts_with('{') {
        return read_yaml(text, Merging::Apply);
    }
    match read_json(text) {
        Err(json) if !is_json && matches!(json.kind, ReadErrorKind::Syntax(_)) => {
            // YAML's own braces: the error that lies further on belongs to the language that was meant.
            read_yaml(text, Merging::Apply)
                .map_err(|yaml| if yaml.offset > json.offset { yaml } else { json })
        }
        result => result,
    }
}

/// Reads YAML with its merge keys as ordinary members, so that the tree is as the text is.
pub(super) fn read_yaml_as_written(text: &str) -> Option<Value> {
    read_yaml(text, Merging::Leave).ok().map(|reading| reading.root)
}

/// What becomes of merge keys.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Merging {
    Apply,
    /// They stay ordinary members.
    Leave,
    /// JSON has no merge keys.
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

fn read_yaml(text: &str, merging: Merging) -> Result<Reading, ReadError> {
    let body = text.strip_prefix(MARK).unwrap_or(text);
    if let Some(offset) = too_many_brackets(body) {
        let offset = Some(text.len() - body.len() + offset);
        return Err(ReadError { kind: ReadErrorKind::Depth, offset });
    }
    let context = Context::new(text, merging);
    let result = Node::root(&context).deserialize(serde_yaml::Deserializer::from_str(body));
    match result {
        Ok(root) => Ok(context.finish(root)),
        Err(error) => {
            let location = error.location();
            let place = location.as_ref().map(|place| (place.line(), place.column()));
            let message = error.to_string();
            let index = unmarked_position(&message).or(location.map(|place| place.index()));
            let offset = index.map(|index| text.len() - body.len() + index);
            Err(context.failure(&message, place, offset))
        }
    }
}

fn read_json(text: &str) -> Result<Reading, ReadError> {
    let body = text.strip_prefix(MARK).unwrap_or(text);
    let context = Context::new(text, Merging::None);
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let result = Node::root(&context).deserialize(&mut deserializer);
    match result.and_then(|root| deserializer.end().map(|()| root)) {
        Ok(root) => Ok(context.finish(root)),
        Err(error) => {
            let place = (error.line(), error.column());
            let line_start = body
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum::<usize>();
            let offset = text.len() - body.len() + line_start + error.column().saturating_sub(1);
            Err(context.failure(&error.to_string(), Some(place), Some(offset.min(text.len()))))
        }
    }
}

/// The bracket that is one too many to be open at a time. The reader of YAML looks at every open one for each word, before any
/// depth is known, so that a file of nothing else would take it hours. Brackets in texts count too, but never in such numbers.
fn too_many_brackets(text: &str) -> Option<usize> {
    let mut open = 0usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_BRACKETS
    })
}

/// The message without the place that is told apart from it.
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

/// The byte in the message of an error that libyaml's reader found, before there are lines: such an
/// error's mark is the start of the text.
fn unmarked_position(message: &str) -> Option<usize> {
    message.rsplit_once(" at position ")?.1.parse().ok()
}

/// What one reading shares among its nodes.
pub(super) struct Context<'t> {
    text: &'t str,
    pub(super) merging: Merging,
    pub(super) merged: Cell<bool>,
    nodes: Cell<usize>,
    bytes: Cell<usize>,
    exceeded: Cell<Option<Exceeded>>,
    /// Where the keys of the objects that are being read stand, the innermost object's last.
    pub(super) keys: RefCell<Vec<Option<Range<usize>>>>,
    notes: RefCell<Vec<Note>>,
    pub(super) outline: RefCell<Sketch<'t>>,
}

#[derive(Clone, Copy)]
enum Exceeded {
    Nodes,
    Text,
}

/// An oddity while the way to it is still being collected, its last step first.
struct Note {
    steps: Vec<Step>,
    kind: OddityKind,
}

/// A step on the way to a node.
pub(super) enum Step {
    Key(String),
    Index(usize),
}

impl<'t> Context<'t> {
    fn new(text: &'t str, merging: Merging) -> Context<'t> {
        Context {
            text,
            merging,
            merged: Cell::new(false),
            nodes: Cell::new(0),
            bytes: Cell::new(0),
            exceeded: Cell::new(None),
            keys: RefCell::default(),
            notes: RefCell::default(),
            outline: RefCell::new(Sketch::new(text, merging.format())),
        }
    }

    fn finish(self, root: Value) -> Reading {
        let mut notes = self.notes.into_inner();
        notes.retain(|note| {
            let keys = note.steps.iter().rev().filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
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

    fn failure(
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

    /// Counts a node and the text that it holds.
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
        // A tag is told of once, wherever else it stands.
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

    /// Adds a step to the way of every oddity from this number on: they are inside of it.
    pub(super) fn inside(&self, first: usize, step: impl Fn() -> Step) {
        for note in &mut self.notes.borrow_mut()[first..] {
            note.steps.push(step());
        }
    }

    /// Where a text that was borrowed from ours stands, with the quotes around it.
    pub(super) fn span(&self, borrowed: &str) -> Option<Range<usize>> {
        span_in(self.text, borrowed)
    }

    /// Returns `true` if a plain scalar of YAML is a number too large for 64 bits, which its reader takes for text. Digits around
    /// an `e` may be the beginning of a hash or a UUID (`71e4095`), and stay text from seven characters on.
    pub(super) fn is_number(&self, scalar: &str) -> bool {
        /// What is longer is no number that anyone wrote.
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

    /// Whether a key is YAML's merge key: only the plain scalar is one.
    pub(super) fn is_merge(&self, key: &str, span: Option<&Range<usize>>) -> bool {
        self.merging != Merging::None
            && key == merge::KEY
            && span.is_some_and(|span| self.text[span.clone()].starts_with('<'))
    }
}

/// Where a part of a text stands in it, with the quotes around it if it has any; `None` if it is no
/// part of it.
pub(super) fn span_in(text: &str, part: &str) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let end = start + part.len();
    if end > text.len() {
        return None;
    }
    let quoted = |quote| text[..start].ends_with(quote) && text[end..].starts_with(quote);
    Some(if quoted('"') || quoted('\'') { start - 1..end + 1 } else { start..end })
}
