//! A client as a crate, from a build script.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use specwright::source::Source;
use specwright::{Build, Options, PackageOptions, generate};

const API: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths: { /pets: { get: { operationId: listPets, responses: { '204': { description: None. } } } } }
";

#[test]
fn a_build_script_writes_a_crate_and_leaves_its_manifest_to_people() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (spec, out) = (folder.join("api.yaml"), folder.join("pets"));
    fs::write(&spec, API).unwrap();
    let build = |version: &str| {
        let options = PackageOptions {
            version: Some(version.to_owned()),
            license: Some("MIT".to_owned()),
            ..PackageOptions::default()
        };
        Build::new(&spec).out(&out).package("pets", options).run();
        ["Cargo.toml", "README.md"].map(|path| fs::read_to_string(out.join(path)).unwrap())
    };
    let [manifest, readme] = build("1.2.3");
    assert!(manifest.contains("\nversion = \"1.2.3\"\n"), "{manifest}");
    assert!(manifest.contains("\nlicense = \"MIT\"\n"), "{manifest}");
    assert!(readme.contains("\npets = \"1.2.3\"\n"), "{readme}");
    assert!(out.join("src/lib.rs").is_file());
    // A person has changed both: they stay, and so does the manifest of another version.
    fs::write(out.join("Cargo.toml"), format!("{manifest}log = \"0.4\"\n")).unwrap();
    fs::write(out.join("README.md"), "# Pets\n").unwrap();
    fs::write(&spec, API.replace("listPets", "readPets")).unwrap();
    let [kept, readme] = build("2.0.0");
    assert_eq!(kept, format!("{manifest}log = \"0.4\"\n"));
    assert_eq!(readme, "# Pets\n");
    let operations = fs::read_to_string(out.join("src/operations.rs")).unwrap();
    assert!(operations.contains("fn read_pets"), "{operations}");
}

/// Returns a description with an operation for each tag. All of them return a `Page` and have the same error.
fn with_tags(tags: &[String]) -> Value {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let response = |name: &str| json!({ "description": "A.", "content": { "application/json": { "schema": reference(name) } } });
    let operation = |tag: &String| {
        let responses = json!({ "200": response("Page"), "404": response("Problem") });
        let get =
            json!({ "operationId": format!("read {tag}"), "tags": [tag], "responses": responses });
        (format!("/{tag}"), json!({ "get": get }))
    };
    let object =
        |field: &str| json!({ "type": "object", "properties": { field: { "type": "string" } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "paths": tags.iter().map(operation).collect::<serde_json::Map<_, _>>(),
        "components": { "schemas": { "Page": object("next"), "Problem": object("title") } },
    })
}

fn tags(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("tag{index}")).collect()
}

/// Returns the manifest and the shared types of a crate.
fn package(description: &Value) -> [String; 2] {
    let source = Source::from_text("api.json", description.to_string()).unwrap();
    let options = Options { package: Some("shop".to_owned()), ..Options::default() };
    let files = generate(&source, &options).unwrap().files;
    ["Cargo.toml", "src/types.rs"].map(|path| files.get(path).unwrap().to_owned())
}

/// Returns the names of the internal features that a manifest declares.
fn internal(manifest: &str) -> Vec<&str> {
    let lines = manifest.lines().filter(|line| line.starts_with("_shared-by-"));
    lines.map(|line| line.strip_suffix(" = []").unwrap()).collect()
}

#[test]
fn types_that_hundreds_of_groups_need_have_one_condition() {
    let tags = tags(300);
    let description = with_tags(&tags);
    let [manifest, types] = package(&description);
    let names = internal(&manifest);
    let [name] = names.as_slice() else { panic!("{manifest}") };
    assert!(name.starts_with("_shared-by-300-groups-"), "{name}");
    for tag in &tags {
        assert!(manifest.contains(&format!("\n{tag} = [\"{name}\"]\n")), "{manifest}");
    }
    assert!(types.contains(&format!("#[cfg(feature = \"{name}\")]\n")), "{types}");
    let features = types.matches("feature = ").count() - types.matches("mod tag").count();
    assert!(features < 40, "{features} features are listed in {types}");

    // The order of the tags, and a tag that does not need the types, change nothing at the types.
    let mut other = description.clone();
    other["paths"]["/other"]["get"] =
        json!({ "operationId": "other", "tags": ["other"], "responses": {} });
    let reversed = with_tags(&tags.iter().rev().cloned().collect::<Vec<_>>());
    for description in [other, reversed] {
        assert_eq!(internal(&package(&description)[0]), names);
    }
    // Few groups are listed where a reader looks.
    let [manifest, types] = package(&with_tags(&tags[..3]));
    assert!(internal(&manifest).is_empty() && manifest.contains("\ntag0 = []\n"), "{manifest}");
    let listed = "#[cfg(any(feature = \"tag0\", feature = \"tag1\", feature = \"tag2\"))]\n";
    assert!(types.contains(listed), "{types}");
}

