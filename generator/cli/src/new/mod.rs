//! `specwright new`: creates a package whose client follows a description, with a build script, the generated sources
//! and an example.

mod copies;
mod dependencies;
pub mod edit;
mod first_call;
mod generator;
mod init;
mod root_file;
mod script;
mod starter;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use specwright::disk::{self, FileSet, Mode};
use specwright::report::shell_word;
use specwright::source::Source;
use specwright::{Options, Output, package};

use crate::description::status;
use crate::out::{FAILED, UNABLE};
use crate::out::{inform, tell};
use crate::show::show;

use copies::{Copies, Sources};
use edit::Membership;
use generator::{Generator, GeneratorSource};
pub use init::Init;
use script::Script;
use starter::Origin;

/// The folder of the sources.
const SOURCES: &str = "generated";

/// The dependency of the example on an async runtime.
const TOKIO: &str = "tokio = { version = \"1.45\", features = [\"macros\", \"rt-multi-thread\"] }";

/// Create a package whose client follows a description, with a build script, the sources and an example of a call
#[derive(Debug, clap::Args)]
pub struct New {
    /// The folder of the package, which must be empty or not exist
    dir: PathBuf,
    #[command(flatten)]
    origin: Origin,
    /// The name of the package [default: `crate` of the settings, else the name of the folder]
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    generator: GeneratorSource,
}

/// The parts of a new package.
struct Package {
    /// The path of the description.
    entry: String,
    /// The path of the settings.
    settings: Option<String>,
    /// `true` if there is a client, and not types alone.
    has_client: bool,
    /// The files apart from the sources, by path.
    files: Vec<(String, String)>,
    sources: FileSet,
    generator: Generator,
    membership: Option<Membership>,
}

impl New {
    /// Writes the package and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let made = self.make().and_then(|package| {
            self.write(&package)?;
            Ok(package)
        });
        match made {
            Ok(package) => {
                self.say_next(&package);
                ExitCode::SUCCESS
            }
            Err(refusal) => refusal.show(),
        }
    }

    /// Prepares all files in memory. Each refusal happens here, before a file is written.
    fn make(&self) -> Result<Package, Refusal> {
        let is_free =
            fs::read_dir(&self.dir).map_or(!self.dir.exists(), |mut all| all.next().is_none());
        if !is_free {
            return Err(Refusal::new(format!(
                "`{}` exists and is not empty\nhelp: `specwright init` adds a client to a package that exists",
                self.dir.display()
            )));
        }
        let folder = generator::absolute(&self.dir);
        let inputs = self.origin.inputs()?.in_package(&folder);
        let features = inputs.generator_features();
        let generator = self.generator.generator(&folder, features).map_err(Refusal::new)?;
        let membership = edit::membership(&folder).map_err(Refusal::new)?;
        let of_settings = inputs.given.as_ref().and_then(|given| given.client.package.clone());
        let by_folder = || crate_name(folder.file_name().and_then(|it| it.to_str()));
        let name = self.name.clone().or(of_settings).unwrap_or_else(by_folder);
        let options = inputs.options();
        let output = generated(&inputs.source, &options)?;
        check_name(&name, &inputs.source, &output)?;
        let mut copies = Copies::new(&inputs, &folder);
        let sources = Sources { out: SOURCES, form: None, features: None };
        let mut files = copies.files(sources)?;
        let settings = copies.settings.clone();
        let script = Script {
            entry: &copies.entry,
            settings: settings.as_deref(),
            out: settings.is_none().then_some(SOURCES),
            module: false,
            features: None,
        };
        let has_client = !options.types_only;
        let manifest = manifest(&name, &output.manifest, &generator, has_client);
        files.push(("Cargo.toml".to_owned(), manifest));
        files.push(("build.rs".to_owned(), script::text(&script.statement(), SOURCES)));
        files.push((".gitignore".to_owned(), "/target\n".to_owned()));
        if has_client {
            let call = first_call::program(&inputs.source, &options, &name.replace('-', "_"))?;
            files.push(("examples/first_call.rs".to_owned(), call));
        }
        let (entry, sources) = (copies.entry, output.files);
        Ok(Package { entry, settings, has_client, files, sources, generator, membership })
    }

    fn write(&self, package: &Package) -> Result<(), Refusal> {
        for (path, text) in &package.files {
            put(&self.dir.join(path), text)?;
        }
        let out = self.dir.join(SOURCES);
        disk::sync(&out, &package.sources, Mode::Write, specwright::print::HEADER, None)
            .map_err(|error| Refusal::new(error.to_string()))?;
        match &package.membership {
            Some(workspace) => put(&workspace.manifest, &workspace.text),
            None => Ok(()),
        }
    }

    /// Prints the created files and the next commands.
    fn say_next(&self, package: &Package) {
        let (dir, entry) = (self.dir.display(), &package.entry);
        inform!("{dir}: a client that follows {dir}/{entry}");
        if let Some(settings) = &package.settings {
            inform!("{dir}/{settings}: its settings");
        }
        if let Some(workspace) = &package.membership {
            inform!("{}: the package is a member", workspace.manifest.display());
        }
        say_source(&package.generator);
        let dir = dir.to_string();
        if package.has_client {
            inform!("\nNext, for a first call, which a mock server answers:\n");
            inform!("  cd {}", shell_word(&dir));
            inform!("  specwright mock {} &", shell_word(entry));
            inform!("  cargo run --example first_call");
        }
        inform!("\nThen describe your API in {entry}; `cargo build` updates the client.");
    }
}

