//! Replaces a folder of generated files by a new one. A reader sees the old client or the new one, never parts of both.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::file::{Target, write_new};
use super::{Changes, Exchange, TEMPORARY};

/// The suffix of the new folder while it is made beside the other: `.specwright-<process>-<folder>-new`.
const NEW: &str = "-new";

/// The suffix of the old folder until it is deleted.
const OLD: &str = "-old";

/// A new folder, ready beside its place or the one that it replaces.
pub(super) struct Swap {
    /// The folder's path within the client's folder, with a `/` at its end; empty for the client's own.
    below: String,
    /// `true` if there is no folder to replace.
    is_first: bool,
    place: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl Swap {
    /// Makes the new folder. Returns `None`, with nothing changed, if:
    ///
    /// * the present folder holds a file that is not generated;
    /// * fewer than two files change, because one rename is enough for them;
    /// * the system refuses.
    pub(super) fn prepare(target: Target<'_>, below: &str, changes: &Changes) -> Option<Self> {
        let changed = [&changes.written, &changes.deleted].into_iter().flatten();
        if changed.filter(|path| path.starts_with(below)).count() < 2 {
            return None;
        }
        let known = [&changes.written, &changes.unchanged, &changes.deleted];
        let known: BTreeSet<&str> = known.into_iter().flatten().map(String::as_str).collect();
        let path = below.trim_end_matches('/');
        let place = if path.is_empty() { target.dir.to_owned() } else { target.dir.join(path) };
        let is_first = match fs::symlink_metadata(&place) {
            Ok(metadata) if metadata.is_dir() && holds_only(target.dir, path, &known) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(place.parent()?).ok()?;
                true
            }
            _ => return None,
        };
        let (new, old) = (beside(&place, NEW)?, beside(&place, OLD)?);
        let swap = Self { below: below.to_owned(), is_first, place, new, old };
        swap.make(target, changes).ok()?;
        Some(swap)
    }

    /// Returns `true` if this path of the client is below the folder that is replaced.
    pub(super) fn holds(&self, path: &str) -> bool {
        path.starts_with(&self.below)
    }

    /// Puts the new folder in place: by one rename if it replaces none, by `exchange` if that works, otherwise by two renames,
    /// between which the folder is missing. Returns `false`, with nothing changed, if the system refuses.
    pub(super) fn commit(&self, exchange: Option<Exchange>) -> bool {
        if self.is_first {
            return fs::rename(&self.new, &self.place).is_ok();
        }
        // The exchanged old folder is at the path `new`, so that `drop` deletes it.
        if exchange.is_some_and(|exchange| exchange(&self.new, &self.place).is_ok()) {
            return true;
        }
        if fs::rename(&self.place, &self.old).is_err() {
            return false;
        }
        let swapped = fs::rename(&self.new, &self.place).is_ok();
        if !swapped {
            // Restores the old folder. If another run put its folder there first, that one stays.
            let _ = fs::rename(&self.old, &self.place);
        }
        let _ = fs::remove_dir_all(&self.old);
        swapped
    }

    /// Makes the new folder: changed files are written, and unchanged files are hard links to the present ones.
    fn make(&self, target: Target<'_>, changes: &Changes) -> io::Result<()> {
        fs::create_dir(&self.new)?;
        let mut made = BTreeSet::new();
        let mut place = |path: &str| {
            let place = self.new.join(path);
            let folder = place.parent().unwrap_or(&self.new);
            if made.insert(folder.to_owned()) {
                fs::create_dir_all(folder)?;
            }
            io::Result::Ok(place)
        };
        for path in changes.unchanged.iter().filter_map(|path| path.strip_prefix(&self.below)) {
            fs::hard_link(self.place.join(path), place(path)?)?;
        }
        for path in &changes.written {
            if let Some(inside) = path.strip_prefix(&self.below) {
                let text = target.files.get(path).unwrap_or_default();
                write_new(&place(inside)?, text, target.mtime)?;
            }
        }
        Ok(())
    }
}

impl Drop for Swap {
    /// Deletes the folder at the path `new`: the old one after an exchange, an unused one otherwise.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.new);
    }
}

/// Restores a folder that a killed run renamed, and deletes folders that it left beside it.
pub(super) fn recover(dir: &Path) {
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    let entries = fs::read_dir(parent.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let Some(folder) = dir.file_name().and_then(|name| name.to_str()) else { return };
    let is_left = |name: &str| {
        let process = name.strip_prefix(TEMPORARY.0).unwrap_or_default();
        let process = [NEW, OLD].iter().find_map(|suffix| process.strip_suffix(suffix));
        let process = process.and_then(|process| process.strip_suffix(folder)?.strip_suffix('-'));
        process.is_some_and(|process| {
            !process.is_empty() && process.chars().all(|char| char.is_ascii_digit())
        })
    };
    for entry in entries {
        let name = entry.file_name();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let Some(name) = name.to_str().filter(|name| is_folder && is_left(name)) else {
            continue;
        };
        let restored = name.ends_with(OLD)
            && fs::symlink_metadata(dir).is_err()
            && fs::rename(entry.path(), dir).is_ok();
        if !restored {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Returns `true` if a folder holds only these files and temporary ones.
fn holds_only(dir: &Path, below: &str, known: &BTreeSet<&str>) -> bool {
    let Ok(mut entries) = fs::read_dir(dir.join(below)) else {
        return false;
    };
    entries.all(|entry| {
        let Ok(entry) = entry else { return false };
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else {
            return false;
        };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let is_temporary = name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1);
        match kind.is_dir() {
            true => holds_only(dir, &path, known),
            false => kind.is_file() && (is_temporary || known.contains(path.as_str())),
        }
    })
}

fn beside(dir: &Path, suffix: &str) -> Option<PathBuf> {
    let folder = dir.file_name()?.to_str()?;
    let process = std::process::id();
    Some(dir.with_file_name(format!("{}{process}-{folder}{suffix}", TEMPORARY.0)))
}
