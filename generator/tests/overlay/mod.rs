//! Overlays: the changes that they make, the positions that reports have, and the overlay between two descriptions.

mod document;
mod jsonpath;
mod make;
mod positions;

use std::fs;
use std::path::{Path, PathBuf};

use specwright::source::{LoadError, LoadOptions, Source};

/// Writes an overlay to a file of its own. The name is that of the test.
fn file(name: &str, overlay: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("overlays");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, overlay).unwrap();
    path
}

/// Reads a description with an overlay.
fn load(name: &str, api: &str, overlay: &str) -> Result<Source, LoadError> {
    let options = LoadOptions::new().overlay(file(&format!("{name}.yaml"), overlay));
    options.load_text("api.yaml", api)
}

/// Returns the tree of a description with these actions, as JSON.
fn applied(name: &str, api: &str, actions: &str) -> String {
    let overlay =
        format!("overlay: 1.1.0\ninfo: {{ title: A, version: '1' }}\nactions:\n{actions}");
    let source = load(name, api, &overlay).unwrap_or_else(|error| panic!("{error}"));
    source.root().to_string()
}

/// Returns the codes and messages about a description with these actions.
fn problems(name: &str, api: &str, actions: &str) -> Vec<String> {
    let overlay =
        format!("overlay: 1.1.0\ninfo: {{ title: A, version: '1' }}\nactions:\n{actions}");
    let reports = match load(name, api, &overlay) {
        Ok(source) => source.warnings().to_vec(),
        Err(error) => error.reports().as_slice().to_vec(),
    };
    reports.iter().map(|report| format!("{}: {}", report.code, report.message)).collect()
}

/// The cases of the specification's compliant sets, rewritten: a description, the actions, and the result.
const COMPLIANT: [(&str, &str, &str, &str); 8] = [
    (
        "add-a-license",
        "{info: {title: Rooms, version: '1'}}",
        "- { target: $.info, update: { license: { name: MIT, url: 'https://mit.test' } } }",
        r#"{"info":{"title":"Rooms","version":"1","license":{"name":"MIT","url":"https://mit.test"}}}"#,
    ),
    (
        "description-and-summary",
        "{paths: {/rooms: {get: {summary: Old, responses: {}}}}}",
        "- { target: \"$.paths['/rooms'].get\", update: { description: All., summary: Rooms } }",
        r#"{"paths":{"/rooms":{"get":{"summary":"Rooms","responses":{},"description":"All."}}}}"#,
    ),
    (
        "remove-example",
        "{schemas: {Room: {properties: {name: {type: string, example: Attic}}}}}",
        "- { target: \"$.schemas.Room.properties['name'].example\", remove: true }",
        r#"{"schemas":{"Room":{"properties":{"name":{"type":"string"}}}}}"#,
    ),
    (
        "remove-matching-responses",
        "{paths: {/a: {get: {responses: {'200': 1, '500': 2}}}, /b: {put: {responses: {'500': 3, default: 4}}}}}",
        "- { target: \"$.paths..responses['500']\", remove: true }\n\
         - { target: \"$.paths..responses['default']\", remove: true }",
        r#"{"paths":{"/a":{"get":{"responses":{"200":1}}},"/b":{"put":{"responses":{}}}}}"#,
    ),
    (
        "remove-property",
        "{responses: {'200': {properties: {a: {type: string}, b: {type: integer}, c: {properties: {d: {type: string}}}}}}}",
        "- { target: \"$.responses['200']..properties[?(@.type == 'string')]\", remove: true }",
        r#"{"responses":{"200":{"properties":{"b":{"type":"integer"},"c":{"properties":{}}}}}}"#,
    ),
    (
        "remove-server",
        "{servers: [{url: a, description: Dev}, {url: b}, {url: c, description: Dev}]}",
        "- { target: \"$.servers[?( @.description == 'Dev' )]\", remove: true }",
        r#"{"servers":[{"url":"b"}]}"#,
    ),
    (
        "replace-servers",
        "{servers: [{url: a}, {url: b}], x: 1}",
        "- { target: $.servers, remove: true }\n- { target: $, update: { servers: [{ url: c }] } }",
        r#"{"x":1,"servers":[{"url":"c"}]}"#,
    ),
    (
        "update-root",
        "{info: {title: Rooms}}",
        "- { target: $, update: { info: { x-overlaid: true } } }",
        r#"{"info":{"title":"Rooms","x-overlaid":true}}"#,
    ),
];

#[test]
fn the_compliant_sets_of_the_specification_have_their_results() {
    for (name, api, actions, expected) in COMPLIANT {
        assert_eq!(applied(name, api, actions), expected, "{name}");
    }
}

