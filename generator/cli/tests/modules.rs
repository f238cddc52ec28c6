//! Clients as modules: their form, their features, and the manifest of their crate.

use crate::common::{Folder, text};

const API: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: https://example.com }]
paths:
  /pets/{born}:
    get:
      operationId: readPet
      parameters: [{ name: born, in: path, required: true, schema: { type: string, format: date } }]
      responses: { '204': { description: There is one. } }
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("api.yaml", API);
    // The manifest in this folder is found before one above it.
    folder.write("Cargo.toml", "[package]\nname = \"shop\"\n");
    folder
}

#[test]
fn a_folder_inside_src_is_a_module_and_any_other_a_library() {
    let folder = folder("modules-form");
    folder.succeed(&["generate", "api.yaml", "--out", "src/api"]);
    folder.succeed(&["generate", "api.yaml", "--out", "src/deep/shop/api", "--form", "lib"]);
    folder.succeed(&["generate", "api.yaml", "--out", "generated"]);
    folder.succeed(&[
        "generate",
        "api.yaml",
        "--out",
        "api",
        "--form",
        "module",
        "--features",
        "mock",
    ]);
    for (module, library) in [("src/api", "generated"), ("api", "src/deep/shop/api")] {
        let root = folder.read(&format!("{module}/mod.rs"));
        assert!(root.contains("#![allow(dead_code)]") && !root.contains("feature = "), "{root}");
        assert!(!folder.path().join(module).join("lib.rs").exists());
        assert!(folder.read(&format!("{library}/lib.rs")).contains("feature = \"mock\""));
    }
    // Files of disabled features are not written.
    assert!(folder.path().join("src/api/runtime/transports/reqwest_transport.rs").exists());
    assert!(!folder.path().join("src/api/mock.rs").exists());
    assert!(!folder.path().join("src/api/runtime/transports/ureq_transport.rs").exists());
    assert!(folder.path().join("api/mock.rs").exists());
    let unknown = folder.run(&["generate", "api.yaml", "--out", "src/api", "--features", "mocks"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("a client has no feature `mocks`, only reqwest, "));
}

#[test]
fn the_dependencies_of_a_module_are_printed_until_the_manifest_has_them() {
    let folder = folder("modules-printed");
    let generate = ["generate", "api.yaml", "--out", "src/api", "--features", "blocking,rustls"];
    let said = folder.succeed(&generate);
    let (_, lines) = said.split_once("\n[dependencies]\n").expect(&said);
    for line in [
        "bytes = \"1.10\"",
        "serde_json = \"1.0.140\"",
        "time = { version = \"0.3.47\", default-features = false, features = [\"formatting\", \"parsing\", \"std\"] }",
        "ureq = { version = \"3.5\", default-features = false, features = [\"rustls\"] }",
    ] {
        assert!(lines.lines().any(|known| known == line), "no `{line}` in\n{lines}");
    }
    assert!(!lines.contains("reqwest") && !lines.contains("optional"), "{lines}");
    folder.write("Cargo.toml", &format!("[package]\nname = \"shop\"\n[dependencies]\n{lines}"));
    let said = folder.succeed(&generate);
    assert!(said.contains("0 written") && !said.contains("[dependencies]"), "{said}");
    let said = folder.succeed(&[&generate[..], &["--check-manifest", "Cargo.toml"]].concat());
    assert_eq!(said, "Cargo.toml: has what src/api needs\n");
}

#[test]
fn a_manifest_is_compared_by_names_versions_and_features() {
    let folder = folder("modules-manifest");
    folder.write(
        "Cargo.toml",
        r#"
[workspace.dependencies]
serde_json = "1"
tokio = { version = "1", default-features = false, features = ["rt"] }
rustls = { version = "0.23", default-features = false }
"#,
    );
    folder.write(
        "shop/Cargo.toml",
        r#"
[package]
name = "shop"

[dependencies]
bytes = "1"
fastrand = ">=2, <3"
futures-core = "0.3"
http = "0.2"
httpdate = "=1.0.1"
http-body = { version = "1", optional = true }
indexmap = { version = "2", default-features = false }
reqwest = { version = "0.13", features = ["rustls-no-provider"] }
rustls = { workspace = true, features = ["ring", "std", "tls12"] }
serde = "1.0"
serde_json.workspace = true
tokio = { workspace = true, features = ["time"] }
"#,
    );
    let compare = |manifest| {
        let arguments =
            ["generate", "api.yaml", "--out", "shop/src/api", "--check-manifest", manifest];
        let output = folder.run(&arguments);
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (status, missing, wrong) = compare("shop/Cargo.toml");
    assert_eq!(status, Some(1));
    assert_eq!(
        missing,
        "[dependencies]\ntime = { version = \"0.3.47\", default-features = false, features = [\"formatting\", \"parsing\", \"std\"] }\n"
    );
    assert_eq!(
        wrong,
        "shop/Cargo.toml: `http` 0.2 excludes 1.3, the lowest version that works\n\
         shop/Cargo.toml: `http-body` is optional; the sources always need it\n\
         shop/Cargo.toml: `httpdate` =1.0.1 excludes 1.0.3, the lowest version that works\n\
         shop/Cargo.toml: `indexmap` needs its default features\n\
         shop/Cargo.toml: `rustls` lacks the features `logging`\n\
         error: shop/Cargo.toml lacks what shop/src/api needs\n"
    );
    assert!(!folder.path().join("shop/src").exists(), "something was written");
    let (status, _, wrong) = compare("none.toml");
    assert!(status == Some(2) && wrong.starts_with("error: `none.toml`: "), "{wrong}");
    folder.write("broken.toml", "[dependencies\n");
    let (status, _, wrong) = compare("broken.toml");
    assert!(status == Some(2) && wrong.starts_with("error: `broken.toml`: "), "{wrong}");
    // The manifest of a library crate declares the features too.
    let library = folder.run(&[
        "generate",
        "api.yaml",
        "--out",
        "lib",
        "--check-manifest",
        "shop/Cargo.toml",
    ]);
    assert!(text(&library.stdout).contains("\n[features]\nreqwest = [\"dep:http-body\", "));
}
