//! `specwright init`: adds a client to an existing package, as a module.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use specwright::disk::{self, Mode};
use specwright::report::{clean, shell_word};
use specwright::{ClientForm, FeatureSet, Options, UnknownFeature};
use toml::{Table, Value};

use super::generator::{self, Generator, GeneratorSource};
use super::starter::Inputs;
use super::{Refusal, build_script, edit, first_call, generated, put, root_file, say_source};
use crate::description::path;
use crate::manifest::{self, Needed};
use crate::out::{inform, say};

/// Add a client to an existing package, as a module that follows a description
#[derive(Debug, clap::Args)]
pub struct Init {
    /// The folder of the package
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The description. One outside of the package is copied into it, with the files that it refers to [default: a
    /// small new one]
    #[arg(long, value_name = "FILE", value_parser = path())]
    spec: Option<PathBuf>,
    /// The name of the module
    #[arg(long, value_name = "NAME", default_value = "api")]
    module: String,
    /// The features of the client, separated by commas
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = feature)]
    features: Option<Vec<String>>,
    #[command(flatten)]
    generator: GeneratorSource,
}

fn feature(name: &str) -> Result<String, UnknownFeature> {
    FeatureSet::new([name]).map(|_| name.to_owned())
}

/// The parts that are added to a package.
struct Addition {
    /// The path of the description in the package.
    entry: String,
    /// The folder of the module in the package.
    out: String,
    /// The files to write, with their paths in the package and a description for the output.
    files: Vec<(String, String, String)>,
    sources: disk::FileSet,
    /// The lines that the user has to add.
    remaining: Vec<String>,
    generator: Generator,
    /// The text of a function that makes the first call.
    call: String,
}

