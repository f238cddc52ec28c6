//! The meaning of lenience: `check --lenient` and `generate` accept the same, and so do `check` and `generate --strict`.
//! Many problems of one kind are folded.

use std::fs;

use crate::common::{Folder, text};

#[test]
fn check_and_generate_accept_the_same_descriptions() {
    let folder = Folder::new("lenient-agree");
    let mut bad: Vec<_> =
        fs::read_dir("../tests/fixtures/bad").unwrap().map(|entry| entry.unwrap().path()).collect();
    bad.retain(|path| path.extension().is_some_and(|end| end == "yaml" || end == "json"));
    bad.sort();
    let (mut usable, mut refused) = (0, 0);
    for path in bad {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        fs::copy(&path, folder.path().join(&name)).unwrap();
        let generate = |option: &[&str]| {
            folder.run(&[&["generate", &name, "--out", "out", "--dry-run"], option].concat())
        };
        let pairs = [
            (folder.run(&["check", &name, "--lenient"]), generate(&[])),
            (folder.run(&["check", &name]), generate(&["--strict"])),
        ];
        for (check, generated) in &pairs {
            let said = text(&check.stderr);
            assert_eq!(
                check.status.code(),
                generated.status.code(),
                "{name}\n{said}\n{}",
                text(&generated.stderr)
            );
        }
        let [(lenient, _), (strict, _)] = &pairs;
        let is_named =
            text(&strict.stderr).contains("`check --lenient` reports these mistakes as warnings");
        let helps = !strict.status.success() && lenient.status.success();
        assert_eq!(is_named, helps, "{name}");
        if helps { usable += 1 } else { refused += 1 }
    }
    assert!(usable > 10 && refused > 10, "{usable} {refused}");
}

#[test]
fn problems_of_one_kind_are_folded_in_text_alone() {
    let folder = Folder::new("lenient-folded");
    let operation = |index: usize| {
        format!(
            "  /a{index}: {{ get: {{ operationId: a{index}, security: [ {{ key: [] }} ], responses: {{ '204': {{ description: x }} }} }} }}\n"
        )
    };
    let write = |count: usize| {
        let start = "openapi: 3.1.0\ninfo: { title: Many, version: '1' }\npaths:\n".to_owned();
        folder.write("api.yaml", &(start + &(0..count).map(operation).collect::<String>()));
    };
    write(600);
    let headline = "there is no security scheme `key`";
    for (arguments, shown) in [
        (&["generate", "api.yaml", "--out", "client"][..], 1),
        (&["check", "api.yaml", "--lenient"], 1),
        (&["check", "api.yaml"], 1),
        (&["check", "api.yaml", "--lenient", "--all-warnings"], 600),
        (&["generate", "api.yaml", "--out", "client", "--verbose"], 600),
    ] {
        let said = text(&folder.run(arguments).stderr);
        assert_eq!(said.matches(headline).count(), shown, "{arguments:?}");
        let note = "note: and 599 more of this kind at api.yaml:5:48, api.yaml:6:48, api.yaml:7:48, api.yaml:8:48, ...; \
                    `--all-warnings` shows all";
        assert_eq!(said.contains(note), shown == 1, "{arguments:?}: {said}");
        let count = if said.contains("error[") {
            "600 errors, 0 warnings"
        } else {
            "0 errors, 600 warnings"
        };
        assert!(said.contains(count), "{arguments:?}: {said}");
    }
    let json = text(&folder.run(&["check", "api.yaml", "--format", "json"]).stdout);
    assert_eq!(json.lines().filter(|line| line.contains(headline)).count(), 600);
    let sarif = text(&folder.run(&["check", "api.yaml", "--format", "sarif"]).stdout);
    assert_eq!(sarif.matches("\"ruleId\": \"unknown-scheme\"").count(), 600);
    // A few are shown as they are.
    write(3);
    let said = text(&folder.run(&["check", "api.yaml", "--lenient"]).stderr);
    assert_eq!(said.matches(headline).count(), 3);
    assert!(!said.contains("more of this kind"), "{said}");
}

#[test]
fn warnings_that_differ_in_more_than_names_are_of_several_kinds() {
    let folder = Folder::new("lenient-kinds");
    let missing = |name: &str| {
        format!(
            "        {name}: {{ type: object, required: [{name}], properties: {{ z: {{ type: string }} }} }}\n"
        )
    };
    let names = ["a", "b", "c", "d", "e"].map(missing).concat();
    folder.write(
        "api.yaml",
        &format!(
            "openapi: 3.1.0\ninfo: {{ title: Kinds, version: '1' }}\npaths:\n  /ws:\n    get:\n      operationId: open\n      \
             responses: {{ '101': {{ description: x }} }}\n  /all: {{ get: {{ operationId: all, responses: {{ '200': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/All' }} }} }} }} }} }} }}\ncomponents:\n  schemas:\n    All:\n      type: object\n      properties:\n{names}"
        ),
    );
    let said = text(&folder.run(&["check", "api.yaml", "--lenient"]).stderr);
    assert!(said.contains("`a` is required, but it is not among the properties"), "{said}");
    assert!(!said.contains("`b` is required"), "{said}");
    assert!(said.contains("and 4 more of this kind"), "{said}");
    assert!(said.contains("a switch of protocols is not covered yet"), "{said}");
}
