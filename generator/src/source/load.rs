//! Opens the entry file and every file that a reference reaches, and nothing else.

#![allow(
    clippy::indexing_slicing,
    reason = "bytes that the readers gave, checked by `tests/source.rs`"
)]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::format::Format;
use super::limits::{MAX_BYTES, MAX_FILE, MAX_FILES};
use super::position::Finder;
use super::read::read;
use super::resolve::{RefProblem, parts, target_path};
use super::span::MARK;
use super::{File, LoadError, Source, keys, problems, reach};
use crate::report::{FileId, Location, Pointer, Reports};

/// Names in a folder that are compared with the one that is missing.
const MAX_BESIDE: usize = 1_000;

/// Loads a description from its entry file, which lies below the folder.
pub(super) fn load(folder: &Path, entry: &Path) -> Result<Source, LoadError> {
    let mut loader = Loader::new(Some(folder));
    let relative = loader.folder_itself().and_then(|()| loader.inside(entry));
    let name = relative.as_deref().unwrap_or_default().to_owned();
    let at = loader.add(entry.to_owned(), name);
    match relative.and_then(|_| fs::metadata(entry)) {
        Ok(metadata) if metadata.is_file() => loader.fill(&at, &metadata),
        Ok(_) => loader.reports.push(problems::unreadable_entry(&at, &not_a_file())),
        Err(error) => loader.reports.push(problems::unreadable_entry(&at, &error)),
    }
    loader.finish()
}

/// Loads a description that is one text.
pub(super) fn from_text(name: &str, text: String) -> Result<Source, LoadError> {
    let mut loader = Loader::new(None);
    let relative = name.rsplit('/').next().unwrap_or_default();
    let at = loader.add(PathBuf::from(name), relative.to_owned());
    loader.take(&at, text.into_bytes());
    loader.finish()
}

struct Loader {
    /// The description's folder as it was given; `None` for a text without one.
    folder: Option<PathBuf>,
    /// The same folder without links, so that what lies below it can be told.
    real_folder: PathBuf,
    /// The folder that the description's files are in, where its own folder holds links to them alone, each by the same
    /// path: so does the sandbox of a build system.
    mirrored: Option<PathBuf>,
    /// Files by their path without links, so that none is read twice.
    real: HashMap<PathBuf, usize>,
    /// Files that could not be found, each reported once.
    missing: HashSet<String>,
    bytes: u64,
    source: Source,
    reports: Reports,
    /// References into the network, kept until every `$id` is known.
    remote: Vec<(Location, String)>,
}

impl Loader {
    fn new(folder: Option<&Path>) -> Loader {
        Loader {
            folder: folder.map(Path::to_owned),
            real_folder: PathBuf::new(),
            mirrored: None,
            real: HashMap::new(),
            missing: HashSet::new(),
            bytes: 0,
            source: Source::empty(),
            reports: Reports::new(),
            remote: Vec::new(),
        }
    }

    fn folder_itself(&mut self) -> io::Result<()> {
        let folder = self.folder.as_deref().filter(|folder| !folder.as_os_str().is_empty());
        self.real_folder = fs::canonicalize(folder.unwrap_or(Path::new(".")))?;
        Ok(())
    }

    /// The entry's path from the folder. Its own name stays: it may be a link.
    fn inside(&mut self, entry: &Path) -> io::Result<String> {
        let parent = entry.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = fs::canonicalize(parent.unwrap_or(Path::new(".")))?;
        let name = entry.file_name().ok_or_else(not_a_file)?;
        let real = parent.join(name);
        let inside = real.strip_prefix(&self.real_folder).map_err(|_| {
            io::Error::other(format!("it is not below `{}`", self.real_folder.display()))
        })?;
        let steps = inside.iter().map(|step| step.to_string_lossy());
        let inside = steps.collect::<Vec<_>>().join("/");
        if let Ok(real) = fs::canonicalize(&real) {
            self.mirrored = without_end(&real, Path::new(&inside));
            self.real.insert(real, 0);
        }
        Ok(inside)
    }

