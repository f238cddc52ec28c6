//! Reads `[types]` and `[dependencies]`.

use super::keys::of;
use super::problems;
use super::reader::{Reader, Table};
use crate::settings::{
    Conversion, Extra, Extras, ItemKind, OwnDependency, OwnType, OwnTypes, Rule, Target,
};
use crate::source::{Object, Value};

/// The keys of a table with derives and attributes.
const EXTRAS: [&str; 2] = ["derive", "attributes"];

/// Reads the derives and attributes of `[types]`. A table that is no key of it is a pattern.
pub(super) fn extras<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> Extras {
    let mut extras = Extras::default();
    let Some(table) = reader.table(parent, "types") else { return extras };
    let known = of("types");
    add(reader, &table, &Target::All, &mut extras);
    if let Some(kinds) = reader.table(&table, "kind") {
        reader.check(&kinds, "types.kind", of("types.kind"));
        for (key, kind) in ItemKind::ALL {
            if let Some(inside) = reader.table(&kinds, key) {
                reader.check(&inside, &format!("types.kind.{key}"), &EXTRAS);
                add(reader, &inside, &Target::Kind(kind), &mut extras);
            }
        }
    }
    for (key, value) in table.object.iter().filter(|(key, _)| !known.contains(key)) {
        let pointer = table.pointer.key(key);
        let Value::Object(object) = value else {
            let at = reader.at(&pointer);
            reader.reports.push(problems::unknown_setting(&at, key, "types", known));
            continue;
        };
        let inside = Table { object, pointer: pointer.clone() };
        reader.check(&inside, &format!("types.\"{key}\""), &EXTRAS);
        let rule = Rule { pattern: key.to_owned(), place: Some(pointer) };
        add(reader, &inside, &Target::Types(rule), &mut extras);
    }
    extras
}

/// Adds the derives and attributes of a table.
fn add<'f>(reader: &mut Reader<'f>, table: &Table<'f>, to: &Target, extras: &mut Extras) {
    let [derive, attributes] = EXTRAS;
    let extra = |rule: Rule| Extra { to: to.clone(), text: rule.pattern, place: rule.place };
    extras.derives.extend(reader.rules(table, derive).into_iter().map(extra));
    extras.attributes.extend(reader.rules(table, attributes).into_iter().map(extra));
}

/// Reads `[types.replace]` and `[formats]`.
pub(super) fn own_types<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> OwnTypes {
    let schemas = match parent.object.get("types") {
        Some(Value::Object(object)) => {
            let types = Table { object, pointer: parent.pointer.key("types") };
            types_of(reader, &types, "replace")
        }
        // Another value was reported before.
        _ => Vec::new(),
    };
    OwnTypes { schemas, formats: types_of(reader, parent, "formats") }
}

/// Reads a table of types: each is a path, or a table with the path and the conversion.
fn types_of<'f>(reader: &mut Reader<'f>, parent: &Table<'f>, key: &str) -> Vec<OwnType> {
    let mut types = Vec::new();
    let Some(table) = reader.table(parent, key) else { return types };
    for (pattern, value) in table.object.iter() {
        let pointer = table.pointer.key(pattern);
        let rule = Rule { pattern: pattern.to_owned(), place: Some(pointer.clone()) };
        let own = match value {
            Value::String(path) => OwnType::new(rule, path.clone()),
            Value::Object(object) => {
                let inside = Table { object, pointer };
                reader.check(&inside, &format!("{key}.\"{pattern}\""), &["type", "as"]);
                let forms = [("serde", Conversion::Serde), ("text", Conversion::Text)];
                let path = reader.owned(&inside, "type").unwrap_or_default();
                let by = reader.choice(&inside, "as", &forms).unwrap_or_default();
                OwnType { by, ..OwnType::new(rule, path) }
            }
            other => {
                let at = reader.at(&pointer);
                let expected = "the path of a type, or a table with `type` and `as`";
                reader.reports.push(problems::wrong_type(&at, pattern, expected, other));
                continue;
            }
        };
        types.push(own);
    }
    types
}

/// Reads `[dependencies]`: lines for the manifest of the client.
pub(super) fn dependencies<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> Vec<OwnDependency> {
    let mut dependencies = Vec::new();
    let Some(table) = reader.table(parent, "dependencies") else { return dependencies };
    for (name, value) in table.object.iter() {
        let at = reader.at(&table.pointer.key(name));
        let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
        if !name.chars().all(is_name) || name.is_empty() {
            reader.reports.push(problems::wrong_dependency(&at, name));
            continue;
        }
        match value {
            Value::String(_) => {}
            Value::Object(object) if has_source(object) => {}
            other => {
                let expected = "a version, or a table with `version`, `path` or `git`";
                reader.reports.push(problems::wrong_type(&at, name, expected, other));
                continue;
            }
        }
        dependencies.push(OwnDependency::new(name, toml(value)));
    }
    dependencies
}

/// Returns `true` if the table of a dependency says where the crate comes from.
fn has_source(object: &Object) -> bool {
    ["version", "path", "git", "workspace"].iter().any(|key| object.get(key).is_some())
}

/// Returns a value in TOML, in one line.
fn toml(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{key} = {}", toml(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Null => quoted(""),
    }
}

/// Returns a text as a TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(char))),
            char => quoted.push(char),
        }
    }
    quoted + "\""
}
