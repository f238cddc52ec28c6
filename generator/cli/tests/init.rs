//! `specwright init`: the parts that it adds to a package, and its refusals.

use crate::common::Folder;
use crate::new::refusal;

const MANIFEST: &str = r#"# Our service.
[package]
name = "shop"
version = "0.1.0"
edition = "2021"

[dependencies]   # what we need
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["full"] } # all of it

[dependencies.http]
version = "1.3"

[profile.release]
lto = true
"#;

const MAIN: &str = "// Copyright.\n\n//! The shop.\n#![warn(\n    missing_docs,\n)]\n\nmod cart;\n\nfn main() {}\n";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("Cargo.toml", MANIFEST);
    folder.write("src/main.rs", MAIN);
    folder
}

/// Returns the lines that a text has in addition to another. Panics if other lines differ.
fn added<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
    let mut before = before.lines().peekable();
    let added: Vec<_> = text.lines().filter(|line| before.next_if_eq(line).is_none()).collect();
    assert_eq!(before.next(), None, "this line is gone or elsewhere:\n{text}");
    added
}

#[test]
fn a_package_gets_a_client_and_keeps_its_text() {
    let folder = folder("init-plain");
    let said = folder.succeed(&["init"]);
    let manifest = folder.read("Cargo.toml");
    let lines = added(&manifest, MANIFEST);
    for line in ["bytes = \"1.10\"", "indexmap = \"2.10\"", "[build-dependencies]"] {
        assert!(lines.contains(&line), "no `{line}` in\n{manifest}");
    }
    for own in ["serde ", "tokio ", "http ", "uuid "] {
        assert!(!lines.iter().any(|line| line.starts_with(own)), "{own}in\n{manifest}");
    }
    assert!(lines.iter().any(|line| line.starts_with("specwright = { path = ")), "{manifest}");
    let main = folder.read("src/main.rs");
    assert_eq!(added(&main, MAIN), ["mod api;"]);
    assert!(main.contains(")]\n\nmod api;\nmod cart;\n"), "{main}");
    assert_eq!(
        folder.read("build.rs"),
        "//! Keeps `src/api` up to date with the API description.\n\nfn main() {\n    \
         specwright::build(\"spec/api.yaml\", \"src/api\");\n}\n"
    );
    assert!(said.contains("\nCargo.toml: 10 dependencies added\n"), "{said}");
    assert!(
        said.contains("features = [\"macros\", \"rt-multi-thread\"] }\n\nA first call, which"),
        "{said}"
    );
    assert!(said.contains("use api::Client;\n\npub async fn first_call() -> Result<"), "{said}");
    // A second run adds nothing.
    let again = folder.succeed(&["init"]);
    assert!(!again.contains("added") && !again.contains("needs this line"), "{again}");
    assert_eq!((folder.read("Cargo.toml"), folder.read("src/main.rs")), (manifest, main));
}

#[test]
fn a_build_script_that_exists_stays_and_its_line_is_printed() {
    let folder = folder("init-script");
    folder.write("build.rs", "fn main() {}\n");
    folder.write("descriptions/shop.yaml", include_str!("../src/new/starter.yaml"));
    let arguments = [
        "init",
        "--spec",
        "descriptions/shop.yaml",
        "--module",
        "shop_api",
        "--features",
        "blocking,rustls",
    ];
    let said = folder.succeed(&arguments);
    let line = "build.rs needs this line in `main`: specwright::Build::new(\"descriptions/shop.yaml\")\
                .out(\"src/shop_api\").features([\"blocking\", \"rustls\"]).run();";
    assert!(said.lines().any(|known| known == line), "{said}");
    assert_eq!(folder.read("build.rs"), "fn main() {}\n");
    // A description inside the package is not copied.
    assert!(!folder.path().join("spec").exists());
    assert!(folder.read("src/main.rs").contains("mod shop_api;\n"));
    let manifest = folder.read("Cargo.toml");
    assert!(manifest.contains("ureq = ") && !manifest.contains("reqwest = "), "{manifest}");
    assert!(
        said.contains("pub fn first_call() -> ") && said.contains(".send_blocking()?"),
        "{said}"
    );
}

#[test]
fn a_package_that_cannot_have_the_client_is_refused_and_stays() {
    let folder = folder("init-refused");
    let refused = |path: &str, text: &str, why: &str| {
        let before = folder.read(path);
        folder.write(path, text);
        let said = refusal(&folder.run(&["init"]));
        assert!(said.contains(why) && said.contains("\nhelp: "), "{said}");
        assert_eq!(folder.read(path), text);
        for path in ["spec", "src/api", "build.rs"] {
            assert!(!folder.path().join(path).exists(), "`{path}` was written");
        }
        folder.write(path, &before);
    };
    let manifest = |from: &str, to: &str| MANIFEST.replace(from, to);
    refused("Cargo.toml", "[workspace]\n", "is the manifest of a workspace");
    refused("Cargo.toml", &manifest("2021", "2018"), "has the edition 2018");
    refused(
        "Cargo.toml",
        &manifest("\"full\"", "\"macros\""),
        "do not suffice for the client:\n  `tokio` lacks the features `rt`, `time`",
    );
    refused(
        "Cargo.toml",
        &manifest("version = \"1.3\"", "version = \"0.2\""),
        "`http` 0.2 excludes 1.3",
    );
    folder.write("src/api.rs", "");
    let said = refusal(&folder.run(&["init"]));
    assert!(said.contains("help: `--module` sets another name"), "{said}");
    let said = refusal(&folder.run(&["init", "elsewhere"]));
    assert!(said.contains("help: `specwright new DIR` creates a package"), "{said}");
    let said = refusal(&folder.run(&["init", "--path", "src"]));
    assert!(said.contains("`src` does not hold the package `specwright`"), "{said}");
}

#[test]
fn another_file_in_the_place_of_the_description_stays() {
    let folder = folder("init-taken");
    folder.write("spec/openapi.schema.json", "{}\n");
    folder.write("spec/api.yaml", "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: {}\n");
    // The description is in the package already, so that it is not copied.
    folder.succeed(&["init"]);
    assert!(folder.read("src/api/mod.rs").contains("//! A client for A, "));
    folder.write("elsewhere/api.yaml", include_str!("../src/new/starter.yaml"));
    folder.write("package/Cargo.toml", MANIFEST);
    folder.write("package/src/lib.rs", "");
    folder.write("package/spec/api.yaml", "openapi: 3.1.0\n");
    let said = refusal(&folder.run(&["init", "package", "--spec", "elsewhere/api.yaml"]));
    assert!(said.contains("package/spec/api.yaml` exists and is another file"), "{said}");
    assert_eq!(folder.read("package/spec/api.yaml"), "openapi: 3.1.0\n");
}
