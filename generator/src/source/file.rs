//! A file of a description.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::SystemTime;

use super::format::Format;
use super::origins::Origins;
use super::position::Finder;
use super::value::Value;
use crate::report::{FileId, Lines, Pointer};

/// A file of the description.
pub(super) struct File {
    pub(super) id: FileId,
    pub(super) path: PathBuf,
    /// The path from the description's folder, with `/` as the separator.
    pub(super) relative: String,
    /// `true` if the whole text was read.
    pub(super) readable: bool,
    pub(super) text: String,
    pub(super) format: Format,
    pub(super) root: Value,
    pub(super) anchors: HashMap<String, Pointer>,
    /// The anchors that several schemas of the file have. Only the path to a reference can resolve them.
    pub(super) repeated: HashSet<String>,
    pub(super) modified: Option<SystemTime>,
    pub(super) finder: Finder,
    pub(super) lines: OnceLock<Lines>,
    /// `true` if `root` was read from the text.
    pub(super) is_parsed: bool,
    /// `true` if the file is an overlay, so that no reference leads to it.
    pub(super) is_overlay: bool,
    /// The origins of the nodes that overlays have moved or added.
    pub(super) origins: Origins,
    /// The positions in a settings file.
    pub(super) settings: Option<Spans>,
}

/// The bytes of the key and the value of each node of a settings file.
pub type Spans = HashMap<Pointer, (Range<usize>, Range<usize>)>;

impl File {
    pub(super) fn new(id: FileId, path: PathBuf, relative: String) -> File {
        File {
            id,
            path,
            relative,
            readable: false,
            text: String::new(),
            format: Format::Yaml,
            root: Value::Null,
            anchors: HashMap::new(),
            repeated: HashSet::new(),
            modified: None,
            finder: Finder::default(),
            lines: OnceLock::new(),
            is_parsed: false,
            is_overlay: false,
            origins: Origins::default(),
            settings: None,
        }
    }
}
