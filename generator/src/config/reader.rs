//! Reads the values of settings: gives each its type, or reports it at its place.

use std::path::{Path, PathBuf};

use super::problems;
use crate::report::Reports;
use crate::settings::{Rename, Rule};
use crate::source::{Location, Object, Pointer, SettingsFile, Value, joined};

/// A reader of a settings file.
pub(super) struct Reader<'f> {
    file: &'f SettingsFile,
    /// The problems so far.
    pub(super) reports: Reports,
}

/// A table of the file.
#[derive(Clone)]
pub(super) struct Table<'f> {
    /// The members.
    pub(super) object: &'f Object,
    /// The pointer to the table.
    pub(super) pointer: Pointer,
}

impl<'f> Reader<'f> {
    pub(super) fn new(file: &'f SettingsFile) -> Self {
        Self { file, reports: Reports::new() }
    }

    pub(super) fn at(&self, pointer: &Pointer) -> Location {
        self.file.location(pointer)
    }

    /// Reports the keys that a table does not have. `name` is its name in the file.
    pub(super) fn check(&mut self, table: &Table<'_>, name: &str, known: &[&str]) {
        for (key, _) in table.object.iter().filter(|(key, _)| !known.contains(key)) {
            let at = self.at(&table.pointer.key(key));
            self.reports.push(problems::unknown_setting(&at, key, name, known));
        }
    }

    /// Reads a table. Without it, returns `None`.
    pub(super) fn table(&mut self, parent: &Table<'f>, key: &str) -> Option<Table<'f>> {
        let pointer = parent.pointer.key(key);
        match parent.object.get(key)? {
            Value::Object(object) => Some(Table { object, pointer }),
            other => self.wrong(&pointer, key, "a table", other),
        }
    }

    /// Reads an array of tables.
    pub(super) fn tables(&mut self, parent: &Table<'f>, key: &str) -> Vec<Table<'f>> {
        let mut tables = Vec::new();
        for (index, item) in self.array(parent, key, "an array of tables").iter().enumerate() {
            let pointer = parent.pointer.key(key).index(index);
            match item {
                Value::Object(object) => tables.push(Table { object, pointer }),
                other => {
                    self.wrong::<()>(&pointer, key, "an array of tables", other);
                }
            }
        }
        tables
    }

    pub(super) fn text(&mut self, table: &Table<'f>, key: &str) -> Option<&'f str> {
        match table.object.get(key)? {
            Value::String(text) => Some(text),
            other => self.wrong(&table.pointer.key(key), key, "a string", other),
        }
    }

    pub(super) fn owned(&mut self, table: &Table<'f>, key: &str) -> Option<String> {
        self.text(table, key).map(str::to_owned)
    }

    pub(super) fn flag(&mut self, table: &Table<'f>, key: &str) -> Option<bool> {
        match table.object.get(key)? {
            Value::Bool(flag) => Some(*flag),
            other => self.wrong(&table.pointer.key(key), key, "`true` or `false`", other),
        }
    }

    /// Reads a path, which is relative to the folder of the file.
    pub(super) fn path(&mut self, table: &Table<'f>, key: &str) -> Option<PathBuf> {
        let path = self.text(table, key)?;
        let folder = self.file.path.parent().unwrap_or(Path::new(""));
        Some(joined(folder, path))
    }

    /// Reads an array of paths, which are relative to the folder of the file.
    pub(super) fn paths(&mut self, table: &Table<'f>, key: &str) -> Vec<PathBuf> {
        let folder = self.file.path.parent().unwrap_or(Path::new(""));
        self.texts(table, key).iter().map(|path| joined(folder, path)).collect()
    }

    /// Reads one of several values.
    pub(super) fn choice<T: Copy>(
        &mut self,
        table: &Table<'f>,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(table, key)?;
        let found = choices.iter().find(|(name, _)| *name == text);
        if found.is_none() {
            let known: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
            let at = self.at(&table.pointer.key(key));
            self.reports.push(problems::wrong_choice(&at, key, text, &known));
        }
        found.map(|(_, value)| *value)
    }

    pub(super) fn texts(&mut self, table: &Table<'f>, key: &str) -> Vec<String> {
        self.rules(table, key).into_iter().map(|rule| rule.pattern).collect()
    }

    /// Reads an array of strings, each with its place.
    pub(super) fn rules(&mut self, table: &Table<'f>, key: &str) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (index, item) in self.array(table, key, "an array of strings").iter().enumerate() {
            let pointer = table.pointer.key(key).index(index);
            match item {
                Value::String(text) => {
                    rules.push(Rule { pattern: text.clone(), place: Some(pointer) });
                }
                other => {
                    self.wrong::<()>(&pointer, key, "an array of strings", other);
                }
            }
        }
        rules
    }

    /// Reads a table whose keys are patterns and whose values are names.
    pub(super) fn renames(&mut self, parent: &Table<'f>, key: &str) -> Vec<Rename> {
        let Some(table) = self.table(parent, key) else { return Vec::new() };
        let mut renames = Vec::new();
        for (pattern, _) in table.object.iter() {
            let place = Some(table.pointer.key(pattern));
            if let Some(name) = self.text(&table, pattern) {
                let rule = Rule { pattern: pattern.to_owned(), place };
                renames.push(Rename { rule, name: name.to_owned() });
            }
        }
        renames
    }

    fn array(&mut self, table: &Table<'f>, key: &str, expected: &str) -> &'f [Value] {
        match table.object.get(key) {
            None => &[],
            Some(Value::Array(items)) => items,
            Some(other) => {
                self.wrong::<()>(&table.pointer.key(key), key, expected, other);
                &[]
            }
        }
    }

    fn wrong<T>(&mut self, at: &Pointer, key: &str, expected: &str, found: &Value) -> Option<T> {
        let at = self.at(at);
        self.reports.push(problems::wrong_type(&at, key, expected, found));
        None
    }
}
