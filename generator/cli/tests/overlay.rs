//! Overlays on the command line: read by every command, applied to a file, and made from two descriptions.

use crate::common::{Folder, text};

const API: &str = "openapi: 3.0.3
info: { title: Zoo, version: '1' }
servers: [{ url: 'https://zoo.test' }]
paths:
  /animals:
    get:
      operationId: listAnimals
      responses:
        '200':
          description: Animals.
          content: { application/json: { schema: { $ref: '#/components/schemas/Animal' } } }
components:
  schemas:
    Animal:
      type: object
      required: [name]
      properties:
        name: { type: string }
        age: { type: integer }
";

const FIXES: &str = "overlay: 1.1.0
info: { title: Corrections, version: '1' }
actions:
  - target: $.components.schemas.Animal.properties
    update: { weight: { type: number } }
";

const STALE: &str = "overlay: 1.0.0
info: { title: Corrections, version: '1' }
actions:
  - target: $.components.schemas.Plant
    remove: true
";

const PLANTS: &str = "overlay: 1.0.0
info: { title: Plants, version: '1' }
actions:
  - target: $.paths
    update:
      /plants: { get: { operationId: listPlants, responses: { '204': { description: None. } } } }
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(&format!("overlay-{name}"));
    folder.write("api.yaml", API);
    folder.write("fixes.yaml", FIXES);
    folder.write("stale.yaml", STALE);
    folder.write("plants.yaml", PLANTS);
    folder
}

#[test]
fn every_command_that_reads_a_description_applies_overlays() {
    let folder = folder("commands");
    folder.succeed(&["generate", "api.yaml", "--overlay", "fixes.yaml", "--out", "src/api"]);
    assert!(folder.read("src/api/types.rs").contains("pub weight: "));
    assert_eq!(folder.read("api.yaml"), API, "the description is untouched");
    folder.succeed(&[
        "generate",
        "api.yaml",
        "--overlay",
        "fixes.yaml",
        "--out",
        "src/api",
        "--check",
    ]);
    let stale = folder.run(&[
        "generate",
        "api.yaml",
        "--overlay",
        "plants.yaml",
        "--out",
        "src/api",
        "--check",
    ]);
    assert!(
        text(&stale.stderr)
            .contains("specwright generate api.yaml --overlay plants.yaml --out src/api"),
        "{stale:?}"
    );
    let shown = folder.succeed(&["show", "api.yaml", "GET /plants", "--overlay", "plants.yaml"]);
    assert!(shown.contains("set by the overlay plants.yaml:6"), "{shown}");
    let inputs = folder.succeed(&["inputs", "api.yaml", "--overlay", "fixes.yaml"]);
    assert_eq!(inputs, "api.yaml\nfixes.yaml\n");
    folder.succeed(&["docs", "api.yaml", "--overlay", "fixes.yaml", "--out", "site"]);
    let diff = folder.succeed(&["diff", "api.yaml", "api.yaml", "--overlay", "fixes.yaml"]);
    assert!(diff.contains("nothing changes"), "{diff}");

    for arguments in [
        ["check", "api.yaml", "--overlay", "stale.yaml"].as_slice(),
        &["generate", "api.yaml", "--overlay", "stale.yaml", "--out", "x"],
        &["show", "api.yaml", "types::Animal", "--overlay", "stale.yaml"],
        &["inputs", "api.yaml", "--overlay", "stale.yaml"],
        &["docs", "api.yaml", "--overlay", "stale.yaml", "--out", "x"],
        &["mock", "api.yaml", "--overlay", "stale.yaml"],
        &["overlay", "apply", "api.yaml", "stale.yaml"],
    ] {
        let output = folder.run(arguments);
        let text = text(&output.stderr);
        assert!(
            text.contains("error[stale-overlay]") && text.contains("stale.yaml:4:13"),
            "{text}"
        );
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    }
    // One of the two descriptions may have been corrected.
    folder.succeed(&["diff", "api.yaml", "api.yaml", "--overlay", "stale.yaml"]);
    let missing = folder.run(&["check", "api.yaml", "--overlay", "gone.yaml"]);
    assert_eq!(missing.status.code(), Some(2), "{}", text(&missing.stderr));
}

#[test]
fn without_its_overlay_no_client_is_generated() {
    let folder = folder("unread");
    folder.write("broken.yaml", "overlay: [\n");
    folder.write("filter.yaml", &STALE.replace(".Plant", "[?@.type = 'object']"));
    for (overlay, status, message) in [
        ("gone.yaml", 2, "cannot read the overlay `gone.yaml`: there is no such file"),
        ("broken.yaml", 1, "error[syntax]"),
        ("filter.yaml", 1, "help: a filter compares with `==`"),
    ] {
        folder.write("specwright.toml", &format!("overlays = [\"{overlay}\"]\n"));
        for option in [&["--overlay", overlay][..], &[]] {
            let arguments = [&["generate", "api.yaml", "--out", "src/api"][..], option].concat();
            let output = folder.run(&arguments);
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(status), "{said}");
            assert!(said.contains(message), "{said}");
            assert!(!folder.path().join("src").exists());
        }
    }
}

