//! Compiles the client of every case in `fixtures/ok/` without a warning, by clippy where it is installed.
//!
//! The clients that `fixtures/behaviour/` uses are modules of a few crates, which are linted in the same build that the tests need.
//! Each other client is a crate. All are in a workspace below `CARGO_TARGET_TMPDIR`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::common::{OK, cases, generate_with, options};
use crate::hostile;
use specwright::dependencies::Dependency;
use specwright::source::Source;
use specwright::{FeatureSet, Options};
use specwright_mock::Mock;

/// The lints of the workspace, as strict as those of a careful user.
const LINTS: &str = r#"
[workspace.lints.rust]
unsafe_code = "forbid"
missing_docs = "warn"
rust_2018_idioms = { level = "warn", priority = -1 }
"#;

/// Lines that are appended to a generated manifest, so that the lints of the workspace apply.
const LINTED: &str = "
[lints]
workspace = true
";

/// The number of crates that the modules are spread over, so that cargo compiles two at once and none needs 6 GB.
const PARTS: usize = 4;

const CLIENTS_DOC: &str = "//! Clients of fixtures.\n\n";

/// The manifest of a crate with clients as modules, from its name to its dependencies. A warning is an error.
const CLIENTS: &str = r#"version = "0.0.0"
edition = "2024"
rust-version = "1.88"
publish = false

[lib]
test = false
doctest = false

[lints.rust]
warnings = "deny"
missing_docs = "deny"
unsafe_code = "forbid"
"#;

/// The cases that are compiled with transports, which are equal in all others.
const TRANSPORTS: [&str; 3] = ["security", "servers", "servers-none"];

/// The cases that are documented: together they have links and texts of each kind.
const DOCUMENTED: [&str; 8] = [
    "answers",
    "collisions",
    "deprecated",
    "docs",
    "errors",
    "keywords",
    "parameters",
    "union-by-constant",
];

/// The cases whose guides are run: they differ in calls, pages, streams and credentials.
const GUIDED: [&str; 8] =
    ["body-forms", "constraints", "docs", "oauth", "pages", "security", "servers-none", "streams"];

#[test]
fn every_client_compiles_without_a_warning_and_does_what_its_description_says() {
    let workspace = Workspace::get();
    announce("checking the clients that nothing below uses");
    let apart = workspace.apart.iter().flat_map(|case| ["--package", case]);
    let features = ["--no-default-features", "--features", "mock"];
    workspace.lint(&apart.chain(features).collect::<Vec<_>>());
    announce("documenting some of them");
    workspace.document();
    announce("compiling the others together, and running what uses them");
    let mocks = ["pages", "pages-plain"].map(|case| {
        let mock = Mock::load(format!("{OK}/{case}/api.yaml")).unwrap();
        mock.start().unwrap()
    });
    let [of_pages, of_plain] = mocks.each_ref().map(|mock| mock.address().to_string());
    let mut variables =
        vec![("MOCK_OF_PAGES", of_pages.as_str()), ("MOCK_OF_PAGES_PLAIN", of_plain.as_str())];
    if workspace.has_clippy() {
        variables.push(("RUSTC_WORKSPACE_WRAPPER", "clippy-driver"));
    }
    workspace.run(&["test", "--package", "clients"], &variables);
    // Code in a description is shown and never run; the code of the guide is run.
    announce("running the examples of their guides");
    let mut arguments = vec!["test", "--doc", "--no-default-features", "--features", "mock"];
    arguments.extend(GUIDED.iter().flat_map(|case| ["--package", case]));
    workspace.run(&arguments, &[]);
}

#[test]
fn clients_compile_with_every_transport() {
    let workspace = Workspace::get();
    let mut arguments = vec!["--no-default-features", "--features", "reqwest,blocking,rustls"];
    arguments.extend(TRANSPORTS.iter().flat_map(|case| ["--package", case]));
    workspace.lint(&arguments);
}

/// Prints what takes minutes. Standard error shows it at once, unlike the captured output of a test.
fn announce(work: &str) {
    let _ = writeln!(io::stderr(), "note: {work}");
}

/// The workspace on disk.
struct Workspace {
    folder: PathBuf,
    /// The cases whose clients are crates.
    apart: Vec<String>,
}

