//! `specwright new`: the packages that it writes, and its refusals.

use std::fs;
use std::process::{Command, Output};

use crate::common::{Folder, text};

#[allow(dead_code)] // The command uses the rest. Its own tests run here.
#[path = "../src/new/generator.rs"]
mod generator;

/// Creates a folder outside of all workspaces.
pub fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = []\n");
    folder
}

/// Returns the message of a refusal.
pub fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    text(&output.stderr)
}

#[test]
fn a_package_has_all_that_it_needs_and_is_fresh() {
    let folder = folder("new-starter");
    let said = folder.succeed(&["new", "My shop"]);
    assert!(said.contains("My shop/spec/api.yaml"), "{said}");
    for line in
        ["  cd 'My shop'", "  specwright mock spec/api.yaml &", "  cargo run --example first_call"]
    {
        assert!(said.lines().any(|known| known == line), "no `{line}` in\n{said}");
    }
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
    // An existing package is not overwritten.
    let again = refusal(&folder.run(&["new", "My shop"]));
    assert!(again.contains("help: `specwright init` adds a client to a package"), "{again}");
}

#[test]
fn a_description_is_copied_with_the_files_that_it_refers_to() {
    let folder = folder("new-copied");
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
    assert!(folder.read("out/examples/first_call.rs").contains("client.read_a().send().await?;"));
    folder.succeed(&["generate", "out/spec/api.yaml", "--out", "out/generated", "--check"]);
    refusal(&folder.run(&["new", "other", "--spec", "in/none.yaml"]));
    for (name, why) in
        [("http", "cannot depend on the crate `http`"), ("match", "`match` is a word of Rust")]
    {
        let said = refusal(&folder.run(&["new", "other", "--name", name]));
        assert!(said.contains(why) && said.contains("help: `--name` sets another"), "{said}");
    }
    assert!(!folder.path().join("other").exists());
}

#[test]
fn a_generator_that_is_not_there_is_refused_before_anything_is_written() {
    let folder = folder("new-generator");
    folder.write("stranger/Cargo.toml", "[package]\nname = \"stranger\"\nversion = \"1.0.0\"\n");
    let said = refusal(&folder.run(&["new", "shop", "--path", "stranger"]));
    assert_eq!(
        said,
        "error: `stranger` does not hold the package `specwright`\n\
         help: `--path DIR` takes it from a checkout, `--git URL` with `--rev`, `--tag` or `--branch` from a repository, \
         and `--registry NAME` from a registry\n"
    );
    let nowhere = format!("file://{}", folder.path().join("nowhere").display());
    let said = refusal(&folder.run(&["new", "shop", "--git", &nowhere]));
    assert!(said.contains("does not offer the package `specwright`"), "{said}");
    // A foreign package may have the name of the generator.
    let (url, _) = repository(&folder, "taken", "");
    let said = refusal(&folder.run(&["new", "shop", "--git", &url]));
    assert!(said.contains("does not offer the package `specwright`"), "{said}");
    assert!(said.contains("generate"), "{said}");
    let said = refusal(&folder.run(&["new", "shop", "--rev", "abc"]));
    assert!(said.contains("--git <URL>"), "{said}");
    assert!(!folder.path().join("shop").exists());
    assert!(folder.read("Cargo.toml").ends_with("members = []\n"));
}

#[test]
fn the_generator_comes_from_a_path_or_a_commit() {
    let folder = folder("new-sources");
    // The root of a checkout, which contains the generator in a subfolder.
    let checkout = "[package]\nname = \"specwright\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    folder.write("tools/specwright/generator/Cargo.toml", checkout);
    folder.succeed(&["new", "shop", "--path", "tools/specwright"]);
    let manifest = folder.read("shop/Cargo.toml");
    assert!(
        manifest.ends_with("\nspecwright = { path = \"../tools/specwright/generator\" }\n"),
        "{manifest}"
    );
    let (url, commit) = repository(&folder, "real", "[features]\ngenerate = []\n");
    folder.succeed(&["new", "other", "--git", &url, "--rev", &commit]);
    let manifest = folder.read("other/Cargo.toml");
    let line = format!("\nspecwright = {{ git = \"{url}\", rev = \"{commit}\" }}\n");
    assert!(manifest.ends_with(&line), "{manifest}");
}

/// Creates a git repository with a package of the generator's name. Returns its URL and commit.
fn repository(folder: &Folder, name: &str, features: &str) -> (String, String) {
    let manifest = format!(
        "[package]\nname = \"specwright\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{features}"
    );
    folder.write(&format!("{name}/Cargo.toml"), &manifest);
    folder.write(&format!("{name}/src/lib.rs"), "");
    let path = folder.path().join(name);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        let output =
            Command::new("git").args(identity).args(arguments).current_dir(&path).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "All"]);
    (format!("file://{}", path.display()), git(&["rev-parse", "HEAD"]))
}

#[test]
fn a_package_in_a_workspace_becomes_its_member_as_by_cargo_new() {
    let folder = Folder::new("new-member");
    let cases = [
        // Members on separate lines keep their comments.
        (
            "[workspace]\nmembers = [\n    # Ours.\n    \"app\", # the program\n]\n",
            "[workspace]\nmembers = [\n    # Ours.\n    \"app\", # the program\n    \"clients/shop\",\n]\n",
        ),
        (
            "[workspace]\r\nmembers = [\"app\"]\r\nresolver = \"3\"\r\n",
            "[workspace]\r\nmembers = [\"app\", \"clients/shop\"]\r\nresolver = \"3\"\r\n",
        ),
        (
            "[package]\nname = \"app\"\n\n[workspace]\n",
            "[package]\nname = \"app\"\n\n[workspace]\nmembers = [\"clients/shop\"]\n",
        ),
        // A pattern includes the package, the workspace excludes it, or no manifest above is a workspace.
        ("[workspace]\nmembers = [\"clients/*\"]\n", ""),
        ("[workspace]\nexclude = [\"clients\"]\n", ""),
    ];
    for (manifest, expected) in cases {
        let _ = fs::remove_dir_all(folder.path().join("clients"));
        folder.write("Cargo.toml", manifest);
        let said = folder.succeed(&["new", "clients/shop"]);
        let expected = if expected.is_empty() { manifest } else { expected };
        assert_eq!(folder.read("Cargo.toml"), expected);
        assert_eq!(said.contains("/Cargo.toml: the package is a member"), manifest != expected);
    }
    // A pattern for one folder name does not include deeper folders.
    folder.write("Cargo.toml", "[workspace]\nmembers = [\"clients/*\"]\n");
    folder.succeed(&["new", "clients/deep/shop"]);
    assert!(folder.read("Cargo.toml").contains("[\"clients/*\", \"clients/deep/shop\"]"));
    folder.write("Cargo.toml", "[workspace\n");
    let said = refusal(&folder.run(&["new", "clients/other"]));
    assert!(said.contains("Cargo.toml`: ") && !folder.path().join("clients/other").exists());
}
