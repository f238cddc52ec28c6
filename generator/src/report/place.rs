//! Where something stands: files, JSON pointers into them, and the lines and columns that people see.

#![allow(clippy::indexing_slicing, reason = "the starts of lines begin with 0")]

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::words::clean;

/// One input file; cheap to clone. Two are equal if they have the same number, whatever they are called.
#[derive(Clone, Debug)]
pub struct FileId {
    index: usize,
    name: Arc<str>,
}

impl FileId {
    /// The file with this number, in the order in which files were reached, under the name by which
    /// it was opened.
    pub(crate) fn new(index: usize, name: &str) -> FileId {
        FileId { index, name: name.into() }
    }

    /// Its number; the entry has 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The path as it was opened, with `/` between its parts.
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

/// A JSON pointer (RFC 6901): the way from a file's root to one of its nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Box<str>);

impl Pointer {
    /// The pointer to the whole file.
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// Reads a pointer as RFC 6901, section 3, writes it; `None` if it starts with something else than `/` or
    /// has a `~` that is followed by neither `0` nor `1`.
    pub fn parse(text: &str) -> Option<Pointer> {
        let rooted = text.is_empty() || text.starts_with('/');
        let escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        (rooted && escaped).then(|| Pointer(text.into()))
    }

    /// The pointer to a member of the object that this one points to.
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

    /// The pointer to an item of the array that this one points to.
    #[must_use]
    pub fn index(&self, index: usize) -> Pointer {
        Pointer(format!("{}/{index}", self.0).into())
    }

    /// The text as RFC 6901 writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Each step, its escapes undone.
    pub fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescape)
    }

    /// The last step, its escapes undone; `None` at the root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.0.rsplit_once('/').map(|(_, last)| unescape(last))
    }

    /// One step back; `None` at the root.
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
    /// The way to the node in it.
    pub pointer: Pointer,
}

impl Location {
    /// A member of the object here.
    #[must_use]
    pub fn key(&self, name: &str) -> Location {
        Location { file: self.file.clone(), pointer: self.pointer.key(name) }
    }

    /// An item of the array here.
    #[must_use]
    pub fn index(&self, index: usize) -> Location {
        Location { file: self.file.clone(), pointer: self.pointer.index(index) }
    }

    /// The object or array that this node is in; `None` at a file's root.
    pub fn parent(&self) -> Option<Location> {
        let pointer = self.pointer.parent()?;
        Some(Location { file: self.file.clone(), pointer })
    }

    /// The node's own key or index; `None` at a file's root.
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.pointer.last()
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.pointer)
    }
}

/// Which half of a member is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What stands before the colon.
    Key,
    /// What stands behind it, or an array's item, or the whole file.
    #[default]
    Value,
}

/// Where a key or a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1; lines end at a line feed.
    pub line: usize,
    /// The column, from 1, in characters; a byte-order mark is none.
    pub column: usize,
    /// The bytes of the file to underline: a key or a scalar, quotes included, or the first line of
    /// something longer.
    pub bytes: Range<usize>,
}

/// Where the lines of a text start, so that positions in it are found without counting its lines again.
#[derive(Clone, Debug)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// Finds the lines of a text.
    pub fn of(text: &str) -> Lines {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Lines(std::iter::once(0).chain(ends.map(|(end, _)| end + 1)).collect())
    }

    /// The position of bytes in the text that these lines are of; both ends are moved to the start
    /// of the character that they are in.
    pub fn position(&self, text: &str, bytes: Range<usize>) -> Position {
        let end = floor_boundary(text, bytes.end);
        let start = floor_boundary(text, bytes.start.min(end));
        let line = self.0.partition_point(|&line_start| line_start <= start).max(1);
        let before = text.get(self.0[line - 1]..start).unwrap_or_default();
        let mark = usize::from(line == 1 && before.starts_with('\u{feff}'));
        Position { line, column: before.chars().count() - mark + 1, bytes: start..end }
    }
}

/// What rendering needs to know of the files.
pub trait Places {
    /// A file's text, with its byte-order mark if it has one.
    fn text(&self, file: &FileId) -> &str;

    /// Where a node is written; `None` if it is not in its file.
    fn position(&self, location: &Location, part: Part) -> Option<Position>;

    /// The position of bytes of a file.
    fn position_of(&self, file: &FileId, bytes: Range<usize>) -> Position;
}

fn floor_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
