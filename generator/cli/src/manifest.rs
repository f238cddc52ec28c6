//! Compares the manifest of a crate with the needs of a client's sources.

use std::fs;
use std::path::{Path, PathBuf};

use semver::{Comparator, Op, Version, VersionReq};
use specwright::dependencies::Dependency;
use specwright::features::CargoFeature;
use specwright::report::clean;
use specwright::settings::OwnDependency;
use toml::{Table, Value};

/// The entries that a client's sources need in a manifest.
#[derive(Clone, Copy, Debug)]
pub struct Needed<'a> {
    /// The dependencies.
    pub dependencies: &'a [Dependency],
    /// The dependencies that the settings add.
    pub own: &'a [OwnDependency],
    /// The features; empty for a module, whose features are chosen when it is generated.
    pub features: &'a [CargoFeature],
}

/// The entries that a manifest lacks.
#[derive(Debug, Default)]
pub struct Gaps {
    /// The missing lines of `[dependencies]`.
    pub dependencies: Vec<String>,
    /// The missing lines of `[features]`.
    pub features: Vec<String>,
    /// The insufficient entries, each with the reason.
    pub wrong: Vec<String>,
}

impl Gaps {
    /// Returns `true` if the manifest lacks nothing.
    pub fn is_empty(&self) -> bool {
        self.dependencies.is_empty() && self.features.is_empty() && self.wrong.is_empty()
    }

    /// Returns the missing lines below the headings of their tables, as lines to paste.
    pub fn lines(&self) -> Vec<&str> {
        let tables = [("[dependencies]", &self.dependencies), ("[features]", &self.features)];
        let tables = tables.into_iter().filter(|(_, lines)| !lines.is_empty());
        tables
            .flat_map(|(table, lines)| [table].into_iter().chain(lines.iter().map(String::as_str)))
            .collect()
    }
}

/// The default features of the crates that clients depend on, as far as clients need them.
const DEFAULTS: [(&str, &[&str]); 11] = [
    ("base64", &["std"]),
    ("chrono", &["alloc", "std"]),
    ("jiff", &["std"]),
    ("rust_decimal", &["std"]),
    ("url", &["std"]),
    ("rustls", &["logging", "std", "tls12"]),
    ("serde", &["std"]),
    ("time", &["std"]),
    ("tracing", &["std"]),
    ("ureq", &["rustls"]),
    ("uuid", &["std"]),
];

/// The features that a feature of a crate includes, as far as clients need them.
const INCLUDED: [(&str, &str, &[&str]); 3] = [
    ("reqwest", "rustls", &["rustls-no-provider"]),
    ("tokio", "full", &["rt", "time"]),
    ("tokio", "rt-multi-thread", &["rt"]),
];

/// Compares a manifest with the needs of sources.
///
/// # Errors
///
/// Returns an error if the manifest or the one of its workspace cannot be read.
pub fn compare(path: &Path, needed: Needed<'_>) -> Result<Gaps, String> {
    let manifest = read(path)?;
    let empty = Table::new();
    let table = |name| manifest.get(name).and_then(Value::as_table).unwrap_or(&empty);
    let (dependencies, features) = (table("dependencies"), table("features"));
    let mut gaps = Gaps::default();
    let mut workspace = None;
    for own in needed.own.iter().filter(|own| !dependencies.contains_key(&own.name)) {
        gaps.dependencies.push(own.line());
    }
    let is_own = |name: &str| needed.own.iter().any(|own| own.name == name);
    for dependency in needed.dependencies.iter().filter(|it| !is_own(it.name)) {
        let Some(entry) = dependencies.get(dependency.name) else {
            gaps.dependencies.push(dependency.line());
            continue;
        };
        let is_inherited = entry.get("workspace").and_then(Value::as_bool) == Some(true);
        if is_inherited && workspace.is_none() {
            workspace = Some(workspace_dependencies(path, &manifest)?);
        }
        let inherited = workspace.as_ref().filter(|_| is_inherited);
        if is_inherited && inherited.is_some_and(|it| !it.contains_key(dependency.name)) {
            let name = dependency.name;
            gaps.wrong.push(format!("`{name}` is not in `[workspace.dependencies]`"));
            continue;
        }
        let inherited = inherited.and_then(|it| it.get(dependency.name));
        gaps.wrong.extend(shortcomings(dependency, entry, inherited));
    }
    for feature in needed.features {
        let declared = features.get(feature.name).map(strings);
        let is_whole = |all: &Vec<&str>| feature.activates.iter().all(|it| all.contains(it));
        if !declared.as_ref().is_some_and(is_whole) {
            let line = feature.line();
            match declared {
                None => gaps.features.push(line),
                Some(_) => {
                    gaps.wrong.push(format!("the feature `{}` must be `{line}`", feature.name))
                }
            }
        }
    }
    Ok(gaps)
}

/// Returns the manifest of the package that contains a folder.
pub fn nearest(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().map(|it| it.join("Cargo.toml")).find(|path| path.is_file())
}

fn read(path: &Path) -> Result<Table, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("`{shown}`: {error}"))?;
    parse(&text).map_err(|error| format!("`{shown}`: {error}"))
}

/// Parses a manifest.
///
/// # Errors
///
/// Returns the reason if it is not TOML.
pub fn parse(text: &str) -> Result<Table, String> {
    text.parse().map_err(|error: toml::de::Error| error.message().to_owned())
}

