//! Puts files into their places, so that each is whole whenever the process ends.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Changes, DiskError, FileSet, TEMPORARY, refused};

/// How often a file is written again when its temporary file was taken away by another run's clean-up.
const ATTEMPTS: usize = 3;

/// Writes and deletes: first every text beside its place, so that a disk that is full leaves the folder as it was, then
/// one rename after the other, so that a run that is killed rarely leaves old and new together.
pub(super) fn apply(
    dir: &Path,
    files: &FileSet,
    changes: &Changes,
    mtime: Option<SystemTime>,
) -> Result<(), DiskError> {
    let mut order: Vec<&String> = changes.written.iter().collect();
    order.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
    let mut ready = Vec::new();
    for (number, path) in order.into_iter().enumerate() {
        let pending = Pending::new(dir, path, files.get(path).unwrap_or_default(), number);
        let written = pending.write(mtime);
        ready.push(pending);
        if let Err(error) = written {
            ready.iter().for_each(Pending::discard);
            return Err(error);
        }
    }
    for (done, pending) in ready.iter().enumerate() {
        if let Err(error) = pending.put(mtime) {
            ready.iter().skip(done).for_each(Pending::discard);
            return Err(error);
        }
    }
    for path in &changes.deleted {
        let place = dir.join(path);
        match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(refused(&place, "cannot be deleted", &error));
            }
            _ => remove_empty(dir, path),
        }
    }
    Ok(())
}

/// A file that is to be written by way of a temporary one.
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

    /// Writes the text beside its place.
    fn write(&self, mtime: Option<SystemTime>) -> Result<(), DiskError> {
        let folder = self.place.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder).map_err(|error| refused(folder, "cannot be created", &error))?;
        write_new(&self.temporary, self.text, mtime)
            .map_err(|error| refused(&self.place, "cannot be written", &error))
    }

    /// Puts the text into its place.
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

    /// Takes the temporary file away, and the folders that were made for it.
    fn discard(&self) {
        // It is in the way of nothing, and the next run tries again.
        let _ = fs::remove_file(&self.temporary);
        remove_empty(self.dir, self.path);
    }
}

/// Writes a file that is not there: a link in its place is not followed.
fn write_new(path: &Path, text: &str, mtime: Option<SystemTime>) -> io::Result<()> {
    let open = || File::options().write(true).create_new(true).open(path);
    let mut file = match open() {
        // What a killed run of the same number left there, or what somebody put there to be followed.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            open()?
        }
        opened => opened?,
    };
    file.write_all(text.as_bytes())?;
    match mtime {
        Some(time) => file.set_modified(time),
        None => Ok(()),
    }
}

/// Removes the folders on the way to a deleted file that are empty now, the inner ones first.
fn remove_empty(dir: &Path, path: &str) {
    let mut below = path;
    while let Some((folder, _)) = below.rsplit_once('/') {
        // A folder that is not empty is refused by the system, and then its parent is not empty either.
        if fs::remove_dir(dir.join(folder)).is_err() {
            return;
        }
        below = folder;
    }
}
