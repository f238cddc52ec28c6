//! The build dependency on the generator: from a folder, a git repository or a registry, with the options of `cargo
//! add`.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use specwright::report::clean;
use toml::{Table, Value};

/// The package of the generator.
const PACKAGE: &str = "specwright";

/// cargo's name of the public registry.
const PUBLIC: &str = "crates-io";

const HELP: &str = "help: `--path DIR` takes it from a checkout, `--git URL` with `--rev`, `--tag` or `--branch` from a \
                    repository, and `--registry NAME` from a registry";

/// The source of the build dependency.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Source of the build dependency on the generator")]
pub struct GeneratorSource {
    /// A folder with the generator [default: the checkout that this command was built from]
    #[arg(long, alias = "generator", value_name = "DIR", conflicts_with_all = ["git", "registry"])]
    path: Option<PathBuf>,
    /// A git repository with the generator
    #[arg(long, value_name = "URL", conflicts_with = "registry")]
    git: Option<String>,
    /// The commit of the git repository
    #[arg(long, value_name = "REV", requires = "git", conflicts_with_all = ["tag", "branch"])]
    rev: Option<String>,
    /// The tag of the git repository
    #[arg(long, value_name = "TAG", requires = "git", conflicts_with = "branch")]
    tag: Option<String>,
    /// The branch of the git repository
    #[arg(long, value_name = "BRANCH", requires = "git")]
    branch: Option<String>,
    /// A registry with the generator: `crates-io`, or a name in the configuration of cargo
    #[arg(long, value_name = "NAME")]
    registry: Option<String>,
}

/// A build dependency that cargo can find.
#[derive(Debug)]
pub struct Generator {
    /// Its source, as keys in a manifest.
    source: String,
    /// The features beside the default ones.
    pub features: Vec<&'static str>,
    /// The folder, if it was chosen by default.
    pub by_default: Option<PathBuf>,
}

impl Generator {
    /// Returns the line of `[build-dependencies]`.
    pub fn line(&self) -> String {
        let Self { source, features, .. } = self;
        let version = source.strip_prefix("version = ").filter(|it| !it.contains(", "));
        match (features.as_slice(), version) {
            ([], Some(version)) => format!("{PACKAGE} = {version}"),
            ([], None) => format!("{PACKAGE} = {{ {source} }}"),
            (features, _) => {
                format!("{PACKAGE} = {{ {source}, features = [{}] }}", list(features))
            }
        }
    }
}

impl GeneratorSource {
    /// Returns the build dependency of the package in a folder, which need not exist, with these features.
    ///
    /// # Errors
    ///
    /// Returns an error if the source has no generator.
    pub fn generator(
        &self,
        package: &Path,
        features: Vec<&'static str>,
    ) -> Result<Generator, String> {
        if let Some(path) = &self.path {
            let folder = of_folder(path)?;
            let source = format!("path = {}", quoted(&from(package, &folder)));
            return Ok(Generator { source, features, by_default: None });
        }
        let registry = match (&self.git, &self.registry) {
            (Some(url), _) => return resolved(self.of_git(url), features, url),
            (None, Some(name)) => name.clone(),
            (None, None) => match of_build(Path::new(env!("CARGO_MANIFEST_DIR"))) {
                Some(Origin::Folder(folder)) => {
                    let source = format!("path = {}", quoted(&folder.to_string_lossy()));
                    return Ok(Generator { source, features, by_default: Some(folder) });
                }
                Some(Origin::Registry) => PUBLIC.to_owned(),
                None => {
                    return Err(format!(
                        "nothing says where the build dependency `{PACKAGE}` comes from\n{HELP}"
                    ));
                }
            },
        };
        let version = format!("version = {}", quoted(env!("CARGO_PKG_VERSION")));
        let source = match registry.as_str() {
            PUBLIC => version,
            name => format!("{version}, registry = {}", quoted(name)),
        };
        resolved(source, features, &registry)
    }

    fn of_git(&self, url: &str) -> String {
        let commit = [("rev", &self.rev), ("tag", &self.tag), ("branch", &self.branch)];
        let commit = commit.into_iter().find_map(|(key, value)| Some((key, value.as_ref()?)));
        let commit =
            commit.map_or_else(String::new, |(key, value)| format!(", {key} = {}", quoted(value)));
        format!("git = {}{commit}", quoted(url))
    }
}

/// Returns the folder of the generator's package: the given folder, or its subfolder in a checkout.
fn of_folder(path: &Path) -> Result<PathBuf, String> {
    let found = [path.to_owned(), path.join("generator")].into_iter().find(|it| is_generator(it));
    let found = found.and_then(|folder| fs::canonicalize(folder).ok());
    found.ok_or_else(|| {
        format!("`{}` does not hold the package `{PACKAGE}`\n{HELP}", path.display())
    })
}

fn is_generator(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let manifest: Table = text.parse().unwrap_or_default();
    let package = manifest.get("package").and_then(|it| it.get("name"));
    package.and_then(Value::as_str) == Some(PACKAGE)
}

