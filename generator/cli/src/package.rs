//! The manifest of a generated crate: the options for its keys, and the keys that a person has added to it.

use std::fs;
use std::path::Path;

use semver::Version;
use specwright::PackageOptions;
use specwright::disk::{self, FileSet};
use specwright::print::HEADER;
use specwright::report::clean;
use specwright::source::Source;
use toml::{Table, Value};
use toml_edit::{ArrayOfTables, DocumentMut, Item, TableLike};

use crate::manifest;
use crate::new::edit::{parse, with_line_ends};
use crate::out::tell;

/// The manifest.
const MANIFEST: &str = "Cargo.toml";

/// The index of a crate, which has the manifest as it was generated.
const INDEX: &str = "specwright.json";

const README: &str = "README.md";

/// The tables that are generated.
const TABLES: [&str; 3] = ["package", "features", "dependencies"];

/// Options for the keys of `[package]`.
#[derive(Clone, Debug, clap::Args)]
#[command(
    next_help_heading = "Keys of a crate's manifest; without an option, a key of the manifest stays as it is"
)]
pub struct PackageKeys {
    /// The version of the crate
    #[arg(long, value_name = "VERSION", value_parser = version)]
    package_version: Option<String>,
    /// The description of the crate
    #[arg(long, value_name = "TEXT")]
    package_description: Option<String>,
    /// The licence of the crate, as an SPDX expression
    #[arg(long, value_name = "SPDX")]
    package_license: Option<String>,
    /// An author of the crate; repeat it for several
    #[arg(long, value_name = "NAME")]
    package_author: Vec<String>,
    /// The URL of the crate's repository
    #[arg(long, value_name = "URL")]
    package_repository: Option<String>,
    /// The URL of the crate's website
    #[arg(long, value_name = "URL")]
    package_homepage: Option<String>,
    /// The URL of the crate's documentation
    #[arg(long, value_name = "URL")]
    package_documentation: Option<String>,
    /// A keyword of the crate; repeat it for several
    #[arg(long, value_name = "WORD")]
    package_keyword: Vec<String>,
    /// A category of the crate in the registry; repeat it for several
    #[arg(long, value_name = "SLUG")]
    package_category: Vec<String>,
}

fn version(text: &str) -> Result<String, String> {
    let parsed = Version::parse(text);
    parsed.map(|_| text.to_owned()).map_err(|error| format!("{error}; a version is `1.2.3`"))
}

impl PackageKeys {
    /// Returns `true` if no option is given.
    pub fn is_empty(&self) -> bool {
        self.over(PackageOptions::default()) == PackageOptions::default()
    }

    /// Returns the options of the library: those of the settings, replaced by those of the command.
    pub fn over(&self, settings: PackageOptions) -> PackageOptions {
        let list = |given: &Vec<String>, settings: Vec<String>| match given.is_empty() {
            true => settings,
            false => given.clone(),
        };
        PackageOptions {
            version: self.package_version.clone().or(settings.version),
            description: self.package_description.clone().or(settings.description),
            license: self.package_license.clone().or(settings.license),
            authors: list(&self.package_author, settings.authors),
            repository: self.package_repository.clone().or(settings.repository),
            homepage: self.package_homepage.clone().or(settings.homepage),
            documentation: self.package_documentation.clone().or(settings.documentation),
            keywords: list(&self.package_keyword, settings.keywords),
            categories: list(&self.package_category, settings.categories),
        }
    }
}

/// Keeps what a person has added to the crate in a folder: keys of the manifest, and a README of their own. Returns the generated
/// keys that a person has changed, which are overwritten.
///
/// # Errors
///
/// Returns an error if the manifest is not TOML.
pub fn keep_additions(
    dir: &Path,
    files: &mut FileSet,
    options: &PackageOptions,
) -> Result<Vec<String>, String> {
    if disk::is_by_hand(&dir.join(README), HEADER) {
        files.remove(README);
    }
    let path = dir.join(MANIFEST);
    let Ok(existing) = fs::read_to_string(&path) else { return Ok(Vec::new()) };
    let generated = files.get(MANIFEST).unwrap_or_default();
    let base = base(&dir.join(INDEX)).unwrap_or_default();
    if existing == base {
        return Ok(Vec::new());
    }
    let refused = |error| format!("`{}`: {error}", path.display());
    let merge = Merge {
        base: manifest::parse(&base).map_err(refused)?,
        existing: manifest::parse(&existing).map_err(refused)?,
        generated: manifest::parse(generated).map_err(refused)?,
        options,
        overwritten: Vec::new(),
    };
    let mut document = parse(&existing).map_err(refused)?;
    let overwritten = merge.run(&mut document, &parse(generated).map_err(refused)?);
    files.replace(MANIFEST, with_line_ends(&document.to_string(), &existing));
    Ok(overwritten)
}

/// Says which keys were overwritten.
pub fn tell_overwritten(dir: &Path, keys: &[String]) {
    if !keys.is_empty() {
        let keys: Vec<_> = keys.iter().map(|key| format!("`{}`", clean(key))).collect();
        let manifest = dir.join(MANIFEST);
        tell!(
            "note: {}: overwrote {}, which the generator sets; other keys stay as they are",
            manifest.display(),
            keys.join(", ")
        );
    }
}

