//! `specwright.toml`: the settings of one client or several, for the command and for build scripts.
//!
//! Paths in the file are relative to its folder. [`TABLES`] lists the keys, and each unknown key is an error.

mod keys;
mod problems;
mod reader;
mod tables;
mod types;

use std::fmt;
use std::path::{Path, PathBuf};

pub use keys::{NAME, TABLES};

use crate::formats::{Dates, Uuids};
use crate::package::PackageOptions;
use crate::report::{Reports, Style, render};
use crate::settings::Settings;
use crate::source::{Pointer, SettingsFile};

/// The name of the settings file.
pub const FILE: &str = "specwright.toml";

/// A settings file.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file.
    pub file: SettingsFile,
    /// The clients: one, or one for each `[[client]]`.
    pub clients: Vec<Client>,
}

/// The settings of one client. A key without a value is `None`, empty or `false`.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// `name` of a `[[client]]`
    pub name: Option<String>,
    /// `description`: the API description
    pub description: Option<PathBuf>,
    /// `overlays`: the overlays, in order
    pub overlays: Vec<PathBuf>,
    /// `root`: the folder that references may lead to
    pub root: Option<PathBuf>,
    /// `[references]`: URLs, and the local copies that references to them lead to
    pub references: Vec<(String, PathBuf)>,
    /// `out`: the folder of the sources
    pub out: Option<PathBuf>,
    /// `crate`: the name of the crate
    pub package: Option<String>,
    /// `form`: a module or a library, whatever the folder
    pub form: Option<Form>,
    /// `features`: the features of a module
    pub features: Vec<String>,
    /// `dates`
    pub dates: Option<Dates>,
    /// `uuid`
    pub uuids: Option<Uuids>,
    /// `tests`
    pub tests: bool,
    /// `types-only`
    pub types_only: bool,
    /// `strict`
    pub strict: Option<bool>,
    /// `[package]`
    pub package_options: PackageOptions,
    /// `[select]`, `[rename]`
    pub settings: Settings,
    /// The table in the file.
    pub table: Pointer,
}

/// The form of a client that is not a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `lib`: `lib.rs`
    Lib,
    /// `module`: `mod.rs`
    Module,
}

impl Config {
    /// Reads a settings file.
    ///
    /// # Errors
    ///
    /// Returns all problems of the file: syntax, unknown keys, and values of the wrong type.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let file = SettingsFile::load(path).map_err(|error| {
            let (file, report) = *error;
            ConfigError(Box::new((file, [report].into_iter().collect())))
        })?;
        let (clients, reports) = tables::read(&file);
        match reports.has_errors() {
            true => Err(ConfigError(Box::new((file, reports)))),
            false => Ok(Config { file, clients }),
        }
    }

    /// Returns the client of this name.
    pub fn client(&self, name: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.name.as_deref() == Some(name))
    }
}

/// The problems of a settings file.
#[derive(Debug)]
pub struct ConfigError(Box<(SettingsFile, Reports)>);

impl ConfigError {
    /// Returns the problems.
    pub fn reports(&self) -> &Reports {
        &self.0.1
    }

    /// Returns the file, which the problems refer to.
    pub fn file(&self) -> &SettingsFile {
        &self.0.0
    }

    /// Renders the problems for people to read.
    pub fn render(&self, style: Style) -> String {
        render(self.reports().as_slice(), self.file(), style)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for ConfigError {}
