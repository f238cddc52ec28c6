//! Makes a folder equal to a set of files: writes files that differ, and deletes generated files that are not in the
//! set.

mod file;
mod manifest;
mod set;
mod swap;
mod write;

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use file::Target;
pub(crate) use manifest::with_internal_features;
pub use set::{FileSet, PathError};

/// Prefix and suffix of temporary files: `.specwright-<process>-<number>.tmp`. A run that was killed may leave some.
const TEMPORARY: (&str, &str) = (".specwright-", ".tmp");

/// The permission of [`sync`] to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Makes the folder equal to the set.
    Write,
    /// Does the same for a folder in which nobody writes by hand. If one of the set's files in the folder bears the
    /// header, the others are overwritten even without it.
    Repair,
    /// Reports the changes and writes nothing.
    Check,
}

/// The changes that [`sync`] made, or would make in [`Mode::Check`]: relative paths in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or differ.
    pub written: Vec<String>,
    /// Generated files that the set does not have.
    pub deleted: Vec<String>,
    /// Files that equal those of the set.
    pub unchanged: Vec<String>,
}

impl Changes {
    /// Returns `true` if the folder was equal to the set.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.deleted.is_empty()
    }
}

/// The reason why a folder could not be made equal to a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskError {
    /// The file or folder in question.
    pub path: PathBuf,
    /// The cause.
    pub cause: String,
    /// The help: an action that lets the next run succeed.
    pub help: String,
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.to_string_lossy();
        write!(f, "`{}`: {}; {}", path.escape_debug(), self.cause, self.help)
    }
}

impl std::error::Error for DiskError {}

/// Exchanges two folders in one step, such as `renameat2` with `RENAME_EXCHANGE` on Linux.
///
/// The standard library has no function for it.
pub type Exchange = fn(&Path, &Path) -> io::Result<()>;

/// Makes a folder equal to a set of files.
///
/// A folder that holds only generated files is replaced as a whole by a new one, which is made beside it. Otherwise its
/// subfolders that hold only generated files are replaced, such as the `src` of a crate. A missing folder is made in the same way.
///
/// Every other file is written only if it differs; line endings do not count. It is written to a temporary file
/// beside it, which is then renamed. So each file is complete, old or new, whenever the process ends. Files are deleted
/// last. A folder that equals the set is not written to.
///
/// While sources are replaced, `Cargo.toml` has the dependencies and features of both versions.
///
/// Only files that bear the header are deleted, and the folders that become empty. Folders that begin with a dot or
/// hold a `CACHEDIR.TAG` are skipped.
///
/// A folder is replaced by two renames, between which it is missing; [`sync_with`] avoids this. If a run is killed
/// there, the next run restores the folder.
///
/// A file bears the header if its first line starts with it. Comment markers (`//`, `#`, `<!--`, and `{"//": "` in
/// JSON) do not count, neither in the line nor in the header. Every file of the set should bear the header, because
/// one without it is never overwritten, except by [`Mode::Repair`].
///
/// Written files get the modification time `mtime`.
///
/// # Errors
///
/// Returns an error before anything is written if:
///
/// * `dir` is a file, or a link to a folder that is not below the link's parent;
/// * a file without the header, a link, or a folder is where a file belongs.
///
/// Returns an error later if the system refuses a change.
pub fn sync(
    dir: &Path,
    files: &FileSet,
    mode: Mode,
    header: &str,
    mtime: Option<SystemTime>,
) -> Result<Changes, DiskError> {
    let target = Target { dir, files, mtime, exchange: None };
    sync_target(target, mode, header)
}

/// Makes a folder equal to a set of files, with folders exchanged in one step.
///
/// The client is complete and compiles whenever the process ends.
///
/// # Errors
///
/// Returns an error as [`sync`] does. If the exchange fails, the folder is replaced by two renames instead.
pub fn sync_with(
    exchange: Exchange,
    dir: &Path,
    files: &FileSet,
    mode: Mode,
    header: &str,
) -> Result<Changes, DiskError> {
    let target = Target { dir, files, mtime: None, exchange: Some(exchange) };
    sync_target(target, mode, header)
}

