//! The files of a client whose description grows: what is new is added, and the rest stays where it is.

use std::fs;

use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};
use specwright::disk::FileSet;
use specwright::public_api::compare;
use specwright::source::Source;
use specwright::{FeatureSet, Options, generate, public_api};

use crate::common::{OK, cases, entry, options};

/// The files that list items of other files, or hold what all operations share.
const LISTS: [&str; 7] = [
    "Cargo.toml",
    "README.md",
    "specwright.json",
    "errors.rs",
    "lib.rs",
    "mod.rs",
    "operations.rs",
];

/// The file of the types that several groups share, and of the list of the others.
const TYPES: &str = "types.rs";

fn source(description: &Value) -> Source {
    Source::from_text("api.json", description.to_string()).unwrap()
}

/// Adds an operation with a new tag, new types and, if the description documents any, a known error.
fn grow(description: &mut Value, tag: &str, operation: &str, schema: &str) {
    let error = first_error(description);
    let content = |schema: Value| json!({ "application/json": { "schema": schema } });
    let reference = json!({ "$ref": format!("#/components/schemas/{schema}") });
    let ok = json!({ "description": "ok", "content": content(reference) });
    let mut responses = json!({ "200": ok });
    if let Some((status, response)) = error {
        responses[status] = response;
    }
    let added = json!({ "operationId": operation, "tags": [tag], "responses": responses });
    // The location is behind all others, so that the types of equal inline schemas keep their names and are no aliases.
    description["paths"][format!("/~{operation}")] = json!({ "get": added });
    let inside = json!({ "type": "object", "properties": { operation: { "type": "integer" } } });
    description["components"]["schemas"][schema] =
        json!({ "type": "object", "properties": { "a": { "type": "string" }, "inside": inside } });
}

fn first_error(description: &Value) -> Option<(String, Value)> {
    let operations = description["paths"].as_object()?.values().filter_map(Value::as_object);
    let responses =
        operations.flat_map(|item| item.values()).filter_map(|it| it["responses"].as_object());
    let mut errors = responses.flatten().filter(|(status, _)| status.starts_with(['4', '5']));
    errors.next().map(|(status, response)| (status.clone(), response.clone()))
}

/// Panics unless the second client has everything of the first one in the same files.
fn assert_added(case: &str, (before, after): (&Value, &Value), options: &Options) {
    let files = |description| generate(&source(description), options).unwrap().files;
    let (old, new) = (files(before), files(after));
    for (path, text) in old.iter() {
        let now = new.get(path).unwrap_or_else(|| panic!("{case}: `{path}` is gone"));
        let name = path.trim_start_matches("src/");
        if name == TYPES {
            let lost = lines_lost(text, now);
            // The conversion of a file without types, and the features of types that a further group needs.
            let is_listed = |line: &String| {
                let is_condition = line.contains("cfg(") || line.contains("feature = ");
                line == "rt::json_serde!();" || (options.package.is_some() && is_condition)
            };
            let lost: Vec<_> = lost.into_iter().filter(|line| !is_listed(line)).collect();
            assert_eq!(lost, Vec::<String>::new(), "{case}: {path}");
        } else if !LISTS.contains(&name) {
            assert!(text == now, "{case}: `{path}` is changed");
        }
    }
    let api = |description| public_api(&source(description), options).unwrap();
    let change = compare(&api(before), &api(after));
    assert_eq!(change.level(), Some("minor"), "{case}: {change}");
}

/// Returns the lines of a text that are gone in another one, or moved.
fn lines_lost(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let changes = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Delete);
    changes.map(|change| change.value().trim().to_owned()).collect()
}

fn packagings() -> [Options; 3] {
    let module = Some(FeatureSet::default());
    let package = Some("grown".to_owned());
    [
        Options::default(),
        Options { module, ..Options::default() },
        Options { package, ..Options::default() },
    ]
}

