//! Packages a client as a crate: the sources below `src/`, a README, and a manifest with their dependencies and features.

use std::collections::BTreeSet;

use crate::dependencies::{Dependency, of_crate};
use crate::disk::{FileSet, PathError};
use crate::features::{self, quoted};
use crate::model::Model;
use crate::print::HEADER;
use crate::report::{Report, clean};
use crate::settings::OwnDependency;

/// The feature that enables all groups.
const FULL: &str = "full";

/// The version of a package without another.
const VERSION: &str = "0.1.0";

/// Keys of `[package]` for users and registries. A key without a value is not in the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageOptions {
    /// The version; `0.1.0` by default.
    pub version: Option<String>,
    /// The description; by default it names the API.
    pub description: Option<String>,
    /// The licence, as an SPDX expression.
    pub license: Option<String>,
    /// The authors, each as `Name <address>`.
    pub authors: Vec<String>,
    /// The URL of the repository.
    pub repository: Option<String>,
    /// The URL of the website.
    pub homepage: Option<String>,
    /// The URL of the documentation.
    pub documentation: Option<String>,
    /// The keywords.
    pub keywords: Vec<String>,
    /// The categories of the registry.
    pub categories: Vec<String>,
}

impl PackageOptions {
    /// The keys that a person may set in the manifest instead. Generation keeps them there, unless an option sets the key. All
    /// other keys that generation writes are its own.
    pub const KEYS: [&'static str; 10] = [
        "version",
        "description",
        "license",
        "authors",
        "readme",
        "repository",
        "homepage",
        "documentation",
        "keywords",
        "categories",
    ];

    /// Returns the names of the keys that have a value.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.values().into_iter().map(|(key, _)| key)
    }

    /// Returns the keys that have a value, each with its value in TOML.
    fn values(&self) -> Vec<(&'static str, String)> {
        let text = |key, value: &Option<String>| {
            value.as_ref().map(|value| (key, format!("\"{}\"", toml(value))))
        };
        let list = |key, values: &[String]| {
            let values: Vec<_> = values.iter().map(|it| format!("\"{}\"", toml(it))).collect();
            (!values.is_empty()).then(|| (key, format!("[{}]", values.join(", "))))
        };
        let all = [
            text("version", &self.version),
            text("description", &self.description),
            text("license", &self.license),
            list("authors", &self.authors),
            text("repository", &self.repository),
            text("homepage", &self.homepage),
            text("documentation", &self.documentation),
            list("keywords", &self.keywords),
            list("categories", &self.categories),
        ];
        all.into_iter().flatten().collect()
    }
}

/// The parts of a crate.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The manifest.
    pub manifest: String,
    /// The README.
    pub readme: String,
    /// The sources of the client.
    pub sources: FileSet,
    /// The files beside the sources, such as tests.
    pub beside: FileSet,
}

/// Returns the files of a crate with this name.
///
/// # Errors
///
/// Returns an error if cargo does not accept the name. A name has at most 64 letters, digits, `-` and `_`, and begins
/// with a letter.
pub fn package(name: &str, parts: Parts) -> Result<FileSet, Box<Report>> {
    check_name(name)?;
    let mut files = FileSet::new();
    let bad = |error: PathError| bad_name(&error.to_string());
    files.insert("Cargo.toml", parts.manifest).map_err(bad)?;
    files.insert("README.md", parts.readme).map_err(bad)?;
    for (path, text) in parts.sources {
        files.insert(format!("src/{path}"), text).map_err(bad)?;
    }
    for (path, text) in parts.beside {
        files.insert(path, text).map_err(bad)?;
    }
    Ok(files)
}

/// Checks that a crate can have this name.
///
/// # Errors
///
/// Returns an error as [`package`] does.
pub fn check_name(name: &str) -> Result<(), Box<Report>> {
    let is_name = name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))
        && name.len() <= LONGEST
        && !is_reserved(name);
    if is_name { Ok(()) } else { Err(bad_name(name)) }
}

/// Returns the name of a crate for the client of a description in this file.
pub fn suggested_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let plain = |char: char| if char.is_ascii_alphanumeric() { char } else { '_' };
    let name: String = stem.chars().map(plain).collect();
    match name.starts_with(|char: char| char.is_ascii_alphabetic()) {
        true => name,
        false => format!("api_{name}"),
    }
}

/// The length of the longest name that crates.io accepts.
const LONGEST: usize = 64;

/// Returns `true` if Windows reserves the name for a device. No folder can have such a name, and crates.io rejects it.
fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    matches!(name.as_str(), "aux" | "con" | "nul" | "prn")
        || numbered
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|it| it.is_ascii_digit()))
}

/// Returns a report about a name that no crate can have.
fn bad_name(name: &str) -> Box<Report> {
    let message = format!("`{}` is not the name of a crate", clean(name));
    Box::new(Report::error("bad-name", message).help(match is_reserved(name) {
        true => "Windows keeps this name for a device: add a word",
        false => "letters, digits, `-` and `_`, a letter first, at most 64 characters",
    }))
}