impl Init {
    /// Adds the client and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let made = self.make().and_then(|addition| {
            self.write(&addition)?;
            Ok(addition)
        });
        match made {
            Ok(addition) => {
                self.say_next(&addition);
                ExitCode::SUCCESS
            }
            Err(refusal) => refusal.show(),
        }
    }

    /// Prepares all files in memory. Each refusal happens here, before a file is written.
    fn make(&self) -> Result<Addition, Refusal> {
        let path = self.dir.join("Cargo.toml");
        let shown = path.display();
        let text = fs::read_to_string(&path).map_err(|error| {
            Refusal::new(format!(
                "`{shown}`: {error}\nhelp: `specwright new DIR` creates a package"
            ))
        })?;
        let table =
            manifest::parse(&text).map_err(|error| Refusal::new(format!("`{shown}`: {error}")))?;
        let Some(package) = table.get("package") else {
            return Err(Refusal::new(format!(
                "`{shown}` is the manifest of a workspace\nhelp: give the folder of a member, or create one with `specwright new DIR`"
            )));
        };
        self.check_edition(&path, &table)?;
        let folder = generator::absolute(&self.dir);
        let generator = self.generator.generator(&folder).map_err(Refusal::new)?;
        let (inputs, entry, is_copied) = self.inputs(&folder);
        let root = self.root_file(&table)?;
        let out = match root.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{}", self.module),
            None => self.module.clone(),
        };
        let options = Options { module: Some(self.features()), strict: true, ..Options::default() };
        let output = generated(&inputs.source, &options)?;
        let mut files = Vec::new();
        if is_copied {
            let named = |(path, text)| (path, text, "a file of the description".to_owned());
            files.extend(inputs.files().into_iter().map(named));
            self.refuse_taken(&files)?;
        }
        let (edited, added) =
            self.manifest(&path, &text, &table, &output.dependencies, &generator)?;
        if added > 0 {
            let s = if added == 1 { "y" } else { "ies" };
            files.push(("Cargo.toml".to_owned(), edited, format!("{added} dependenc{s} added")));
        }
        let mut remaining = Vec::new();
        self.declare(&root, &mut files);
        self.script(package, &entry, &out, &mut files, &mut remaining);
        self.check_sources(&out, &output.files)?;
        let call = self.call(&inputs)?;
        let sources = output.files;
        Ok(Addition { entry, out, files, sources, remaining, generator, call })
    }

    /// Returns a refusal for an edition in which the sources do not compile.
    fn check_edition(&self, path: &Path, table: &Table) -> Result<(), Refusal> {
        let edition = manifest::inherited(path, table, "edition").map_err(Refusal::new)?;
        let edition = edition.as_ref().and_then(Value::as_str).unwrap_or("2015");
        if matches!(edition, "2015" | "2018") {
            return Err(Refusal::new(format!(
                "`{}` has the edition {edition}, and the client needs 2021 or a later one\nhelp: `cargo fix --edition` prepares the package for the next edition",
                path.display()
            )));
        }
        Ok(())
    }

    /// Returns the description, its path in the package, and `true` if it has to be copied there.
    fn inputs(&self, folder: &Path) -> (Inputs, String, bool) {
        let starter = self.dir.join("spec/api.yaml");
        let spec = self.spec.clone().or_else(|| starter.is_file().then_some(starter));
        let inputs = Inputs::of(spec.as_deref());
        let inside = spec.as_ref().and_then(|spec| {
            let path = generator::absolute(spec);
            let inside = path.strip_prefix(folder).ok()?.to_str()?;
            Some(inside.replace('\\', "/")).filter(|_| path.is_file())
        });
        match inside {
            Some(entry) => (inputs, entry, false),
            None => {
                let entry = inputs.entry();
                (inputs, entry, true)
            }
        }
    }

    /// Returns a refusal if the description would overwrite other files.
    fn refuse_taken(&self, files: &[(String, String, String)]) -> Result<(), Refusal> {
        for (path, text, _) in files {
            let file = self.dir.join(path);
            if file.exists() && fs::read_to_string(&file).ok().as_ref() != Some(text) {
                return Err(Refusal::new(format!(
                    "`{}` exists and is another file\nhelp: move it, or give it as `--spec`",
                    file.display()
                )));
            }
        }
        Ok(())
    }

    /// Returns the path of the file that declares the module.
    fn root_file(&self, table: &Table) -> Result<String, Refusal> {
        if specwright::print::snippet(&format!("mod {};", self.module)).is_none() {
            return Err(Refusal::new(format!("`{}` is not the name of a module", self.module)));
        }
        let named = |table: Option<&Value>| Some(table?.get("path")?.as_str()?.replace('\\', "/"));
        let library = named(table.get("lib"));
        let first = table.get("bin").and_then(Value::as_array).and_then(|all| all.first());
        let usual = ["src/lib.rs", "src/main.rs"].map(|path| Some(path.to_owned()));
        let [lib, main] = usual;
        let found = [library, lib, main, named(first)].into_iter().flatten();
        let mut found = found.filter(|path| self.dir.join(path).is_file());
        found.next().ok_or_else(|| {
            Refusal::new(format!(
                "`{}` has neither src/lib.rs nor src/main.rs, where the module is declared",
                self.dir.display()
            ))
        })
    }

    fn features(&self) -> FeatureSet {
        let names = self.features.as_ref();
        let features = names.and_then(|it| FeatureSet::new(it.iter().map(String::as_str)).ok());
        features.unwrap_or_default()
    }

    /// Returns the manifest with the missing dependencies, and their number.
    fn manifest(
        &self,
        path: &Path,
        text: &str,
        table: &Table,
        dependencies: &[specwright::dependencies::Dependency],
        generator: &Generator,
    ) -> Result<(String, usize), Refusal> {
        let needed = Needed { dependencies, own: &[], features: &[] };
        let gaps = manifest::compare(path, needed).map_err(Refusal::new)?;
        if !gaps.wrong.is_empty() {
            let reasons: String = gaps.wrong.iter().map(|it| format!("\n  {it}")).collect();
            return Err(Refusal::new(format!(
                "`{}` has dependencies that do not suffice for the client:{reasons}\nhelp: change these entries, then run this command again",
                path.display()
            )));
        }
        let refused = |error| Refusal::new(format!("`{}`: {error}", path.display()));
        let edited = edit::add(text, "dependencies", &gaps.dependencies).map_err(refused)?;
        let has_generator =
            table.get("build-dependencies").is_some_and(|it| it.get("specwright").is_some());
        let lines = if has_generator { Vec::new() } else { vec![generator.line()] };
        let edited = edit::add(&edited, "build-dependencies", &lines).map_err(refused)?;
        Ok((edited, gaps.dependencies.len() + lines.len()))
    }

    /// Declares the module in the root file.
    fn declare(&self, root: &str, files: &mut Vec<(String, String, String)>) {
        let text = fs::read_to_string(self.dir.join(root)).unwrap_or_default();
        if let Some(declared) = root_file::declare(&text, &self.module) {
            files.push((root.to_owned(), declared, format!("`mod {};` added", self.module)));
        }
    }

    /// Adds a build script, or the statement for the existing script.
    fn script(
        &self,
        package: &Value,
        entry: &str,
        out: &str,
        files: &mut Vec<(String, String, String)>,
        remaining: &mut Vec<String>,
    ) {
        let features = self.features.as_ref().map(|names| {
            let names: Vec<_> = names.iter().map(|name| format!("{name:?}")).collect();
            format!(".features([{}])", names.join(", "))
        });
        let is_module = ClientForm::of_folder(out) == ClientForm::Module;
        let statement = match (&features, is_module) {
            (None, true) => format!("specwright::build({entry:?}, {out:?});"),
            _ => format!(
                "specwright::Build::new({entry:?}).out({out:?}){}{}.run();",
                if is_module { "" } else { ".module()" },
                features.unwrap_or_default()
            ),
        };
        let script = match package.get("build") {
            Some(Value::String(script)) => Some(script.as_str()),
            Some(Value::Boolean(false)) => None,
            _ => Some("build.rs"),
        };
        let Some(script) = script else {
            remaining.push(format!(
                "Cargo.toml has `build = false`; remove it, and write a build.rs with `fn main() {{ {statement} }}`"
            ));
            return;
        };
        match fs::read_to_string(self.dir.join(script)) {
            Ok(text) if text.contains("specwright::") && text.contains(entry) => {}
            Ok(_) => remaining.push(format!("{script} needs this line in `main`: {statement}")),
            Err(_) => {
                let text = build_script(&statement, out);
                files.push((script.to_owned(), text, "a build script".to_owned()));
            }
        }
    }

    /// Returns a refusal if other files occupy the paths of the sources.
    fn check_sources(&self, out: &str, sources: &disk::FileSet) -> Result<(), Refusal> {
        let folder = self.dir.join(out);
        let header = specwright::print::HEADER;
        let checked = disk::sync(&folder, sources, Mode::Check, header, None);
        checked.map(drop).map_err(|error| Refusal::new(error.to_string()))?;
        let file = folder.with_extension("rs");
        if file.exists() {
            return Err(Refusal::new(format!(
                "`{}` is a module of the same name\nhelp: `--module` sets another name",
                file.display()
            )));
        }
        Ok(())
    }

    /// Returns a function that makes the first call.
    fn call(&self, inputs: &Inputs) -> Result<String, Refusal> {
        let features = self.features();
        let is_blocking = features.has("blocking") && !features.has("reqwest");
        first_call::call(&inputs.source, &self.module, "first_call", is_blocking)
    }

    fn write(&self, addition: &Addition) -> Result<(), Refusal> {
        let out = self.dir.join(&addition.out);
        let header = specwright::print::HEADER;
        disk::sync(&out, &addition.sources, Mode::Write, header, None)
            .map_err(|error| Refusal::new(error.to_string()))?;
        for (path, text, _) in &addition.files {
            put(&self.dir.join(path), text)?;
        }
        Ok(())
    }

    /// Returns a path in the package, relative to the current folder.
    fn shown(&self, path: &str) -> String {
        match self.dir.as_os_str() == "." {
            true => path.to_owned(),
            false => self.dir.join(path).display().to_string(),
        }
    }

    /// Prints the added files, the remaining lines and the next commands.
    fn say_next(&self, addition: &Addition) {
        let Addition { entry, out, .. } = addition;
        inform!("{}: a client that follows {entry}", self.shown(out));
        for (path, _, what) in &addition.files {
            inform!("{}: {what}", self.shown(path));
        }
        say_source(&addition.generator);
        for line in &addition.remaining {
            say!("\n{}", clean(line));
        }
        inform!(
            "\nNext, `cargo build` updates the client whenever {entry} changes. A first call, which the"
        );
        inform!("server of `specwright mock {}` answers:\n", shell_word(entry));
        addition.call.lines().for_each(|line| inform!("{line}"));
    }
}
