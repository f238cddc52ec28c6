//! Build scripts: what they print about mistakes in the description.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::Build;

/// A description with a mistake that can be worked around.
const LOST: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets: { get: { operationId: listPets, responses: { '200': { $ref: 'https://example.com/pets.yaml#/Pets' } } } }
";

/// The build script, which the other tests run as a process of its own.
#[test]
#[ignore = "a part of the other tests"]
fn build_script() {
    let Ok(how) = std::env::var("HOW") else { return };
    let build = Build::new("api.yaml").out("src/api");
    match how.as_str() {
        "config" => Build::config("specwright.toml").run(),
        "lenient" => build.lenient().run(),
        "overlay" => build.overlay("gone.yaml").lenient().run(),
        "mapped" => build.map("https://example.com/", "vendor").run(),
        _ => build.run(),
    }
}

/// Runs the build script in a folder and returns the instructions to cargo, without colours.
fn run(folder: &Path, how: &str) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["build_scripts::build_script", "--exact", "--ignored", "--nocapture"])
        .current_dir(folder)
        .env("HOW", how)
        .env("OUT_DIR", folder.join("out"))
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let parts = said.split('\u{1b}').enumerate();
    let plain = |(index, part): (usize, &str)| match index {
        0 => part.to_owned(),
        _ => part.split_once('m').map_or(String::new(), |(_, rest)| rest.to_owned()),
    };
    parts.map(plain).collect()
}

fn folder(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-scripts").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("api.yaml"), text).unwrap();
    folder
}

#[test]
fn a_failing_script_names_lenient_if_that_helps() {
    let folder = folder("lenient", LOST);
    let said = run(&folder, "strict");
    assert!(said.contains("cargo::error=error[remote-reference]"), "{said}");
    assert!(said.contains("`specwright::Build::new(..).lenient()`"), "{said}");
    assert!(!folder.join("src/api").exists());
    let said = run(&folder, "lenient");
    assert!(said.contains("cargo::warning=warning[remote-reference]"), "{said}");
    assert!(!said.contains("cargo::error"), "{said}");
    assert!(folder.join("src/api/mod.rs").exists());
    // A lost overlay would make another client.
    fs::remove_dir_all(folder.join("src")).unwrap();
    let said = run(&folder, "overlay");
    assert!(said.contains("cargo::error=error[unreadable-file]"), "{said}");
    assert!(said.contains("cannot read the overlay `gone.yaml`"), "{said}");
    assert!(!folder.join("src").exists());
    // No option helps with a syntax error.
    fs::write(folder.join("api.yaml"), "openapi: [\n").unwrap();
    let said = run(&folder, "strict");
    assert!(said.contains("cargo::error=error[syntax]"), "{said}");
    assert!(!said.contains("lenient"), "{said}");
}

#[test]
fn a_script_reads_mapped_urls_and_reports_their_changes() {
    let folder = folder("mapped", LOST);
    let pets = |status: &str| {
        let schema = format!("{{ type: object, properties: {{ {status}: {{ type: string }} }} }}");
        let content = format!("{{ application/json: {{ schema: {schema} }} }}");
        format!("Pets: {{ description: Pets., content: {content} }}\n")
    };
    fs::create_dir_all(folder.join("vendor")).unwrap();
    fs::write(folder.join("vendor/pets.yaml"), pets("name")).unwrap();
    let said = run(&folder, "mapped");
    assert!(said.contains("cargo::rerun-if-changed=vendor/pets.yaml"), "{said}");
    assert!(!said.contains("cargo::error") && !said.contains("cargo::warning"), "{said}");
    fs::write(folder.join("vendor/pets.yaml"), pets("title")).unwrap();
    let said = run(&folder, "mapped");
    assert!(
        said.contains(
            "cargo::warning=for users of the client, the last change of `api.yaml` is major"
        ),
        "{said}"
    );
}

