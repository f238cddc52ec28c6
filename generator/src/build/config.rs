//! Builds the clients of a settings file.

use std::path::{Path, PathBuf};

use super::{Build, say};
use crate::config::{Client, Config, Form};
use crate::report::Style;
use crate::source::{SettingsFile, Source};

/// The settings file of a build.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    file: Option<SettingsFile>,
    /// The path, which is declared to cargo even if the file cannot be read.
    path: Option<PathBuf>,
    /// The problems of the file.
    problems: Option<String>,
    /// The builds of the other clients.
    others: Vec<Build>,
}

impl Origin {
    /// Declares the settings file, and runs the builds of the other clients. Returns `true` if the file has problems.
    pub(super) fn run(&self) -> bool {
        if let Some(path) = &self.path {
            say("rerun-if-changed", &path.display().to_string());
        }
        if let Some(problems) = &self.problems {
            say("error", problems);
            return true;
        }
        self.others.iter().for_each(|other| other.clone().run());
        false
    }

    /// Adds the settings file to the inputs.
    pub(super) fn add_to(&self, mut source: Source) -> Source {
        if let Some(file) = &self.file {
            source.add_settings(file);
        }
        source
    }
}

/// Returns the build of a settings file.
pub(super) fn build(path: &Path) -> Build {
    let refused = |problems: String| {
        let origin =
            Origin { path: Some(path.to_owned()), problems: Some(problems), ..Origin::default() };
        Build { config: origin, ..Build::new("") }
    };
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(error) => return refused(error.render(Style::Styled)),
    };
    let nameless = config.clients.iter().any(|client| client.description.is_none());
    if nameless || config.clients.is_empty() {
        return refused(format!("`{}` has no `description`", path.display()));
    }
    if cfg!(not(feature = "overlay")) && config.clients.iter().any(|it| !it.overlays.is_empty()) {
        return refused(
            "`overlays` needs the feature `overlay` of the crate specwright".to_owned(),
        );
    }
    let mut builds: Vec<_> = config.clients.iter().map(|it| of(it, &config.file)).collect();
    let mut first = builds.remove(0);
    first.config.path = Some(path.to_owned());
    first.config.others = builds;
    first
}

fn of(client: &Client, file: &SettingsFile) -> Build {
    let mut build = Build::new(client.description.clone().unwrap_or_default());
    if let Some(out) = &client.out {
        build = build.out(out);
    }
    if let Some(root) = &client.root {
        build = build.root(root);
    }
    #[cfg(feature = "overlay")]
    for overlay in &client.overlays {
        build = build.overlay(overlay);
    }
    build = match client.form {
        Some(Form::Lib) => build.library(),
        Some(Form::Module) => build.module(),
        None => build,
    };
    if let Some(package) = &client.package {
        build = build.package(package, client.package_options.clone());
    }
    if !client.features.is_empty() {
        build = build.features(client.features.iter().map(String::as_str));
    }
    if client.strict == Some(false) {
        build = build.lenient();
    }
    build.is_types_only = client.types_only;
    build.formats.dates = client.dates.unwrap_or_default();
    build.formats.uuids = client.uuids.unwrap_or_default();
    for (url, path) in &client.references {
        build = build.map(url, path);
    }
    build.config.file = Some(file.clone());
    build.settings(client.settings.clone())
}
