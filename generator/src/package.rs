//! Packages a client as a crate: the sources below `src/`, and a manifest with their dependencies and features.

use crate::dependencies::of_crate;
use crate::disk::{FileSet, PathError};
use crate::features::{self, quoted};
use crate::model::Model;
use crate::print::HEADER;
use crate::report::{Report, clean};

/// The feature that enables all groups.
const FULL: &str = "full";

/// Returns the files of a crate with this name: the sources of a client, a manifest, and the files in `beside`.
///
/// # Errors
///
/// Returns an error if cargo does not accept the name. A name has at most 64 letters, digits, `-` and `_`, and begins
/// with a letter.
pub fn package(
    name: &str,
    sources: &FileSet,
    model: &Model<'_>,
    beside: FileSet,
) -> Result<FileSet, Box<Report>> {
    check_name(name)?;
    let mut files = FileSet::new();
    let bad = |error: PathError| bad_name(&error.to_string());
    let mut manifest = manifest(name, model);
    if beside.get("tests/examples.rs").is_some() {
        manifest.push_str(&test_of_examples(model));
    }
    files.insert("Cargo.toml", manifest).map_err(bad)?;
    for (path, text) in sources.iter() {
        files.insert(format!("src/{path}"), text).map_err(bad)?;
    }
    for (path, text) in beside.iter() {
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

fn manifest(name: &str, model: &Model<'_>) -> String {
    let description = format!("A client for {}", model.api().info.title.trim());
    let dependencies = of_crate(&model.needs);
    let dependencies: String = dependencies.iter().map(|it| format!("{}\n", it.line())).collect();
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
        features.extend(groups.iter().map(|feature| format!("{feature} = []\n")));
        features.push_str("# All of them, and what is in no group of operations.\n");
        features.push_str(&format!("{FULL} = [{}]\n", quoted(&groups)));
    }
    format!(
        r#"{header} from its description; change that, not this.

[package]
name = "{name}"
version = "0.1.0"
edition = "2024"
rust-version = "1.88"
description = "{description}"

[features]
default = [{default}]
{always}{features}
[dependencies]
{dependencies}"#,
        header = HEADER.replace("//", "#"),
        description = toml(&description),
    )
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