#[test]
fn a_manifest_of_a_person_gets_the_internal_features_of_the_sources() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("internal-features");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (spec, out) = (folder.join("api.json"), folder.join("shop"));
    let build = |count: usize| {
        fs::write(&spec, with_tags(&tags(count)).to_string()).unwrap();
        Build::new(&spec).out(&out).package("shop", PackageOptions::default()).run();
        ["Cargo.toml", "src/types.rs"].map(|path| fs::read_to_string(out.join(path)).unwrap())
    };
    let [manifest, _] = build(5);
    let own = manifest.replace("tag0 = [", "mine = [\"tag0\"]\ntag0 = [\"mine-too\", ");
    let own = format!("{own}log = \"0.4\"\n").replace("mine = ", "mine-too = []\nmine = ");
    fs::write(out.join("Cargo.toml"), &own).unwrap();
    let [manifest, types] = build(6);
    let names = internal(&manifest);
    let [name] = names.as_slice() else { panic!("{manifest}") };
    assert!(types.contains(&format!("#[cfg(feature = \"{name}\")]\n")), "{types}");
    let old = internal(&own)[0];
    let without = |text: &str, name: &str| text.replace(&format!("{name} = []\n"), "");
    assert_eq!(without(&manifest, name), without(&own, old).replace(old, name));
}

/// Returns the client of the case `types-only`, as a crate.
fn types_alone(types_only: bool) -> specwright::Output {
    let source = Source::load(Path::new("tests/fixtures/ok/types-only/api.yaml")).unwrap();
    let package = Some("depot".to_owned());
    generate(&source, &Options { package, types_only, ..Options::default() }).unwrap()
}

#[test]
fn types_alone_depend_on_nothing_that_makes_calls() {
    const OF_CALLS: [&str; 11] = [
        "fastrand",
        "futures-core",
        "http",
        "http-body",
        "httpdate",
        "reqwest",
        "rustls",
        "tokio",
        "tracing",
        "ureq",
        "rustls-pki-types",
    ];
    let output = types_alone(true);
    let names: Vec<_> = output.dependencies.iter().map(|it| it.name).collect();
    assert_eq!(names, ["base64", "bytes", "indexmap", "serde", "serde_json", "time"]);
    assert!(output.dependencies.iter().all(|it| !it.optional));
    let manifest = output.files.get("Cargo.toml").unwrap();
    assert!(!manifest.contains("[features]"), "{manifest}");
    for name in OF_CALLS {
        assert!(!manifest.contains(&format!("\n{name} = ")), "{manifest}");
    }
    for (path, text) in output.files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let lines = text.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
        let code: Vec<_> = lines.filter(|line| !line.starts_with("///")).collect();
        for name in OF_CALLS {
            let used = format!("use {name}::");
            assert!(!code.iter().any(|line| line.starts_with(&used)), "{path} has `{used}`");
        }
    }
    // A description without files in its types does not need `bytes`.
    let source = Source::from_text("api.yaml", API).unwrap();
    let module = Some(specwright::FeatureSet::default());
    let options = Options { module, types_only: true, ..Options::default() };
    let names: Vec<_> = generate(&source, &options).unwrap().dependencies;
    let names: Vec<_> = names.iter().map(|it| it.name).collect();
    assert_eq!(names, ["indexmap", "serde", "serde_json"]);
}

#[test]
fn types_alone_are_those_of_the_client() {
    let (alone, whole) = (types_alone(true), types_alone(false));
    let names = |output: &specwright::Output| {
        let files = output.files.iter().filter(|(path, _)| path.starts_with("src/types"));
        let lines = files.flat_map(|(_, text)| text.lines());
        let items =
            lines.filter(|line| line.starts_with("pub struct ") || line.starts_with("pub enum "));
        items.map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(names(&alone), names(&whole));
    assert!(names(&alone).len() > 12, "{:?}", names(&alone));
    // No module is left for operations, errors, webhooks or groups.
    let folders = ["src/lib.rs", "src/types.rs", "src/runtime/"];
    for (path, _) in alone.files.iter().filter(|(path, _)| path.starts_with("src/")) {
        assert!(folders.iter().any(|folder| path.starts_with(folder)), "{path}");
    }
}

#[test]
fn a_build_script_makes_types_alone() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("types-alone");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (spec, out) = (folder.join("api.yaml"), folder.join("src/api"));
    fs::write(&spec, API).unwrap();
    Build::new(&spec).out(&out).types_only().run();
    assert!(out.join("types.rs").is_file());
    assert!(!out.join("client.rs").exists());
}
