//! The inputs that mutations begin from.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::descriptions;
use crate::targets::{Inputs, Target};

/// The size of the largest file that is a seed, in bytes. A larger one makes cases too slow.
const LARGEST: u64 = 60 << 10;

/// An input that mutations begin from.
pub struct Seed {
    /// The path of its file.
    pub path: PathBuf,
    /// The input.
    pub bytes: Vec<u8>,
    /// The input as a tree; null if it has none.
    pub(crate) tree: Value,
}

/// Reads the seeds of a target, and those of another folder.
///
/// For targets of descriptions, the generator's fixtures and the description of PostPress are seeds too.
pub fn collect(target: &Target, more: Option<&Path>) -> Vec<Seed> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    find(&package.join("seeds").join(target.name), &mut files);
    if target.inputs == Inputs::Descriptions {
        find(&package.join("../tests/fixtures"), &mut files);
        find(&package.join("../../spec"), &mut files);
    }
    if let Some(folder) = more {
        find(folder, &mut files);
    }
    files.sort();
    files.into_iter().filter_map(|path| seed(target, path)).collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, files);
        } else if entry.metadata().is_ok_and(|metadata| metadata.len() <= LARGEST) {
            files.push(path);
        }
    }
}

fn seed(target: &Target, path: PathBuf) -> Option<Seed> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let is_description = matches!(extension, Some("yaml" | "yml" | "json"));
    if target.inputs == Inputs::Descriptions && !is_description {
        return None;
    }
    let bytes = fs::read(&path).ok()?;
    let tree = match target.inputs {
        Inputs::Descriptions => descriptions::tree(&path, &bytes),
        Inputs::Json => serde_json::from_slice(&bytes).unwrap_or_default(),
        Inputs::Bytes => Value::Null,
    };
    Some(Seed { path, bytes, tree })
}
