//! One file, and the folder that it is written for.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use super::{Exchange, FileSet};

/// How a folder is made equal to a set.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) dir: &'a Path,
    pub(super) files: &'a FileSet,
    pub(super) mtime: Option<SystemTime>,
    pub(super) exchange: Option<Exchange>,
}

/// Writes a file that is not there: a link in its place is not followed.
pub(super) fn write_new(path: &Path, text: &str, mtime: Option<SystemTime>) -> io::Result<()> {
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