#[test]
fn standard_input_takes_overlays() {
    let folder = folder("stdin");
    let output = folder.run_with_input(&["overlay", "apply", "-", "fixes.yaml"], API);
    assert!(text(&output.stdout).contains("weight:\n          type: number\n"), "{output:?}");
}

#[test]
fn the_settings_name_overlays_and_options_replace_them() {
    let folder = folder("settings");
    folder.write(
        "specwright.toml",
        "description = \"api.yaml\"\noverlays = [\"fixes.yaml\"]\nout = \"src/api\"\n",
    );
    assert_eq!(folder.succeed(&["inputs"]), "api.yaml\nfixes.yaml\nspecwright.toml\n");
    let config = folder.succeed(&["config"]);
    assert!(config.contains("overlays = [\"fixes.yaml\"]  # specwright.toml:2\n"), "{config}");
    let config = folder.succeed(&["config", "--overlay", "stale.yaml"]);
    assert!(config.contains("overlays = [\"stale.yaml\"]  # --overlay\n"), "{config}");
    let output = folder.run(&["check", "--overlay", "stale.yaml"]);
    assert!(text(&output.stderr).contains("stale-overlay"), "{output:?}");
    folder.write("specwright.toml", "description = \"api.yaml\"\noverlays = \"fixes.yaml\"\n");
    let output = folder.run(&["check"]);
    assert!(text(&output.stderr).contains("`overlays` must be an array of strings"), "{output:?}");
}

#[test]
fn the_effective_description_keeps_its_format_and_order() {
    let folder = folder("format");
    let yaml = folder.succeed(&["overlay", "apply", "api.yaml", "fixes.yaml"]);
    assert!(yaml.starts_with("openapi: 3.0.3\ninfo:\n  title: Zoo\n  version: '1'\n"), "{yaml}");
    folder.succeed(&["overlay", "apply", "api.yaml", "fixes.yaml", "--out", "out.json"]);
    assert!(folder.read("out.json").starts_with("{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\n"));
    folder.write("api.json", "{\"z\": [1.0, 12345678901234567890], \"a\": null}");
    let overlay = FIXES.replace("$.components.schemas.Animal.properties", "$");
    folder.write("json.yaml", &overlay.replace("{ weight: { type: number } }", "{ b: é }"));
    folder.succeed(&["overlay", "apply", "api.json", "json.yaml", "--out", "out.json"]);
    let expected = "{\n  \"z\": [\n    1.0,\n    12345678901234567890\n  ],\n  \"a\": null,\n  \"b\": \"é\"\n}\n";
    assert_eq!(folder.read("out.json"), expected);
}

#[test]
fn a_made_overlay_leads_from_one_description_to_the_other() {
    let folder = folder("make");
    folder
        .write("new.yaml", &API.replace("{ type: integer }", "{ type: integer, nullable: true }"));
    let made = folder.succeed(&["overlay", "make", "api.yaml", "new.yaml"]);
    let action =
        "- target: $.components.schemas.Animal.properties.age\n  update:\n    nullable: true\n";
    assert!(made.ends_with(&format!("actions:\n{action}")), "{made}");
    let told = folder.succeed(&["overlay", "make", "api.yaml", "new.yaml", "--out", "made.json"]);
    assert_eq!(told, "made.json: 1 action\n");
    folder.succeed(&["overlay", "apply", "api.yaml", "made.json", "--out", "applied.yaml"]);
    let same = folder.run(&["overlay", "make", "applied.yaml", "new.yaml"]);
    assert_eq!(same.status.code(), Some(1));
    assert!(text(&same.stderr).contains("the descriptions do not differ"), "{same:?}");
}

#[test]
fn a_problem_of_an_overlay_is_in_every_format_of_check() {
    let folder = folder("formats");
    folder.write("fixes.yaml", &FIXES.replace("type: number", "type: nubmer"));
    for (format, place) in [
        ("json", "\"file\":\"fixes.yaml\""),
        ("sarif", "\"uri\":\"fixes.yaml\""),
        ("github", "file=fixes.yaml,line=5"),
    ] {
        let output =
            folder.run(&["check", "api.yaml", "--overlay", "fixes.yaml", "--format", format]);
        let found = text(&output.stdout).replace("\": \"", "\":\"");
        assert!(found.contains(place), "{format}: {found}");
    }
}