    /// Reads every file that was added, in turn; files that they refer to are added on the way.
    fn finish(mut self) -> Result<Source, LoadError> {
        let mut next = 0;
        while next < self.source.files.len() {
            self.read(next);
            next += 1;
        }
        for (at, text) in std::mem::take(&mut self.remote) {
            if !self.source.ids.contains_key(parts(&text).target) {
                self.reports.push(problems::reference(&at, &text, &RefProblem::Url));
            }
        }
        if self.reports.has_errors() {
            return Err(LoadError::new(self.source, self.reports));
        }
        self.source.warnings = self.reports;
        Ok(self.source)
    }

    /// Makes room for a file; `relative` is its path from the folder.
    fn add(&mut self, path: PathBuf, relative: String) -> Location {
        let index = self.source.files.len();
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let id = FileId::new(index, &name);
        self.source.by_path.insert(relative.clone(), index);
        self.source.files.push(File::new(id.clone(), path, relative));
        Location { file: id, pointer: Pointer::root() }
    }

    /// Reads a file's bytes into its room.
    fn fill(&mut self, at: &Location, metadata: &fs::Metadata) {
        let file = &mut self.source.files[at.file.index()];
        file.modified = metadata.modified().ok();
        let mut bytes = Vec::new();
        let opened = fs::File::open(&file.path);
        match opened.and_then(|opened| opened.take(MAX_FILE + 1).read_to_end(&mut bytes)) {
            Ok(_) => self.take(at, bytes),
            Err(error) => self.reports.push(problems::unreadable_entry(at, &error)),
        }
    }

    fn take(&mut self, at: &Location, bytes: Vec<u8>) {
        let length = bytes.len() as u64;
        self.bytes += length;
        if length > MAX_FILE {
            return self.reports.push(problems::large_file(at));
        }
        if self.bytes > MAX_BYTES {
            return self.reports.push(problems::many_bytes(at));
        }
        let file = &mut self.source.files[at.file.index()];
        match String::from_utf8(bytes) {
            Ok(text) => {
                file.text = text;
                file.readable = true;
            }
            Err(error) => {
                let end = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                bytes.truncate(end);
                file.text = String::from_utf8(bytes).unwrap_or_default();
                self.reports.push(problems::not_utf8(at, end));
            }
        }
    }

    /// Reads a file's text into its tree and goes after its references.
    fn read(&mut self, index: usize) {
        let file = &mut self.source.files[index];
        if !file.readable {
            return;
        }
        let at = Location { file: file.id.clone(), pointer: Pointer::root() };
        let reading = match read(&file.text, &file.relative) {
            Ok(reading) => reading,
            Err(error) => {
                file.format = if file.text.trim_start_matches(MARK).starts_with('{') {
                    Format::Json
                } else {
                    Format::Yaml
                };
                return self.reports.push(problems::unread(&at, &file.text, &error));
            }
        };
        file.format = reading.format;
        if let Some(key) = keys::too_long(&reading.root, file.text.len()) {
            return self.reports.push(problems::long_keys(&at, key));
        }
        file.root = reading.root;
        file.finder = Finder::new(reading.outline, reading.merged);
        self.reports.extend(reading.oddities.iter().map(|oddity| problems::odd(&at, oddity)));
        let reached = reach::reach(&file.root);
        for (name, pointer) in reached.anchors {
            if file.anchors.insert(name.clone(), pointer).is_some() {
                file.repeated.insert(name);
            }
        }
        for (id, pointer) in reached.ids {
            let location = Location { file: at.file.clone(), pointer };
            self.source.ids.entry(id).or_insert(location);
        }
        for reference in reached.references {
            let at = Location { file: at.file.clone(), pointer: reference.pointer };
            self.follow(&at, &reference.text);
        }
        for reference in reached.mapped {
            let at = Location { file: at.file.clone(), pointer: reference.pointer };
            self.follow_mapped(&at, &reference.text);
        }
    }