/// Prints the source of the build dependency, unless an option has set it.
fn say_source(generator: &Generator) {
    if let Some(folder) = &generator.by_default {
        inform!(
            "the build dependency `specwright` is the folder {}; `--path`, `--git` or `--registry` choose another source",
            folder.display()
        );
    }
}

/// The reason why no file was written.
pub enum Refusal {
    /// A message.
    Said(String),
    /// The exit status for a description whose problems have been printed.
    Shown(u8),
}

impl Refusal {
    fn new(text: impl Into<String>) -> Self {
        Self::Said(text.into())
    }

    fn show(&self) -> ExitCode {
        match self {
            Self::Said(text) => {
                tell!("error: {text}");
                ExitCode::from(UNABLE)
            }
            Self::Shown(status) => ExitCode::from(*status),
        }
    }
}

/// Generates a client and prints the problems of its description.
fn generated(source: &Source, options: &Options) -> Result<Output, Refusal> {
    specwright::generate(source, options).map_err(|rejected| {
        show(rejected.reports.as_slice(), source);
        Refusal::Shown(status(rejected.reports.as_slice()))
    })
}

/// Returns the manifest of a package whose sources follow the description.
fn manifest(name: &str, sources: &str, generator: &Generator, has_client: bool) -> String {
    let (_, keys) = sources.split_once("edition = ").unwrap_or(("", sources));
    let text = keys.replacen("readme = \"README.md\"\n", "", 1);
    let library = format!("\n[lib]\npath = \"{SOURCES}/lib.rs\"\n\n[");
    let text = text.replacen("\n[", &library, 1);
    let example =
        if has_client { format!("\n[dev-dependencies]\n{TOKIO}\n") } else { String::new() };
    let line = generator.line();
    format!("[package]\nname = {name:?}\nedition = {text}{example}\n[build-dependencies]\n{line}\n")
}

fn put(path: &Path, text: &str) -> Result<(), Refusal> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| Refusal::new(format!("`{}`: {error}", path.display())))
}

/// Returns a refusal for a name that cannot be used in a path of Rust, or that is one of the package's dependencies.
fn check_name(name: &str, source: &Source, output: &Output) -> Result<(), Refusal> {
    package::check_name(name).map_err(|report| {
        show(&[*report], source);
        Refusal::Shown(FAILED)
    })?;
    let root = name.replace('-', "_");
    let own = output.own_dependencies.iter().map(|it| it.name.as_str());
    let mut dependencies = output.dependencies.iter().map(|it| it.name).chain(own);
    let is_taken = ["specwright", "tokio"].contains(&name) || dependencies.any(|it| it == name);
    let is_path = specwright::print::snippet(&format!("use {root}::Client;")).is_some();
    let builtin = ["alloc", "core", "proc_macro", "std", "test"].contains(&root.as_str());
    match (is_taken, is_path && !builtin) {
        (true, _) => Err(Refusal::new(format!(
            "a package called `{name}` cannot depend on the crate `{name}`, which its client needs\nhelp: `--name` sets another name"
        ))),
        (_, false) => Err(Refusal::new(format!(
            "`{name}` is a word of Rust, which no crate can be called\nhelp: `--name` sets another name"
        ))),
        _ => Ok(()),
    }
}

/// Returns the name of a folder as cargo accepts it.
fn crate_name(folder: Option<&str>) -> String {
    let plain = |char: char| match char {
        '-' | '_' => char,
        _ if char.is_ascii_alphanumeric() => char.to_ascii_lowercase(),
        _ => '-',
    };
    let name: String = folder.unwrap_or("client").chars().map(plain).collect();
    let name = name.trim_matches('-');
    match name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        true => name.to_owned(),
        false => format!("client-{name}").trim_end_matches('-').to_owned(),
    }
}
