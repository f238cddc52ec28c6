//! Edits a hand-written manifest: adds entries and keeps every other byte.

use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use toml_edit::{Array, DocumentMut, Item, Table, Value};

/// Adds entries to a table of a manifest. Each entry is a line of TOML.
///
/// # Errors
///
/// Returns an error if the manifest is not TOML, or if the key is not a table.
pub fn add(manifest: &str, table: &str, lines: &[String]) -> Result<String, String> {
    if lines.is_empty() {
        return Ok(manifest.to_owned());
    }
    let mut document = parse(manifest)?;
    let entry = document.entry(table).or_insert(Item::Table(Table::new()));
    let Some(entries) = entry.as_table_like_mut() else {
        return Err(format!("`{table}` is not a table"));
    };
    for line in lines {
        for (key, item) in parse(line)?.as_table() {
            entries.insert(key, item.clone());
        }
    }
    Ok(with_line_ends(&document.to_string(), manifest))
}

/// A workspace whose list of members lacks a new package.
#[derive(Debug)]
pub struct Membership {
    /// The manifest of the workspace.
    pub manifest: PathBuf,
    /// The text of the manifest with the package as a member.
    pub text: String,
}

/// Finds the workspace above a new package, as `cargo new` does. Returns `None` if the workspace already includes or
/// excludes the package.
///
/// # Errors
///
/// Returns an error if a manifest above the package is not TOML.
pub fn membership(package: &Path) -> Result<Option<Membership>, String> {
    for folder in package.ancestors().skip(1) {
        let manifest = folder.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else { continue };
        let shown = manifest.display();
        let mut document = parse(&text).map_err(|error| format!("`{shown}`: {error}"))?;
        let Some(workspace) = document.get_mut("workspace").and_then(Item::as_table_like_mut)
        else {
            continue;
        };
        let path = package.strip_prefix(folder).unwrap_or(package);
        let path: Vec<_> = path.iter().map(|step| step.to_string_lossy()).collect();
        let path = path.join("/");
        let includes = strings(workspace.get("members")).any(|it| matches(&it, &path));
        let excludes = strings(workspace.get("exclude")).any(|it| Path::new(&path).starts_with(it));
        if includes || excludes {
            return Ok(None);
        }
        let members = workspace.entry("members").or_insert(Item::Value(Array::new().into()));
        let Some(members) = members.as_array_mut() else {
            return Err(format!("`{shown}`: `workspace.members` is not an array"));
        };
        push(members, path);
        let text = with_line_ends(&document.to_string(), &text);
        return Ok(Some(Membership { manifest, text }));
    }
    Ok(None)
}

/// Adds a string to an array, on a separate line if the other items are on separate lines.
fn push(array: &mut Array, text: String) {
    let like = array.iter().last().and_then(|last| last.decor().prefix()?.as_str());
    // A comment above the last item belongs to that item.
    let line = like.and_then(|it| it.get(it.rfind('\n')?..)).map(str::to_owned);
    let Some(line) = line else { return array.push(text) };
    // A comment after the last item stays there.
    let comment = array.trailing().as_str().unwrap_or_default().trim_end();
    let prefix = if comment.is_empty() { line } else { format!("{comment}{line}") };
    let mut value = Value::from(text);
    value.decor_mut().set_prefix(prefix);
    array.push_formatted(value);
    array.set_trailing("\n");
    array.set_trailing_comma(true);
}

fn strings(item: Option<&Item>) -> impl Iterator<Item = String> {
    let values = item.and_then(Item::as_array).into_iter().flatten();
    values.filter_map(Value::as_str).map(str::to_owned)
}

/// Returns `true` if a pattern of `members` matches this path. A `*` matches within one folder name.
fn matches(pattern: &str, path: &str) -> bool {
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    pattern == path
        || Pattern::new(pattern).is_ok_and(|pattern| pattern.matches_with(path, options))
}

/// Parses a manifest.
///
/// # Errors
///
/// Returns an error if it is not TOML.
pub fn parse(text: &str) -> Result<DocumentMut, String> {
    text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())
}

/// Returns a text with the line ends of another text.
pub fn with_line_ends(text: &str, other: &str) -> String {
    let text = text.replace("\r\n", "\n");
    if other.contains("\r\n") { text.replace('\n', "\r\n") } else { text }
}