/// The origin of this command.
#[derive(Debug, PartialEq, Eq)]
enum Origin {
    /// A build from a checkout, with the folder of the generator.
    Folder(PathBuf),
    /// A build from a package of the public registry.
    Registry,
}

/// Returns the origin of a command that was built in this folder. Folders that cargo manages do not belong to the user;
/// only those of the public registry tell the source of their packages.
fn of_build(folder: &Path) -> Option<Origin> {
    let steps: Vec<_> = folder.iter().filter_map(|step| step.to_str()).collect();
    if let Some([.., registry, _]) = after(&steps, ["registry", "src"]) {
        // cargo calls the folder of a registry by the host of its index, and a hash.
        let (host, _) = registry.rsplit_once('-')?;
        return host.ends_with(".crates.io").then_some(Origin::Registry);
    }
    if after(&steps, ["git", "checkouts"]).is_some() {
        return None;
    }
    let generator = folder.parent()?;
    is_generator(generator).then(|| Origin::Folder(generator.to_owned()))
}

/// Returns the components after these two.
fn after<'s, 't>(steps: &'s [&'t str], two: [&str; 2]) -> Option<&'s [&'t str]> {
    let start = steps.windows(2).position(|it| it == two)?;
    steps.get(start + 2..)
}

/// Returns a dependency if cargo can find it. A foreign package of the same name lacks the features.
fn resolved(source: String, features: Vec<&'static str>, shown: &str) -> Result<Generator, String> {
    let unable = |error: std::io::Error| format!("the generator cannot be looked for: {error}");
    let folder = tempfile::tempdir().map_err(unable)?;
    let needed: Vec<_> = ["generate"].iter().chain(&features).copied().collect();
    let table = format!("{{ {source}, default-features = false, features = [{}] }}", list(&needed));
    let manifest = folder.path().join("Cargo.toml");
    let text = format!(
        "[package]\nname = \"looks-for-the-generator\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \
         \"Cargo.toml\"\n\n[workspace]\n\n[dependencies]\n{PACKAGE} = {table}\n"
    );
    fs::write(&manifest, text).map_err(unable)?;
    // Run in the folder of the command, because cargo's configuration for it names the registries.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["generate-lockfile", "--quiet", "--manifest-path"])
        .arg(&manifest)
        .output()
        .map_err(|error| format!("cargo cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(Generator { source, features, by_default: None });
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().filter(|line| !line.contains(&*folder.path().to_string_lossy()));
    let said: String = said.map(|line| format!("  {}\n", clean(line))).collect();
    Err(format!("`{}` does not offer the package `{PACKAGE}`\n{said}{HELP}", clean(shown)))
}

/// Returns the path from the package to a folder, as a manifest contains it: relative if they have a common parent.
pub(super) fn from(package: &Path, folder: &Path) -> String {
    let package = absolute(package);
    let (from, to): (Vec<_>, Vec<_>) =
        (package.components().collect(), folder.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let is_apart = !from.iter().take(common).any(|step| matches!(step, Component::Normal(_)));
    if is_apart {
        return folder.to_string_lossy().into_owned();
    }
    relative(&package, folder)
}

/// Returns the path from one folder to another. Both are absolute, or relative to the same folder.
pub(super) fn relative(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(common).map(|_| "..".to_owned());
    let down = to.iter().skip(common).map(|step| step.as_os_str().to_string_lossy().into_owned());
    let steps: Vec<_> = up.chain(down).collect();
    if steps.is_empty() { ".".to_owned() } else { steps.join("/") }
}

/// Returns the canonical path of a folder that need not exist.
pub(super) fn absolute(folder: &Path) -> PathBuf {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let known = folder.ancestors().find_map(|it| Some((it, fs::canonicalize(it).ok()?)));
    match known {
        Some((known, real)) => match folder.strip_prefix(known) {
            Ok(rest) if rest.as_os_str().is_empty() => real,
            Ok(rest) => real.join(rest),
            Err(_) => folder,
        },
        None => folder,
    }
}

fn list(features: &[&str]) -> String {
    features.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ")
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_of_cargo_s_own_folders_takes_no_path_of_them() {
        let registry =
            "/home/me/.cargo/registry/src/sparse.crates.io-1949cf8c6b5b557f/specwright-cli-0.1.0";
        assert_eq!(of_build(Path::new(registry)), Some(Origin::Registry));
        let other =
            "/home/me/.cargo/registry/src/crates.io.example-1949cf8c6b5b557f/specwright-cli-0.1.0";
        assert_eq!(of_build(Path::new(other)), None);
        let git = "/home/me/.cargo/git/checkouts/specwright-1949cf8c6b5b557f/0123456/generator/cli";
        assert_eq!(of_build(Path::new(git)), None);
        assert_eq!(of_build(Path::new("/removed/generator/cli")), None);
    }

    #[test]
    fn a_path_is_relative_where_both_are_below_one_folder() {
        let at = |package, folder| from(Path::new(package), Path::new(folder));
        assert_eq!(
            at("/nowhere/a/shop", "/nowhere/specwright/generator"),
            "../../specwright/generator"
        );
        assert_eq!(at("/nowhere/a", "/elsewhere/generator"), "/elsewhere/generator");
    }
}
