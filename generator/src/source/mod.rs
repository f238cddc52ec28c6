//! The files of a description: loads them, resolves references and finds the positions of nodes.

#![allow(
    clippy::indexing_slicing,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

mod context;
mod file;
mod format;
mod json;
mod keys;
mod limits;
mod load;
mod load_error;
mod merge;
mod node;
mod not_finite;
mod options;
mod origins;
mod outline;
#[cfg(feature = "overlay")]
mod overlay;
mod overlays;
mod paths;
mod places;
mod position;
mod problems;
mod reach;
mod read;
mod remote;
mod resolve;
mod settings_file;
mod span;
mod syntax;
mod tabs;
#[cfg(feature = "config")]
mod toml;
mod unquoted;
mod value;
mod write;
mod yaml;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use file::File;
use resolve::{Fragment, follow, fragment, parts, target_path};

pub use crate::report::{FileId, Location, Part, Pointer, Position};
use crate::report::{Report, Reports};
pub use file::Spans;
pub use load_error::{IGNORED, LoadError};
pub use options::LoadOptions;
#[cfg(feature = "overlay")]
pub use overlay::{IncompatibleRoots, WriteError, make_overlay};
pub use paths::joined;
pub use problems::{LOST, NOT_FINITE};
pub use resolve::RefProblem;
pub use settings_file::SettingsFile;
pub use value::{Members, Object, Value};
pub use write::quoted;

/// A description: its entry file and every file that a `$ref` leads to.
///
/// Only files below one folder are read, by default the folder of the entry file. Nothing is
/// fetched from the network; [`LoadOptions`] gives remote references local files. References inside extensions (`x-`) and data (`example`, `default`,
/// `enum`, `const`) are not resolved.
pub struct Source {
    files: Vec<File>,
    /// The files by their path from the description's folder.
    by_path: HashMap<String, usize>,
    /// The schemas by their `$id`, and the descriptions by their `$self`.
    ids: HashMap<String, Location>,
    /// The folder of the entry's `$self`, if that is an absolute URL.
    base: Option<String>,
    /// The paths of missing files.
    absent: Vec<PathBuf>,
    warnings: Reports,
}

impl Source {
    /// Loads a description from its entry file.
    ///
    /// # Errors
    ///
    /// Returns an error with all problems of all files, and with the part that could be read.
    /// Problems are unreadable files, syntax errors, repeated keys, exceeded limits, and references
    /// out of the folder or to a URL.
    pub fn load(entry: &Path) -> Result<Source, LoadError> {
        LoadOptions::new().load(entry)
    }

    /// Loads a description from its entry file, which may refer to every file below `folder`.
    ///
    /// # Errors
    ///
    /// Returns an error as [`load`](Source::load) does, and if the entry file is not below the folder.
    pub fn load_within(folder: &Path, entry: &Path) -> Result<Source, LoadError> {
        LoadOptions::new().within(folder).load(entry)
    }

    /// Loads a description from a single text. It is JSON if the name ends in `.json`, and YAML or JSON otherwise.
    ///
    /// # Errors
    ///
    /// Returns an error as [`load`](Source::load) does, and if the text refers to another file.
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<Source, LoadError> {
        LoadOptions::new().load_text(name, text)
    }

    /// Returns the warnings of loading.
    pub fn warnings(&self) -> &[Report] {
        self.warnings.as_slice()
    }

    /// Returns the entry file.
    pub fn entry(&self) -> &FileId {
        &self.files[0].id
    }

    /// Returns the tree of the entry file, which is `null` if the file could not be read.
    pub fn root(&self) -> &Value {
        &self.files[0].root
    }

    /// Returns the location of [`root`](Source::root).
    pub fn root_location(&self) -> Location {
        Location { file: self.entry().clone(), pointer: Pointer::root() }
    }

