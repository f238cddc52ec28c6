//! A set of files in memory, by path.

use std::collections::{BTreeMap, btree_map};
use std::fmt;

/// The contents of files by their relative path, whose parts are separated by `/`. The files are sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet(BTreeMap<String, String>);

impl FileSet {
    /// Creates an empty set.
    pub fn new() -> FileSet {
        FileSet::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the path is absolute, not plain (see [`PathError::NotPlain`]), or already in the set. It is
    /// an error and not a panic because names in a path may come from a description.
    pub fn insert(
        &mut self,
        path: impl Into<String>,
        text: impl Into<String>,
    ) -> Result<(), PathError> {
        let path = path.into();
        let plain = |step: &str| {
            !matches!(step, "" | "." | "..")
                && !step.contains(['\\', ':'])
                && !step.contains(char::is_control)
        };
        if !path.split('/').all(plain) {
            return Err(PathError::NotPlain { path });
        }
        if self.0.contains_key(&path) {
            return Err(PathError::Taken { path });
        }
        self.0.insert(path, text.into());
        Ok(())
    }

    /// Replaces the contents of a file that is in the set.
    pub fn replace(&mut self, path: &str, text: String) {
        if let Some(contents) = self.0.get_mut(path) {
            *contents = text;
        }
    }

    /// Removes a file, and returns its contents.
    pub fn remove(&mut self, path: &str) -> Option<String> {
        self.0.remove(path)
    }

    /// Returns the contents of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Returns the paths and contents, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns the paths in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for FileSet {
    type Item = (String, String);
    type IntoIter = btree_map::IntoIter<String, String>;

    /// Returns the paths and contents, sorted by path.
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The reason why a path cannot be in a [`FileSet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// The path is absolute, or a part of it is empty, `.` or `..`, or has a backslash, a colon or a control character.
    NotPlain {
        /// The path.
        path: String,
    },
    /// The path is already in the set.
    Taken {
        /// The path.
        path: String,
    },
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathError::NotPlain { path } => write!(f, "{path:?} is no plain relative path"),
            PathError::Taken { path } => write!(f, "{path:?} is in the set twice"),
        }
    }
}

impl std::error::Error for PathError {}
