//! `specwright new`: the project is up to date and builds.

use std::process::Command;

use crate::common::{Folder, text};

#[test]
fn a_project_has_all_that_it_needs_and_is_fresh() {
    let folder = Folder::new("new-starter");
    let said = folder.succeed(&["new", "My shop"]);
    assert!(said.contains("My shop/spec/api.yaml"), "{said}");
    let manifest = folder.read("My shop/Cargo.toml");
    assert!(
        manifest.contains("name = \"my-shop\"") && manifest.contains("path = \"generated/lib.rs\"")
    );
    assert!(manifest.contains("[build-dependencies]\nspecwright = "), "{manifest}");
    assert!(folder.read("My shop/build.rs").contains("build(\"spec/api.yaml\", \"generated\")"));
    let first = folder.read("My shop/spec/api.yaml");
    assert!(first.starts_with("# yaml-language-server: $schema=openapi.schema.json\n"), "{first}");
    assert!(folder.read("My shop/spec/openapi.schema.json").contains("x-rust-name"));
    assert!(folder.read("My shop/examples/first_call.rs").contains(".list_greetings().send()"));
    folder.succeed(&["generate", "My shop/spec/api.yaml", "--out", "My shop/generated", "--check"]);
    // The starter description has no problems.
    let checked = folder.run(&["check", "My shop/spec/api.yaml", "--deny-warnings"]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    // An existing project is not overwritten.
    let again = folder.run(&["new", "My shop"]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn a_description_is_copied_with_the_files_that_it_refers_to() {
    let folder = Folder::new("new-copied");
    folder.write(
        "in/api.yaml",
        "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: { $ref: parts/a.yaml } }\n",
    );
    folder.write(
        "in/parts/a.yaml",
        "get: { operationId: readA, responses: { '204': { description: A. } } }\n",
    );
    folder.succeed(&["new", "out", "--spec", "in/api.yaml", "--name", "a-client"]);
    assert_eq!(folder.read("out/spec/parts/a.yaml"), folder.read("in/parts/a.yaml"));
    assert!(folder.read("out/Cargo.toml").contains("name = \"a-client\""));
    assert!(folder.read("out/examples/first_call.rs").contains("client.read_a(..)"));
    folder.succeed(&["generate", "out/spec/api.yaml", "--out", "out/generated", "--check"]);
    let bad = folder.run(&["new", "other", "--spec", "in/none.yaml"]);
    assert_eq!(bad.status.code(), Some(2));
    assert!(!folder.path().join("other").exists());
}

/// Builds the dependencies of a client, so it runs only with `SPECWRIGHT_NEW=1`.
#[test]
fn a_project_builds_and_its_sources_stay() {
    if std::env::var_os("SPECWRIGHT_NEW").is_none() {
        return println!("skipped: SPECWRIGHT_NEW=1 builds the project");
    }
    let folder = Folder::new("new-built");
    folder.succeed(&["new", "shop", "--generator", concat!(env!("CARGO_MANIFEST_DIR"), "/..")]);
    let project = folder.path().join("shop");
    let manifest = folder.read("shop/Cargo.toml");
    folder.write("shop/Cargo.toml", &format!("{manifest}\n[workspace]\n"));
    if let Ok(lock) = std::fs::read_to_string("../../Cargo.lock") {
        folder.write("shop/Cargo.lock", &lock);
    }
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--examples", "--offline"])
        .env("CARGO_TARGET_DIR", folder.path().join("target"))
        .current_dir(&project)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    folder.succeed(&["generate", "shop/spec/api.yaml", "--out", "shop/generated", "--check"]);
}