/// Returns a key of `[package]`, which may be inherited from the workspace.
///
/// # Errors
///
/// Returns an error if the workspace cannot be read.
pub fn inherited(path: &Path, manifest: &Table, key: &str) -> Result<Option<Value>, String> {
    let value = manifest.get("package").and_then(|it| it.get(key));
    if value.and_then(|it| it.get("workspace")).is_none() {
        return Ok(value.cloned());
    }
    let workspace = workspace(path, manifest)?;
    Ok(workspace.get("package").and_then(|it| it.get(key)).cloned())
}

/// Reads the dependencies of the workspace of a manifest.
fn workspace_dependencies(path: &Path, manifest: &Table) -> Result<Table, String> {
    let workspace = workspace(path, manifest)?;
    let dependencies = workspace.get("dependencies").and_then(Value::as_table);
    Ok(dependencies.cloned().unwrap_or_default())
}

/// Reads the table of the workspace of a manifest.
fn workspace(path: &Path, manifest: &Table) -> Result<Value, String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let root = match manifest.get("package").and_then(|it| it.get("workspace")) {
        Some(Value::String(root)) => Some(read(&folder.join(root).join("Cargo.toml"))?),
        _ => workspace_above(path)?,
    };
    let workspace = root.as_ref().and_then(|root| root.get("workspace"));
    workspace
        .cloned()
        .ok_or_else(|| format!("`{}` inherits from a workspace that is not there", path.display()))
}

fn workspace_above(path: &Path) -> Result<Option<Table>, String> {
    let Ok(path) = std::path::absolute(path) else { return Ok(None) };
    for folder in path.parent().into_iter().flat_map(Path::ancestors) {
        let path = folder.join("Cargo.toml");
        if path.is_file() {
            let manifest = read(&path)?;
            if manifest.contains_key("workspace") {
                return Ok(Some(manifest));
            }
        }
    }
    Ok(None)
}

/// Returns the reasons why an entry is insufficient.
fn shortcomings(dependency: &Dependency, entry: &Value, inherited: Option<&Value>) -> Vec<String> {
    let name = dependency.name;
    let source = inherited.unwrap_or(entry);
    let mut reasons = Vec::new();
    if let Some(other) = source.get("package").and_then(Value::as_str).filter(|it| *it != name) {
        reasons.push(format!("`{name}` is the crate `{}` under that name", clean(other)));
    }
    let written = source.as_str().or_else(|| source.get("version").and_then(Value::as_str));
    if let Some(written) = written.filter(|it| !allows(it, dependency.version)) {
        let (written, version) = (clean(written), dependency.version);
        reasons
            .push(format!("`{name}` {written} excludes {version}, the lowest version that works"));
    }
    let flag = |key: &str| [Some(entry), inherited].map(|it| it?.get(key)?.as_bool());
    if !dependency.optional && flag("optional").contains(&Some(true)) {
        reasons.push(format!("`{name}` is optional; the sources always need it"));
    }
    // A member of a workspace cannot disable the default features that the workspace enables.
    let of_source = source.get("default-features").and_then(Value::as_bool);
    let has_defaults = of_source != Some(false) || flag("default-features").contains(&Some(true));
    if dependency.default_features && !has_defaults {
        reasons.push(format!("`{name}` needs its default features"));
    }
    let mut features: Vec<&str> = [Some(entry), inherited]
        .into_iter()
        .flatten()
        .filter_map(|it| it.get("features"))
        .flat_map(strings)
        .collect();
    if has_defaults {
        let defaults = DEFAULTS.iter().filter(|(krate, _)| *krate == name);
        features.extend(defaults.flat_map(|(_, features)| *features));
    }
    let written: Vec<_> = features.clone();
    let included = INCLUDED.iter().filter(|(krate, by, _)| *krate == name && written.contains(by));
    features.extend(included.flat_map(|(.., included)| *included));
    let lacking = dependency.features.iter().filter(|it| !features.contains(it));
    let lacking: Vec<_> = lacking.map(|it| format!("`{it}`")).collect();
    if !lacking.is_empty() {
        reasons.push(format!("`{name}` lacks the features {}", lacking.join(", ")));
    }
    reasons
}

/// Returns the strings of a list.
fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Returns `true` if a requirement allows the lowest working version, or a later compatible one.
fn allows(written: &str, lowest: &str) -> bool {
    let (Ok(written), Ok(needed)) = (VersionReq::parse(written), VersionReq::parse(lowest)) else {
        return false;
    };
    let Some(lowest) = needed.comparators.first().map(version) else { return false };
    let last = match lowest.major {
        0 => Version::new(0, lowest.minor, u64::MAX),
        major => Version::new(major, u64::MAX, u64::MAX),
    };
    let named = written.comparators.iter().filter(|it| it.op != Op::Less).map(version);
    let mut candidates = named.chain([lowest.clone(), last]);
    candidates.any(|it| it >= lowest && needed.matches(&it) && written.matches(&it))
}

fn version(comparator: &Comparator) -> Version {
    let (minor, patch) = (comparator.minor.unwrap_or(0), comparator.patch.unwrap_or(0));
    Version::new(comparator.major, minor, patch)
}
