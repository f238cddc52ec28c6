//! Writes files so that each one is complete, old or new, whenever the process ends.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::file::{Target, write_new};
use super::manifest::of_both;
use super::swap::Swap;
use super::{Changes, DiskError, TEMPORARY, refused};

/// The number of attempts to write a file whose temporary file another run deletes.
const ATTEMPTS: usize = 3;

/// The manifest of a crate. The sources do not compile without the dependencies and features that it lists.
const MANIFEST: &str = "Cargo.toml";

/// The index of a crate, which repeats its manifest. As long as it is the old one, the next run recognises the manifest of both
/// versions as generated.
const INDEX: &str = "specwright.json";

/// Writes the changed files and deletes the others.
///
/// Everything is first written beside its place, so that a full disk leaves the folder unchanged. Then the parts are
/// put in place in this order: a manifest for both versions, whole folders, single files, the new manifest. So the
/// client compiles whenever the run is killed between two steps.
pub(super) fn apply(target: Target<'_>, changes: &Changes) -> Result<(), DiskError> {
    if Swap::prepare(target, "", changes).is_some_and(|whole| whole.commit(target.exchange)) {
        return Ok(());
    }
    let folders = changed_folders(changes);
    let swaps = folders.iter().filter_map(|folder| Swap::prepare(target, folder, changes));
    let swaps: Vec<_> = swaps.collect();
    let swapped = |path: &str| swaps.iter().any(|swap| swap.holds(path));
    let both = manifest_of_both(target, changes);
    let first: Vec<_> = both.iter().map(|both| (MANIFEST, both.as_str())).collect();
    let mut last = texts(target, changes, &|path| !swapped(path));
    last.retain(|(path, text)| *path != MANIFEST || both.as_deref() != Some(*text));
    let first = write_beside(target, &first, 0)?;
    let last = write_beside(target, &last, first.len())?;
    put(target, &first)?;
    for swap in &swaps {
        if !swap.commit(target.exchange) {
            let texts = texts(target, changes, &|path| swap.holds(path));
            put(target, &write_beside(target, &texts, first.len() + last.len())?)?;
            delete(target, changes, &|path| swap.holds(path))?;
        }
    }
    put(target, &last)?;
    delete(target, changes, &|path| !swapped(path))
}

/// Returns the top folders in which a file changes, each with a `/` at its end.
fn changed_folders(changes: &Changes) -> BTreeSet<String> {
    let changed = [&changes.written, &changes.deleted].into_iter().flatten();
    changed.filter_map(|path| Some(format!("{}/", path.split_once('/')?.0))).collect()
}

/// Returns the manifest for the old and the new sources, if the crate's manifest changes.
fn manifest_of_both(target: Target<'_>, changes: &Changes) -> Option<String> {
    let new = target.files.get(MANIFEST)?;
    let changes = changes.written.iter().any(|path| path == MANIFEST);
    let old = fs::read_to_string(target.dir.join(MANIFEST)).unwrap_or_default();
    changes.then(|| of_both(&old, new))
}

/// Returns the files to write among the wanted paths: deeper files before those that declare them as modules, the
/// manifest and then the index last.
fn texts<'a>(
    target: Target<'a>,
    changes: &'a Changes,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<(&'a str, &'a str)> {
    let written = changes.written.iter().map(String::as_str).filter(|path| wanted(path));
    let texts = written.map(|path| (path, target.files.get(path).unwrap_or_default()));
    let mut texts: Vec<_> = texts.collect();
    texts.sort_by_key(|(path, _)| {
        let is_last = (*path == INDEX, *path == MANIFEST);
        (is_last, Reverse(path.matches('/').count()))
    });
    texts
}

/// Writes files beside their places. If one fails, all of them are deleted.
fn write_beside<'a>(
    target: Target<'a>,
    texts: &[(&'a str, &'a str)],
    known: usize,
) -> Result<Vec<Pending<'a>>, DiskError> {
    let mut ready = Vec::new();
    for (number, (path, text)) in texts.iter().enumerate() {
        let pending = Pending::new(target.dir, path, text, known + number);
        pending.write(target.mtime)?;
        ready.push(pending);
    }
    Ok(ready)
}

fn put(target: Target<'_>, ready: &[Pending<'_>]) -> Result<(), DiskError> {
    ready.iter().try_for_each(|pending| pending.put(target.mtime))
}

fn delete(
    target: Target<'_>,
    changes: &Changes,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(), DiskError> {
    for path in changes.deleted.iter().filter(|path| wanted(path)) {
        let place = target.dir.join(path);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(refused(&place, "cannot be deleted", &error));
            }
            _ => remove_empty(target.dir, path),
        }
    }
    Ok(())
}

/// A file that is written to a temporary file first.
struct Pending<'a> {
    dir: &'a Path,
    path: &'a str,
    text: &'a str,
    place: PathBuf,
    temporary: PathBuf,
}

impl<'a> Pending<'a> {
    fn new(dir: &'a Path, path: &'a str, text: &'a str, number: usize) -> Self {
        let place = dir.join(path);
        let (prefix, suffix) = TEMPORARY;
        let name = format!("{prefix}{}-{number}{suffix}", std::process::id());
        Self { dir, path, text, temporary: place.with_file_name(name), place }
    }

    /// Writes the temporary file.
    fn write(&self, mtime: Option<SystemTime>) -> Result<(), DiskError> {
        let folder = self.place.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder).map_err(|error| refused(folder, "cannot be created", &error))?;
        write_new(&self.temporary, self.text, mtime)
            .map_err(|error| refused(&self.place, "cannot be written", &error))
    }

    /// Renames the temporary file to its place. Writes it again if another run deleted it.
    fn put(&self, mtime: Option<SystemTime>) -> Result<(), DiskError> {
        let mut attempt = 1;
        loop {
            match fs::rename(&self.temporary, &self.place) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::NotFound && attempt < ATTEMPTS => {
                    attempt += 1;
                    self.write(mtime)?;
                }
                Err(error) => return Err(refused(&self.place, "cannot be written", &error)),
            }
        }
    }
}

impl Drop for Pending<'_> {
    /// Deletes the temporary file if it was not renamed, and the folders that were made for it.
    fn drop(&mut self) {
        // An error is ignored, because a temporary file is harmless and the next run deletes it.
        let _ = fs::remove_file(&self.temporary);
        remove_empty(self.dir, self.path);
    }
}

/// Removes the empty folders on the way to a deleted file, from the innermost outwards.
fn remove_empty(dir: &Path, path: &str) {
    let mut below = path;
    while let Some((folder, _)) = below.rsplit_once('/') {
        // The system refuses to remove a folder that is not empty, and then its parents are not empty either.
        if fs::remove_dir(dir.join(folder)).is_err() {
            return;
        }
        below = folder;
    }
}
