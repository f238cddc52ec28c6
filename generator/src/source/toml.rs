//! Reads a settings file, which is TOML.

use std::fs;
use std::io::Read;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::limits::MAX_FILE;
use super::value::{Object, Value};
use super::{Pointer, SettingsFile, Spans, problems};
use crate::report::{Report, uncapitalised};

impl SettingsFile {
    /// Reads a settings file.
    ///
    /// # Errors
    ///
    /// Returns the file as far as it was read, with a report, if it cannot be read or is not TOML.
    pub fn load(path: &Path) -> Result<SettingsFile, Box<(SettingsFile, Report)>> {
        let mut file = SettingsFile {
            path: path.to_owned(),
            text: String::new(),
            root: Value::Object(Object::new()),
            spans: Spans::new(),
            modified: fs::metadata(path).and_then(|metadata| metadata.modified()).ok(),
        };
        let read = |text: &mut String| fs::File::open(path)?.take(MAX_FILE).read_to_string(text);
        if let Err(error) = read(&mut file.text) {
            let location = file.location(&Pointer::root());
            return Err(Box::new((file, problems::unreadable_settings(&location, &error))));
        }
        match tree(&file.text) {
            Ok((root, spans)) => Ok(SettingsFile { root, spans, ..file }),
            Err(error) => {
                let bytes = error.span().unwrap_or_default();
                let location = file.location(&Pointer::root());
                let message = uncapitalised(error.message());
                Err(Box::new((file, problems::settings_syntax(&location, &message, bytes))))
            }
        }
    }
}

fn tree(text: &str) -> Result<(Value, Spans), toml::de::Error> {
    let table = DeTable::parse(text)?;
    let mut spans = Spans::new();
    spans.insert(Pointer::root(), (0..0, 0..0));
    let root = object(table.get_ref(), &Pointer::root(), &mut spans);
    Ok((root, spans))
}

fn object(table: &DeTable<'_>, pointer: &Pointer, spans: &mut Spans) -> Value {
    // The library sorts keys by name.
    let mut members: Vec<_> = table.iter().collect();
    members.sort_by_key(|(key, _)| key.span().start);
    let mut entries = Vec::new();
    for (key, member) in members {
        let pointer = pointer.key(key.get_ref());
        spans.insert(pointer.clone(), (key.span(), member.span()));
        entries.push(((&**key.get_ref()).into(), value(member, &pointer, spans)));
    }
    Value::Object(Object::from_entries(entries).0)
}

fn value(node: &Spanned<DeValue<'_>>, pointer: &Pointer, spans: &mut Spans) -> Value {
    match node.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(integer) => {
            let parsed = i128::from_str_radix(integer.as_str(), integer.radix());
            parsed.map_or(Value::Null, Value::Int)
        }
        DeValue::Float(float) => float.as_str().parse().map_or(Value::Null, Value::Float),
        DeValue::Boolean(flag) => Value::Bool(*flag),
        // No setting is a date.
        DeValue::Datetime(_) => Value::Null,
        DeValue::Array(items) => {
            let mut values = Vec::new();
            for (index, item) in items.iter().enumerate() {
                let pointer = pointer.index(index);
                spans.insert(pointer.clone(), (item.span(), item.span()));
                values.push(value(item, &pointer, spans));
            }
            Value::Array(values)
        }
        DeValue::Table(table) => object(table, pointer, spans),
    }
}