/// More changes, after the examples of the specification: the actions, and the result for [`BASE`].
const CHANGES: [(&str, &str, &str); 12] = [
    (
        "tail",
        "- { target: $.list, update: [c, d] }",
        r#"{"list":["a","b","c","d"],"map":{"x":1,"y":{"z":[1]}}}"#,
    ),
    (
        "append",
        "- { target: $.list, update: c }",
        r#"{"list":["a","b","c"],"map":{"x":1,"y":{"z":[1]}}}"#,
    ),
    (
        "append-object",
        "- { target: $.list, update: { c: 1 } }",
        r#"{"list":["a","b",{"c":1}],"map":{"x":1,"y":{"z":[1]}}}"#,
    ),
    (
        "replace",
        "- { target: $.map.x, update: two }",
        r#"{"list":["a","b"],"map":{"x":"two","y":{"z":[1]}}}"#,
    ),
    (
        "null",
        "- { target: $.map.x, update: null }",
        r#"{"list":["a","b"],"map":{"x":null,"y":{"z":[1]}}}"#,
    ),
    (
        "nested",
        "- { target: $.map, update: { x: 2, y: { z: [2], w: {} } } }",
        r#"{"list":["a","b"],"map":{"x":2,"y":{"z":[1,2],"w":{}}}}"#,
    ),
    (
        "item",
        "- { target: '$.list[1]', update: z }",
        r#"{"list":["a","z"],"map":{"x":1,"y":{"z":[1]}}}"#,
    ),
    (
        "remove-items",
        "- { target: '$.list[0,1]', remove: true }",
        r#"{"list":[],"map":{"x":1,"y":{"z":[1]}}}"#,
    ),
    (
        "remove-and-update",
        "- { target: $.map, update: { x: 2 }, remove: true }",
        r#"{"list":["a","b"]}"#,
    ),
    (
        "copy",
        "- { target: $.map.y, copy: $.map }",
        r#"{"list":["a","b"],"map":{"x":1,"y":{"z":[1],"x":1,"y":{"z":[1]}}}}"#,
    ),
    (
        "copy-array",
        "- { target: $.map.y.z, copy: $.list }",
        r#"{"list":["a","b"],"map":{"x":1,"y":{"z":[1,"a","b"]}}}"#,
    ),
    (
        "move",
        "- { target: $, update: { moved: {} } }\n- { target: $.moved, copy: $.map }\n- { target: $.map, remove: true }",
        r#"{"list":["a","b"],"moved":{"x":1,"y":{"z":[1]}}}"#,
    ),
];

/// The description that [`CHANGES`] apply to.
const BASE: &str = "{list: [a, b], map: {x: 1, y: {z: [1]}}}";

#[test]
fn values_are_merged_appended_replaced_removed_and_copied() {
    for (name, actions, expected) in CHANGES {
        assert_eq!(applied(name, BASE, actions), expected, "{name}");
    }
}

#[test]
fn several_overlays_are_applied_in_order() {
    let overlay = |title: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{ title: A, version: '1' }}\nactions: [{{ target: $.info, update: {{ title: {title} }} }}]"
        )
    };
    let paths = [file("first.yaml", &overlay("One")), file("second.yaml", &overlay("Two"))];
    let options = paths.iter().fold(LoadOptions::new(), LoadOptions::overlay);
    let source = options.load_text("api.yaml", "{info: {title: Zero}}").unwrap();
    assert_eq!(source.root().to_string(), r#"{"info":{"title":"Two"}}"#);
    let files: Vec<_> = source.files().skip(1).collect();
    assert_eq!(files, paths, "overlays are inputs");
}

#[test]
fn an_overlay_can_correct_a_broken_reference_and_add_one() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("overlay-references");
    fs::create_dir_all(folder.join("other")).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("api.yaml", "{a: {$ref: 'gone.yaml'}}");
    write("pet.yaml", "{type: string}");
    write(
        "other/fixes.yaml",
        "{overlay: 1.0.0, info: {title: A, version: '1'}, actions: [{target: $.a, update: {$ref: pet.yaml}}]}",
    );
    let options = LoadOptions::new().overlay(folder.join("other/fixes.yaml"));
    let source = options.load(&folder.join("api.yaml"));
    // The reference counts from the description's folder.
    let source = source.unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<_> = source.file_ids().map(|id| source.relative(id)).collect();
    assert_eq!(names, ["api.yaml", "pet.yaml"]);
}

