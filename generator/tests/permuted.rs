//! Tests that the order of a description decides nothing: its paths, operations and components in another order give the
//! same public items.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::{Mapping, Value};
use specwright::Options;
use specwright::public_api::{Effect, Item, PublicApi, Role, compare};
use specwright::source::Source;

use crate::common::{OK, cases, entry, options};

/// Puts the members of a mapping into another order.
type Reorder = fn(&mut Mapping);

/// Returns the names of a folder below the folder of temporary files, which is created.
fn temporary(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("permuted").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn reverse(mapping: &mut Mapping) {
    let members: Vec<_> = std::mem::take(mapping).into_iter().collect();
    mapping.extend(members.into_iter().rev());
}

fn rotate(mapping: &mut Mapping) {
    let mut members: Vec<_> = std::mem::take(mapping).into_iter().collect();
    let middle = members.len() / 2;
    members.rotate_left(middle);
    mapping.extend(members);
}

fn keep(_: &mut Mapping) {}

/// Reorders the paths, the members of each path item, the components of each kind and the webhooks.
fn reordered(mut description: Value, reorder: Reorder) -> Value {
    let visit = |of: Option<&mut Value>| {
        let Some(Value::Mapping(mapping)) = of else { return };
        reorder(mapping);
        mapping.values_mut().filter_map(Value::as_mapping_mut).for_each(reorder);
    };
    visit(description.get_mut("paths"));
    visit(description.get_mut("webhooks"));
    let Some(components) = description.get_mut("components").and_then(Value::as_mapping_mut) else {
        return description;
    };
    components.values_mut().filter_map(Value::as_mapping_mut).for_each(reorder);
    description
}

fn public_api(path: &Path, options: &Options) -> PublicApi {
    let source = Source::load(path).unwrap_or_else(|error| panic!("{error}"));
    specwright::public_api(&source, options).unwrap_or_else(|error| panic!("{error}"))
}

/// Returns a line for each item and each member. The required arguments of a method are in order.
fn lines(api: PublicApi) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for item in api.items {
        let Item { path, kind, place, wire, operations, deprecated, alias_of, members } = item;
        let required = members.iter().filter(|member| member.role == Role::Required);
        let order: Vec<_> = required.map(|member| member.name.clone()).collect();
        lines.insert(format!(
            "{path}({order:?}) {kind} {place} {wire} {operations:?} {deprecated} {alias_of}"
        ));
        lines.extend(members.iter().map(|member| format!("{path}.{member:?}")));
    }
    lines
}

#[test]
fn every_fixture_has_the_same_items_in_another_order() {
    let (mut compared, mut failures) = (0, Vec::new());
    for case in cases(OK) {
        let entry = entry(OK, &case);
        let text = fs::read_to_string(&entry).unwrap();
        // The reader of the tests is strict about tabs; the other fixtures are read by it.
        let Ok(description) = serde_yaml::from_str::<Value>(&text) else { continue };
        let folder = temporary(&case);
        for file in fs::read_dir(entry.parent().unwrap()).unwrap() {
            copy(&file.unwrap().path(), &folder);
        }
        let path = folder.join(entry.file_name().unwrap());
        let options = options(OK, &case);
        let of = |reorder: Reorder| {
            let description = reordered(description.clone(), reorder);
            let text = match path.extension().is_some_and(|it| it == "json") {
                true => serde_json::to_string(&description).unwrap(),
                false => serde_yaml::to_string(&description).unwrap(),
            };
            fs::write(&path, text).unwrap();
            lines(public_api(&path, &options))
        };
        let before = of(keep);
        for reorder in [reverse, rotate] {
            let after = of(reorder);
            let differences = before.symmetric_difference(&after);
            failures.extend(differences.map(|line| format!("{case}: {line}")));
        }
        compared += 1;
    }
    assert!(failures.is_empty(), "the order matters:\n{}", failures.join("\n"));
    assert!(compared > 50, "only {compared} fixtures were compared");
}

/// Copies a file, or a folder with all that it contains.
fn copy(from: &Path, into: &Path) {
    let target = into.join(from.file_name().unwrap());
    if from.ends_with("expected") {
        return;
    }
    if !from.is_dir() {
        fs::copy(from, target).unwrap();
        return;
    }
    fs::create_dir_all(&target).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        copy(&entry.unwrap().path(), &target);
    }
}

/// Returns a description of two operations with the bodies of their responses.
fn two(first: &str, second: &str) -> PublicApi {
    let operation = |name: &str, schema: &str| {
        format!(
            "  /{name}: {{ get: {{ operationId: {name}, responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {schema} }} }} }} }} }} }}\n"
        )
    };
    let paths = operation("first", first) + &operation("second", second);
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Two, version: '1' }}\npaths:\n{paths}");
    let source = Source::from_text("api.yaml", text).unwrap();
    specwright::public_api(&source, &Options::default()).unwrap()
}

/// Returns the changes between two versions, one per line.
fn changes(old: &PublicApi, new: &PublicApi) -> Vec<String> {
    let line = |change: &specwright::public_api::Change| {
        let worst = if change.effect == Effect::Breaking { "!" } else { "" };
        format!("{worst}{} {}", change.item, change.what)
    };
    compare(old, new).changes.iter().map(line).collect()
}

#[test]
fn a_shared_type_that_splits_keeps_both_names() {
    const ONE: &str = "{ type: object, properties: { a: { type: string } } }";
    const MORE: &str = "{ type: object, properties: { a: { type: string }, b: { type: string } } }";
    let (shared, split) = (two(ONE, ONE), two(ONE, MORE));
    assert_eq!(
        changes(&shared, &split),
        [
            "!types::SecondResponse is another type than `types::FirstResponse`, which it was an alias of",
            "types::SecondResponse has `b` now",
        ]
    );
    assert_eq!(
        changes(&split, &two(MORE, MORE)),
        [
            "!types::SecondResponse is an alias of `types::FirstResponse`, which was another type",
            "types::FirstResponse has `b` now",
        ]
    );
    // A change of a shared type is told once.
    assert_eq!(changes(&shared, &two(MORE, MORE)), ["types::FirstResponse has `b` now"]);
}