    /// Returns the paths of all files, the entry first, followed by those of missing files.
    ///
    /// A change of any of these files may change the output.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let present = self.files.iter().map(|file| file.path.as_path());
        present.chain(self.absent.iter().map(PathBuf::as_path))
    }

    /// Returns the ids of all files of the description, the entry first. Overlays and the settings file are not among them.
    pub fn file_ids(&self) -> impl Iterator<Item = &FileId> {
        let files = self.files.iter().filter(|file| file.settings.is_none() && !file.is_overlay);
        files.map(|file| &file.id)
    }

    /// Returns the ids of the overlays, in order.
    pub fn overlay_ids(&self) -> impl Iterator<Item = &FileId> {
        self.files.iter().filter(|file| file.is_overlay).map(|file| &file.id)
    }

    /// Returns the latest modification time of the files, or `None` if it is not known.
    pub fn newest(&self) -> Option<SystemTime> {
        self.files.iter().filter_map(|file| file.modified).max()
    }

    /// Returns the text of a file. Of a file that is not UTF-8, it is the valid part before the first error.
    pub fn text(&self, file: &FileId) -> &str {
        self.file(file).map_or("", |file| &file.text)
    }

    /// Returns the node at a location.
    pub fn value(&self, location: &Location) -> Option<&Value> {
        let root = &self.file(&location.file)?.root;
        location.pointer.segments().try_fold(root, |node, segment| resolve::child(node, &segment))
    }

    /// Returns the path of a file from the description's folder, with `/` as the separator.
    pub fn relative<'s>(&'s self, file: &FileId) -> &'s str {
        self.file(file).map_or("", |file| &file.relative)
    }

    /// Returns a sort key that orders nodes as written: by file, then by position.
    pub fn order(&self, location: &Location) -> (usize, Vec<usize>) {
        let mut node = self.file(&location.file).map(|file| &file.root);
        let step = |segment: std::borrow::Cow<'_, str>| {
            let (position, child) = match node? {
                Value::Object(object) => (object.position(&segment)?, object.get(&segment)),
                _ => (segment.parse().ok()?, node.and_then(|node| resolve::child(node, &segment))),
            };
            node = child;
            Some(position)
        };
        (location.file.index(), location.pointer.segments().map_while(step).collect())
    }

    /// Resolves a reference in a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the reference is malformed, or if its target is missing or not allowed.
    pub fn resolve(&self, from: &FileId, reference: &str) -> Result<Location, RefProblem> {
        let parts = parts(reference);
        let (file, base) = self.target(from, parts.target)?;
        match fragment(parts.fragment)? {
            Fragment::Pointer(pointer) => {
                follow(&file.root, &file.id, &base, &pointer).map(|(_, location)| location)
            }
            Fragment::Anchor(name) => match file.anchors.get(&name) {
                Some(pointer) => Ok(Location { file: file.id.clone(), pointer: pointer.clone() }),
                None => {
                    let mut known: Vec<String> = file.anchors.keys().cloned().collect();
                    known.sort();
                    Err(RefProblem::Anchor { name, known })
                }
            },
        }
    }

    /// Returns `true` if several schemas of a file have this anchor.
    pub fn is_repeated(&self, file: &FileId, anchor: &str) -> bool {
        self.file(file).is_some_and(|file| file.repeated.contains(anchor))
    }

    /// Returns the file that a reference leads to, and the node in it that pointers start from.
    fn target(&self, from: &FileId, target: &str) -> Result<(&File, Pointer), RefProblem> {
        let unknown = || RefProblem::File { path: from.name().to_owned() };
        let from = self.file(from).ok_or_else(unknown)?;
        if target.is_empty() {
            return Ok((from, Pointer::root()));
        }
        if let Some(url) = self.url_of(&from.relative, target) {
            let mapped = self.by_path.get(&url).map(|at| (&self.files[*at], Pointer::root()));
            let id = || self.ids.get(target).or_else(|| self.ids.get(&url));
            let declared = || id().map(|it| (&self.files[it.file.index()], it.pointer.clone()));
            return mapped.or_else(declared).ok_or(RefProblem::Url);
        }
        let path = self.path_of(&from.relative, target);
        if let Some(&known) = path.as_ref().ok().and_then(|path| self.by_path.get(path)) {
            return Ok((&self.files[known], Pointer::root()));
        }
        if let Some(schema) = self.ids.get(target) {
            return Ok((&self.files[schema.file.index()], schema.pointer.clone()));
        }
        Err(path.map_or_else(|problem| problem, |path| RefProblem::File { path }))
    }

    /// Returns the rest of a URL below that of the entry's `$self`.
    fn below_base<'t>(&self, target: &'t str) -> Option<&'t str> {
        let below = self.base.as_deref().and_then(|base| target.strip_prefix(base));
        below.filter(|_| !self.ids.contains_key(target))
    }

    /// Returns the URL of a target that is no path.
    fn url_of(&self, from: &str, target: &str) -> Option<String> {
        remote::url(from, target).filter(|_| self.below_base(target).is_none())
    }

    /// Returns the path of a target from the folder. A URL below that of the entry's `$self` is such a path.
    fn path_of(&self, from: &str, target: &str) -> Result<String, RefProblem> {
        let entry = self.files.first().map_or("", |file| file.relative.as_str());
        match self.below_base(target) {
            Some(below) => target_path(entry, below),
            None => target_path(from, target),
        }
    }

    /// Creates a source without files. Loading adds the entry first.
    fn empty() -> Source {
        Source {
            files: Vec::new(),
            by_path: HashMap::new(),
            ids: HashMap::new(),
            base: None,
            absent: Vec::new(),
            warnings: Reports::new(),
        }
    }

    fn file(&self, id: &FileId) -> Option<&File> {
        self.files.get(id.index())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.file_ids().map(FileId::name)).finish()
    }
}
