//! Reads a description at a git revision, by writing its files to a temporary folder.

use std::path::{Component, Path};
use std::process::Command;

use specwright::source::{LoadError, LoadOptions, Source};

/// A file at a revision, written `REVISION:PATH` as in git.
#[derive(Clone, Copy, Debug)]
pub struct Revision<'n> {
    revision: &'n str,
    /// The path of the description, relative to the current folder.
    pub path: &'n str,
}

impl<'n> Revision<'n> {
    /// Parses `REVISION:PATH`. Returns `None` if a file with the whole name exists.
    pub fn parse(name: &'n str) -> Option<Self> {
        let (revision, path) = name.split_once(':')?;
        // `C:\api.yaml` is a path.
        let is_drive = revision.len() == 1 && path.starts_with(['\\', '/']);
        // Git revisions do not start with a hyphen.
        let is_name = !revision.is_empty() && !revision.starts_with('-') && !path.is_empty();
        (is_name && !is_drive && !Path::new(name).exists()).then_some(Self { revision, path })
    }

    /// Reads the description. Every YAML and JSON file below its folder is available to references.
    pub fn load(self, options: &LoadOptions) -> Result<Source, String> {
        let Self { revision, path } = self;
        let folder = match path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => "./".to_owned(),
        };
        let copy = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let listed = git(&["ls-tree", "-r", "-z", "--name-only", revision, "--", &folder])?;
        let listed = String::from_utf8_lossy(&listed);
        let is_input = |name: &&str| {
            let name = name.to_ascii_lowercase();
            [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end))
        };
        for name in listed.split('\0').filter(is_input) {
            // A path that leaves the folder is not written.
            let plain = |step: Component<'_>| matches!(step, Component::Normal(_));
            if !Path::new(name).components().all(plain) {
                continue;
            }
            let text = git(&["show", &format!("{revision}:./{name}")])?;
            let place = copy.path().join(name);
            let written = std::fs::create_dir_all(place.parent().unwrap_or(copy.path()))
                .and_then(|()| std::fs::write(&place, text));
            written.map_err(|error| format!("cannot write `{}`: {error}", place.display()))?;
        }
        let entry = copy.path().join(path.trim_start_matches("./"));
        if !entry.exists() {
            return Err(format!("there is no `{path}` at the revision `{revision}`"));
        }
        let loaded = options.load(&entry).or_else(LoadError::without_lost_references);
        // The temporary folder is removed here, because all files have been read.
        Ok(loaded.unwrap_or_else(LoadError::into_source))
    }
}

/// Runs git and returns its output.
fn git(arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("git").args(arguments).output();
    let output = output.map_err(|error| format!("cannot run git: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("git says: {}", specwright::report::clean(said.trim())))
}