fn sync_target(target: Target<'_>, mode: Mode, header: &str) -> Result<Changes, DiskError> {
    let Target { dir, files, .. } = target;
    if mode != Mode::Check {
        recover(dir, files);
    }
    check_folder(dir)?;
    let header = without_marks(header);
    let mut found = Found::default();
    look_into(dir, "", &mut found)?;
    let mut changes = Changes::default();
    let ours = mode == Mode::Repair && bears_any(dir, files, &found, header)?;
    for (path, text) in files.iter() {
        let same = found.files.contains(path) && equals(&dir.join(path), text)?;
        if same {
            changes.unchanged.push(path.to_owned());
        } else {
            check_place(dir, path, (!ours).then_some(header))?;
            changes.written.push(path.to_owned());
        }
    }
    for path in &found.files {
        if files.get(path).is_none() && bears(&dir.join(path), header)? {
            changes.deleted.push(path.clone());
        }
    }
    if mode != Mode::Check {
        for path in &found.leftovers {
            // Errors are ignored: another run may have removed the file, and an up-to-date folder may be read-only.
            let _ = fs::remove_file(dir.join(path));
        }
        write::apply(target, &changes)?;
    }
    Ok(changes)
}

/// Restores folders that a killed run was replacing: the folder itself, and its subfolders.
fn recover(dir: &Path, files: &FileSet) {
    swap::recover(dir);
    let folders: BTreeSet<_> =
        files.paths().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    folders.into_iter().for_each(|folder| swap::recover(&dir.join(folder)));
}

/// Returns `true` if a file exists whose first line does not have the header: a person wrote it.
pub fn is_by_hand(path: &Path, header: &str) -> bool {
    bears(path, without_marks(header)).is_ok_and(|bears| !bears)
}

/// Replaces the texts of files in a set by those of the files in a folder, where these exist.
pub fn keep_existing(dir: &Path, files: &mut FileSet, paths: &[&str]) {
    for path in paths {
        if let Ok(text) = fs::read_to_string(dir.join(path))
            && files.get(path).is_some()
        {
            files.replace(path, text);
        }
    }
}

/// Replaces a folder, with everything in it, by copies of the files.
///
/// # Errors
///
/// Returns an error if the system refuses a change.
pub fn replace_folder(dir: &Path, files: &FileSet) -> io::Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    for (path, text) in files.iter() {
        let place = dir.join(path);
        fs::create_dir_all(place.parent().unwrap_or(dir))?;
        file::write_new(&place, text, None)?;
    }
    Ok(())
}

/// Returns the contents of a file.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

/// Writes a file, complete or not at all, and the folders above it.
pub(crate) fn replace(path: &Path, parts: &[&str]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    let (prefix, suffix) = TEMPORARY;
    let temporary = path.with_file_name(format!("{prefix}{}{suffix}", std::process::id()));
    file::write_new(&temporary, &parts.concat(), None)?;
    fs::rename(&temporary, path)
}

/// Returns the size and the modification time of a file as text.
pub(crate) fn stamp(path: &Path) -> io::Result<String> {
    let metadata = fs::metadata(path)?;
    let modified = metadata.modified()?.duration_since(SystemTime::UNIX_EPOCH);
    Ok(format!("{} {}", metadata.len(), modified.unwrap_or_default().as_nanos()))
}

/// Returns `true` if each file of a set is in a folder with the same contents.
pub(crate) fn holds(dir: &Path, files: &FileSet) -> bool {
    files.iter().all(|(path, text)| read(&dir.join(path)).is_ok_and(|read| read == text))
}

/// Returns `true` if one of the set's files exists and bears the header.
fn bears_any(dir: &Path, files: &FileSet, found: &Found, header: &str) -> Result<bool, DiskError> {
    for path in files.paths().filter(|path| found.files.contains(*path)) {
        if bears(&dir.join(path), header)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The files in a folder, by relative path.
#[derive(Default)]
struct Found {
    files: BTreeSet<String>,
    /// Temporary files of runs that were killed.
    leftovers: Vec<String>,
}

/// Refuses a path that is not a folder, and a link that does not lead to a folder below the link's parent.
fn check_folder(dir: &Path) -> Result<(), DiskError> {
    let metadata = match fs::symlink_metadata(dir) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refused(dir, "cannot be looked at", &error)),
    };
    if metadata.is_symlink() {
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = fs::canonicalize(parent.unwrap_or(Path::new(".")));
        let inside = match (fs::canonicalize(dir), parent) {
            (Ok(real), Ok(parent)) => real.starts_with(&parent) && real != parent && real.is_dir(),
            _ => false,
        };
        if !inside {
            return Err(DiskError {
                path: dir.to_owned(),
                cause: "is a link that does not lead to a folder beside it".to_owned(),
                help: "replace it with a folder, or give the folder that it leads to".to_owned(),
            });
        }
    } else if !metadata.is_dir() {
        return Err(in_the_way(dir, "is not a folder"));
    }
    Ok(())
}

