//! Loads the entry file and every file that a reference leads to.

#![allow(
    clippy::indexing_slicing,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::format::Format;
use super::limits::{MAX_BYTES, MAX_FILE, MAX_FILES};
use super::paths::{is_prose, without_end};
use super::position::Finder;
use super::remote::{Mapped, Maps};
use super::resolve::{RefProblem, folder_of, parts};
use super::span::MARK;
use super::tabs::read_with_tabs;
use super::{
    File, LoadError, LoadOptions, Source, Value, keys, not_finite, problems, reach, unquoted,
};
use crate::report::{FileId, Location, Pointer, Reports};

/// The number of file names that a missing name is compared with.
const MAX_BESIDE: usize = 1_000;

/// Loads a description from its entry file, which must be below the folder.
pub(super) fn load(
    folder: &Path,
    entry: &Path,
    options: &LoadOptions,
) -> Result<Source, LoadError> {
    let mut loader = Loader::new(Some(folder), &options.maps);
    let relative = loader.folder_itself().and_then(|()| loader.inside(entry));
    let name = relative.as_deref().unwrap_or_default().to_owned();
    let at = loader.add(entry.to_owned(), name);
    match relative.and_then(|_| fs::metadata(entry)) {
        Ok(metadata) if metadata.is_file() => loader.fill(&at, &metadata),
        Ok(_) => loader.reports.push(problems::unreadable_entry(&at, &not_a_file())),
        Err(error) => loader.reports.push(problems::unreadable_entry(&at, &error)),
    }
    loader.add_overlays(options);
    loader.finish()
}

/// Loads a description from a single text.
pub(super) fn from_text(
    name: &str,
    text: String,
    options: &LoadOptions,
) -> Result<Source, LoadError> {
    let mut loader = Loader::new(None, &options.maps);
    let relative = name.rsplit('/').next().unwrap_or_default();
    let at = loader.add(PathBuf::from(name), relative.to_owned());
    loader.take(&at, text.into_bytes());
    loader.add_overlays(options);
    loader.finish()
}

pub(super) struct Loader<'m> {
    /// The local files of URLs.
    maps: &'m Maps,
    /// `true` if an action of an overlay may match nothing.
    #[cfg(feature = "overlay")]
    pub(super) allow_stale: bool,
    /// The description's folder as given; `None` for a single text.
    folder: Option<PathBuf>,
    /// The canonical path of the folder, to check that files are below it.
    real_folder: PathBuf,
    /// The folder of the link targets, if the entry is a link with the same relative path.
    ///
    /// Sandboxes of build systems consist of such links.
    mirrored: Option<PathBuf>,
    /// The files by canonical path, so that each is read once.
    real: HashMap<PathBuf, usize>,
    /// The files that could not be read, each reported once.
    missing: HashSet<String>,
    bytes: u64,
    pub(super) source: Source,
    pub(super) reports: Reports,
    /// References with URLs. They are checked last, when every `$id` is known.
    remote: Vec<(Location, String)>,
}

