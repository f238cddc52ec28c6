//! The copies of a description and its settings in a package. Files that are in the package stay where they are.

use std::path::{Path, PathBuf};

use specwright::config::FILE as SETTINGS;
use specwright::source::{FileId, SettingsFile};
use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

use super::generator::{absolute, relative};
use super::starter::Inputs;
use super::{Refusal, dependencies, edit};
use crate::description::Given;

/// The folder of copied descriptions.
const FOLDER: &str = "spec";

/// The JSON Schema with which editors check descriptions.
const SCHEMA: &str = include_str!("../../openapi.schema.json");

/// The keys that are replaced by the manifest and the place of the package.
const REPLACED: [&str; 4] = ["crate", "package", "tests", "form"];

/// The files of a description in a package.
pub struct Copies<'i> {
    inputs: &'i Inputs,
    /// The folder of the package.
    package: PathBuf,
    /// The folder that the references of the description may lead to.
    root: PathBuf,
    /// The folders outside of `root`, each with its copy.
    others: Vec<(PathBuf, String)>,
    /// The path of the description in the package.
    pub entry: String,
    /// The path of the settings in the package.
    pub settings: Option<String>,
}

/// The place of the sources in a package.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// Their folder.
    pub out: &'a str,
    /// The value of the key `form`, if the folder does not say it.
    pub form: Option<&'static str>,
    /// The features of a module, if they were given.
    pub features: Option<&'a [String]>,
}

impl<'i> Copies<'i> {
    /// Finds the places in the package of this folder.
    pub fn new(inputs: &'i Inputs, package: &Path) -> Self {
        let given = inputs.given.as_ref().filter(|given| !given.is_stdin());
        let folder = given.map(|given| {
            let parent = given.spec.parent().unwrap_or(Path::new(""));
            absolute(given.root.as_deref().unwrap_or(parent))
        });
        let root = folder.unwrap_or_else(|| package.join(FOLDER));
        let relative_entry = inputs.source.relative(inputs.source.entry());
        let settings = inputs.given.as_ref().and_then(|given| given.file.as_ref());
        let own = settings.and_then(|file| inside(package, &absolute(&file.path)));
        let spec = given.map(|given| absolute(&given.spec));
        let entry = match (spec.as_ref().and_then(|spec| inside(package, spec)), &spec) {
            (Some(entry), _) => entry,
            // The settings of the package say where the description is.
            (None, Some(spec)) if own.is_some() => relative(package, spec),
            // Standard input has no file name.
            _ if relative_entry.contains(['<', '>']) => format!("{FOLDER}/api.yaml"),
            _ => format!("{FOLDER}/{relative_entry}"),
        };
        let settings = own.or_else(|| settings.map(|_| joined(folder_of(&entry), SETTINGS)));
        let package = package.to_owned();
        Self { inputs, package, root, others: Vec::new(), entry, settings }
    }

