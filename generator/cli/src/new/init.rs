//! `specwright init`: adds a client to an existing package, as a module.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use specwright::config::{FILE as SETTINGS, Form};
use specwright::disk::{self, Mode};
use specwright::report::{clean, shell_word};
use specwright::{ClientForm, FeatureSet, Options, Output, UnknownFeature};
use toml::{Table, Value};

use super::copies::{Copies, Sources, joined};
use super::generator::{self, Generator, GeneratorSource, absolute};
use super::script::{self, Script};
use super::starter::{Inputs, Origin};
use super::{Refusal, TOKIO, edit, first_call, generated, put, root_file, say_source};
use crate::manifest::{self, Needed};
use crate::out::{inform, say};

/// Add a client to an existing package, as a module that follows a description
#[derive(Debug, clap::Args)]
pub struct Init {
    /// The folder of the package
    #[arg(default_value = ".")]
    dir: PathBuf,
    #[command(flatten)]
    origin: Origin,
    /// The name of the module [default: the last folder of `out` in the settings of the package, else `api`]
    #[arg(long, value_name = "NAME")]
    module: Option<String>,
    /// The features of the client, separated by commas
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = feature)]
    features: Option<Vec<String>>,
    #[command(flatten)]
    generator: GeneratorSource,
}

fn feature(name: &str) -> Result<String, UnknownFeature> {
    FeatureSet::new([name]).map(|_| name.to_owned())
}

/// A file to write, with its path in the package and a description for the output.
type File = (String, String, String);

/// The parts that are added to a package.
struct Addition {
    /// The path of the description in the package.
    entry: String,
    /// The folder of the module in the package.
    out: String,
    /// The files to write.
    files: Vec<File>,
    sources: disk::FileSet,
    /// The lines that the user has to add.
    remaining: Vec<String>,
    generator: Generator,
    /// The text of a function that makes the first call, if there is a client.
    call: Option<String>,
}

/// The module in the package.
struct Module {
    name: String,
    /// Its folder.
    out: String,
    /// The file that declares it.
    root: String,
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
        let folder = absolute(&self.dir);
        let inputs = self.inputs()?.in_package(&folder);
        let features = inputs.generator_features();
        let generator = self.generator.generator(&folder, features).map_err(Refusal::new)?;
        let mut copies = Copies::new(&inputs, &folder);
        let module = self.module(self.root_file(&table)?, &copies)?;
        let options = Options { module: Some(self.features(&inputs)), ..inputs.options() };
        let output = generated(&inputs.source, &options)?;
        let form = ClientForm::of_folder(&module.out);
        let sources = Sources {
            out: &module.out,
            form: (form != ClientForm::Module).then_some("module"),
            features: self.features.as_deref(),
        };
        let copied = copies.files(sources)?.into_iter().map(|(path, text)| {
            let is_settings = copies.settings.as_ref() == Some(&path);
            let what = if is_settings { "the settings" } else { "a file of the description" };
            (path, text, what.to_owned())
        });
        let mut files: Vec<File> = copied.collect();
        self.refuse_taken(&files)?;
        let mut remaining = Vec::new();
        let (edited, added) = self.manifest(&path, &text, &table, &output, &generator)?;
        if added > 0 {
            let s = if added == 1 { "y" } else { "ies" };
            files.push(("Cargo.toml".to_owned(), edited, format!("{added} dependenc{s} added")));
        }
        remaining.extend(lacking(&table, &generator));
        self.declare(&module, &mut files, &mut remaining);
        let script = self.script(&copies, &module)?;
        self.add_script(package, &script, &module.out, &mut files, &mut remaining);
        self.check_sources(&module.out, &output.files)?;
        let call = match options.types_only {
            true => None,
            false => Some(self.call(&inputs, &options, &module.name)?),
        };
        let (entry, out, sources) = (copies.entry, module.out, output.files);
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

    /// Reads the description: by default the one of the settings in the package, or the one that was added before.
    fn inputs(&self) -> Result<Inputs, Refusal> {
        let mut origin = self.origin.clone();
        if origin.spec.is_none() && origin.config.is_none() {
            let own = |path: &str| Some(self.dir.join(path)).filter(|path| path.is_file());
            origin.config = own(SETTINGS);
            origin.spec = own("spec/api.yaml").filter(|_| origin.config.is_none());
        }
        origin.inputs()
    }

    /// Returns the module. Settings that the package has already name its folder.
    fn module(&self, root: String, copies: &Copies<'_>) -> Result<Module, Refusal> {
        let home = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let of_settings = copies.own_out();
        let out = match (&self.module, &of_settings) {
            (None, Some(out)) => out.clone(),
            (name, _) => joined(home, name.as_deref().unwrap_or("api")),
        };
        let name = out.rsplit('/').next().unwrap_or_default().to_owned();
        if specwright::print::snippet(&format!("mod {name};")).is_none() {
            return Err(Refusal::new(format!("`{}` is not the name of a module", clean(&name))));
        }
        Ok(Module { name, out, root })
    }