/// Returns the manifest as it was generated last.
fn base(index: &Path) -> Option<String> {
    let source = Source::from_text(INDEX, fs::read_to_string(index).ok()?).ok()?;
    let lines = source.root().get("manifest")?.as_array()?;
    Some(lines.iter().filter_map(|line| Some(format!("{}\n", line.as_str()?))).collect())
}

/// A manifest in three versions: generated last, as it is, and generated now.
struct Merge<'a> {
    base: Table,
    existing: Table,
    generated: Table,
    options: &'a PackageOptions,
    overwritten: Vec<String>,
}

impl Merge<'_> {
    /// Edits the manifest, and returns the keys that a person had changed.
    fn run(mut self, document: &mut DocumentMut, generated: &DocumentMut) -> Vec<String> {
        for name in TABLES {
            let Some(new) = generated.get(name).and_then(Item::as_table_like) else { continue };
            let old = document.entry(name).or_insert(Item::Table(toml_edit::Table::new()));
            match old.as_table_like_mut() {
                Some(old) => self.edit(name, old, new),
                None => *old = generated.get(name).cloned().unwrap_or_default(),
            }
        }
        edit_tests(document, generated, &self.base);
        self.overwritten
    }

    fn edit(&mut self, name: &str, document: &mut dyn TableLike, new: &dyn TableLike) {
        let keys: Vec<String> = new.iter().map(|(key, _)| key.to_owned()).collect();
        let of_base = self.base.get(name).and_then(Value::as_table);
        let lost: Vec<String> = of_base
            .into_iter()
            .flat_map(Table::keys)
            .filter(|key| !keys.contains(key))
            .cloned()
            .collect();
        for key in keys.iter().chain(&lost) {
            match self.decide(name, key) {
                Step::Stay => {}
                Step::Remove => {
                    document.remove(key);
                }
                Step::Set { is_changed } => {
                    if is_changed {
                        self.overwritten.push(format!("{name}.{key}"));
                    }
                    set(document, new, key);
                }
            }
        }
    }

    /// Decides about a key that is generated, or was. All other keys are a person's.
    fn decide(&self, name: &str, key: &str) -> Step {
        let of = |table: &Table| table.get(name).and_then(|it| it.get(key)).cloned();
        let (base, old, new) = (of(&self.base), of(&self.existing), of(&self.generated));
        // Without the last manifest, every difference may be a person's.
        let is_changed = if self.base.is_empty() { old.is_some() } else { old != base };
        let is_option = name == "package" && PackageOptions::KEYS.contains(&key);
        let may_differ = is_option && !self.options.keys().any(|set| set == key);
        match (old, new) {
            (old, new) if old == new => Step::Stay,
            (Some(_), _) if is_changed && may_differ => Step::Stay,
            (_, Some(_)) => Step::Set { is_changed },
            (_, None) if is_changed => Step::Stay,
            (_, None) => Step::Remove,
        }
    }
}

/// The decision about a key.
enum Step {
    Stay,
    Remove,
    Set { is_changed: bool },
}

/// Sets a key to its generated value; a comment beside it stays, and a new key has the generated comment above it.
fn set(document: &mut dyn TableLike, new: &dyn TableLike, key: &str) {
    let Some(item) = new.get(key) else { return };
    let mut item = item.clone();
    match document.get(key).and_then(Item::as_value).map(|old| old.decor().clone()) {
        Some(decor) => {
            if let Some(value) = item.as_value_mut() {
                *value.decor_mut() = decor;
            }
            document.insert(key, item);
        }
        None => {
            document.insert(key, item);
            let (from, to) = (new.key(key), document.key_mut(key));
            if let Some((from, mut to)) = from.zip(to) {
                *to.leaf_decor_mut() = from.leaf_decor().clone();
            }
        }
    }
}

/// Edits the entries of `[[test]]`: that of the generated tests, by its name.
fn edit_tests(document: &mut DocumentMut, generated: &DocumentMut, base: &Table) {
    let name =
        |table: &toml_edit::Table| table.get("name").and_then(Item::as_str) == Some("examples");
    let new = generated.get("test").and_then(Item::as_array_of_tables);
    let new = new.and_then(|all| all.iter().find(|it| name(it)));
    let had = base.get("test").is_some();
    let old = document.get_mut("test").and_then(Item::as_array_of_tables_mut);
    match (old, new) {
        (Some(old), Some(new)) if !old.iter().any(name) => old.push(new.clone()),
        (None, Some(new)) => {
            let mut tests = ArrayOfTables::new();
            let mut new = new.clone();
            new.set_position(None);
            tests.push(new);
            document.insert("test", Item::ArrayOfTables(tests));
        }
        (Some(old), None) if had => {
            old.retain(|it| !name(it));
            if old.is_empty() {
                document.remove("test");
            }
        }
        _ => {}
    }
}
