//! The description of a new client: an existing one with its settings, or a small new one.

use std::path::{Path, PathBuf};

use specwright::Options;
use specwright::source::{LoadError, SettingsFile, Source};

use super::generator::absolute;
use super::{Refusal, dependencies};
use crate::description::{Description, Given, path};

/// The small description of a new client.
const STARTER: &str = include_str!("starter.yaml");

/// The description and the settings of a new client.
#[derive(Clone, Debug, clap::Args)]
pub struct Origin {
    /// The description. One outside of the package is copied into it, with the files that it refers to and with its
    /// settings [default: a small new one]
    #[arg(long, value_name = "FILE", value_parser = path())]
    pub spec: Option<PathBuf>,
    /// The settings [default: `specwright.toml` beside the description]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The client of the settings, if they have several
    #[arg(long, value_name = "NAME")]
    pub client: Option<String>,
}

impl Origin {
    /// Reads the description, or uses the small new one.
    ///
    /// # Errors
    ///
    /// Returns an error if the settings cannot be used.
    pub fn inputs(&self) -> Result<Inputs, Refusal> {
        if self.spec.is_none() && self.config.is_none() {
            let loaded = Source::from_text("api.yaml", STARTER);
            let source = loaded.unwrap_or_else(LoadError::into_source);
            return Ok(Inputs { source, given: None });
        }
        let description = Description {
            spec: self.spec.clone(),
            config: self.config.clone(),
            client: self.client.clone(),
            ..Description::default()
        };
        let given = description.resolve().map_err(Refusal::Shown)?;
        Ok(Inputs { source: given.load(!is_strict(&given)), given: Some(given) })
    }
}

/// Mistakes are errors unless the settings say otherwise, as in build scripts.
fn is_strict(given: &Given) -> bool {
    given.client.strict.unwrap_or(true)
}

/// A description with all files that it refers to.
pub struct Inputs {
    /// The description. Problems with its files are among its warnings.
    pub source: Source,
    /// The description with its settings, unless it is the small new one.
    pub given: Option<Given>,
}

impl Inputs {
    /// Returns the inputs with settings for a package in this folder, which gets a copy of settings outside of it.
    pub fn in_package(mut self, package: &Path) -> Self {
        if let Some(given) = &mut self.given {
            let is_copied = |file: &SettingsFile| !absolute(&file.path).starts_with(package);
            if given.file.as_ref().is_some_and(is_copied) {
                dependencies::rebase(given, package);
            }
        }
        self
    }

    /// Returns the options of the client.
    pub fn options(&self) -> Options {
        match &self.given {
            None => Options { strict: true, ..Options::default() },
            Some(given) => Options {
                strict: is_strict(given),
                types_only: given.client.types_only,
                package_options: given.client.package_options.clone(),
                ..given.options()
            },
        }
    }

    /// Returns the features of the generator that a build script with these settings needs.
    pub fn generator_features(&self) -> Vec<&'static str> {
        let given = self.given.as_ref();
        let needed = [
            ("config", given.is_some_and(|given| given.file.is_some())),
            ("overlay", given.is_some_and(|given| !given.overlays.is_empty())),
        ];
        needed.into_iter().filter(|(_, is_needed)| *is_needed).map(|(name, _)| name).collect()
    }
}