    /// Returns a refusal if the description would overwrite other files.
    fn refuse_taken(&self, files: &[File]) -> Result<(), Refusal> {
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

    fn features(&self, inputs: &Inputs) -> FeatureSet {
        let of_settings = inputs.given.as_ref().map(|given| &given.client.features);
        let names = self.features.as_ref().or(of_settings.filter(|names| !names.is_empty()));
        let features = names.and_then(|it| FeatureSet::new(it.iter().map(String::as_str)).ok());
        features.unwrap_or_default()
    }

    /// Returns the manifest with the missing dependencies, and their number.
    fn manifest(
        &self,
        path: &Path,
        text: &str,
        table: &Table,
        output: &Output,
        generator: &Generator,
    ) -> Result<(String, usize), Refusal> {
        let Output { dependencies, own_dependencies: own, .. } = output;
        let needed = Needed { dependencies, own, features: &[] };
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
    fn declare(&self, module: &Module, files: &mut Vec<File>, remaining: &mut Vec<String>) {
        let Module { name, out, root } = module;
        let home = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        if joined(home, name) != *out {
            let path = generator::relative(Path::new(home), Path::new(out));
            remaining
                .push(format!("{root} needs this line: #[path = \"{path}/mod.rs\"] mod {name};"));
            return;
        }
        let text = fs::read_to_string(self.dir.join(root)).unwrap_or_default();
        if let Some(declared) = root_file::declare(&text, name) {
            files.push((root.to_owned(), declared, format!("`mod {name};` added")));
        }
    }

    /// Returns the script. Copied settings say all, and settings of the package what they contain.
    fn script<'a>(
        &'a self,
        copies: &'a Copies<'_>,
        module: &'a Module,
    ) -> Result<Script<'a>, Refusal> {
        let (entry, settings) = (copies.entry.as_str(), copies.settings.as_deref());
        let own = copies.own_settings();
        if settings.is_some() && own.is_none() {
            return Ok(Script { entry, settings, out: None, module: false, features: None });
        }
        if own.is_some_and(|given| given.client.package.is_some()) {
            return Err(Refusal::new(
                "the settings make a crate, and `init` adds a module\nhelp: remove the key `crate`, or run `specwright generate`",
            ));
        }
        let is_named = copies.own_out().as_ref() == Some(&module.out);
        let form = own.and_then(|given| given.client.form);
        let by_folder = ClientForm::of_folder(&module.out) == ClientForm::Module;
        let script = Script {
            entry,
            settings,
            out: (!is_named).then_some(&module.out),
            module: form.map_or(!by_folder, |form| form == Form::Lib),
            features: self.features.as_deref(),
        };
        let is_one_of_several = own.is_some_and(|given| given.client.name.is_some());
        if is_one_of_several && !script.is_plain() {
            return Err(Refusal::new(format!(
                "`{}` has a `[[client]]` that does not say all about this client\nhelp: set `out`, `form` and `features` there",
                settings.unwrap_or_default()
            )));
        }
        Ok(script)
    }

    /// Adds a build script, or the statement for the existing script.
    fn add_script(
        &self,
        package: &Value,
        script: &Script<'_>,
        out: &str,
        files: &mut Vec<File>,
        remaining: &mut Vec<String>,
    ) {
        let (statement, input) = (script.statement(), script.settings.unwrap_or(script.entry));
        let file = match package.get("build") {
            Some(Value::String(file)) => Some(file.as_str()),
            Some(Value::Boolean(false)) => None,
            _ => Some("build.rs"),
        };
        let Some(file) = file else {
            remaining.push(format!(
                "Cargo.toml has `build = false`; remove it, and write a build.rs with `fn main() {{ {statement} }}`"
            ));
            return;
        };
        let makes_client = |text: &str| {
            let has_out = script.out.is_none_or(|out| text.contains(&format!("{out:?}")));
            text.contains("specwright::") && text.contains(input) && has_out
        };
        match fs::read_to_string(self.dir.join(file)) {
            Ok(text) if makes_client(&text) => {}
            Ok(_) => remaining.push(format!("{file} needs this line in `main`: {statement}")),
            Err(_) => {
                let text = script::text(&statement, out);
                files.push((file.to_owned(), text, "a build script".to_owned()));
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
    fn call(&self, inputs: &Inputs, options: &Options, module: &str) -> Result<String, Refusal> {
        let features = self.features(inputs);
        let is_blocking = features.has("blocking") && !features.has("reqwest");
        first_call::call(&inputs.source, options, module, "first_call", is_blocking)
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
        let next = format!("\nNext, `cargo build` updates the client whenever {entry} changes.");
        match &addition.call {
            None => inform!("{next}"),
            Some(call) => {
                inform!("{next}");
                if call.contains("async fn") {
                    inform!(
                        "A `main` with `#[tokio::main]` needs these features of tokio:\n\n{TOKIO}\n"
                    );
                }
                inform!(
                    "A first call, which the server of `specwright mock {}` answers:\n",
                    shell_word(entry)
                );
                call.lines().for_each(|line| inform!("{line}"));
            }
        }
    }
}

/// Returns the line about features that the build dependency of a package lacks.
fn lacking(manifest: &Table, generator: &Generator) -> Option<String> {
    let known = manifest.get("build-dependencies")?.get("specwright")?;
    let features = known.get("features").and_then(Value::as_array);
    let has = |name: &str| features.into_iter().flatten().any(|it| it.as_str() == Some(name));
    let lacking = generator.features.iter().filter(|name| !has(name));
    let lacking: Vec<_> = lacking.map(|name| format!("`{name}`")).collect();
    let s = if lacking.len() == 1 { "" } else { "s" };
    (!lacking.is_empty()).then(|| {
        format!(
            "Cargo.toml: the build dependency `specwright` needs the feature{s} {}",
            lacking.join(", ")
        )
    })
}
