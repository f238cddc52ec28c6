//! The description's files: reads them all, follows references between them, and knows what stands where.

#![allow(
    clippy::indexing_slicing,
    reason = "bytes that the readers gave, checked by `tests/source.rs`"
)]

mod context;
mod format;
mod json;
mod keys;
mod limits;
mod load;
mod merge;
mod node;
mod outline;
mod position;
mod problems;
mod reach;
mod read;
mod resolve;
mod span;
mod syntax;
mod value;
mod write;
mod yaml;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use format::Format;
use position::Finder;
use resolve::{Fragment, follow, fragment, parts, target_path};
use span::Written;

pub use crate::report::{FileId, Location, Part, Pointer, Position};
use crate::report::{Lines, Places, Report, Reports, Severity, Style, render};
pub use problems::{LOST, NOT_FINITE};
pub use resolve::RefProblem;
pub use value::{Members, Object, Value};
pub use write::quoted;

/// A description: its entry file and every file that a `$ref` reaches from there.
///
/// Read are files below one folder and no others, which is the entry file's unless another is
/// given; the network is never asked. A reference below an extension (`x-`) or in data (`example`,
/// `default`, `enum`, `const`) is not gone after.
pub struct Source {
    files: Vec<File>,
    /// Files by their path from the description's folder.
    by_path: HashMap<String, usize>,
    /// Schemas by their `$id`.
    ids: HashMap<String, Location>,
    /// Where files were looked for that do not exist.
    absent: Vec<PathBuf>,
    warnings: Reports,
}

impl Source {
    /// Reads a description from its entry file.
    ///
    /// # Errors
    ///
    /// Every problem of every file: one that cannot be read, syntax, keys that are there twice,
    /// references out of the folder or into the network, limits. What could be read is in the error
    /// too.
    pub fn load(entry: &Path) -> Result<Source, LoadError> {
        let folder = entry.parent().unwrap_or(Path::new(""));
        load::load(folder, entry)
    }

    /// Reads a description from its entry file, which may refer to files anywhere below a folder
    /// that it is in itself.
    ///
    /// # Errors
    ///
    /// As [`load`](Source::load); an entry that is not below the folder is one.
    pub fn load_within(folder: &Path, entry: &Path) -> Result<Source, LoadError> {
        load::load(folder, entry)
    }

    /// Reads a description that is one text under a name, which says by a `.json` at its end that
    /// it is not YAML.
    ///
    /// # Errors
    ///
    /// As [`load`](Source::load); a reference to another file is one.
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<Source, LoadError> {
        load::from_text(name, text.into())
    }

    /// What loading warned of.
    pub fn warnings(&self) -> &[Report] {
        self.warnings.as_slice()
    }

    /// The entry file.
    pub fn entry(&self) -> &FileId {
        &self.files[0].id
    }

    /// The entry file's tree; null if it could not be read.
    pub fn root(&self) -> &Value {
        &self.files[0].root
    }

    /// The place of [`root`](Source::root).
    pub fn root_location(&self) -> Location {
        Location { file: self.entry().clone(), pointer: Pointer::root() }
    }

    /// The paths of all files as they were opened, the entry first; then those of files that were
    /// looked for and are not there. A change of any of them may change the output.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let present = self.files.iter().map(|file| file.path.as_path());
        present.chain(self.absent.iter().map(PathBuf::as_path))
    }

    /// The files that were read, the entry first.
    pub fn file_ids(&self) -> impl Iterator<Item = &FileId> {
        self.files.iter().map(|file| &file.id)
    }

    /// When the newest of the files was written; `None` if no file tells.
    pub fn newest(&self) -> Option<SystemTime> {
        self.files.iter().filter_map(|file| file.modified).max()
    }

    /// A file's text as it was read; of one that is not UTF-8, the part that is.
    pub fn text(&self, file: &FileId) -> &str {
        self.file(file).map_or("", |file| &file.text)
    }

    /// The node at a place.
    pub fn value(&self, location: &Location) -> Option<&Value> {
        let root = &self.file(&location.file)?.root;
        location.pointer.segments().try_fold(root, |node, segment| resolve::child(node, &segment))
    }

    /// A scalar as it is written, quotes and escapes undone: `1.0` for a number that is written so.
    /// `None` for objects and arrays.
    pub fn text_at(&self, location: &Location) -> Option<String> {
        match self.value(location)? {
            Value::Array(_) | Value::Object(_) => None,
            _ => self.written(location, Part::Value)?.text,
        }
    }

    /// Where a node is written. What a YAML alias or merge key repeats is found where it was written
    /// first; an array's item has no key, its value stands in.
    pub fn position(&self, location: &Location, part: Part) -> Option<Position> {
        self.value(location)?;
        let written = self.written(location, part)?;
        Some(self.position_of(&location.file, written.bytes))
    }

    /// A file's path from the description's folder, with `/` between its parts.
    pub fn relative<'s>(&'s self, file: &FileId) -> &'s str {
        self.file(file).map_or("", |file| &file.relative)
    }

    /// A key that puts nodes into the order in which they are written: by file, then by position.
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

    /// Follows a reference from the file that it stands in.
    ///
    /// # Errors
    ///
    /// What exactly is missing, or what is wrong with the reference.
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

    /// Whether several schemas of a file have this anchor.
    pub fn is_repeated(&self, file: &FileId, anchor: &str) -> bool {
        self.file(file).is_some_and(|file| file.repeated.contains(anchor))
    }

    /// The file that a reference leads to, and the node in it from which pointers count.
    fn target(&self, from: &FileId, target: &str) -> Result<(&File, Pointer), RefProblem> {
        let unknown = || RefProblem::File { path: from.name().to_owned() };
        let from = self.file(from).ok_or_else(unknown)?;
        if target.is_empty() {
            return Ok((from, Pointer::root()));
        }
        let path = target_path(&from.relative, target);
        if let Some(&known) = path.as_ref().ok().and_then(|path| self.by_path.get(path)) {
            return Ok((&self.files[known], Pointer::root()));
        }
        if let Some(schema) = self.ids.get(target) {
            return Ok((&self.files[schema.file.index()], schema.pointer.clone()));
        }
        Err(path.map_or_else(|problem| problem, |path| RefProblem::File { path }))
    }

    /// Without files; loading begins by adding the entry.
    fn empty() -> Source {
        Source {
            files: Vec::new(),
            by_path: HashMap::new(),
            ids: HashMap::new(),
            absent: Vec::new(),
            warnings: Reports::new(),
        }
    }

    fn written(&self, location: &Location, part: Part) -> Option<Written> {
        let file = self.file(&location.file)?;
        match file.format {
            Format::Json => file.finder.find_json(&file.text, &location.pointer, part),
            Format::Yaml => file.finder.find_yaml(&file.text, &location.pointer, part),
        }
    }

    fn file(&self, id: &FileId) -> Option<&File> {
        self.files.get(id.index())
    }
}

