//! The overlay that leads from one description to another.

use std::path::Path;

use specwright::source::{LoadError, LoadOptions, Source, Value, make_overlay};

use super::file;
use crate::common::{LINT, OK, cases, entry};

/// Returns the targets and changes of an overlay.
fn actions(overlay: &Value) -> Vec<String> {
    let actions = overlay.get("actions").and_then(Value::as_array).unwrap();
    actions.iter().map(ToString::to_string).collect()
}

fn tree(text: &str) -> Value {
    read("a.yaml", text)
}

/// Returns the tree of a text. References do not matter here.
fn read(name: &str, text: &str) -> Value {
    Source::from_text(name, text).unwrap_or_else(LoadError::into_source).root().clone()
}

/// Makes the overlay between two trees and checks that it leads from one to the other, as YAML and as JSON.
fn made(name: &str, old: &Value, new: &Value) -> Vec<String> {
    let overlay = make_overlay(old, new, "Changes").unwrap();
    assert_eq!(overlay.to_string(), make_overlay(old, new, "Changes").unwrap().to_string());
    let actions = actions(&overlay);
    if actions.is_empty() {
        assert_eq!(old, new, "{name}");
        return actions;
    }
    for (kind, text) in [("yaml", overlay.to_yaml().unwrap()), ("json", overlay.to_json().unwrap())]
    {
        // JSON has no integers beyond 64 bits.
        if kind == "json" && read("new.json", &new.to_json().unwrap()) != *new {
            continue;
        }
        let options = LoadOptions::new().overlay(file(&format!("{name}.{kind}"), &text));
        let old = old.to_yaml().unwrap();
        let source = options.load_text("old.yaml", old).or_else(LoadError::without_lost_references);
        let source = source.unwrap_or_else(LoadError::into_source);
        let messages: Vec<_> =
            source.warnings().iter().filter(|it| it.code.contains("overlay")).collect();
        assert!(messages.is_empty(), "{name}: {messages:?}\n{text}");
        assert_eq!(source.root(), new, "{name}: {text}");
    }
    actions
}