impl Workspace {
    /// Returns the workspace, which is written once for all tests.
    fn get() -> &'static Self {
        static WORKSPACE: OnceLock<Workspace> = OnceLock::new();
        WORKSPACE.get_or_init(Self::write)
    }

    /// Writes new and changed files only, so that cargo does not recompile the others.
    fn write() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
        let sources = fs::canonicalize("tests/fixtures/behaviour").unwrap();
        let uses = sources_below(&sources);
        let (used, apart): (Vec<_>, Vec<_>) = cases(OK).into_iter().partition(|case| {
            let module = module(case);
            uses.contains(&format!("{module}::")) || uses.contains(&format!("client!({module})"))
        });
        let workspace = Self { folder, apart };
        let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"clients\"".to_owned();
        parts().for_each(|part| _ = write!(manifest, ", \"clients-{part}\""));
        for case in used.iter().chain(&workspace.apart) {
            let _ = write!(manifest, ", \"cases/{case}\"");
            workspace.client(case);
        }
        let _ = write!(manifest, "]\n{LINTS}");
        workspace.file("Cargo.toml", &manifest);
        workspace.clients(&used, &sources);
        // A published package has no lock file beside it; then any versions are used.
        if let Ok(lock) = fs::read_to_string("../Cargo.lock") {
            workspace.file("Cargo.lock", &lock);
        }
        workspace
    }

    /// Writes the client of a case as a crate.
    fn client(&self, case: &str) {
        let package = Some(case.to_owned());
        let output = generate_case(case, &Options { package, ..options(OK, case) });
        for (path, text) in output.files.iter() {
            let linted = if path == "Cargo.toml" { LINTED } else { "" };
            self.file(&format!("cases/{case}/{path}"), &format!("{text}{linted}"));
        }
        for folder in ["src", "src/runtime"] {
            self.remove_others(&format!("cases/{case}/{folder}"), &|name| {
                output.files.get(&format!("{folder}/{name}")).is_some()
            });
        }
    }

    /// Writes the crates whose modules are the clients of these cases, and the crate `clients` with all modules and the tests.
    fn clients(&self, cases: &[String], tests: &Path) {
        let features = || Some(FeatureSet::new(["mock"]).unwrap());
        let client = |case: &String| {
            let options = Options { module: features(), ..options(OK, case) };
            (module(case), generate_case(case, &options))
        };
        let mut clients: Vec<_> = cases.iter().map(client).collect();
        // One more client has names that are hard for a generator.
        let source = Source::from_text("api.yaml", hostile::description(1)).unwrap();
        let options = Options { module: features(), ..Options::default() };
        clients.push(("hostile".to_owned(), specwright::generate(&source, &options).unwrap()));
        let mut dependencies = BTreeSet::new();
        for (_, output) in &clients {
            dependencies.extend(output.dependencies.iter().map(Dependency::line));
            dependencies.extend(output.own_dependencies.iter().map(|own| own.line()));
        }
        let dependencies = Vec::from_iter(dependencies).join("\n");
        let manifest = |name: &str| {
            format!("[package]\nname = \"{name}\"\n{CLIENTS}\n[dependencies]\n{dependencies}\n")
        };
        let (mut root, mut all) = (CLIENTS_DOC.to_owned(), manifest("clients"));
        for part in parts() {
            let mut modules = CLIENTS_DOC.to_owned();
            for (name, output) in clients.iter().skip(part).step_by(PARTS) {
                let _ = writeln!(modules, "pub mod {name};");
                let _ = writeln!(root, "pub use clients_{part}::{name};");
                for (path, text) in output.files.iter() {
                    self.file(&format!("clients-{part}/src/{name}/{path}"), text);
                }
            }
            self.file(&format!("clients-{part}/src/lib.rs"), &modules);
            self.file(&format!("clients-{part}/Cargo.toml"), &manifest(&format!("clients-{part}")));
            let _ = writeln!(all, "clients-{part} = {{ path = \"../clients-{part}\" }}");
        }
        let tests = tests.join("main.rs");
        let _ = writeln!(all, "\n[[test]]\nname = \"behaviour\"\npath = '{}'", tests.display());
        self.file("clients/src/lib.rs", &root);
        self.file("clients/Cargo.toml", &all);
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return;
        }
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Removes files of earlier runs.
    fn remove_others(&self, folder: &str, is_wanted: &dyn Fn(&str) -> bool) {
        for entry in fs::read_dir(self.folder.join(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_file() && !is_wanted(&name) {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }

    /// Runs clippy, or only the compiler if clippy is not installed.
    fn lint(&self, arguments: &[&str]) {
        if self.has_clippy() {
            let arguments =
                [&["clippy", "--keep-going"], arguments, &["--", "-D", "warnings"]].concat();
            return self.run(&arguments, &[]);
        }
        println!("clippy is not installed: only the compiler's own lints are checked");
        self.run(
            &[&["check", "--keep-going"], arguments].concat(),
            &[("RUSTFLAGS", "-D warnings")],
        );
    }

    fn has_clippy(&self) -> bool {
        self.cargo(&["clippy", "--version"], &[]).status.success()
    }

    fn document(&self) {
        let flags = [("RUSTDOCFLAGS", "-D warnings")];
        let mut arguments = vec!["doc", "--no-deps", "--no-default-features"];
        arguments.extend(DOCUMENTED.iter().flat_map(|case| ["--package", case]));
        self.run(&arguments, &flags);
    }

    /// Runs cargo offline, and online if a dependency was never downloaded.
    fn run(&self, arguments: &[&str], variables: &[(&str, &str)]) {
        // Arguments behind `--` are not cargo's.
        let (own, rest) = arguments
            .split_at(arguments.iter().position(|word| *word == "--").unwrap_or(arguments.len()));
        let mut output = self.cargo(&[own, &["--offline"], rest].concat(), variables);
        if lacks_downloads(&output) {
            output = self.cargo(arguments, variables);
        }
        assert!(
            output.status.success(),
            "`cargo {}` failed in {}\n{}{}",
            arguments.join(" "),
            self.folder.display(),
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout),
        );
    }

    fn cargo(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }
}

/// Returns the client of a case.
fn generate_case(case: &str, options: &Options) -> specwright::Output {
    let outcome = generate_with(OK, case, options);
    outcome.output.unwrap_or_else(|| panic!("{case}: no client\n{}", outcome.rendered))
}

fn parts() -> Range<usize> {
    0..PARTS
}

/// Returns the name of a client's module in the crate `clients`.
fn module(case: &str) -> String {
    case.replace('-', "_")
}

/// Returns the texts of all files in a folder, joined.
fn sources_below(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
}

/// Returns `true` if an offline run failed because a download is missing.
fn lacks_downloads(output: &Output) -> bool {
    let text = String::from_utf8_lossy(&output.stderr);
    !output.status.success() && (text.contains("--offline") || text.contains("offline mode"))
}
