//! Tests that names are stable: additions to a description rename nothing else, and every run gives the same output.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use specwright::document::{self, Context};
use specwright::formats::Formats;
use specwright::names::Names;
use specwright::settings::OwnTypes;
use specwright::source::Source;
use specwright::{Options, lower};

/// The fixtures, by an absolute path.
const OK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/ok");

/// Schemas with similar names.
const SCHEMAS: [&str; 7] = [
    "    user: { type: object, properties: { address: { type: object, properties: { a: { type: string } } } } }\n",
    "    Team: { type: object, properties: { members: { type: array, items: { type: object, properties: { b: { type: string } } } } } }\n",
    "    foo_bar: { type: object, properties: { c: { type: string } } }\n",
    "    FooBar: { type: object, properties: { d: { type: string } } }\n",
    "    foo.bar: { type: object, properties: { e: { type: string } } }\n",
    "    Order: { type: string, enum: [asc, desc] }\n",
    "    Page: { type: object, properties: { order: { type: string, enum: [up, down] } } }\n",
];

/// Returns a description with these schemas in this order.
fn description(schemas: &[&str]) -> String {
    let schemas = schemas.concat();
    format!(
        "openapi: 3.1.0
info: {{ title: Names, version: '1' }}
paths:
  /users:
    get:
      operationId: listUsers
      parameters: [{{ name: sort, in: query, schema: {{ type: string, enum: [asc] }} }}]
      responses:
        '200': {{ description: All., content: {{ application/json: {{ schema: {{ type: object, properties: {{ z: {{ type: string }} }} }} }} }} }}
components:
  schemas:
{schemas}"
    )
}

/// Returns the names of each type and its members, by the pointer of its schema.
fn names(description: &str) -> BTreeMap<String, String> {
    let source = Source::from_text("api.yaml", description).expect("a description");
    let mut cx = Context::new(&source, true);
    let document = document::read(&mut cx, &source);
    let api = lower::lower(&mut cx, document, Formats::default(), &OwnTypes::default());
    assert!(cx.reports.is_empty(), "{:?}", cx.reports);
    let names = Names::new(&api);
    let name = |(id, def): (specwright::api::TypeId, &specwright::api::TypeDef)| {
        let names = names.of_type(id);
        let members: Vec<_> = names.members.iter().map(ToString::to_string).collect();
        let pointer = def.location.pointer.to_string();
        (pointer, format!("{} {{ {} }}", names.item, members.join(", ")))
    };
    api.types.iter().map(name).collect()
}

/// Checks that both descriptions give the same names, except at these pointers.
fn assert_kept(
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    except: &[&str],
) {
    for (place, name) in before {
        if !except.contains(&place.as_str()) {
            assert_eq!(after.get(place), Some(name), "{place}");
        }
    }
}

#[test]
fn a_schema_that_is_added_anywhere_renames_nothing() {
    let before = names(&description(&SCHEMAS));
    for added in ["AAA", "Middle", "zzz", "User2", "Users", "Sort", "List"] {
        let schema =
            format!("    {added}: {{ type: object, properties: {{ new: {{ type: string }} }} }}\n");
        for position in 0..=SCHEMAS.len() {
            let mut schemas = SCHEMAS.to_vec();
            schemas.insert(position, &schema);
            let after = names(&description(&schemas));
            assert_kept(&before, &after, &[]);
            assert_eq!(after.len(), before.len() + 1);
        }
    }
}

#[test]
fn a_schema_that_takes_a_name_renames_only_its_former_owner() {
    let before = names(&description(&SCHEMAS));
    let address = "/components/schemas/user/properties/address";
    let foo_bar = [
        "/components/schemas/foo_bar",
        "/components/schemas/FooBar",
        "/components/schemas/foo.bar",
    ];
    // A component has priority over an inline schema. Components with similar names are decided among each other.
    let cases: [(&str, &[&str]); 3] = [
        ("UserAddress", &[address]),
        ("Foo-Bar", &foo_bar),
        ("User", &["/components/schemas/user"]),
    ];
    for (added, renamed) in cases {
        let schema =
            format!("    {added}: {{ type: object, properties: {{ new: {{ type: string }} }} }}\n");
        for position in [0, SCHEMAS.len() / 2, SCHEMAS.len()] {
            let mut schemas = SCHEMAS.to_vec();
            schemas.insert(position, &schema);
            assert_kept(&before, &names(&description(&schemas)), renamed);
        }
    }
}

