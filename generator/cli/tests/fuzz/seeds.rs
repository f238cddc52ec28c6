//! The descriptions that cases begin from.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use specwright::source::Source;

/// A larger description would be tried too rarely.
const LARGEST: u64 = 60 << 10;

/// A description to begin from.
pub struct Seed {
    /// As it is written.
    pub text: String,
    /// What it says; null if it cannot be read.
    pub tree: Value,
}

/// The project's own fixtures and description, and those of another folder.
pub fn collect(more: Option<&Path>) -> Vec<Seed> {
    let mut files = Vec::new();
    find(Path::new("../tests/fixtures"), &mut files);
    find(Path::new("../../spec"), &mut files);
    assert!(files.len() > 100, "the fixtures are not where they are looked for");
    if let Some(folder) = more {
        find(folder, &mut files);
    }
    files.sort();
    files.iter().filter_map(|path| seed(path)).collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            find(&path, files);
        } else if matches!(extension, Some("yaml" | "yml" | "json"))
            && entry.metadata().is_ok_and(|metadata| metadata.len() <= LARGEST)
        {
            files.push(path);
        }
    }
}

fn seed(path: &Path) -> Option<Seed> {
    let text = fs::read_to_string(path).ok()?;
    let name = path.file_name()?.to_str()?;
    let tree = match Source::from_text(name, text.as_str()) {
        Ok(source) => json(source.root()),
        Err(error) => json(error.partial().root()),
    };
    Some(Seed { text, tree })
}

/// A tree as one that can be changed.
fn json(value: &specwright::source::Value) -> Value {
    use specwright::source::Value as Read;
    match value {
        Read::Null => Value::Null,
        Read::Bool(flag) => Value::Bool(*flag),
        Read::Int(number) => i64::try_from(*number).map_or(Value::Null, Value::from),
        Read::Float(number) => Value::from(*number),
        Read::String(text) => Value::String(text.clone()),
        Read::Array(items) => items.iter().map(json).collect(),
        Read::Object(members) => {
            members.iter().map(|(key, value)| (key.to_owned(), json(value))).collect()
        }
    }
}
