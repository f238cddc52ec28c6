//! The description of a new client: a copy of an existing one, or a small new one.

use std::path::Path;

use specwright::source::{LoadError, LoadOptions, Source};

use crate::description::load;

/// The small description of a new client.
const STARTER: &str = include_str!("starter.yaml");

/// The JSON Schema with which editors check descriptions.
const SCHEMA: &str = include_str!("../../openapi.schema.json");

/// A description with all files that it refers to.
pub struct Inputs {
    /// The description. Problems with its files are among its warnings.
    pub source: Source,
}

impl Inputs {
    /// Reads a description, or uses the small new one.
    pub fn of(spec: Option<&Path>) -> Self {
        let loaded = match spec {
            Some(spec) => load(spec, &LoadOptions::new()),
            None => Source::from_text("api.yaml", STARTER),
        };
        Self { source: loaded.unwrap_or_else(LoadError::into_source) }
    }

    /// Returns the path of the description in its package.
    pub fn entry(&self) -> String {
        let name = self.source.relative(self.source.entry());
        // Standard input has no file name.
        format!("spec/{}", if name.contains(['<', '>']) { "api.yaml" } else { name })
    }

    /// Returns the files of the description and the schema for editors, by their path in the package.
    pub fn files(&self) -> Vec<(String, String)> {
        let source = &self.source;
        let of_file = |id| {
            let path = if id == source.entry() {
                self.entry()
            } else {
                format!("spec/{}", source.relative(id))
            };
            (path, source.text(id).to_owned())
        };
        let mut files: Vec<_> = source.file_ids().map(of_file).collect();
        files.push(("spec/openapi.schema.json".to_owned(), SCHEMA.to_owned()));
        files
    }
}