/// A description without tags: an operation, an error, a webhook and a type that no operation needs.
fn first() -> Value {
    let reference = |name: &str| {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        json!({ "description": name, "content": { "application/json": { "schema": schema } } })
    };
    let object =
        |field: &str| json!({ "type": "object", "properties": { field: { "type": "string" } } });
    let event =
        json!({ "requestBody": { "content": reference("Event")["content"] }, "responses": {} });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "servers": [{ "url": "https://shop.example" }],
        "paths": { "/status": { "get": {
            "operationId": "getStatus",
            "responses": { "200": reference("Status"), "404": reference("Problem") },
        } } },
        "webhooks": { "changed": { "post": event } },
        "components": { "schemas": {
            "Status": object("state"),
            "Problem": object("title"),
            "Event": object("kind"),
            "Kept": object("note"),
        } },
    })
}

#[test]
fn each_further_tag_adds_files_and_moves_nothing() {
    for options in packagings() {
        let mut now = first();
        for (tag, operation, schema) in [
            ("pets", "listPets", "Pets"),
            ("orders", "listOrders", "Orders"),
            ("Files", "list_files", "Files"),
        ] {
            let before = now.clone();
            grow(&mut now, tag, operation, schema);
            assert_added(tag, (&before, &now), &options);
        }
        let root = if options.package.is_some() { "src/" } else { "" };
        let files = generate(&source(&now), &options).unwrap().files;
        let expected = [
            "types.rs",
            "types/files.rs",
            "types/orders.rs",
            "types/pets.rs",
            "types/unreferenced.rs",
            "types/webhooks.rs",
        ];
        let expected = expected.map(|path| format!("{root}{path}"));
        let is_of_types = |path: &&str| path.starts_with(&format!("{root}types"));
        assert_eq!(files.paths().filter(is_of_types).collect::<Vec<_>>(), expected);
        assert_problem_is_shared(&files, root);
    }
}

/// The type of an error is in no file of a tag, so that the second tag with that error does not move it.
fn assert_problem_is_shared(files: &FileSet, root: &str) {
    let shared = files.get(&format!("{root}types.rs")).unwrap();
    assert!(shared.contains("pub struct Problem {"), "{shared}");
}

#[test]
fn a_second_tag_with_the_errors_of_the_first_moves_none_of_them() {
    for options in packagings() {
        let mut one = first();
        one["paths"]["/status"]["get"]["tags"] = json!(["status"]);
        let mut two = one.clone();
        grow(&mut two, "pets", "listPets", "Pets");
        assert_added("one tag", (&one, &two), &options);
        let root = if options.package.is_some() { "src/" } else { "" };
        let files = generate(&source(&one), &options).unwrap().files;
        assert_problem_is_shared(&files, root);
        let of_tag = files.get(&format!("{root}types/status.rs")).unwrap();
        assert!(of_tag.contains("pub struct Status {"), "{of_tag}");
        let operations = files.get(&format!("{root}operations.rs")).unwrap();
        assert!(operations.contains("pub use status::*;"), "{operations}");
    }
}

#[test]
fn every_case_grows_by_additions() {
    let mut grown = 0;
    for case in cases(OK) {
        let text = fs::read_to_string(entry(OK, &case)).unwrap();
        let options = options(OK, &case);
        let Ok(before) = serde_yaml::from_str::<Value>(&text) else { continue };
        // A case of several files has references that lead out of its text. One without operations is not split.
        let Ok(source) = Source::from_text("api.json", before.to_string()) else { continue };
        let is_split = before["paths"].as_object().is_some_and(|paths| !paths.is_empty());
        // Types without a client are one file.
        if !is_split || options.types_only || generate(&source, &options).is_err() {
            continue;
        }
        let mut after = before.clone();
        grow(&mut after, "a tag that is new", "operationThatIsNew", "SchemaThatIsNew");
        assert_added(&case, (&before, &after), &options);
        grown += 1;
    }
    assert!(grown > 50, "{grown} cases grew");
}