    /// Adds the file that a value of a mapping names, if there is one; otherwise it is a name.
    fn follow_mapped(&mut self, at: &Location, text: &str) {
        let from = &self.source.files[at.file.index()].relative;
        let path = target_path(from, parts(text).target).ok();
        let path = path.zip(self.folder.as_ref()).map(|(path, folder)| folder.join(path));
        if path.is_some_and(|path| path.is_file()) {
            self.follow(at, text);
        }
    }

    /// Adds the file that a reference leads to, if it is not there yet.
    fn follow(&mut self, at: &Location, text: &str) {
        let target = parts(text).target;
        let from = &self.source.files[at.file.index()].relative;
        match target_path(from, target) {
            Ok(relative) if self.source.by_path.contains_key(&relative) => {}
            Ok(relative) => self.open(at, text, &relative),
            Err(RefProblem::Url) => self.remote.push((at.clone(), text.to_owned())),
            Err(problem) => self.reports.push(problems::reference(at, text, &problem)),
        }
    }

    fn open(&mut self, at: &Location, text: &str, relative: &str) {
        let Some(folder) = &self.folder else {
            return self.reports.push(problems::other_file_of_text(at, text));
        };
        if self.missing.contains(relative) {
            return;
        }
        let path = folder.join(relative);
        let real = fs::canonicalize(&path);
        let problem = match &real {
            Err(error) => Some(problems::missing_file(at, relative, error, &self.beside(relative))),
            Ok(real)
                if !real.starts_with(&self.real_folder) && !self.is_mirrored(real, relative) =>
            {
                Some(problems::outside_by_link(at, relative))
            }
            Ok(real) if !real.is_file() => Some(problems::no_regular_file(at, relative)),
            Ok(_) if self.source.files.len() >= MAX_FILES => Some(problems::many_files(at)),
            Ok(_) => None,
        };
        if let (Ok(real), None) = (real, &problem) {
            return self.open_real(path, relative, real);
        }
        self.missing.insert(relative.to_owned());
        self.source.absent.push(path);
        self.reports.extend(problem);
    }

    /// Whether a file is where the entry is in truth, and there by the path that it has here.
    fn is_mirrored(&self, real: &Path, relative: &str) -> bool {
        self.mirrored.as_ref().is_some_and(|folder| folder.join(relative) == real)
    }

    /// Adds a file that exists below the folder.
    fn open_real(&mut self, path: PathBuf, relative: &str, real: PathBuf) {
        if let Some(&known) = self.real.get(&real) {
            self.source.by_path.insert(relative.to_owned(), known);
            return;
        }
        let metadata = fs::metadata(&real);
        let at = self.add(path, relative.to_owned());
        self.real.insert(real, at.file.index());
        match metadata {
            Ok(metadata) => self.fill(&at, &metadata),
            Err(error) => self.reports.push(problems::unreadable_entry(&at, &error)),
        }
    }

    /// The names in the folder of a file that is not there, if that folder is one of the description's.
    fn beside(&self, relative: &str) -> Vec<String> {
        let folder = self.folder.as_deref().unwrap_or(Path::new("")).join(relative);
        let real = folder.parent().and_then(|parent| fs::canonicalize(parent).ok());
        let Some(real) = real.filter(|real| real.starts_with(&self.real_folder)) else {
            return Vec::new();
        };
        let mut names: Vec<String> = fs::read_dir(real)
            .into_iter()
            .flatten()
            .take(MAX_BESIDE)
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }
}

/// A path without the steps at its end, if it has them there.
fn without_end(path: &Path, end: &Path) -> Option<PathBuf> {
    let mut path = path.to_owned();
    for step in end.iter().rev() {
        if path.file_name() != Some(step) || !path.pop() {
            return None;
        }
    }
    Some(path)
}

fn not_a_file() -> io::Error {
    io::Error::other("it is not a regular file")
}
