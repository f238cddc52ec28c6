//! `specwright.toml`: found by every command, merged with options, printed by `config`, and known to editors.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use specwright::config::TABLES;
use tempfile::TempDir;

const SCHEMA: &str = include_str!("../specwright.schema.json");

const API: &str = "openapi: 3.1.0
info: { title: Zoo, version: '1' }
paths:
  /animals:
    get: { operationId: listAnimals, tags: [animals], responses: { '204': { description: None. } } }
  /keepers:
    get: { operationId: listKeepers, tags: [staff], responses: { '204': { description: None. } } }
";

const SETTINGS: &str = "description = \"api.yaml\"
out = \"src/api\"
dates = \"jiff\"

[select]
tags = [\"animals\"]

[rename.operations]
listAnimals = \"animals\"
";

fn folder(settings: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("api.yaml"), API).unwrap();
    fs::write(folder.path().join("specwright.toml"), settings).unwrap();
    folder
}

/// Runs the command in a folder. Returns its exit status and both outputs.
fn run(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specwright"));
    let Output { status, stdout, stderr } =
        command.args(arguments).current_dir(folder.path()).output().unwrap();
    let text = [stdout, stderr].concat();
    (status.code(), String::from_utf8(text).unwrap())
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap()
}

#[test]
fn every_command_reads_the_settings() {
    let folder = folder(SETTINGS);
    for arguments in [&["generate"][..], &["generate", "api.yaml"], &["generate", "--check"]] {
        let (status, text) = run(&folder, arguments);
        assert_eq!(status, Some(0), "{arguments:?}: {text}");
    }
    let operations = read(&folder, "src/api/operations/animals.rs");
    assert!(operations.contains("pub fn animals("), "{operations}");
    assert!(!folder.path().join("src/api/operations/staff.rs").exists());
    let (_, text) = run(&folder, &["check"]);
    assert!(text.contains("1 of 1 operations"), "{text}");
    let (_, text) = run(&folder, &["show", "GET /animals"]);
    assert!(text.starts_with("Client::animals"), "{text}");
    let (_, text) = run(&folder, &["show", "api.yaml", "GET /animals"]);
    assert!(text.starts_with("Client::animals"), "{text}");
    let (_, text) = run(&folder, &["inputs"]);
    assert_eq!(text, "api.yaml\nspecwright.toml\n");
    let (status, text) = run(&folder, &["docs", "--out", "site"]);
    assert_eq!(status, Some(0), "{text}");
    let site = read(&folder, "site/reference/data.js");
    assert!(site.contains("animals") && !site.contains("eepers"), "{site}");
    fs::write(folder.path().join("old.yaml"), API.replace("/animals:", "/beasts:")).unwrap();
    let (_, text) = run(&folder, &["diff", "old.yaml", "api.yaml"]);
    assert!(text.contains("Client::animals") && !text.contains("eepers"), "{text}");
}

