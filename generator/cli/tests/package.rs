//! The manifest and the README of a generated crate: options set their keys, and a person's additions stay.

use std::process::Command;

use crate::common::{Folder, text};

const API: &str = "\
openapi: 3.1.0
info: { title: 'Pets <b>\"&\"</b>', version: '2' }
paths:
  /pets/{born}:
    get:
      operationId: readPet
      tags: [pets, farm]
      parameters: [{ name: born, in: path, required: true, schema: { type: string, format: date } }]
      responses: { '204': { description: There is one. } }
  /farms:
    get: { operationId: listFarms, tags: [farm], responses: { '204': { description: There are some. } } }
";

/// The same without dates.
fn without_dates() -> String {
    API.replace(", format: date", "")
}

const GENERATE: [&str; 6] = ["generate", "api.yaml", "--out", "pets", "--crate", "pets"];

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("api.yaml", API);
    folder
}

/// Generates with more options; returns what was printed on standard output and standard error.
fn generate(folder: &Folder, options: &[&str]) -> (String, String) {
    let output = folder.run(&[&GENERATE[..], options].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

fn edit(folder: &Folder, from: &str, to: &str) {
    let manifest = folder.read("pets/Cargo.toml");
    assert!(manifest.contains(from), "no `{from}` in\n{manifest}");
    folder.write("pets/Cargo.toml", &manifest.replacen(from, to, 1));
}

/// Returns the manifest as cargo reads it.
fn metadata(folder: &Folder) -> serde_json::Value {
    let manifest = folder.path().join("pets/Cargo.toml");
    let mut command = Command::new(env!("CARGO"));
    // No workspace around the folder is meant.
    folder.write("Cargo.toml", "[workspace]\nmembers = [\"pets\"]\nresolver = \"3\"\n");
    command.args([
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
        "--manifest-path",
    ]);
    let output = command.arg(manifest).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"][0].clone()
}

#[test]
fn options_set_the_keys_of_the_manifest_and_the_readme_repeats_them() {
    let folder = folder("package-options");
    generate(&folder, &[]);
    let manifest = folder.read("pets/Cargo.toml");
    let package = "[package]\nname = \"pets\"\nedition = \"2024\"\nrust-version = \"1.88\"\nversion = \"0.1.0\"\n\
                   description = \"A client for Pets <b>\\\"&\\\"</b>\"\nreadme = \"README.md\"\n\n[features]\n";
    assert!(manifest.contains(package), "{manifest}");
    let options = [
        "--package-version=1.2.3",
        "--package-description=A \"client\"",
        "--package-license=MIT OR Apache-2.0",
        "--package-author=Ann <ann@example.com>",
        "--package-author=Bob",
        "--package-repository=https://example.com/pets.git",
        "--package-homepage=https://example.com",
        "--package-documentation=https://docs.example.com",
        "--package-keyword=pets",
        "--package-category=api-bindings",
    ];
    let (_, said) = generate(&folder, &options);
    assert_eq!(said, "", "the keys were those of the generator");
    let package = metadata(&folder);
    for (key, expected) in [
        ("version", "\"1.2.3\""),
        ("description", r#""A \"client\"""#),
        ("license", "\"MIT OR Apache-2.0\""),
        ("authors", r#"["Ann <ann@example.com>","Bob"]"#),
        ("repository", "\"https://example.com/pets.git\""),
        ("homepage", "\"https://example.com\""),
        ("documentation", "\"https://docs.example.com\""),
        ("keywords", r#"["pets"]"#),
        ("categories", r#"["api-bindings"]"#),
        ("readme", "\"README.md\""),
    ] {
        assert_eq!(package[key].to_string(), expected, "{key}");
    }
    let readme = folder.read("pets/README.md");
    for part in [
        "\n# pets\n\nA typed Rust client for Pets \\<b\\>\\\"\\&\\\"\\</b\\>, version 2, generated",
        "\npets = \"1.2.3\"\n",
        "| `blocking` | The blocking transport",
        "each behind a feature: `pets`, `farm`. `full` enables all.\n",
        "\n## Licence\n\nMIT OR Apache-2.0\n",
    ] {
        assert!(readme.contains(part), "no `{part}` in\n{readme}");
    }
    generate(&folder, &[&options[..], &["--check"]].concat());
    // Without the options, the keys are what they were by default.
    generate(&folder, &[]);
    assert_eq!(folder.read("pets/Cargo.toml").matches("license").count(), 0);
    for (option, why) in [
        ("--package-version=1", "a version is `1.2.3`"),
        ("--package-license=MIT", "--crate <NAME>"),
    ] {
        let arguments: &[&str] = if why.starts_with("--") { &GENERATE[..4] } else { &GENERATE };
        let output = folder.run(&[arguments, &[option]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
    }
}

#[test]
fn keys_that_a_person_has_added_survive() {
    let folder = folder("package-added");
    generate(&folder, &[]);
    edit(
        &folder,
        "version = \"0.1.0\"",
        "version = \"0.7.0\" # by hand\nlicense = \"MIT\"\npublish = false",
    );
    edit(&folder, "[features]\n", "[features]\nours = [\n    \"mock\",\n    \"gzip\",\n]\n");
    edit(&folder, "[dependencies]\n", "# Ours.\n[dependencies]\nlog = \"0.4\" # for us\n");
    let manifest = folder.read("pets/Cargo.toml");
    let more = "\n[package.metadata.docs.rs]\nall-features = true\n\n[dependencies.semver]\nversion = \"1\"\n\n\
                [dev-dependencies]\nserde = \"1\"\n\n[[example]]\nname = \"one\"\n\n[lints.rust]\nunsafe_code = \"forbid\"\n";
    let manifest = format!("{manifest}{more}");
    folder.write("pets/Cargo.toml", &manifest);
    folder.write("pets/examples/one.rs", "fn main() {}\n");
    let (said, notes) = generate(&folder, &[]);
    assert_eq!(folder.read("pets/Cargo.toml"), manifest);
    assert!(said.contains(" 0 written, 0 deleted") && notes.is_empty(), "{said}{notes}");
    generate(&folder, &["--check"]);
    assert_eq!(metadata(&folder)["version"], "0.7.0");
    // Dependencies and groups of the generator come and go; the person's stay.
    folder.write("api.yaml", &without_dates().replace("[pets, farm]", "[zoo]"));
    let (_, notes) = generate(&folder, &["--package-author=Ann"]);
    assert_eq!(notes, "");
    let changed = folder.read("pets/Cargo.toml");
    assert!(!changed.contains("\ntime = ") && !changed.contains("\npets = []"), "{changed}");
    assert!(
        changed.contains("\nzoo = []\n") && changed.contains("\nauthors = [\"Ann\"]\n"),
        "{changed}"
    );
    for line in
        ["log = \"0.4\" # for us", "    \"gzip\",", "# Ours.", "version = \"0.7.0\" # by hand"]
    {
        assert!(changed.lines().any(|known| known == line), "no `{line}` in\n{changed}");
    }
    assert!(changed.contains(more), "{changed}");
    metadata(&folder);
}

#[test]
fn keys_that_are_overwritten_are_named() {
    let folder = folder("package-overwritten");
    generate(&folder, &[]);
    let generated = folder.read("pets/Cargo.toml");
    edit(&folder, "edition = \"2024\"", "edition = \"2021\"");
    edit(&folder, "default = [\"reqwest\", \"rustls\"", "default = [\"blocking\"");
    edit(&folder, "bytes = \"1.10\"", "bytes = \"1.4\"");
    edit(&folder, "version = \"0.1.0\"", "version = \"0.7.0\"");
    edit(&folder, "http = \"1.3\"\n", "");
    let stale = folder.run(&[&GENERATE[..], &["--check"]].concat());
    assert_eq!(stale.status.code(), Some(1), "{}", text(&stale.stderr));
    let (_, notes) = generate(&folder, &["--package-version", "0.1.0"]);
    assert_eq!(
        notes,
        "note: pets/Cargo.toml: overwrote `package.edition`, `package.version`, `features.default`, `dependencies.bytes`, \
         `dependencies.http`, which the generator sets; other keys stay as they are\n"
    );
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    // The dependency that was missing is the last one.
    assert_eq!(sorted(&folder.read("pets/Cargo.toml")), sorted(&generated));
    let (_, notes) = generate(&folder, &["--package-version", "0.1.0"]);
    assert_eq!(notes, "");
    // Without its index, nothing says what was generated.
    std::fs::remove_file(folder.path().join("pets/specwright.json")).unwrap();
    edit(&folder, "version = \"0.1.0\"", "version = \"0.7.0\"");
    edit(&folder, "rust-version = \"1.88\"", "rust-version = \"1.99\"");
    let (_, notes) = generate(&folder, &[]);
    assert!(notes.contains("overwrote `package.rust-version`, which"), "{notes}");
    assert!(folder.read("pets/Cargo.toml").contains("\nversion = \"0.7.0\"\n"));
}

#[test]
fn a_readme_of_ones_own_stays_and_a_broken_manifest_is_refused() {
    let folder = folder("package-readme");
    generate(&folder, &[]);
    folder.write("pets/README.md", "# Our pets\n");
    let (said, _) = generate(&folder, &[]);
    assert!(said.contains(" 0 written, 0 deleted"), "{said}");
    assert_eq!(folder.read("pets/README.md"), "# Our pets\n");
    edit(&folder, "[features]", "[features");
    let output = folder.run(&GENERATE);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.starts_with("error: `pets/Cargo.toml`: "), "{said}");
}

#[test]
fn line_ends_and_tests_of_ones_own_stay() {
    let folder = folder("package-tests");
    generate(&folder, &["--tests"]);
    let manifest = folder.read("pets/Cargo.toml");
    let own = "\n[[test]]\nname = \"own\"\npath = \"own.rs\"\n";
    assert!(
        manifest.ends_with("\n[[test]]\nname = \"examples\"\nrequired-features = [\"full\"]\n")
    );
    folder.write("pets/Cargo.toml", &format!("{manifest}{own}").replace('\n', "\r\n"));
    let (said, _) = generate(&folder, &["--tests"]);
    assert!(said.contains(" 0 written, 0 deleted"), "{said}");
    folder.write("api.yaml", &without_dates());
    generate(&folder, &[]);
    let manifest = folder.read("pets/Cargo.toml");
    assert_eq!(manifest.matches('\n').count(), manifest.matches("\r\n").count());
    let manifest = manifest.replace("\r\n", "\n");
    assert!(manifest.contains(own) && !manifest.contains("\"examples\""), "{manifest}");
    generate(&folder, &["--tests"]);
    assert_eq!(folder.read("pets/Cargo.toml").matches("name = \"examples\"").count(), 1);
}
