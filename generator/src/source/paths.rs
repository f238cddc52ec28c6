//! Paths of the files of a description.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Returns a path in a folder, without `..` behind the name of a folder. A symbolic link keeps the `..`, because its parent is
/// another folder.
pub fn joined(folder: &Path, path: &str) -> PathBuf {
    let mut joined = folder.to_owned();
    for step in Path::new(path).components() {
        let is_link = || fs::symlink_metadata(&joined).is_ok_and(|data| data.is_symlink());
        let is_named = joined.file_name().is_some();
        match step {
            Component::CurDir => {}
            Component::ParentDir if is_named && !is_link() => drop(joined.pop()),
            step => joined.push(step),
        }
    }
    if joined.as_os_str().is_empty() { PathBuf::from(".") } else { joined }
}

/// Returns a path without the components of `end`, or `None` if it does not end with them.
pub(super) fn without_end(path: &Path, end: &Path) -> Option<PathBuf> {
    let mut path = path.to_owned();
    for step in end.iter().rev() {
        if path.file_name() != Some(step) || !path.pop() {
            return None;
        }
    }
    Some(path)
}

/// Returns `true` if a file holds text for people, by the end of its name.
pub(super) fn is_prose(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    ["md", "markdown", "mdx", "txt", "rst", "html"].iter().any(|it| end.eq_ignore_ascii_case(it))
}
