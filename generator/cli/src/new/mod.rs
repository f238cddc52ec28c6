//! `specwright new`: a project whose client follows a description: spec, build script, generated sources, a first call.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use specwright::Options;
use specwright::disk::{self, FileSet, Mode};
use specwright::public_api::{PublicApi, Role};
use specwright::source::{LoadError, Source};

use crate::description::{path, status};
use crate::out::UNABLE;
use crate::out::{inform, tell};
use crate::show::show;

/// A description to begin with.
const STARTER: &str = include_str!("starter.yaml");

/// What editors check descriptions with.
const SCHEMA: &str = include_str!("../../openapi.schema.json");

/// Arguments of `specwright new`.
#[derive(Debug, clap::Args)]
pub struct New {
    /// The folder of the project, which must not exist yet or be empty
    dir: PathBuf,
    /// A description to copy, with the files that it refers to; by default a small one is written
    #[arg(long, value_name = "FILE", value_parser = path())]
    spec: Option<PathBuf>,
    /// The name of the crate; by default the folder's name
    #[arg(long)]
    name: Option<String>,
    /// The folder of the generator's sources, for a generator built from source
    #[arg(long, value_name = "DIR")]
    generator: Option<PathBuf>,
}

impl New {
    /// Writes the project.
    pub fn run(&self) -> ExitCode {
        let is_free =
            fs::read_dir(&self.dir).map_or(!self.dir.exists(), |mut all| all.next().is_none());
        if !is_free {
            tell!("error: `{}` is there, and not empty", self.dir.display());
            return ExitCode::from(UNABLE);
        }
        match self.write() {
            Ok(entry) => {
                let dir = self.dir.display();
                inform!(
                    "{dir}: describe your API in {dir}/{entry}, then `cargo build` once, there"
                );
                ExitCode::SUCCESS
            }
            Err(status) => status,
        }
    }

    /// Writes the files; gives the description's path in the project.
    fn write(&self) -> Result<String, ExitCode> {
        let (source, inputs) = self.description()?;
        let folder = self.dir.file_name().and_then(|name| name.to_str()).unwrap_or("client");
        let name = self.name.clone().unwrap_or_else(|| crate_name(folder));
        let options = |package| Options { package, strict: true, ..Options::default() };
        let made = specwright::generate(&source, &options(Some(name.clone()))).and_then(|whole| {
            let sources = specwright::generate(&source, &options(None))?;
            Ok((whole, sources, specwright::public_api(&source, &options(None))?))
        });
        let (whole, sources, surface) = made.map_err(|rejected| {
            show(rejected.reports.as_slice(), &source);
            ExitCode::from(status(rejected.reports.as_slice()))
        })?;
        let entry = format!("spec/{}", source.relative(source.entry()));
        let manifest = self.manifest(whole.files.get("Cargo.toml").unwrap_or_default());
        let call = first_call(&name, &surface);
        let build = format!(
            "//! Keeps `generated/` what the description says.\n\nfn main() {{\n    specwright::build(\"{entry}\", \"generated\");\n}}\n"
        );
        for (path, text) in [
            ("Cargo.toml", manifest.as_str()),
            ("build.rs", &build),
            (".gitignore", "/target\n"),
            ("spec/openapi.schema.json", SCHEMA),
            ("examples/first_call.rs", &call),
        ]
        .into_iter()
        .chain(inputs.iter().map(|(path, text)| (path.as_str(), text.as_str())))
        {
            put(&self.dir.join(path), text)?;
        }
        self.sources(&sources.files)?;
        Ok(entry)
    }

    fn sources(&self, files: &FileSet) -> Result<(), ExitCode> {
        let out = self.dir.join("generated");
        let synced = disk::sync(&out, files, Mode::Write, specwright::print::HEADER, None);
        synced.map(drop).map_err(|error| unable(&error))
    }

    /// The description, and the texts of its files by their path in the project.
    fn description(&self) -> Result<(Source, Vec<(String, String)>), ExitCode> {
        let loaded = match &self.spec {
            Some(spec) => Source::load(spec),
            None => Source::from_text("api.yaml", STARTER),
        };
        let source = loaded.unwrap_or_else(LoadError::into_source);
        let text = |id| (format!("spec/{}", source.relative(id)), source.text(id).to_owned());
        let inputs = source.file_ids().map(text).collect();
        Ok((source, inputs))
    }

    /// The manifest of a crate by itself, for one whose sources follow the description.
    fn manifest(&self, whole: &str) -> String {
        let (_, text) = whole.split_once("\n\n").unwrap_or(("", whole));
        let generator = match &self.generator {
            Some(path) => {
                let path = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                format!("{{ path = {:?} }}", path.display().to_string())
            }
            None => format!("{:?}", env!("CARGO_PKG_VERSION")),
        };
        let text =
            text.replacen("\n[features]", "\n[lib]\npath = \"generated/lib.rs\"\n\n[features]", 1);
        format!(
            "{text}\n[dev-dependencies]\ntokio = {{ version = \"1.45\", features = [\"macros\", \"rt-multi-thread\"] }}\n\n[build-dependencies]\nspecwright = {generator}\n"
        )
    }
}

fn put(path: &Path, text: &str) -> Result<(), ExitCode> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| unable(&format!("`{}`: {error}", path.display())))
}

fn unable(error: &dyn std::fmt::Display) -> ExitCode {
    tell!("error: {error}");
    ExitCode::from(UNABLE)
}

/// The name of a folder as cargo takes it.
fn crate_name(folder: &str) -> String {
    let name: String = folder
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' })
        .collect();
    let name = name.trim_matches('-');
    match name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        true => name.to_owned(),
        false => format!("client-{name}").trim_end_matches('-').to_owned(),
    }
}

/// A program that makes the first call that needs no arguments and brings values, or names the calls that there are.
fn first_call(name: &str, surface: &PublicApi) -> String {
    let library = name.replace('-', "_");
    let client = surface.items.iter().find(|item| item.kind == "the client");
    let of_role = |role| {
        client
            .into_iter()
            .flat_map(move |client| client.members.iter().filter(move |m| m.role == role))
    };
    let (servers, schemes) = (of_role(Role::Variant).count(), of_role(Role::Optional).count());
    let operations = || surface.items.iter().filter(|item| item.kind == "an operation");
    let simple = operations().find(|item| {
        let brings = |role| item.members.iter().filter(move |member| member.role == role);
        let sends = brings(Role::Method).find(|member| member.name == "send()");
        let is_value = |ty: &str| ["types::", "Vec<"].iter().any(|start| ty.starts_with(start));
        brings(Role::Required).next().is_none() && sends.is_some_and(|sends| is_value(&sends.ty))
    });
    let method = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
    let head = "//! A first call: `cargo run --example first_call`.\n\n";
    match simple {
        Some(item) if servers > 0 && schemes == 0 => format!(
            "{head}use {library}::Client;\n\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    let answer = Client::new()?.{}().send().await?;\n    println!(\"{{answer:?}}\");\n    Ok(())\n}}\n",
            method(&item.path),
        ),
        _ => {
            let methods = operations().map(|item| method(&item.path));
            let methods =
                methods.map(|method| format!("    // client.{method}(..).send().await?\n"));
            format!(
                "{head}use {library}::Client;\n\nfn main() {{\n    // `Client::new` takes what the API asks of everyone; then there are\n{}    println!(\"{{}}\", std::any::type_name::<Client>());\n}}\n",
                methods.collect::<String>(),
            )
        }
    }
}
