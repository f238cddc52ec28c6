//! Clients as modules of the members of a workspace: in the tree, written by the command or by `build.rs`, and in `OUT_DIR`,
//! nested, several in one crate, in editions 2021 and 2024, private and without a warning. They change no feature of the rest
//! of a program. One is the client of `README.md`, with the call that is shown there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::source::Source;
use specwright::{FeatureSet, Options, generate};

use crate::common::{OK, generate_with, options};

const MAIN: &str = r#"#![deny(warnings)]

mod api;
mod a {
    pub mod b {
        pub mod api;
    }
}
mod oauth;
mod scripts;
mod streams;
mod tree;
mod built {
    include!(concat!(env!("OUT_DIR"), "/built/include.rs"));
}

#[allow(dead_code)]
mod readme;

fn main() {
    use std::mem::size_of;
    let none = [size_of::<api::Client>(), size_of::<a::b::api::Client>(), size_of::<built::Client>()];
    let more = [size_of::<oauth::Client>(), size_of::<streams::Client>(), size_of::<tree::Client>()];
    println!("{none:?} {more:?} {}", size_of::<scripts::Client>());
}
"#;

const BUILD: &str = r#"fn main() {
    specwright::Build::new("api.yaml").out_dir("built").features(["mock"]).lenient().run();
    specwright::Build::new("api.yaml").out("src/tree").features([]).lenient().run();
}
"#;

/// The crates that a program shares with a client, as a program of today takes them.
const SHARED: &str = "bytes = \"1\"\nhttp = \"1\"\nserde = \"1\"\nserde_json = \"1\"\n";

/// Writes the client of the description in `README.md`, and the call that is shown there. Returns the lines of its dependencies.
fn readme(out: &str) -> Vec<String> {
    let readme = fs::read_to_string("README.md").unwrap();
    let block = |start: &str| {
        let (_, rest) = readme.split_once(start).unwrap();
        rest.split("\n```").next().unwrap().to_owned() + "\n"
    };
    let source = Source::from_text("api.yaml", block("```yaml\n")).unwrap();
    let module = Some(FeatureSet::new([]).unwrap());
    let output = generate(&source, &Options { module, strict: true, ..Options::default() });
    let output = output.unwrap();
    for (path, text) in output.files.iter() {
        write(&format!("{out}/api/{path}"), text);
    }
    write(&format!("{out}/mod.rs"), &format!("mod api;\n\n{}", block("```rust,ignore\n")));
    output.dependencies.iter().map(|dependency| dependency.line()).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("modules")
}

fn write(path: &str, text: &str) {
    let path = folder().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Writes the client of a case, and returns the lines of its dependencies.
fn client(case: &str, out: &str, features: &[&str]) -> Vec<String> {
    let module = FeatureSet::new(features.iter().copied()).unwrap();
    let options = Options { package: None, module: Some(module), ..options(OK, case) };
    let output = generate_with(OK, case, &options).output.expect(case);
    for (path, text) in output.files.iter() {
        assert!(!text.contains("cfg(feature"), "{case}: {path}");
        write(&format!("{out}/{path}"), text);
    }
    output.dependencies.iter().map(|dependency| dependency.line()).collect()
}

fn cargo(arguments: &[&str]) -> String {
    cargo_said(arguments).0
}

/// Runs cargo, and returns its standard output and standard error.
fn cargo_said(arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`cargo {}`\n{said}", arguments.join(" "));
    (String::from_utf8(output.stdout).unwrap(), said.into_owned())
}

fn package(name: &str, edition: &str, dependencies: &str) {
    let generator = env!("CARGO_MANIFEST_DIR");
    let build = match name.starts_with("module") {
        true => format!("[build-dependencies]\nspecwright = {{ path = '{generator}' }}\n"),
        false => String::new(),
    };
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n{build}\n[dependencies]\n{dependencies}"
    );
    write(&format!("{name}/Cargo.toml"), &manifest);
}

#[test]
fn modules_compile_without_a_warning_and_change_no_feature_of_the_program() {
    let names = ["module-2021", "module-2024", "alone", "whole"];
    write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n"));
    if let Ok(lock) = fs::read_to_string("../Cargo.lock") {
        write("Cargo.lock", &lock);
    }
    for (name, edition) in [("module-2021", "2021"), ("module-2024", "2024")] {
        let mut lines = client("groups", &format!("{name}/src/api"), &[]);
        lines.extend(client("pages", &format!("{name}/src/a/b/api"), &["mock"]));
        lines.extend(client("oauth", &format!("{name}/src/oauth"), &[]));
        lines.extend(client("names-in-scripts", &format!("{name}/src/scripts"), &[]));
        lines.extend(client("streams", &format!("{name}/src/streams"), &[]));
        lines.extend(readme(&format!("{name}/src/readme")));
        lines.sort();
        lines.dedup();
        package(name, edition, &format!("{}\n", lines.join("\n")));
        write(&format!("{name}/src/main.rs"), MAIN);
        // The build script writes it anew.
        let _ = fs::remove_dir_all(folder().join(name).join("src/tree"));
        write(&format!("{name}/build.rs"), BUILD);
        let description = fs::read_to_string(Path::new(OK).join("pages/api.yaml")).unwrap();
        write(&format!("{name}/api.yaml"), &description);
    }
    let all = client("pages", "whole/src/api", &["reqwest", "rustls"]);
    let others = all.iter().filter(|line| !SHARED.contains(line.split(' ').next().unwrap()));
    let others: Vec<_> = others.cloned().collect();
    // The lines of the client for what is shared, under another name: features of both are one set.
    let shared = all.iter().filter(|line| !others.contains(line)).map(|line| {
        let (name, source) = line.split_once(" = ").unwrap();
        let source = match source.strip_prefix('{') {
            Some(rest) => format!("{{ package = \"{name}\",{rest}"),
            None => format!("{{ package = \"{name}\", version = {source} }}"),
        };
        format!("client-{name} = {source}")
    });
    let shared: Vec<_> = shared.collect();
    package("alone", "2024", SHARED);
    package("whole", "2024", &format!("{SHARED}{}\n{}\n", shared.join("\n"), others.join("\n")));
    write("alone/src/main.rs", "fn main() {}\n");
    write("whole/src/main.rs", "fn main() {}\n");

    let features = |name: &str| {
        let tree = ["tree", "--offline", "-e", "normal", "--prefix", "none", "--format", "{p} {f}"];
        let tree = cargo(&[&tree[..], &["-p", name]].concat());
        ["bytes", "http", "serde", "serde_json"].map(|krate| {
            let lines = tree.lines().filter(|line| line.starts_with(&format!("{krate} v")));
            let found = lines.map(|line| line.replace(" (*)", "")).max();
            found.unwrap_or_else(|| panic!("no `{krate}` in\n{tree}"))
        })
    };
    assert_eq!(features("whole"), features("alone"), "features with a client, and without");
    let members = ["-p", "module-2021", "-p", "module-2024"];
    cargo(&[&["check", "--offline"][..], &members].concat());
    // A build script that writes into the tree is not run again by the next build.
    let again = cargo_said(&[&["check", "--offline", "--verbose"][..], &members].concat()).1;
    for name in ["module-2021", "module-2024"] {
        assert!(folder().join(name).join("src/tree/mod.rs").exists());
        assert!(again.contains(&format!("Fresh {name} v")), "{again}");
    }
}
