//! A set of files that is to be written: texts by their path.

use std::collections::BTreeMap;
use std::fmt;

/// Texts by their relative path with `/` between its parts, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet(BTreeMap<String, String>);

impl FileSet {
    /// A set without files.
    pub fn new() -> FileSet {
        FileSet::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// If the path is not relative and plain, or is taken. A path comes from a program, not from a
    /// user, so this is a mistake of the program; it is an error rather than a panic since names in
    /// a path may come from a description.
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

    /// A file's text.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Paths and texts in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The paths in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a path cannot be in a [`FileSet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It is absolute, or a part of it is empty, `.`, `..`, or has a backslash, a colon or a
    /// control character.
    NotPlain {
        /// The path.
        path: String,
    },
    /// It is in the set already.
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