#[test]
fn each_kind_of_change_is_one_action() {
    for (name, old, new, expected) in [
        ("add", "{a: {b: 1}}", "{a: {b: 1, c: 2}}", vec![r#"{"target":"$.a","update":{"c":2}}"#]),
        (
            "change",
            "{a: {b: 1, c: x}}",
            "{a: {b: 2, c: y}}",
            vec![r#"{"target":"$.a","update":{"b":2,"c":"y"}}"#],
        ),
        (
            "remove",
            "{a: {b: 1, c: 2, d: 3}}",
            "{a: {c: 2}}",
            vec![r#"{"target":"$.a['b','d']","remove":true}"#],
        ),
        ("tail", "{a: [1]}", "{a: [1, 2]}", vec![r#"{"target":"$","update":{"a":[2]}}"#]),
        ("item", "{a: [1, 2, 3]}", "{a: [1, 5, 3]}", vec![r#"{"target":"$.a[1]","update":5}"#]),
        (
            "item-removed",
            "{a: [{b: 1}, {b: 2}, {b: 3}]}",
            "{a: [{b: 2}]}",
            vec![r#"{"target":"$.a[0,2]","remove":true}"#],
        ),
        (
            "string-removed",
            "{a: [x, y, z]}",
            "{a: [x, z]}",
            vec![r#"{"target":"$.a[?@=='y']","remove":true}"#],
        ),
        (
            "kind",
            "{a: {type: x}}",
            "{a: {type: [x, 'null']}}",
            vec![
                r#"{"target":"$.a.type","remove":true}"#,
                r#"{"target":"$.a","update":{"type":["x","null"]}}"#,
            ],
        ),
        (
            "alike",
            "{a: {b: {}, c: {}, d: {}}}",
            "{a: {b: {n: true}, c: {}, d: {n: true}}}",
            vec![r#"{"target":"$.a['b','d']","update":{"n":true}}"#],
        ),
        (
            "alike-above",
            "{a: {b: {p: {}}, c: {p: {}}}}",
            "{a: {b: {p: {n: 1}}, c: {p: {n: 1}}}}",
            vec![r#"{"target":"$.a['b','c'].p","update":{"n":1}}"#],
        ),
        (
            "names",
            "{'/a b': {\"it's\": {'\\': 1, \"\\u0001\": 1, ü: 1}}}",
            "{'/a b': {\"it's\": {'\\': 2, ü: 1}}}",
            vec![
                r#"{"target":"$['/a b']['it\\'s']['\\u0001']","remove":true}"#,
                r#"{"target":"$['/a b']['it\\'s']","update":{"\\":2}}"#,
            ],
        ),
        ("number", "{a: 1}", "{a: 1.5}", vec![r#"{"target":"$","update":{"a":1.5}}"#]),
        (
            "nested-array",
            "{a: [[1], [2]]}",
            "{a: [[1], [2, 3]]}",
            vec![r#"{"target":"$.a[1]","update":[3]}"#],
        ),
        ("none", "{a: 1, b: 2}", "{b: 2, a: 1}", vec![]),
    ] {
        let (old, new) = (tree(old), tree(new));
        assert_eq!(made(&format!("made-{name}"), &old, &new), expected, "{name}");
        made(&format!("made-{name}-back"), &new, &old);
    }
    assert!(make_overlay(&tree("[]"), &tree("{}"), "").is_err());
}

#[test]
fn between_any_two_fixtures_an_overlay_leads() {
    let mut trees = Vec::new();
    for folder in [OK, LINT] {
        for case in cases(folder) {
            let source = Source::load(&entry(folder, &case));
            let source = source.unwrap_or_else(LoadError::into_source);
            trees.push((case.replace(['.', '/'], "-"), source.root().clone()));
        }
    }
    assert!(trees.len() > 50 && Path::new(OK).exists());
    for pair in trees.windows(2) {
        let [(old_name, old), (new_name, new)] = pair else { continue };
        let name = format!("pair-{old_name}-{new_name}");
        made(&name, old, new);
    }
}

/// Changes a tree in many small ways, the same for each number.
fn changed(value: &Value, number: &mut u64) -> Value {
    *number =
        number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let choice = (*number >> 33) % 24;
    let copy = |members: Vec<(String, Value)>| {
        let text: Vec<_> = members
            .iter()
            .map(|(key, value)| format!("{}:{value}", Value::String(key.clone())))
            .collect();
        read("a.yaml", &format!("{{{}}}", text.join(",")))
    };
    match (value, choice) {
        (_, 0) => Value::String("changed".to_owned()),
        (Value::Array(items), 1) => Value::Array(items.iter().rev().cloned().collect()),
        (Value::Array(items), 2) => Value::Array(items.iter().skip(1).cloned().collect()),
        (Value::Array(items), 3) => Value::Array([items.as_slice(), &[Value::Null]].concat()),
        (Value::Array(items), _) => {
            Value::Array(items.iter().map(|item| changed(item, number)).collect())
        }
        (Value::Object(members), _) => {
            let mut copied = Vec::new();
            for (key, value) in members {
                match (*number >> 40) % 12 {
                    0 => {}
                    1 => copied.push((format!("{key}'~/\\"), changed(value, number))),
                    _ => copied.push((key.to_owned(), changed(value, number))),
                }
            }
            copy(copied)
        }
        (value, _) => value.clone(),
    }
}

#[test]
fn after_random_changes_of_the_fixtures_an_overlay_leads_to_them() {
    let mut number = 7;
    for case in cases(OK) {
        let source = Source::load(&entry(OK, &case)).unwrap_or_else(LoadError::into_source);
        let old = tree(&source.root().to_string());
        let new = loop {
            let new = changed(&old, &mut number);
            if new.as_object().is_some() {
                break new;
            }
        };
        made(&format!("random-{}", case.replace('.', "-")), &old, &new);
    }
}