/// Two equal inline schemas are one type with two names.
#[test]
fn a_script_reports_no_change_of_the_api_if_prose_changes() {
    let schema = "{ type: object, properties: { name: { type: string } } }";
    let content = format!("content: {{ application/json: {{ schema: {schema} }} }}");
    let operation = |name: &str| {
        format!(
            "  /{name}: {{ get: {{ operationId: {name}, responses: {{ '200': {{ description: Ok., {content} }} }} }} }}\n"
        )
    };
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Pets, version: '1' }}\npaths:\n{}{}",
        operation("cats"),
        operation("dogs")
    );
    let folder = folder("prose", &text);
    let said = run(&folder, "strict");
    assert!(!said.contains("cargo::error") && !said.contains("cargo::warning"), "{said}");
    fs::write(folder.join("api.yaml"), text.replace("title: Pets", "title: Animals")).unwrap();
    let said = run(&folder, "strict");
    assert!(fs::read_to_string(folder.join("src/api/mod.rs")).unwrap().contains("Animals"));
    assert!(!said.contains("cargo::warning"), "{said}");
    let renamed = text.replacen("{ name:", "{ title:", 1);
    fs::write(folder.join("api.yaml"), renamed).unwrap();
    let said = run(&folder, "strict");
    assert!(said.contains("`api.yaml` is major: "), "{said}");
}

#[test]
fn a_script_declares_settings_and_overlays_and_reports_their_changes() {
    let folder = folder(
        "config",
        &LOST.replace("$ref: 'https://example.com/pets.yaml#/Pets'", "description: All."),
    );
    let overlay = |operation: &str| {
        let responses = "{ '204': { description: None. } }";
        format!(
            "overlay: 1.0.0\ninfo: {{ title: A, version: '1' }}\nactions:\n\
             - {{ target: $.paths, update: {{ /own: {{ get: {{ operationId: {operation}, responses: {responses} }} }} }} }}\n"
        )
    };
    fs::create_dir_all(folder.join("fixes")).unwrap();
    fs::write(folder.join("fixes/own.yaml"), overlay("readOwn")).unwrap();
    let settings =
        "description = \"api.yaml\"\noverlays = [\"fixes/own.yaml\"]\nout = \"src/own\"\n";
    fs::write(folder.join("specwright.toml"), settings).unwrap();
    let said = run(&folder, "config");
    for input in ["api.yaml", "fixes/own.yaml", "specwright.toml"] {
        assert!(said.contains(&format!("cargo::rerun-if-changed={input}\n")), "{said}");
    }
    assert!(!said.contains("cargo::error") && !said.contains("cargo::warning"), "{said}");
    fs::write(folder.join("fixes/own.yaml"), overlay("readOther")).unwrap();
    let said = run(&folder, "config");
    assert!(said.contains("the last change of `api.yaml` is major"), "{said}");
    // An overlay that became stale stops the build at its place, and is still declared.
    let stale = overlay("readOwn").replace("$.paths,", "$.path,");
    fs::write(folder.join("fixes/own.yaml"), stale).unwrap();
    let said = run(&folder, "config");
    assert!(said.contains("cargo::error=error[stale-overlay]"), "{said}");
    assert!(said.contains("fixes/own.yaml:4:13"), "{said}");
    assert!(said.contains("cargo::rerun-if-changed=fixes/own.yaml\n"), "{said}");
}

#[test]
fn a_script_folds_warnings_of_one_kind() {
    let operation = |index: usize| {
        format!(
            "  /a{index}: {{ get: {{ security: [ {{ key: [] }} ], responses: {{ '204': {{ description: x }} }} }} }}\n"
        )
    };
    let text = "openapi: 3.1.0\ninfo: { title: Many, version: '1' }\npaths:\n".to_owned();
    let folder = folder("folded", &(text + &(0..300).map(operation).collect::<String>()));
    let said = run(&folder, "lenient");
    assert_eq!(said.matches("there is no security scheme `key`").count(), 1, "{said}");
    assert!(said.contains("and 299 more of this kind at api.yaml:5:"), "{said}");
    assert!(
        said.contains("`specwright check --lenient --all-warnings api.yaml` shows all"),
        "{said}"
    );
}
