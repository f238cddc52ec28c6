//! Settings and overlays of packages from `specwright new` and `specwright init`, and of the description that `add` changes.

use std::fs;
use std::path::Path;

use crate::common::{Folder, Watch, text};
use crate::new::refusal;

const API: &str = "\
openapi: 3.0.3
info: { title: Zoo, version: '1' }
servers: [{ url: 'https://zoo.test' }]
paths:
  /animals:
    get:
      operationId: listAnimals
      tags: [animals]
      responses:
        '200':
          description: Animals.
          content: { application/json: { schema: { $ref: '#/components/schemas/Animal' } } }
  /keepers:
    get: { operationId: listKeepers, tags: [staff], responses: { '204': { description: None. } } }
components:
  schemas:
    Animal: { type: object, required: [name], properties: { name: { type: string }, born: { type: string, format: date } } }
";

const FIXES: &str = "\
overlay: 1.1.0
info: { title: Corrections, version: '1' }
actions:
  - target: $.components.schemas.Animal.properties
    update: { weight: { type: number } }
";

const SETTINGS: &str = "\
# The animals alone.
description = \"api.yaml\" # theirs
overlays = [\"fixes/zoo.yaml\"]
out = \"src/zoo\"
crate = \"zoo-client\"
dates = \"text\"

[package]
license = \"MIT\"

[select]
tags = [\"animals\"]

[rename.operations]
listAnimals = \"animals\"
";

const PROGRAM: &str = "[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";

fn folder(name: &str, settings: &str) -> Folder {
    let folder = Folder::new(&format!("customised-{name}"));
    folder.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n");
    folder.write("generator/Cargo.toml", "[package]\nname = \"specwright\"\n");
    folder.write("in/api.yaml", API);
    folder.write("in/fixes/zoo.yaml", FIXES);
    folder.write("in/specwright.toml", settings);
    folder.write("program/Cargo.toml", PROGRAM);
    folder.write("program/src/main.rs", "fn main() {}\n");
    folder
}

#[test]
fn a_new_package_has_the_settings_and_overlays_of_its_description() {
    let folder = folder("new", SETTINGS);
    let said = folder.succeed(&["new", "zoo", "--spec", "in/api.yaml", "--path", "generator"]);
    assert!(said.contains("zoo/spec/specwright.toml: its settings\n"), "{said}");
    assert_eq!(
        folder.read("zoo/spec/specwright.toml"),
        "# The animals alone.
description = \"api.yaml\" # theirs
overlays = [\"fixes/zoo.yaml\"]
out = \"../generated\"
dates = \"text\"

[select]
tags = [\"animals\"]

[rename.operations]
listAnimals = \"animals\"
"
    );
    assert_eq!(folder.read("zoo/spec/api.yaml"), API, "the description is copied as it is");
    assert_eq!(folder.read("zoo/spec/fixes/zoo.yaml"), FIXES);
    assert_eq!(
        folder.read("zoo/build.rs"),
        "//! Keeps `generated` up to date with the API description.\n\nfn main() {\n    \
         specwright::Build::config(\"spec/specwright.toml\").run();\n}\n"
    );
    let manifest = folder.read("zoo/Cargo.toml");
    let dependency =
        "\nspecwright = { path = \"../generator\", features = [\"config\", \"overlay\"] }\n";
    assert!(manifest.ends_with(dependency), "{manifest}");
    assert!(manifest.starts_with("[package]\nname = \"zoo-client\"\nedition = "), "{manifest}");
    assert!(manifest.contains("\nlicense = \"MIT\"\n") && !manifest.contains("\ntime = "));
    let types =
        folder.read("zoo/generated/types.rs") + &folder.read("zoo/generated/types/animals.rs");
    assert!(
        types.contains("pub weight: ") && types.contains("pub born: Option<String>"),
        "{types}"
    );
    assert!(!folder.path().join("zoo/generated/operations/staff.rs").exists());
    let call = folder.read("zoo/examples/first_call.rs");
    assert!(
        call.contains("use zoo_client::Client;") && call.contains("client.animals()"),
        "{call}"
    );
    // The command takes the settings that the build script takes.
    let said = folder.succeed(&["generate", "zoo/spec/api.yaml", "--check"]);
    assert!(said.contains("up to date"), "{said}");
    for (path, text) in
        [("api.yaml", API), ("fixes/zoo.yaml", FIXES), ("specwright.toml", SETTINGS)]
    {
        assert_eq!(folder.read(&format!("in/{path}")), text, "the input is untouched");
    }
}

#[test]
fn paths_of_settings_elsewhere_fit_the_new_package() {
    let settings = "
[[client]]
name = \"other\"
description = \"other.yaml\"

[[client]]
name = \"zoo\"
description = \"../in/v1/api.yaml\"
root = \"../in\"
overlays = [\"zoo.yaml\", \"../in/fixes/zoo.yaml\"] # in this order
tests = true

[client.references]
\"https://zoo.test/schemas/\" = \"../copies\"
\"https://zoo.test/keeper.yaml\" = \"keeper.yaml\" # theirs
";
    let folder = folder("elsewhere", "");
    let reference = |url: &str| format!("{{ $ref: '{url}' }}");
    let api = API.replace("{ type: string, format: date }", &reference("../born.yaml")).replace(
        "responses: { '204': { description: None. } }",
        &format!(
            "responses: {{ '200': {{ description: Keepers., content: {{ application/json: {{ schema: {} }} }} }} }}",
            reference("https://zoo.test/keeper.yaml#/Keeper")
        ),
    );
    folder.write("in/v1/api.yaml", &api);
    folder.write("in/born.yaml", "{ type: string, format: date }\n");
    folder.write("settings/zoo.toml", settings);
    folder.write("settings/zoo.yaml", &FIXES.replace("weight", "height"));
    folder.write(
        "settings/keeper.yaml",
        "Keeper: { type: object, properties: { of: { $ref: 'https://zoo.test/schemas/a/cage.yaml' } } }\n",
    );
    folder
        .write("copies/a/cage.yaml", "{ type: object, properties: { door: { type: boolean } } }\n");
    let arguments = ["new", "zoo", "--path", "generator", "--config", "settings/zoo.toml"];
    let output = folder.run(&arguments);
    let said = refusal(&output);
    assert!(said.contains("several clients: ") && said.contains("`--client`"), "{said}");
    folder.succeed(&[&arguments[..], &["--client", "zoo"]].concat());
    assert_eq!(
        folder.read("zoo/spec/v1/specwright.toml"),
        "description = \"api.yaml\"
root = \"..\"
overlays = [\"../settings/zoo.yaml\", \"../fixes/zoo.yaml\"] # in this order
out = \"../../generated\"

[references]
\"https://zoo.test/schemas/\" = \"../copies\"
\"https://zoo.test/keeper.yaml\" = \"../settings/keeper.yaml\" # theirs
"
    );
    assert!(
        folder.read("zoo/build.rs").contains("Build::config(\"spec/v1/specwright.toml\").run()")
    );
    for path in
        ["v1/api.yaml", "born.yaml", "fixes/zoo.yaml", "settings/zoo.yaml", "copies/a/cage.yaml"]
    {
        assert!(folder.path().join("zoo/spec").join(path).is_file(), "{path}");
    }
    let said = folder.succeed(&["generate", "zoo/spec/v1/api.yaml", "--check", "--strict"]);
    assert!(said.contains("up to date"), "{said}");
}

#[test]
fn a_new_package_of_types_alone_has_no_example() {
    let folder = folder("types", "description = \"api.yaml\"\ntypes-only = true\n");
    let said = folder.succeed(&["new", "zoo", "--spec", "in/api.yaml", "--path", "generator"]);
    assert!(!said.contains("first call") && !folder.path().join("zoo/examples").exists(), "{said}");
    let manifest = folder.read("zoo/Cargo.toml");
    assert!(
        manifest.contains("\n\n[lib]\npath = \"generated/lib.rs\"\n\n[dependencies]\n"),
        "{manifest}"
    );
    assert!(!manifest.contains("tokio") && !manifest.contains("reqwest"), "{manifest}");
}

#[test]
fn wrong_settings_are_reported_before_anything_is_written() {
    let folder = folder("wrong", "[select]\ntags = [\"animal\"]\n");
    let arguments = ["new", "zoo", "--spec", "in/api.yaml", "--path", "generator"];
    for (settings, message, place) in [
        (
            "[select]\ntags = [\"animal\"]\n",
            "no operation has the tag `animal`",
            "specwright.toml:2:9",
        ),
        ("slect = {}\n", "there is no setting `slect`", "specwright.toml:1:1"),
        ("overlays = [\"fixes/stale.yaml\"]\n", "selects nothing", "stale.yaml:4:13"),
    ] {
        folder.write("in/specwright.toml", settings);
        folder.write("in/fixes/stale.yaml", &FIXES.replace("Animal", "Plant"));
        let output = folder.run(&arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(message) && said.contains(place), "{said}");
        assert!(!folder.path().join("zoo").exists());
    }
}

#[test]
fn a_package_keeps_its_settings_and_its_script_reads_them() {
    let folder = folder("init", "");
    folder.write("program/api/api.yaml", API);
    folder.write("program/api/fixes/zoo.yaml", FIXES);
    let settings = SETTINGS.replace("\"api.yaml\"", "\"api/api.yaml\"");
    let settings = settings.replace("fixes/", "api/fixes/");
    folder.write("program/specwright.toml", &settings);
    let said = refusal(&folder.run(&["init", "program", "--path", "generator"]));
    assert!(said.contains("the settings make a crate") && said.contains("help: "), "{said}");
    let settings = settings.replace("crate = \"zoo-client\"\n", "");
    folder.write(
        "program/specwright.toml",
        &(settings.clone() + "[dependencies]\nserde_json = \"1.0.140\"\n"),
    );
    let before = folder.read("program/specwright.toml");
    let said = folder.succeed(&["init", "program", "--path", "generator"]);
    assert!(said.starts_with("program/src/zoo: a client that follows api/api.yaml\n"), "{said}");
    assert!(said.contains("use zoo::Client;") && said.contains("client.animals()"), "{said}");
    let script = folder.read("program/build.rs");
    assert!(
        script.contains("    specwright::Build::config(\"specwright.toml\").run();\n"),
        "{script}"
    );
    assert_eq!(folder.read("program/specwright.toml"), before);
    assert!(!folder.path().join("program/spec").exists());
    assert!(folder.read("program/src/main.rs").contains("mod zoo;\n"));
    assert!(folder.read("program/Cargo.toml").contains("features = [\"config\", \"overlay\"] }\n"));
    // Options that the settings do not have are in the script.
    fs::remove_file(folder.path().join("program/build.rs")).unwrap();
    let arguments = [
        "init",
        "program",
        "--path",
        "generator",
        "--module",
        "other",
        "--features",
        "blocking,rustls",
    ];
    folder.succeed(&arguments);
    let script = folder.read("program/build.rs");
    assert!(
        script.contains("Build::config(\"specwright.toml\").out(\"src/other\").features([\"blocking\", \"rustls\"]).run();"),
        "{script}"
    );
}

#[test]
fn settings_outside_of_a_package_are_copied_beside_the_description() {
    let folder = folder("init-copied", SETTINGS);
    let manifest = format!(
        "{PROGRAM}\n[build-dependencies]\nspecwright = {{ path = \"../generator\", features = [\"config\"] }}\n"
    );
    folder.write("program/Cargo.toml", &manifest);
    let arguments = ["init", "program", "--spec", "in/api.yaml", "--features", "blocking,rustls"];
    let said = folder.succeed(&[&arguments[..], &["--path", "generator"]].concat());
    assert!(said.contains("program/spec/specwright.toml: the settings\n"), "{said}");
    assert!(
        said.contains("Cargo.toml: the build dependency `specwright` needs the feature `overlay`"),
        "{said}"
    );
    let settings = folder.read("program/spec/specwright.toml");
    assert!(
        settings.contains(
            "out = \"../src/api\"\ndates = \"text\"\nfeatures = [\"blocking\", \"rustls\"]\n"
        ),
        "{settings}"
    );
    assert!(
        folder.read("program/build.rs").contains("Build::config(\"spec/specwright.toml\").run();")
    );
    let said = folder.succeed(&["generate", "program/spec/api.yaml", "--check"]);
    assert!(said.contains("up to date"), "{said}");
}

#[test]
fn an_endpoint_is_added_to_the_description_of_the_settings_without_its_overlays() {
    let folder = folder("add", SETTINGS);
    let arguments =
        ["add", "--config", "in/specwright.toml", "--method", "delete", "--path", "/animals/{id}"];
    let said =
        folder.succeed(&[&arguments[..], &["--id", "removeAnimal", "--status", "204"]].concat());
    assert!(said.contains("in/api.yaml: `DELETE /animals/{id}` is `removeAnimal` now"), "{said}");
    let api = folder.read("in/api.yaml");
    assert!(api.contains("operationId: removeAnimal") && !api.contains("weight"), "{api}");
    assert_eq!(folder.read("in/fixes/zoo.yaml"), FIXES);
    // Without a description, the settings of the current folder name it.
    let output = crate::common::specwright(&["add", "--method", "get", "--path", "/animals"])
        .current_dir(folder.path().join("in"))
        .output()
        .unwrap();
    let said = text(&output.stdout);
    assert!(said.contains("this is `listAnimals` (`GET /animals`); nothing was written"), "{said}");
    let nowhere = folder.path().join("generator");
    let output =
        crate::common::specwright(&["add"]).current_dir::<&Path>(&nowhere).output().unwrap();
    assert!(refusal(&output).contains("no description is named"));
}

#[test]
fn options_may_stand_anywhere_among_the_arguments_of_show() {
    let folder = folder("show", "");
    let expected = folder.succeed(&[
        "show",
        "in/api.yaml",
        "types::Animal::weight",
        "--overlay",
        "in/fixes/zoo.yaml",
    ]);
    for arguments in [
        ["show", "in/api.yaml", "--overlay", "in/fixes/zoo.yaml", "types::Animal::weight"],
        ["show", "--overlay", "in/fixes/zoo.yaml", "in/api.yaml", "types::Animal::weight"],
    ] {
        assert_eq!(folder.succeed(&arguments), expected);
    }
    let said = refusal(&folder.run(&["show"]));
    assert!(said.contains("not provided") && said.contains("<ITEM>"), "{said}");
}

/// An overlay that adds an operation with a tag, a schema, and another `operationId`.
const PLANTS: &str = "\
overlay: 1.1.0
info: { title: Plants, version: '1' }
actions:
  - target: $.paths
    update:
      /plants:
        get:
          operationId: listPlants
          tags: [plants]
          responses:
            '200':
              description: Plants.
              content: { application/json: { schema: { $ref: '#/components/schemas/PlantDto' } } }
  - target: $.components.schemas
    update: { PlantDto: { type: object, properties: { tall: { type: boolean } } } }
  - target: $.paths['/animals'].get
    update: { operationId: listBeasts, tags: [plants] }
";

#[test]
fn overlays_come_first_then_the_selection_then_renames() {
    let settings = "description = \"api.yaml\"
overlays = [\"fixes/zoo.yaml\"]
out = \"src/api\"

[select]
tags = [\"plants\"]

[rename.operations]
\"/paths/~1plants/get\" = \"green\"
listBeasts = \"beasts\"

[rename.types]
\"*Dto\" = \"*\"

[rename.fields]
\"PlantDto.tall\" = \"high\"
";
    let folder = folder("order", settings);
    folder.write("in/fixes/zoo.yaml", PLANTS);
    folder.succeed(&["generate", "in/api.yaml"]);
    let operations = ["animals", "plants"].map(|group| format!("in/src/api/operations/{group}.rs"));
    let operations = operations.map(|file| folder.read(&file)).concat();
    assert!(
        operations.contains("pub fn green(") && operations.contains("pub fn beasts("),
        "{operations}"
    );
    let types = folder.read("in/src/api/types.rs") + &folder.read("in/src/api/types/plants.rs");
    assert!(types.contains("pub struct Plant ") && types.contains("pub high: "), "{types}");
    assert!(!folder.path().join("in/src/api/operations/staff.rs").exists());
    let inputs = folder.succeed(&["inputs", "in/api.yaml"]);
    assert_eq!(inputs, "in/api.yaml\nin/fixes/zoo.yaml\nin/specwright.toml\n");
    // A name that the overlay replaced, and one outside of the selection, are names of nothing.
    for (old, line) in
        [("listAnimals", "in/specwright.toml:10:1"), ("listKeepers", "in/specwright.toml:10:1")]
    {
        folder.write("in/specwright.toml", &settings.replace("listBeasts", old));
        let output = folder.run(&["generate", "in/api.yaml"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains(&format!("no operation is called `{old}`")) && said.contains(line),
            "{said}"
        );
    }
}

#[test]
fn watch_follows_overlays_and_settings() {
    let folder = folder(
        "watch",
        "description = \"api.yaml\"\noverlays = [\"fixes/zoo.yaml\"]\nout = \"api\"\n",
    );
    let watch = Watch::start(&folder, &["watch", "in/api.yaml"]);
    watch.next("waiting for changes");
    folder.write("in/fixes/zoo.yaml", &FIXES.replace("weight", "height"));
    watch.next("has `height` now");
    folder.write("in/fixes/zoo.yaml", &FIXES.replace("Animal.", "Plant."));
    watch.next("stale-overlay");
    folder.write("in/fixes/zoo.yaml", FIXES);
    watch.next("has `weight` now");
    let settings = folder.read("in/specwright.toml");
    folder.write("in/specwright.toml", &(settings.clone() + "[select]\ntags = [\"animal\"]\n"));
    watch.next("no operation has the tag `animal`");
    folder.write("in/specwright.toml", &(settings + "[select]\ntags = [\"animals\"]\n"));
    watch.next("`Client::list_keepers`");
}