#[test]
fn options_take_precedence_and_config_shows_the_origin_of_each_setting() {
    let folder = folder(SETTINGS);
    let (status, text) = run(&folder, &["config", "--tag", "staff", "--uuid", "type"]);
    assert_eq!(
        text,
        "description = \"api.yaml\"  # specwright.toml:1
out = \"src/api\"  # specwright.toml:2
form = \"module\"  # default
features = [\"reqwest\", \"rustls\"]  # default
dates = \"jiff\"  # specwright.toml:3
uuid = \"type\"  # --uuid
tests = false  # default
types-only = false  # default
strict = false  # default
rename.operations.listAnimals = \"animals\"  # specwright.toml:9
select.tags = [\"staff\"]  # --tag
"
    );
    assert_eq!(status, Some(0));
    let (status, text) = run(&folder, &["generate", "--tag", "staff", "--out", "other"]);
    // The rename is of an operation that is not selected any more.
    assert!(text.contains("no operation is called `listAnimals`"), "{text}");
    assert!(text.contains("--> specwright.toml:9:1"), "{text}");
    assert_eq!(status, Some(1));
}

#[test]
fn the_settings_ask_for_types_alone() {
    let folder = folder("description = \"api.yaml\"\nout = \"src/api\"\ntypes-only = true\n");
    let (status, text) = run(&folder, &["generate"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("0 of 0 types fully typed") && !text.contains("operations"), "{text}");
    assert!(text.contains("serde_json") && !text.contains("reqwest"), "{text}");
    assert!(!folder.path().join("src/api/client.rs").exists());
    // The folder of a client loses the client, and `--check` asks for the same.
    fs::write(folder.path().join("specwright.toml"), "out = \"src/api\"\n").unwrap();
    assert_eq!(run(&folder, &["generate", "api.yaml"]).0, Some(0));
    assert!(folder.path().join("src/api/client.rs").exists());
    let (status, text) = run(&folder, &["generate", "api.yaml", "--types-only", "--check"]);
    assert!(text.contains("specwright generate api.yaml --types-only"), "{text}");
    assert_eq!(status, Some(1));
    assert_eq!(run(&folder, &["generate", "api.yaml", "--types-only"]).0, Some(0));
    assert!(!folder.path().join("src/api/client.rs").exists());
    // Tests make calls.
    let settings = "crate = \"zoo\"\nout = \"zoo\"\ntests = true\ntypes-only = true\n";
    fs::write(folder.path().join("specwright.toml"), settings).unwrap();
    let (status, text) = run(&folder, &["generate", "api.yaml"]);
    assert!(text.contains("tests call the client, and `types-only` leaves it out"), "{text}");
    assert_eq!(status, Some(2));
}

#[test]
fn options_for_the_manifest_apply_to_the_crate_that_the_settings_name() {
    let settings = "out = \"zoo\"\ncrate = \"zoo\"\n[package]\nlicense = \"MIT\"\n";
    let folder = folder(settings);
    let (status, text) = run(&folder, &["generate", "api.yaml", "--package-version", "2.1.0"]);
    assert_eq!(status, Some(0), "{text}");
    let manifest = read(&folder, "zoo/Cargo.toml");
    assert!(manifest.contains("version = \"2.1.0\"\n"), "{manifest}");
    assert!(manifest.contains("license = \"MIT\"\n"), "{manifest}");
    fs::remove_file(folder.path().join("specwright.toml")).unwrap();
    let arguments = ["generate", "api.yaml", "--out", "other", "--package-version", "2.1.0"];
    let (status, text) = run(&folder, &arguments);
    assert!(text.contains("--crate <NAME>"), "{text}");
    assert_eq!(status, Some(2));
    assert!(!folder.path().join("other").exists());
}

#[test]
fn a_wrong_setting_stops_a_command_with_its_place() {
    let folder = folder("out = \"src/api\"\nselct = {}\n");
    for arguments in [&["check", "api.yaml"][..], &["generate"], &["mock"], &["inputs"]] {
        let (status, text) = run(&folder, arguments);
        assert!(text.contains("error[unknown-setting]: there is no setting `selct`"), "{text}");
        assert!(text.contains("--> specwright.toml:2:1"), "{text}");
        assert!(text.contains("help: did you mean `select`?"), "{text}");
        assert_eq!(status, Some(1), "{arguments:?}");
    }
}

#[test]
fn settings_of_another_description_do_not_apply() {
    let folder = folder(SETTINGS);
    fs::write(folder.path().join("other.yaml"), API).unwrap();
    let (_, text) = run(&folder, &["check", "other.yaml"]);
    assert!(text.contains("2 of 2 operations"), "{text}");
    let (_, text) = run(&folder, &["check", "other.yaml", "--config", "specwright.toml"]);
    assert!(text.contains("1 of 1 operations"), "{text}");
}

#[test]
fn several_clients_are_generated_together_or_by_name() {
    let folder = folder(
        "[[client]]\nname = \"one\"\ndescription = \"api.yaml\"\nout = \"src/one\"\n\n\
         [[client]]\nname = \"two\"\ndescription = \"api.yaml\"\nout = \"src/two\"\n\n\
         [client.select]\ntags = [\"staf\"]\n",
    );
    let (status, text) = run(&folder, &["generate"]);
    assert!(folder.path().join("src/one/mod.rs").exists(), "{text}");
    assert!(text.contains("--> specwright.toml:12:9"), "{text}");
    assert_eq!(status, Some(1));
    let (status, text) = run(&folder, &["generate", "--client", "two", "--tag", "staff"]);
    assert_eq!(status, Some(0), "{text}");
    assert!(folder.path().join("src/two/operations/staff.rs").exists());
    let (status, text) = run(&folder, &["check"]);
    assert!(
        text.contains("several clients: `one`, `two`")
            || text.contains("several clients: `two`, `one`"),
        "{text}"
    );
    assert_eq!(status, Some(2));
    let (_, text) = run(&folder, &["check", "--client", "ones"]);
    assert!(text.contains("did you mean `one`?"), "{text}");
}

#[test]
fn without_a_description_a_command_says_where_it_looks() {
    let folder = TempDir::new().unwrap();
    let (status, text) = run(&folder, &["check"]);
    assert!(text.contains("no description is named, and there is no `specwright.toml`"), "{text}");
    assert_eq!(status, Some(2));
}

/// Returns the keys of a table of the schema.
fn keys(schema: &Value, table: &str) -> BTreeSet<String> {
    let mut node = &schema["$defs"];
    for part in table.split('.').filter(|part| !part.is_empty()) {
        node =
            if node.get("properties").is_some() { &node["properties"][part] } else { &node[part] };
    }
    let node = node.get("properties").unwrap_or(node);
    node.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_schema_for_editors_has_the_keys_of_the_settings() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for (table, known) in TABLES {
        let known: BTreeSet<_> = known.iter().map(|key| (*key).to_owned()).collect();
        assert_eq!(keys(&schema, table), known, "the table `{table}`");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (settings, good) in [
        (SETTINGS, true),
        ("[[client]]\nname = \"a\"\nout = \"src/a\"\n", true),
        ("[[client]]\nout = \"src/a\"\n", false),
        ("selct = {}\n", false),
        ("dates = \"jif\"\n", false),
        ("[select]\npaths = [\"pets\"]\n", false),
        ("[types]\nderive = [\"Hash\"]\n[types.Pet]\nderive = [\"Ord\"]\n", true),
        ("[types.kind.error]\nattributes = [\"#[must_use]\"]\n", true),
        ("[types.Pet]\ndrive = []\n", false),
        ("[types.kind.enums]\n", false),
        ("[types.replace]\nPet = \"crate::Pet\"\n[formats]\nuri = { type = \"url::Url\" }\n", true),
        ("[formats]\nuri = { type = \"url::Url\", as = \"json\" }\n", false),
        ("[dependencies]\nfake = { version = \"4\" }\nserde = \"1\"\n", true),
        ("dates = \"chrono\"\n", true),
    ] {
        let value: Value = toml::from_str(settings).unwrap();
        assert_eq!(validator.is_valid(&value), good, "the schema: {settings}");
        let path = folder(settings);
        let read = specwright::config::Config::load(&path.path().join("specwright.toml"));
        assert_eq!(read.is_ok(), good, "the reader: {settings}");
    }
}
