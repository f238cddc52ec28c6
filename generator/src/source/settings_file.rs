//! A settings file: its tree, with the position of each key and value.

use std::ops::Range;
use std::path::PathBuf;
use std::time::SystemTime;

use super::{File, FileId, Location, Part, Pointer, Position, Source, Spans, Value};
use crate::report::{Lines, Places};

/// A file of settings, which reports can refer to as they refer to the description.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// The path as it was given.
    pub path: PathBuf,
    /// The text.
    pub text: String,
    /// The tree.
    pub root: Value,
    /// The bytes of the key and the value of each node.
    pub spans: Spans,
    /// The modification time.
    pub modified: Option<SystemTime>,
}

impl SettingsFile {
    /// Returns the location of a node, for reports that are rendered with this file alone.
    pub fn location(&self, pointer: &Pointer) -> Location {
        Location { file: self.id(0), pointer: pointer.clone() }
    }

    fn id(&self, index: usize) -> FileId {
        FileId::new(index, &self.path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
    }
}

impl Places for SettingsFile {
    fn text(&self, _: &FileId) -> &str {
        &self.text
    }

    fn position(&self, location: &Location, part: Part) -> Option<Position> {
        let (key, value) = self.spans.get(&location.pointer)?;
        let bytes = if part == Part::Key { key } else { value };
        Some(self.position_of(&location.file, bytes.clone()))
    }

    fn position_of(&self, _: &FileId, bytes: Range<usize>) -> Position {
        Lines::of(&self.text).position(&self.text, bytes)
    }
}

impl Source {
    /// Adds the settings file to the files of the description. It is an input like the others, but no reference leads
    /// to it.
    pub fn add_settings(&mut self, settings: &SettingsFile) {
        let id = settings.id(self.files.len());
        self.files.push(File {
            text: settings.text.clone(),
            readable: true,
            root: settings.root.clone(),
            modified: settings.modified,
            settings: Some(settings.spans.clone()),
            ..File::new(id, settings.path.clone(), String::new())
        });
    }

    /// Returns the settings file.
    pub fn settings_file(&self) -> Option<&FileId> {
        self.files.iter().find(|file| file.settings.is_some()).map(|file| &file.id)
    }
}