    /// Returns the settings if the package has them already. Nothing is copied then.
    pub fn own_settings(&self) -> Option<&'i Given> {
        let given = self.inputs.given.as_ref()?;
        let file = given.file.as_ref()?;
        inside(&self.package, &absolute(&file.path)).map(|_| given)
    }

    /// Returns the folder of the sources in the package, if the package has settings that name one.
    pub fn own_out(&self) -> Option<String> {
        let out = self.own_settings()?.client.out.as_ref()?;
        inside(&self.package, &absolute(out))
    }

    /// Returns the copies, by their path in the package: the files of the description, the schema for editors, and the
    /// settings.
    ///
    /// # Errors
    ///
    /// Returns an error if the settings are not TOML.
    pub fn files(&mut self, sources: Sources<'_>) -> Result<Vec<(String, String)>, Refusal> {
        let inputs = self.inputs;
        let source = &inputs.source;
        if self.own_settings().is_some() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for id in source.file_ids().chain(source.overlay_ids()) {
            if let Some(path) = self.copy_of(id) {
                files.push((path, source.text(id).to_owned()));
            }
        }
        if !self.is_inside() {
            files.push((format!("{FOLDER}/openapi.schema.json"), SCHEMA.to_owned()));
        }
        let given = inputs.given.as_ref();
        let settings = given.and_then(|given| Some((given, given.file.as_ref()?)));
        if let (Some((given, file)), Some(path)) = (settings, self.settings.clone()) {
            files.push((path, self.settings_text(given, file, sources)?));
        }
        Ok(files)
    }

    /// Returns `true` if the package has the description already.
    fn is_inside(&self) -> bool {
        let given = self.inputs.given.as_ref().filter(|given| !given.is_stdin());
        given.is_some_and(|given| inside(&self.package, &absolute(&given.spec)).is_some())
    }

    /// Returns the path of a file's copy. Returns `None` for a file that is in the package.
    fn copy_of(&mut self, id: &FileId) -> Option<String> {
        let source = &self.inputs.source;
        if id == source.entry() {
            return (!self.is_inside()).then(|| self.entry.clone());
        }
        let path = Path::new(id.name());
        let name = source.relative(id);
        let is_remote = name.contains("://");
        if !is_remote && source.file_ids().any(|other| other == id) {
            return (!self.is_inside()).then(|| format!("{FOLDER}/{name}"));
        }
        let references = self.inputs.given.iter().flat_map(|given| &given.client.references);
        let mut folders = references.map(|(url, path)| folder_of_map(url, path));
        let folder = folders.find(|folder| is_remote && path.starts_with(folder));
        let folder = folder.or_else(|| path.parent()).unwrap_or(Path::new(""));
        let rest = path.strip_prefix(folder).unwrap_or(path);
        let real = absolute(folder);
        match inside(&self.package, &real) {
            Some(_) => None,
            None => Some(joined(&self.place(&real), &slashed(rest))),
        }
    }

    /// Returns the place of a folder, or of its copy, in the package.
    fn place(&mut self, folder: &Path) -> String {
        if let Some(own) = inside(&self.package, folder) {
            return own;
        }
        if let Some(below) = inside(&self.root, folder).filter(|_| !self.is_inside()) {
            return joined(FOLDER, &below);
        }
        if let Some((_, known)) = self.others.iter().find(|(other, _)| other == folder) {
            return known.clone();
        }
        let name = folder.file_name().map_or("files".into(), |name| name.to_string_lossy());
        let is_taken = |name: &str| {
            let place = joined(FOLDER, name);
            self.others.iter().any(|(_, other)| *other == place) || self.root.join(name).exists()
        };
        let first = name.clone().into_owned();
        let mut names = std::iter::once(first).chain((2..).map(|it| format!("{name}-{it}")));
        let place = joined(FOLDER, &names.find(|name| !is_taken(name)).unwrap_or_default());
        self.others.push((folder.to_owned(), place.clone()));
        place
    }

    /// Returns the settings of one client with the paths of the package.
    fn settings_text(
        &mut self,
        given: &Given,
        file: &SettingsFile,
        sources: Sources<'_>,
    ) -> Result<String, Refusal> {
        let refused = |error| Refusal::new(format!("`{}`: {error}", file.path.display()));
        let mut document = edit::parse(&file.text).map_err(refused)?;
        let table = &given.client.table;
        if let Some(index) = table.segments().nth(1).and_then(|it| it.parse::<usize>().ok()) {
            let clients = document.get("client").and_then(Item::as_array_of_tables);
            let client = clients.and_then(|all| all.get(index)).cloned().unwrap_or_default();
            document = DocumentMut::from(client);
            document.remove("name");
        }
        REPLACED.iter().for_each(|key| drop(document.remove(key)));
        let from = folder_of(&self.entry).to_owned();
        let to = |path: &str| relative(Path::new(&from), Path::new(path));
        let settings = document.as_table_mut();
        set(settings, "description", to(&self.entry));
        if !given.overlays.is_empty() {
            let overlays: Vec<String> =
                given.overlays.iter().map(|overlay| to(&self.place_of_file(overlay))).collect();
            set(settings, "overlays", Array::from_iter(overlays));
        }
        if let Some(root) = &given.root {
            set(settings, "root", to(&self.place(&absolute(root))));
        }
        set(settings, "out", to(sources.out));
        if let Some(form) = sources.form {
            set(settings, "form", form);
        }
        if let Some(features) = sources.features {
            set(settings, "features", Array::from_iter(features.iter().cloned()));
        }
        if let Some(references) = settings.get_mut("references").and_then(Item::as_table_like_mut) {
            for (url, path) in &given.client.references {
                let place = match url.ends_with('/') {
                    true => self.place(&absolute(path)),
                    false => self.place_of_file(path),
                };
                set(references, url, to(&place));
            }
        }
        dependencies::write(settings, given);
        Ok(edit::with_line_ends(document.to_string().trim_start(), &file.text))
    }

    fn place_of_file(&mut self, path: &Path) -> String {
        let folder = self.place(&absolute(path.parent().unwrap_or(Path::new(""))));
        joined(&folder, &slashed(Path::new(path.file_name().unwrap_or_default())))
    }
}

/// Sets a key and keeps the comments above and beside it.
fn set(table: &mut dyn TableLike, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    match table.get_mut(key) {
        Some(item) => {
            if let Some(old) = item.as_value() {
                *value.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(value);
        }
        None => drop(table.insert(key, Item::Value(value))),
    }
}

/// Returns the folder whose files a mapping of a URL may lead to.
fn folder_of_map<'p>(url: &str, path: &'p Path) -> &'p Path {
    if url.ends_with('/') { path } else { path.parent().unwrap_or(Path::new("")) }
}

/// Returns the path of something inside a folder, from that folder.
fn inside(folder: &Path, path: &Path) -> Option<String> {
    path.strip_prefix(folder).ok().map(slashed)
}

fn slashed(path: &Path) -> String {
    let steps: Vec<_> = path.iter().map(|step| step.to_string_lossy()).collect();
    steps.join("/")
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns a path in a folder. Either may be empty.
pub fn joined(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}
