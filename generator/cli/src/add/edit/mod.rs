//! Inserts members into a description. Every other byte is kept.

mod block;
mod braces;
mod write;

use specwright::source::{LoadError, Location, Part, Source, Value};

use super::node::Node;
use super::request::Refusal;

/// A member to insert into a description.
#[derive(Debug)]
pub(super) struct Edit {
    /// The keys of the path to the member. Missing objects are created.
    pub(super) way: Vec<String>,
    pub(super) value: Node,
}

impl Edit {
    pub(super) fn new<const N: usize>(way: [&str; N], value: Node) -> Edit {
        Edit { way: way.into_iter().map(str::to_owned).collect(), value }
    }
}

/// Inserts all members into a description.
pub(super) fn apply(name: &str, text: &str, edits: &[Edit]) -> Result<String, Refusal> {
    let mut text = text.to_owned();
    for edit in edits {
        let source = read(name, &text);
        text = insert(&source, &text, edit)?;
    }
    let source = read(name, &text);
    let is_there = |edit: &Edit| {
        let at = edit.way.iter().fold(source.root_location(), |at, key| at.key(key));
        source.value(&at).is_some()
    };
    match edits.iter().all(is_there) {
        true => Ok(text),
        false => Err(Refusal::new(
            "the file is written in a way that `add` cannot change",
            "write `paths` and `components` with a line for each member, without anchors",
        )),
    }
}

/// Reads a description without the other files that it refers to.
pub(super) fn read(name: &str, text: &str) -> Source {
    Source::from_text(name, text).unwrap_or_else(LoadError::into_source)
}

fn insert(source: &Source, text: &str, edit: &Edit) -> Result<String, Refusal> {
    // Finds the innermost object that exists.
    let mut at = source.root_location();
    let mut value = source.root();
    let mut depth = 0;
    while let Some(next) = edit.way.get(depth).and_then(|key| value.get(key)) {
        at = at.key(edit.way.get(depth).map_or("", String::as_str));
        (value, depth) = (next, depth + 1);
    }
    let missing = edit.way.get(depth..).unwrap_or_default();
    let Some((key, inner)) = missing.split_first() else {
        return Err(Refusal::new("it is described already", ""));
    };
    let new = inner
        .iter()
        .rev()
        .fold(edit.value.clone(), |value, key| Node::Map(vec![(key.clone(), value)]));
    if value.get("$ref").is_some() {
        let help = "add the endpoint to the file that is referred to";
        return Err(Refusal::new("the path is described by a `$ref`", help));
    }
    let place = Place { source, text, at: &at, value, depth };
    let changed = match place.open_brace() {
        Some(open) => place.insert_in_braces(open, key, &new),
        None => place.insert_as_lines(key, &new),
    };
    let unreadable = || Refusal::new("the file is written in a way that `add` cannot change", "");
    changed.ok_or_else(unreadable)
}

/// An object that receives a member.
struct Place<'s> {
    source: &'s Source,
    text: &'s str,
    at: &'s Location,
    value: &'s Value,
    /// The number of keys in the path to the object.
    depth: usize,
}

impl Place<'_> {
    /// Returns the position of the opening brace, if the object is in braces.
    fn open_brace(&self) -> Option<usize> {
        let start = match self.depth {
            0 => self.text.find(|char: char| !char.is_whitespace() && char != '\u{feff}')?,
            _ => self.source.position(self.at, Part::Value)?.bytes.start,
        };
        let is_brace = self.text.get(start..)?.starts_with('{');
        (is_brace && self.value.as_object().is_some()).then_some(start)
    }

    fn insert_in_braces(&self, open: usize, key: &str, new: &Node) -> Option<String> {
        let is_json = self.text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        let is_empty = self.value.as_object().is_none_or(|members| members.is_empty());
        if is_empty && !is_json && self.depth > 0 {
            let close = braces::closing(self.text, open)?.close;
            let before = self.text.get(..open)?.trim_end_matches([' ', '\t']);
            // The member goes below a key that has its own line. A comment after the braces is kept.
            if before.ends_with(':') && self.stands_alone() {
                let text = format!("{before}{}", self.text.get(close + 1..)?);
                let line = self.source.position(self.at, Part::Key)?.line;
                let indent = self.key_indent()? + self.step();
                return block::insert(&text, line, &block::member(key, new, indent, self.step()));
            }
        }
        braces::insert(self.text, open, is_empty, is_json, key, new)
    }

    /// Returns `true` if the key of the object is the first word of its line.
    fn stands_alone(&self) -> bool {
        let key = self.source.position(self.at, Part::Key);
        key.is_some_and(|key| {
            let start = self
                .text
                .get(..key.bytes.start)
                .and_then(|before| before.rfind('\n'))
                .map_or(0, |at| at + 1);
            self.text.get(start..key.bytes.start).is_some_and(|before| before.trim().is_empty())
        })
    }

    fn insert_as_lines(&self, key: &str, new: &Node) -> Option<String> {
        let members = match self.value {
            Value::Object(members) => Some(members),
            Value::Null => None,
            _ => return None,
        };
        let child = |key: &str| self.source.position(&self.at.key(key), Part::Key);
        let first = members.and_then(|members| members.keys().next());
        let indent = match first {
            Some(first) => child(first)?.column - 1,
            None => self.key_indent()? + self.step(),
        };
        let lines = block::member(key, new, indent, self.step());
        // Readers expect servers above paths.
        if self.depth == 0 && key == "servers" {
            return block::insert_before(self.text, child("paths")?.line, &lines);
        }
        let after = match members.and_then(|members| members.keys().last()) {
            Some(last) => block::end_of(self.text, child(last)?.line, indent),
            None => self.source.position(self.at, Part::Key)?.line,
        };
        block::insert(self.text, after, &lines)
    }

    /// Returns the column of the key, starting at 0.
    fn key_indent(&self) -> Option<usize> {
        Some(self.source.position(self.at, Part::Key)?.column - 1)
    }

    /// Returns the number of columns of one level: that of the first indented line.
    fn step(&self) -> usize {
        let indents = self.text.lines().filter(|line| block::is_content(line)).map(block::indent);
        indents.filter(|indent| *indent > 0).find(|indent| matches!(indent, 2..=8)).unwrap_or(2)
    }
}
