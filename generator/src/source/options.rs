//! The options of loading a description.

use std::path::{Path, PathBuf};

use super::remote::Maps;
use super::{LoadError, Source, load};

/// The options of loading a description.
///
/// ```no_run
/// use specwright::source::LoadOptions;
///
/// // The reference `https://example.com/schemas/pet.yaml#/Pet` leads to `vendor/pet.yaml`.
/// let options = LoadOptions::new().map("https://example.com/schemas/", "vendor");
/// let source = options.load("spec/api.yaml".as_ref())?;
/// # Ok::<(), specwright::source::LoadError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is loaded until `load` is called"]
pub struct LoadOptions {
    folder: Option<PathBuf>,
    pub(super) maps: Maps,
    #[cfg(feature = "overlay")]
    pub(super) overlays: Vec<PathBuf>,
    #[cfg(feature = "overlay")]
    pub(super) allow_stale: bool,
}

impl LoadOptions {
    /// Creates options with which nothing is mapped and only files below the folder of the entry are read.
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows references to every file below this folder, instead of the folder of the entry.
    pub fn within(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Gives a remote reference a local file. A URL that ends in `/` maps everything below it to files below the folder
    /// `path`. The longest URL that applies is used.
    ///
    /// A reference in a mapped file is resolved against the URL of that file. If no URL applies to the result, it leads to
    /// the file beside the mapped one, if there is one.
    pub fn map(mut self, url: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.maps.add(&url.into(), path.into());
        self
    }

    /// Adds an overlay, which changes the tree of the entry file (OpenAPI Overlay 1.0 and 1.1). Overlays are applied in the
    /// order in which they are added.
    #[cfg(feature = "overlay")]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Allows actions of overlays that match nothing or change nothing.
    #[cfg(feature = "overlay")]
    pub fn allow_stale(mut self) -> Self {
        self.allow_stale = true;
        self
    }

    /// Loads a description from its entry file.
    ///
    /// # Errors
    ///
    /// Returns an error as [`Source::load`] does, and if the entry file is not below the folder.
    pub fn load(&self, entry: &Path) -> Result<Source, LoadError> {
        let folder = entry.parent().unwrap_or(Path::new(""));
        load::load(self.folder.as_deref().unwrap_or(folder), entry, self)
    }

    /// Loads a description from a single text, as [`Source::from_text`] does.
    ///
    /// # Errors
    ///
    /// Returns an error as [`Source::from_text`] does.
    pub fn load_text(&self, name: &str, text: impl Into<String>) -> Result<Source, LoadError> {
        load::from_text(name, text.into(), self)
    }
}