impl<'m> Loader<'m> {
    fn new(folder: Option<&Path>, maps: &'m Maps) -> Self {
        Loader {
            maps,
            #[cfg(feature = "overlay")]
            allow_stale: false,
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

    /// Returns the path of the entry relative to the folder. A link as the last component is not resolved.
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

    /// Reads every added file in turn. Reading adds the files that it refers to.
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

    /// Adds an entry for a file whose bytes are not read yet. `relative` is its path from the folder.
    fn add(&mut self, path: PathBuf, relative: String) -> Location {
        let index = self.source.files.len();
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let id = FileId::new(index, &name);
        self.source.by_path.insert(relative.clone(), index);
        self.source.files.push(File::new(id.clone(), path, relative));
        Location { file: id, pointer: Pointer::root() }
    }

    /// Reads the bytes of a file.
    pub(super) fn fill(&mut self, at: &Location, metadata: &fs::Metadata) {
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

    /// Reads a file that references lead to, and adds the files that it refers to.
    fn read(&mut self, index: usize) {
        if self.source.files[index].is_overlay || !self.parse(index) {
            return;
        }
        if index == 0 {
            self.apply_overlays();
        }
        self.follow_all(index);
    }

    /// Parses the text of a file. Returns `true` if that gave a tree.
    pub(super) fn parse(&mut self, index: usize) -> bool {
        let file = &mut self.source.files[index];
        if !file.readable {
            return false;
        }
        let at = Location { file: file.id.clone(), pointer: Pointer::root() };
        if index > 0 && !file.is_overlay && is_prose(&file.path) {
            // Some tools let a description's text be a file (`description: { $ref: intro.md }`).
            file.root = Value::String(file.text.clone());
            return false;
        }
        let mut reading = match read_with_tabs(&mut file.text, file.id.name()) {
            Ok(reading) => reading,
            Err(error) => {
                file.format = if file.text.trim_start_matches(MARK).starts_with('{') {
                    Format::Json
                } else {
                    Format::Yaml
                };
                self.reports.push(problems::unread(&at, &file.text, &error));
                return false;
            }
        };
        file.format = reading.format;
        if let Some(key) = keys::too_long(&reading.root, file.text.len()) {
            self.reports.push(problems::long_keys(&at, key));
            return false;
        }
        file.is_parsed = true;
        file.root = reading.root;
        file.finder = Finder::new(reading.outline, reading.merged);
        if file.format == Format::Yaml {
            let unquoted = unquoted::read_as_meant(&mut file.root, &file.text, &file.finder);
            self.reports.extend(unquoted.iter().map(|it| problems::unquoted(&at, it)));
            let oddities = &mut reading.oddities;
            not_finite::read_as_meant(&mut file.root, &file.text, &file.finder, oddities);
        }
        self.reports.extend(reading.oddities.iter().map(|oddity| problems::odd(&at, oddity)));
        true
    }

    /// Notes the anchors and ids of a file and adds the files that it refers to.
    fn follow_all(&mut self, index: usize) {
        let file = &mut self.source.files[index];
        let at = Location { file: file.id.clone(), pointer: Pointer::root() };
        if let Some(own) = file.root.get("$self").and_then(Value::as_str) {
            // The URL that a description has elsewhere (OpenAPI 3.2, 4.1.2.2.1).
            let target = parts(own).target;
            self.source.ids.entry(target.to_owned()).or_insert_with(|| at.clone());
            if index == 0 {
                self.source.base = folder_of(target).map(str::to_owned);
            }
        }
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

    /// Adds the file of a mapping's value, if the file exists. Otherwise the value is a name.
    fn follow_mapped(&mut self, at: &Location, text: &str) {
        let from = &self.source.files[at.file.index()].relative;
        let path = self.source.path_of(from, parts(text).target).ok();
        let path = path.zip(self.folder.as_ref()).map(|(path, folder)| folder.join(path));
        if path.is_some_and(|path| path.is_file()) {
            self.follow(at, text);
        }
    }

    /// Adds the file that a reference leads to, unless it has been added.
    fn follow(&mut self, at: &Location, text: &str) {
        let target = parts(text).target;
        let from = &self.source.files[at.file.index()].relative;
        if let Some(url) = self.source.url_of(from, target) {
            return self.follow_url(at, text, url);
        }
        match self.source.path_of(from, target) {
            Ok(relative) if self.source.by_path.contains_key(&relative) => {}
            Ok(relative) => self.open(at, text, &relative),
            Err(problem) => self.reports.push(problems::reference(at, text, &problem)),
        }
    }

    /// Adds the local file of a URL, unless it has been added.
    fn follow_url(&mut self, at: &Location, text: &str, url: String) {
        if self.source.by_path.contains_key(&url) || self.missing.contains(&url) {
            return;
        }
        let mapped = self.maps.find(&url).or_else(|| self.maps.beside(&url));
        let Some(Mapped { path, folder }) = mapped else {
            return self.remote.push((at.clone(), text.to_owned()));
        };
        let real = fs::canonicalize(&path);
        let folder = folder.and_then(|folder| fs::canonicalize(folder).ok());
        let shown = path.to_string_lossy().into_owned();
        let problem = match &real {
            Err(error) => Some(problems::missing_file(at, &shown, error, &[])),
            Ok(real) if folder.is_some_and(|folder| !real.starts_with(folder)) => {
                Some(problems::outside_by_link(at, &shown))
            }
            Ok(real) if !real.is_file() => Some(problems::no_regular_file(at, &shown)),
            Ok(_) if self.source.files.len() >= MAX_FILES => Some(problems::many_files(at)),
            Ok(_) => None,
        };
        if let (Ok(real), None) = (real, &problem) {
            return self.open_real(path, &url, real);
        }
        self.missing.insert(url);
        self.source.absent.push(path);
        self.reports.extend(problem);
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

    /// Returns `true` if a link target has the same relative path in the folder of link targets.
    fn is_mirrored(&self, real: &Path, relative: &str) -> bool {
        self.mirrored.as_ref().is_some_and(|folder| folder.join(relative) == real)
    }

    /// Adds an existing file.
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

    /// Returns the file names next to a missing file, if its folder is part of the description.
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

fn not_a_file() -> io::Error {
    io::Error::other("it is not a regular file")
}
