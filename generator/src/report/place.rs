//! Locations in a description: files, JSON pointers into them, lines and columns.

#![allow(clippy::indexing_slicing, reason = "the starts of lines begin with 0")]

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::Report;
use super::words::clean;

/// One input file; cheap to clone. Two ids are equal if their numbers are, whatever their names.
#[derive(Clone, Debug)]
pub struct FileId {
    index: usize,
    name: Arc<str>,
}

impl FileId {
    /// Creates the id of a file from its number, in the order in which files are reached, and the name by which it was
    /// opened.
    pub(crate) fn new(index: usize, name: &str) -> FileId {
        FileId { index, name: name.into() }
    }

    /// Returns the file's number; the entry file has 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the path as it was opened, with `/` between its parts.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl PartialEq for FileId {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl Eq for FileId {}

impl PartialOrd for FileId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FileId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl Hash for FileId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.name))
    }
}

/// A JSON pointer (RFC 6901): the path from a file's root to one of its nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Box<str>);

impl Pointer {
    /// Returns the pointer to the whole file.
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// Parses a pointer (RFC 6901, section 3). Returns `None` if it does not start with `/`, or if a `~` is followed by
    /// neither `0` nor `1`. The empty string is the root.
    pub fn parse(text: &str) -> Option<Pointer> {
        let rooted = text.is_empty() || text.starts_with('/');
        let escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        (rooted && escaped).then(|| Pointer(text.into()))
    }

    /// Returns the pointer to a member of the object at this pointer.
    #[must_use]
    pub fn key(&self, name: &str) -> Pointer {
        let mut text = String::with_capacity(self.0.len() + 1 + name.len());
        text.push_str(&self.0);
        text.push('/');
        for character in name.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Pointer(text.into())
    }

    /// Returns the pointer to an item of the array at this pointer.
    #[must_use]
    pub fn index(&self, index: usize) -> Pointer {
        Pointer(format!("{}/{index}", self.0).into())
    }

    /// Returns the pointer as a string, escaped as in RFC 6901.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the segments, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescape)
    }

    /// Returns the last segment, unescaped; `None` at the root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.0.rsplit_once('/').map(|(_, last)| unescape(last))
    }

    /// Returns the pointer to the enclosing object or array; `None` at the root.
    pub fn parent(&self) -> Option<Pointer> {
        self.0.rsplit_once('/').map(|(parent, _)| Pointer(parent.into()))
    }
}

fn unescape(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&clean(&self.0))
    }
}

/// A node of one of the files; displayed as `spec/a.yaml#/paths/~1a/get`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The pointer to the node within the file.
    pub pointer: Pointer,
}

impl Location {
    /// Returns the location of a member of this object.
    #[must_use]
    pub fn key(&self, name: &str) -> Location {
        Location { file: self.file.clone(), pointer: self.pointer.key(name) }
    }

    /// Returns the location of an item of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Location {
        Location { file: self.file.clone(), pointer: self.pointer.index(index) }
    }

    /// Returns the location of the enclosing object or array; `None` at a file's root.
    pub fn parent(&self) -> Option<Location> {
        let pointer = self.pointer.parent()?;
        Some(Location { file: self.file.clone(), pointer })
    }

    /// Returns the node's own key or index; `None` at a file's root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.pointer.last()
    }

    /// Returns the node's own key or index, or at a file's root the name of the file without its extension.
    pub fn name(&self) -> String {
        let file = || {
            let name = self.file.name().rsplit('/').next().unwrap_or_default();
            name.split('.').next().unwrap_or_default().to_owned()
        };
        self.last().map_or_else(file, Cow::into_owned)
    }

    /// Returns `true` if the node is the other one or inside it.
    pub fn is_within(&self, other: &Location) -> bool {
        let rest = self.pointer.as_str().strip_prefix(other.pointer.as_str());
        self.file == other.file && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.pointer)
    }
}

/// A part of a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The key.
    Key,
    /// The value; also an item of an array, and the whole file.
    #[default]
    Value,
}

/// A position of a key or a value in the text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1; lines end at a line feed.
    pub line: usize,
    /// The column, from 1, in characters; a byte-order mark does not count.
    pub column: usize,
    /// The bytes of the file to underline: a key or a scalar with its quotes, or the first line of anything longer.
    pub bytes: Range<usize>,
}

/// The starts of the lines of a text, which make positions cheap to find.
#[derive(Clone, Debug)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// Finds the lines of a text.
    pub fn of(text: &str) -> Lines {
        let ends = text.match_indices('\n');
        Lines(std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect())
    }

    /// Returns the position of bytes in the text that these lines belong to. Each end is moved to the start of its
    /// character.
    pub fn position(&self, text: &str, bytes: Range<usize>) -> Position {
        let end = floor_boundary(text, bytes.end);
        let start = floor_boundary(text, bytes.start.min(end));
        let line = self.0.partition_point(|&line_start| line_start <= start).max(1);
        let before = text.get(self.0[line - 1]..start).unwrap_or_default();
        let mark = usize::from(line == 1 && before.starts_with('\u{feff}'));
        Position { line, column: before.chars().count() - mark + 1, bytes: start..end }
    }
}

/// Access to the files of a description for [`render`](super::render).
pub trait Places {
    /// Returns a file's text, with its byte-order mark if it has one.
    fn text(&self, file: &FileId) -> &str;

    /// Returns the position of a node; `None` if the node is not in its file.
    fn position(&self, location: &Location, part: Part) -> Option<Position>;

    /// Returns the position of bytes of a file.
    fn position_of(&self, file: &FileId, bytes: Range<usize>) -> Position;

    /// Returns a report with the location where its node is written, which may be another file than the node's.
    fn as_written<'r>(&self, report: &'r Report) -> Cow<'r, Report> {
        Cow::Borrowed(report)
    }
}

fn floor_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
