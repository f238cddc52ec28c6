//! The files of a crate that a person may have changed, and that a build script keeps.

use std::path::Path;

use crate::disk::{self, FileSet};
use crate::features::SHARED;

/// The manifest of a crate, which a person may have changed.
const MANIFEST: &str = "Cargo.toml";

/// The README of a crate, which a person may have replaced.
const README: &str = "README.md";

/// Keeps the manifest and the README that are in the folder. The manifest gets the internal features that the sources need.
pub(super) fn keep_existing(out: &Path, files: &mut FileSet) {
    let generated = files.get(MANIFEST).map(str::to_owned);
    disk::keep_existing(out, files, &[MANIFEST, README]);
    if let (Some(generated), Some(kept)) = (generated, files.get(MANIFEST)) {
        let manifest = disk::with_internal_features(kept, &generated, SHARED);
        files.replace(MANIFEST, manifest);
    }
}
