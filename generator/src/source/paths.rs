//! Paths of the files of a description.

use std::path::{Path, PathBuf};

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
