//! Replaces a folder that holds nothing but generated files by a new one, in two renames: whoever looks sees the old
//! client or the new one, and never parts of both.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::write::write_new;
use super::{Changes, FileSet, TEMPORARY};

/// What the new folder is called while it is made beside the other: `.specwright-<process>-<folder>-new`.
const NEW: &str = "-new";

/// What the old one is called until it is gone.
const OLD: &str = "-old";

/// Replaces the folder, if it holds nothing that is not in the set or was; `false` if it does, or if the system does not let
/// it be done so. Then nothing has changed.
pub(super) fn swap(
    dir: &Path,
    files: &FileSet,
    changes: &Changes,
    mtime: Option<SystemTime>,
) -> bool {
    // One file is replaced in one step as it is.
    if changes.written.len() + changes.deleted.len() < 2 {
        return false;
    }
    let known = [&changes.written, &changes.unchanged, &changes.deleted];
    let known: BTreeSet<&str> = known.into_iter().flatten().map(String::as_str).collect();
    if !matches!(fs::symlink_metadata(dir), Ok(metadata) if metadata.is_dir())
        || !holds_only(dir, "", &known)
    {
        return false;
    }
    let (Some(new), Some(old)) = (beside(dir, NEW), beside(dir, OLD)) else {
        return false;
    };
    let made = make(dir, &new, files, changes, mtime);
    if made.is_err() || fs::rename(dir, &old).is_err() {
        let _ = fs::remove_dir_all(&new);
        return false;
    }
    let swapped = fs::rename(&new, dir).is_ok();
    if !swapped {
        // Back to what it was; if another run was faster, its folder stays.
        let _ = fs::rename(&old, dir);
        let _ = fs::remove_dir_all(&new);
    }
    let _ = fs::remove_dir_all(&old);
    swapped
}

/// Mends what a run left that was killed: between the two renames, the folder itself is missing.
pub(super) fn mend(dir: &Path) {
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

/// Whether a folder holds these files, temporary ones of ours, and nothing else.
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

/// Makes the new folder: what differs is written, what does not is the same file by another name.
fn make(
    dir: &Path,
    new: &Path,
    files: &FileSet,
    changes: &Changes,
    mtime: Option<SystemTime>,
) -> io::Result<()> {
    fs::create_dir(new)?;
    let folder_of = |path: &str| fs::create_dir_all(new.join(path).parent().unwrap_or(new));
    for path in &changes.unchanged {
        folder_of(path)?;
        fs::hard_link(dir.join(path), new.join(path))?;
    }
    for path in &changes.written {
        folder_of(path)?;
        write_new(&new.join(path), files.get(path).unwrap_or_default(), mtime)?;
    }
    Ok(())
}