/// Returns the manifest of a crate with this name.
pub fn manifest(
    name: &str,
    model: &Model<'_>,
    options: &PackageOptions,
    own: &[OwnDependency],
    has_tests: bool,
) -> String {
    let title = model.api().info.title.trim();
    let what = if model.has_client() { "A client for" } else { "The types of" };
    let options = PackageOptions {
        version: options.version.clone().or_else(|| Some(VERSION.to_owned())),
        description: options.description.clone().or_else(|| Some(format!("{what} {title}"))),
        ..options.clone()
    };
    let package = options.values().into_iter().map(|(key, value)| format!("{key} = {value}\n"));
    let package: String = package.collect();
    let dependencies = of_crate(&model.needs);
    let lines = dependencies.iter().filter(|it| !own.iter().any(|own| own.name == it.name));
    let lines = lines.map(Dependency::line).chain(own.iter().map(OwnDependency::line));
    let dependencies: String = lines.map(|line| line + "\n").collect();
    let features =
        if model.has_client() { manifest_features(model, has_tests) } else { String::new() };
    let tests = if has_tests { test_of_examples(model) } else { String::new() };
    format!(
        r#"{header} from its description. Keys that you add stay.

[package]
name = "{name}"
edition = "2024"
rust-version = "1.88"
{package}readme = "README.md"
{features}
[dependencies]
{dependencies}{tests}"#,
        header = HEADER.replace("//", "#"),
    )
}

/// Returns the table of a manifest's features.
fn manifest_features(model: &Model<'_>, has_tests: bool) -> String {
    let groups: Vec<_> = model.features.iter().map(|feature| feature.name).collect();
    let default = model.features.iter().filter(|feature| feature.group.is_default());
    let default: Vec<_> = features::DEFAULT.into_iter().chain(default.map(|it| it.name)).collect();
    let default = quoted(&default);
    let always = features::ALL.iter();
    let always = always.map(|feature| format!("# {}\n{}\n", feature.words, feature.line()));
    let always: String = always.collect();
    let mut features = String::new();
    if !groups.is_empty() {
        features.push_str("# The groups of the API, each with the types that it needs.\n");
        features.extend(model.features.iter().map(|feature| {
            let shared: Vec<_> = feature.shared.iter().map(String::as_str).collect();
            format!("{} = [{}]\n", features::key(feature.name), quoted(&shared))
        }));
        features.push_str("# All of them, and what is in no group of operations.\n");
        features.push_str(&format!("{FULL} = [{}]\n", quoted(&groups)));
        let shared: BTreeSet<_> = model.features.iter().flat_map(|it| &it.shared).collect();
        if !shared.is_empty() {
            features.push_str("# The types that several groups need. The groups activate them.\n");
            features
                .extend(shared.iter().map(|feature| format!("{} = []\n", features::key(feature))));
        }
    }
    if groups.is_empty() && has_tests {
        features.push_str("# All groups of the API, which has none.\n");
        features.push_str(&format!("{FULL} = []\n"));
    }
    format!("\n[features]\ndefault = [{default}]\n{always}{features}")
}

/// Returns the README of a crate with this name.
pub fn readme(name: &str, model: &Model<'_>, options: &PackageOptions) -> String {
    let about = if model.has_client() { about_client(model) } else { ABOUT_TYPES.to_owned() };
    let what = if model.has_client() { "A typed Rust client for" } else { "Rust types of" };
    let header = HEADER.trim_start_matches(['/', ' ']);
    let info = &model.api().info;
    let (title, of_api) = (markdown(&info.title), markdown(&info.version));
    let version = toml(options.version.as_deref().unwrap_or(VERSION));
    let license = options
        .license
        .as_deref()
        .map_or_else(String::new, |license| format!("\n## Licence\n\n{}\n", markdown(license)));
    format!(
        r#"<!-- {header} from its description; change that, not this. -->

# {name}

{what} {title}, version {of_api}, generated from its OpenAPI description.

```toml
[dependencies]
{name} = "{version}"
```

{about}{license}"#
    )
}

/// The README's section on types without a client.
const ABOUT_TYPES: &str = "Each type implements `serde::Serialize` and `serde::Deserialize`.\n";

/// Returns the README's section on the client and its features.
fn about_client(model: &Model<'_>) -> String {
    let features = features::ALL.iter().map(|it| format!("| `{}` | {} |\n", it.name, it.words));
    let features: String = features.collect();
    let groups: Vec<_> = model.features.iter().map(|it| format!("`{}`", it.name)).collect();
    let groups = match groups.is_empty() {
        true => String::new(),
        false => format!(
            "\nThe operations are in groups, each behind a feature: {}. `{FULL}` enables all.\n",
            groups.join(", ")
        ),
    };
    format!(
        r#"`cargo doc --open` shows a first call, every operation with its errors, and how to test a program without a server.

## Features

| feature | |
|---|---|
{features}
By default, {default} are enabled{groups_too}.
{groups}"#,
        groups_too = if groups.is_empty() { "" } else { ", and all groups of operations" },
        default = features::DEFAULT.map(|it| format!("`{it}`")).join(" and "),
    )
}

/// Returns a text of the description in Markdown, where none of it is markup.
fn markdown(text: &str) -> String {
    let mut shown = String::new();
    for char in clean(text).trim().chars() {
        if char.is_ascii_punctuation() && !matches!(char, ',' | '.' | '-' | '\'' | '/' | ':') {
            shown.push('\\');
        }
        shown.push(if char.is_whitespace() { ' ' } else { char });
    }
    shown
}

/// Returns the manifest's entry for the tests of examples. They need all groups, because they call every operation.
fn test_of_examples(model: &Model<'_>) -> String {
    if model.features.is_empty() {
        return String::new();
    }
    format!("\n[[test]]\nname = \"examples\"\nrequired-features = [\"{FULL}\"]\n")
}

/// Returns a text as the content of a TOML string, without invisible characters.
fn toml(text: &str) -> String {
    let mut shown = String::new();
    for char in
        text.chars().filter(|char| clean(char.encode_utf8(&mut [0; 4])).chars().count() == 1)
    {
        if matches!(char, '"' | '\\') {
            shown.push('\\');
        }
        shown.push(char);
    }
    shown
}
