//! The settings of a client, which a description cannot or should not contain: the selected operations, names, and
//! derives.
//!
//! Settings come from `specwright.toml`, from options of the command, or from a build script. They never change the
//! description. A report about a setting refers to its line in `specwright.toml`.

mod crates;
mod filters;
mod marks;
mod own_types;
mod pattern;
mod problems;
mod rename;
mod select;
mod types;

pub use crates::OwnDependency;
pub use filters::{Candidate, Filters, Texts};
pub use marks::{Extension, Mark, Marks};
pub use own_types::{Conversion, OwnType, OwnTypes, component_name, is_type_path};
pub use pattern::{Captures, captures};
pub use problems::{
    mixed_forms, rename_collision, rename_matches_nothing, type_matches_nothing, unfit_type,
    wrong_name, wrong_type_path,
};
pub use rename::{Rename, Renames, new_name};
pub use select::{Select, Selection};
pub use types::{Extra, Extras, ItemKind, Target};

use crate::source::{FileId, Location, Pointer};

/// The settings of a client.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The operations of the client.
    pub select: Select,
    /// The names that replace those from the description.
    pub rename: Renames,
    /// The extensions that the description lacks.
    pub marks: Vec<Mark>,
    /// Derives and attributes of one's own.
    pub extras: Extras,
    /// Types of one's own in the place of schemas and formats.
    pub own_types: OwnTypes,
    /// Dependencies of one's own.
    pub dependencies: Vec<OwnDependency>,
    /// `true` if a pattern that matches nothing is ignored, because the description is another version of the one that the
    /// settings were written for.
    pub is_lenient: bool,
}

/// The codes of reports about patterns that match nothing.
const STALE: [&str; 4] = [
    "mark-matches-nothing",
    "rename-matches-nothing",
    "selection-matches-nothing",
    "types-match-nothing",
];

impl Settings {
    /// Returns `true` if reports of the code are kept. Lenient settings ignore patterns that match nothing.
    pub fn reports(&self, code: &str) -> bool {
        !self.is_lenient || !STALE.contains(&code)
    }
}

/// A pattern that addresses a part of the description. A `*` in it stands for any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The pattern.
    pub pattern: String,
    /// The place in the settings file. `None` for an option of the command or a method of a build script.
    pub place: Option<Pointer>,
}

impl Rule {
    /// Returns the location in the settings file.
    pub fn location(&self, file: Option<&FileId>) -> Option<Location> {
        Some(Location { file: file?.clone(), pointer: self.place.clone()? })
    }

    /// Returns `true` if the pattern matches the text.
    pub fn matches(&self, text: &str) -> bool {
        captures(&self.pattern, text).is_some()
    }
}

impl<T: Into<String>> From<T> for Rule {
    fn from(pattern: T) -> Self {
        Self { pattern: pattern.into(), place: None }
    }
}
