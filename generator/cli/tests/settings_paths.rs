//! Paths in settings: they fit the package that the settings are copied into, and messages show them without detours.

use crate::common::{Folder, text};

const API: &str = "\
openapi: 3.0.3
info: { title: Zoo, version: '1' }
servers: [{ url: 'https://zoo.test' }]
paths:
  /animals: { get: { operationId: listAnimals, responses: { '204': { description: None. } } } }
";

const PROGRAM: &str = "[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

/// Creates a folder with settings in `in/api`, which add dependencies of the folders `domain` and `money`.
fn folder(name: &str, dependencies: &str, more: &str) -> Folder {
    let folder = Folder::new(&format!("settings-paths-{name}"));
    folder.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n");
    folder.write("generator/Cargo.toml", "[package]\nname = \"specwright\"\n");
    folder.write("program/Cargo.toml", PROGRAM);
    folder.write("program/src/main.rs", "fn main() {}\n");
    for krate in ["domain", "money"] {
        folder.write(
            &format!("in/{krate}/Cargo.toml"),
            &format!("[package]\nname = \"{krate}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"),
        );
        folder.write(&format!("in/{krate}/src/lib.rs"), "");
    }
    folder.write("in/api/api.yaml", API);
    let settings = format!("description = \"api.yaml\"\n{more}\n[dependencies]\n{dependencies}");
    folder.write("in/api/specwright.toml", &settings);
    folder
}

#[test]
fn a_path_of_a_dependency_fits_the_new_package() {
    // Of a crate, the manifest is in the folder of its sources.
    for (name, more, up) in [
        ("settings", "out = \"../generated\"", ".."),
        ("crate", "out = \"deep/client\"\ncrate = \"zoo\"", "../../.."),
    ] {
        let dependencies = format!(
            "domain = {{ path = \"{up}/domain\", version = \"0.1\" }} # ours\nlog = \"0.4\"\n\n\
             [dependencies.money]\npath = \"{up}/money\"\n"
        );
        let folder = folder(name, &dependencies, more);
        folder.succeed(&["new", "zoo", "--spec", "in/api/api.yaml", "--path", "generator"]);
        let settings = folder.read("zoo/spec/specwright.toml");
        let expected = "domain = { path = \"../in/domain\", version = \"0.1\" } # ours\nlog = \"0.4\"\n\n\
                        [dependencies.money]\npath = \"../in/money\"\n";
        assert!(settings.ends_with(expected), "{settings}");
        let manifest = folder.read("zoo/Cargo.toml");
        for line in [
            "domain = { path = \"../in/domain\", version = \"0.1\" }\n",
            "money = { path = \"../in/money\" }\n",
            "log = \"0.4\"\n",
        ] {
            assert!(manifest.contains(line), "{manifest}");
        }
        let said = folder.succeed(&["generate", "zoo/spec/api.yaml", "--check"]);
        assert!(said.starts_with("zoo/generated: up to date"), "{said}");
        folder.succeed(&["init", "program", "--spec", "in/api/api.yaml", "--path", "generator"]);
        let manifest = folder.read("program/Cargo.toml");
        assert!(manifest.contains("domain = { path = \"../in/domain\", version = \"0.1\" }\n"));
        let settings = folder.read("program/spec/specwright.toml");
        assert!(settings.ends_with(expected), "{settings}");
    }
}

#[test]
fn messages_show_paths_without_detours() {
    let folder = folder("shown", "", "out = \"../generated\"");
    let said = folder.succeed(&["generate", "in/api/api.yaml"]);
    assert!(said.starts_with("in/generated: "), "{said}");
    let said = folder.succeed(&["config", "in/api/api.yaml"]);
    assert!(said.contains("\nout = \"in/generated\"  # in/api/specwright.toml:2\n"), "{said}");
    // Behind a symbolic link, the folder above is that of its target.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("in/api", folder.path().join("link")).unwrap();
        let output = folder.run(&["generate", "link/api.yaml"]);
        let said = text(&output.stdout);
        assert!(said.starts_with("link/../generated: 0 written"), "{said}");
        assert!(!folder.path().join("generated").exists());
    }
}

#[test]
fn a_comparison_reads_the_local_copies_that_the_settings_name() {
    let more = "[references]\n\"https://zoo.test/parts/\" = \"parts\"\n";
    let folder = folder("diff", "", more);
    let responses = "{ '200': { $ref: 'https://zoo.test/parts/zoo.yaml#/animals' } }";
    let api = API.replace("{ '204': { description: None. } }", responses);
    folder.write("in/api/new.yaml", &API.replace("/animals", "/beasts"));
    folder.write("in/api/api.yaml", &api);
    folder.write(
        "in/api/parts/zoo.yaml",
        "animals: { description: All., content: { application/json: { schema: { type: integer } } } }\n",
    );
    let arguments = ["diff", "in/api/new.yaml", "in/api/api.yaml"];
    let output = folder.run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("i64"), "{}", text(&output.stdout));
}
