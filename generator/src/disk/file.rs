//! Writes one file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use super::{Exchange, FileSet};

/// A folder, and the files that it will hold.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) dir: &'a Path,
    pub(super) files: &'a FileSet,
    pub(super) mtime: Option<SystemTime>,
    pub(super) exchange: Option<Exchange>,
}

/// Creates a file. An existing file or link at the path is removed first, so that no link is followed.
pub(super) fn write_new(path: &Path, text: &str, mtime: Option<SystemTime>) -> io::Result<()> {
    let open = || File::options().write(true).create_new(true).open(path);
    let mut file = match open() {
        // A killed run with the same process id left a file there, or someone placed a link.
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