/// Collects the files below a folder. Links are left out, because a generated file is never a link.
fn look_into(dir: &Path, below: &str, found: &mut Found) -> Result<(), DiskError> {
    let folder = dir.join(below);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refused(&folder, "cannot be listed", &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| refused(&folder, "cannot be listed", &error))?;
        let kind = entry
            .file_type()
            .map_err(|error| refused(&entry.path(), "cannot be looked at", &error))?;
        // A generated file has a UTF-8 name.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if kind.is_dir() {
            let skipped = name.starts_with('.') || entry.path().join("CACHEDIR.TAG").exists();
            if !skipped {
                look_into(dir, &path, found)?;
            }
        } else if kind.is_file() && name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1) {
            found.leftovers.push(path);
        } else if kind.is_file() {
            found.files.insert(path);
        }
    }
    Ok(())
}

/// Refuses to write a file if a link or a file is on the way to it. Refuses it too if a folder, a link, or a file without
/// the expected header is in its place. An empty file may be overwritten.
fn check_place(dir: &Path, path: &str, header: Option<&str>) -> Result<(), DiskError> {
    let mut place = dir.to_owned();
    let mut steps =
        Path::new(path).components().filter(|step| matches!(step, Component::Normal(_))).peekable();
    while let Some(step) = steps.next() {
        place.push(step);
        let metadata = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(refused(&place, "cannot be looked at", &error)),
        };
        let is_last = steps.peek().is_none();
        if metadata.is_symlink() {
            return Err(in_the_way(&place, "is a link"));
        } else if metadata.is_dir() && is_last {
            return Err(in_the_way(&place, "is a folder where a file is to be written"));
        } else if !metadata.is_dir() && !is_last {
            return Err(in_the_way(&place, "is a file where a folder is needed"));
        } else if let Some(header) = header.filter(|_| is_last && metadata.len() > 0)
            && !bears(&place, header)?
        {
            return Err(DiskError {
                path: place,
                cause: format!("does not begin with `{header}`, so it is not overwritten"),
                help: "if it was generated, delete it and generate again; if not, move it"
                    .to_owned(),
            });
        }
    }
    Ok(())
}

/// Returns `true` if a file holds this text; line endings do not count.
fn equals(path: &Path, text: &str) -> Result<bool, DiskError> {
    let bytes = fs::read(path).map_err(|error| refused(path, "cannot be read", &error))?;
    if bytes == text.as_bytes() {
        return Ok(true);
    }
    let Ok(present) = String::from_utf8(bytes) else {
        return Ok(false);
    };
    Ok(present.replace("\r\n", "\n") == text.replace("\r\n", "\n"))
}

/// Returns `true` if a file's first line starts with the header, which has no comment markers any more.
fn bears(path: &Path, header: &str) -> Result<bool, DiskError> {
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(header.len() as u64 + 64).read_to_end(&mut start))
        .map_err(|error| refused(path, "cannot be read", &error))?;
    let start = String::from_utf8_lossy(&start);
    let first = start.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    Ok(!header.is_empty() && without_marks(first).starts_with(header))
}

fn without_marks(line: &str) -> &str {
    // JSON has no comments, so that the header is a member `//` in the first line.
    let line = line.strip_prefix("{\"//\": \"").unwrap_or(line);
    line.trim_start_matches(['/', '#', '<', '!', '-', ';', '*', ' ']).trim_end()
}

fn in_the_way(path: &Path, cause: &str) -> DiskError {
    let help = "move it away, or choose another folder".to_owned();
    DiskError { path: path.to_owned(), cause: cause.to_owned(), help }
}

/// An error of the system.
fn refused(path: &Path, what: &str, error: &io::Error) -> DiskError {
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied => "make it and its folder writable for you",
        io::ErrorKind::ReadOnlyFilesystem => {
            "generate where files can be written, and commit the result"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room and run again",
        io::ErrorKind::NotADirectory => "move away the file that stands where a folder is needed",
        _ => "run again once the system allows it",
    };
    let cause = format!("{what}: {error}");
    DiskError { path: path.to_owned(), cause, help: help.to_owned() }
}