impl Places for Source {
    fn text(&self, file: &FileId) -> &str {
        Source::text(self, file)
    }

    fn position(&self, location: &Location, part: Part) -> Option<Position> {
        Source::position(self, location, part)
    }

    fn position_of(&self, file: &FileId, bytes: Range<usize>) -> Position {
        match self.file(file) {
            Some(file) => {
                file.lines.get_or_init(|| Lines::of(&file.text)).position(&file.text, bytes)
            }
            None => Lines::of("").position("", 0..0),
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.file_ids().map(FileId::name)).finish()
    }
}

/// One file.
struct File {
    id: FileId,
    path: PathBuf,
    /// From the description's folder, with `/` between its parts.
    relative: String,
    /// Whether the whole text is there.
    readable: bool,
    text: String,
    format: Format,
    root: Value,
    anchors: HashMap<String, Pointer>,
    /// The anchors that several of its schemas have, for each to be told apart by its way there.
    repeated: HashSet<String>,
    modified: Option<SystemTime>,
    finder: Finder,
    lines: OnceLock<Lines>,
}

impl File {
    fn new(id: FileId, path: PathBuf, relative: String) -> File {
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
        }
    }
}

/// Why a description could not be loaded, with what could be read of it, so that its lines can be shown.
#[derive(Debug)]
pub struct LoadError(Box<(Source, Reports)>);

impl LoadError {
    fn new(source: Source, reports: Reports) -> LoadError {
        LoadError(Box::new((source, reports)))
    }

    /// What could be read: every file, a tree for those without errors of syntax.
    pub fn partial(&self) -> &Source {
        &self.0.0
    }

    /// Every problem that was found, warnings among them.
    pub fn reports(&self) -> &Reports {
        &self.0.1
    }

    /// The problems as text for people.
    pub fn render(&self, style: Style) -> String {
        render(self.reports().as_slice(), self.partial(), style)
    }

    /// Both parts.
    pub fn into_parts(self) -> (Source, Reports) {
        *self.0
    }

    /// What could be read, with the problems as its [warnings](Source::warnings), errors among them: whatever is made
    /// of it meets them again, beside all that is wrong with the rest.
    pub fn into_source(self) -> Source {
        let (mut source, reports) = *self.0;
        source.warnings = reports;
        source
    }

    /// The source, if references into files that cannot be read are all that is wrong: they are
    /// warnings then, and lead nowhere. For descriptions that somebody else mends.
    ///
    /// # Errors
    ///
    /// Something else is wrong too.
    pub fn without_lost_references(self) -> Result<Source, LoadError> {
        let (mut source, reports) = *self.0;
        let is_lost = |report: &Report| LOST.contains(&report.code);
        let mut errors =
            reports.as_slice().iter().filter(|report| report.severity == Severity::Error);
        if !errors.all(is_lost) {
            return Err(LoadError::new(source, reports));
        }
        source.warnings = reports
            .into_iter()
            .map(|mut report| {
                if report.severity == Severity::Error {
                    report.severity = Severity::Warning;
                    report.label = "read as if nothing were said here".to_owned();
                }
                report
            })
            .collect();
        Ok(source)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for LoadError {}