#[test]
fn the_order_of_the_schemas_does_not_matter() {
    let before = names(&description(&SCHEMAS));
    for turn in 0..SCHEMAS.len() {
        let mut schemas = SCHEMAS.to_vec();
        schemas.rotate_left(turn);
        assert_eq!(names(&description(&schemas)), before);
        schemas.reverse();
        assert_eq!(names(&description(&schemas)), before);
    }
}

#[test]
fn no_two_types_share_a_name() {
    let names = names(&description(&SCHEMAS));
    let mut items: Vec<_> =
        names.values().map(|name| name.split(' ').next().unwrap_or_default()).collect();
    items.sort_unstable();
    let all = items.len();
    items.dedup_by_key(|name| name.to_lowercase());
    assert_eq!(items.len(), all, "{names:?}");
}

/// Returns every generated file of a description.
fn output(entry: &Path) -> Vec<(String, String)> {
    let source = Source::load(entry).unwrap_or_else(|error| panic!("{error}"));
    let output = specwright::generate(&source, &Options::default())
        .unwrap_or_else(|error| panic!("{error}"));
    output.files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn repeated_runs_and_copies_give_the_same_bytes() {
    for case in ["collisions", "files", "keywords", "errors"] {
        let entry = Path::new(OK).join(case).join("api.yaml");
        let first = output(&entry);
        for _ in 0..10 {
            assert_eq!(output(&entry), first);
        }
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("names").join(case);
        copy_folder(&Path::new(OK).join(case), &copy);
        assert_eq!(output(&copy.join("api.yaml")), first);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Returns the Cargo features of a crate whose operations have these tags.
fn features(tags: &[String]) -> Vec<String> {
    let operation = |(index, tag): (usize, &String)| {
        format!(
            "  /p{index}: {{ get: {{ operationId: o{index}, tags: [{tag}], responses: {{ '204': {{ description: x }} }} }} }}\n"
        )
    };
    let paths: String = tags.iter().enumerate().map(operation).collect();
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Tags, version: '1' }}\npaths:\n{paths}");
    let source = Source::from_text("api.yaml", text).unwrap();
    let options = Options { package: Some("tags".to_owned()), ..Options::default() };
    let output = specwright::generate(&source, &options).unwrap();
    let manifest = output.files.get("Cargo.toml").unwrap();
    let (_, features) = manifest.split_once("[features]\n").unwrap();
    let lines = features.lines().take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

#[test]
fn a_tag_may_be_called_like_any_feature_of_the_client() {
    let own = features(&["one".to_owned(), "two".to_owned()]);
    assert!(own.len() > 5, "{own:?}");
    let found = features(&own);
    let mut once = found.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), found.len(), "a feature is there twice: {found:?}");
}

#[test]
fn file_names_are_valid_on_every_system() {
    let reserved = ["con", "PRN", "aux", "nul", "com1", "COM9", "lpt1", "Lpt0", "com", "lpt"];
    let mut tags: Vec<String> = reserved.map(str::to_owned).into();
    // These names are equal up to a length that no file name can have.
    tags.extend((0..30).map(|index| format!("{}{index}", "very-long-tag-".repeat(60))));
    tags.push("\u{e4}".repeat(300));
    let operation = |(index, tag): (usize, &String)| {
        let id = format!("operation{}{index}", "Long".repeat(100));
        format!(
            "  /p{index}: {{ get: {{ operationId: {id}, tags: [{tag}], responses: {{ '204': {{ description: x }} }} }} }}\n"
        )
    };
    let paths: String = tags.iter().enumerate().map(operation).collect();
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Tags, version: '1' }}\npaths:\n{paths}");
    let source = Source::from_text("api.yaml", text).unwrap();
    let output = specwright::generate(&source, &Options::default()).unwrap();
    let files: Vec<&str> =
        output.files.paths().filter(|path| path.starts_with("operations/")).collect();
    assert_eq!(files.len(), tags.len(), "{files:?}");
    for path in files {
        let name = path.rsplit('/').next().unwrap();
        let stem = name.strip_suffix(".rs").unwrap();
        assert!(name.len() <= 200, "{name}");
        let devices = ["con", "prn", "aux", "nul"].map(str::to_owned).into_iter();
        let numbered = (0..10).flat_map(|digit| [format!("com{digit}"), format!("lpt{digit}")]);
        assert!(!devices.chain(numbered).any(|device| device == stem), "{name}");
    }
    let source = Source::from_text(
        "api.yaml",
        "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}",
    )
    .unwrap();
    for name in ["nul", "COM1", &"a".repeat(300)] {
        let options = Options { package: Some(name.to_owned()), ..Options::default() };
        let rejected = specwright::generate(&source, &options).unwrap_err();
        assert_eq!(rejected.reports.as_slice()[0].code, "bad-name", "{name}");
    }
}