#[test]
fn a_filter_makes_one_action_of_a_correction_in_many_places() {
    let api = "{schemas: {A: {properties: {
        id: {type: integer, readOnly: true},
        at: {type: string, readOnly: true, format: date-time},
        name: {type: string},
        link: {$ref: '#/x', readOnly: true},
        done: {type: boolean, readOnly: true, nullable: true}}},
        B: {type: object, properties: {by: {type: string, readOnly: true}}},
        C: {type: string}}}";
    let actions = "- target: $.schemas.*.properties[?@.readOnly == true && @.type && !@.nullable && @.type != 'integer']
  update: { nullable: true }";
    let source = applied("filter", api, actions);
    assert_eq!(source.matches("\"nullable\":true").count(), 3, "{source}");
    assert!(
        source.contains(r#""by":{"type":"string","readOnly":true,"nullable":true}"#),
        "{source}"
    );
    assert!(source.contains(r#""name":{"type":"string"}"#), "{source}");
}

#[test]
fn a_stale_action_is_an_error_unless_that_is_allowed() {
    let stale = "- { target: $.gone, remove: true }\n- { target: $.map, copy: $.gone }";
    let expected = [
        "stale-overlay: the `target` of this action selects nothing",
        "stale-overlay: the `copy` of this action selects nothing",
    ];
    assert_eq!(problems("stale", BASE, stale), expected);
    let path = file(
        "allowed.yaml",
        "{overlay: 1.0.0, info: {title: A, version: '1'}, actions: [{target: $.gone, remove: true}]}",
    );
    let options = LoadOptions::new().overlay(path).allow_stale();
    let source = options.load_text("api.yaml", BASE).unwrap();
    assert!(source.warnings().is_empty());
}

#[test]
fn an_action_that_changes_nothing_is_a_warning() {
    let actions = "- { target: $.map, update: { x: 1 } }\n- { target: $.map, update: {} }\n- { target: $.list, update: [] }\n- { target: $.map }";
    let expected = vec!["overlay-without-effect: this action changes nothing"; 4];
    assert_eq!(problems("without-effect", BASE, actions), expected);
    let same = r#"{"list":["a","b"],"map":{"x":1,"y":{"z":[1]}}}"#;
    assert_eq!(applied("without-effect", BASE, actions), same);
}

#[test]
fn repeated_copies_stop_at_the_limit_of_depth() {
    let actions: String = (0..140)
        .map(|number| format!("- {{ target: $.map.y, copy: $.map, x-number: {number} }}\n"))
        .collect();
    let found = problems("limits", "{map: {y: {}}}", &actions);
    let expected = "overlay-mismatch: this action would give the description more than 128 objects and arrays inside one another";
    assert!(!found.is_empty() && found.iter().all(|it| it == expected), "{found:?}");
}

#[test]
fn repeated_copies_stop_at_the_limit_of_values() {
    let actions: String = (0..60)
        .map(|number| format!("- {{ target: $.list, copy: $.list, x-number: {number} }}\n"))
        .collect();
    let found = problems("values", BASE, &actions);
    let expected =
        "overlay-mismatch: this action would give the description more than 500000 further values";
    assert_eq!(found, [expected]);
}

#[test]
fn an_overlay_that_cannot_be_read_is_named() {
    let options = LoadOptions::new().overlay("no/such.yaml");
    let error = options.load_text("api.yaml", BASE).expect_err("there is no such file");
    let text = error.to_string();
    assert!(
        text.contains("cannot read the overlay `no/such.yaml`: there is no such file"),
        "{text}"
    );
    assert_eq!(error.reports().as_slice()[0].code, "unreadable-file");
    let broken = load("broken", BASE, "overlay: [").expect_err("it is not YAML");
    assert_eq!(broken.reports().as_slice()[0].code, "syntax", "{broken}");
}

#[test]
fn a_build_script_applies_overlays() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("overlay-build");
    let api = "openapi: 3.0.3
info: { title: Zoo, version: '1' }
paths:
  /animals:
    get:
      operationId: listAnimals
      responses:
        '200': { description: All., content: { application/json: { schema: { type: object, title: Animal, properties: { name: { type: string } } } } } }
";
    fs::create_dir_all(&folder).unwrap();
    let spec = folder.join("api.yaml");
    fs::write(&spec, api).unwrap();
    let overlay = file(
        "build.yaml",
        "{overlay: 1.0.0, info: {title: A, version: '1'}, actions: [{target: $..properties, update: {weight: {type: number}}}]}",
    );
    let out = folder.join("src/api");
    specwright::Build::new(&spec).overlay(&overlay).out(&out).run();
    let read = |folder: &Path| {
        let texts = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        texts.filter_map(|path| fs::read_to_string(path).ok()).collect::<String>()
    };
    assert!(read(&out).contains("pub weight: "), "{}", read(&out));
    assert_eq!(fs::read_to_string(&spec).unwrap(), api);
}

#[test]
fn an_expression_with_many_brackets_is_refused() {
    let deep = |count: usize| {
        format!(
            "- {{ target: \"$[?{}@.x{}]\", remove: true }}",
            "(".repeat(count),
            ")".repeat(count)
        )
    };
    assert_eq!(applied("brackets", BASE, &deep(20)), r#"{"list":["a","b"]}"#);
    let found = problems("many-brackets", BASE, &deep(100_000));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert!(only.starts_with("malformed-target: `$[?((((") && only.len() < 200, "{only}");
}
