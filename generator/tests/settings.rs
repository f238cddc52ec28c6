//! The settings of a client: selected operations, and renamed items.

use std::fs;
use std::path::Path;

use specwright::settings::{Extension, Filters, Mark, Rename, Renames, Rule, Select, Settings};
use specwright::source::Source;
use specwright::{Build, Options, Output, Rejected, generate};

const API: &str = r##"
openapi: 3.1.0
info: { title: Zoo, version: '1' }
servers: [{ url: 'https://zoo.test', description: Main }]
tags: [{ name: animals }, { name: staff }]
security: [{ token: [] }]
paths:
  /animals:
    get:
      operationId: listAnimals
      tags: [animals]
      parameters:
        - { name: pageSize, in: query, schema: { type: integer } }
      responses:
        '200':
          description: Animals.
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/AnimalDto' } } } }
    post:
      operationId: addAnimal
      tags: [animals]
      security: [{ keeper: [] }]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/AnimalDto' } } } }
      responses: { '204': { description: Done. } }
  /keepers/{id}:
    get:
      operationId: readKeeper
      tags: [staff]
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: A keeper.
          content: { application/json: { schema: { $ref: '#/components/schemas/KeeperDto' } } }
webhooks:
  escaped:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Escape' } } } }
      responses: { '204': { description: Done. } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    keeper: { type: apiKey, in: header, name: X-Keeper }
    unused: { type: http, scheme: basic }
  schemas:
    AnimalDto:
      type: object
      required: [kind, bornAt]
      properties:
        kind: { $ref: '#/components/schemas/Kind' }
        bornAt: { type: string, format: date-time }
    Kind: { type: string, enum: [cat, dog] }
    KeeperDto: { type: object, properties: { name: { type: string } } }
    Escape: { type: object, properties: { reason: { type: string } } }
    Orphan: { type: object, properties: { reason: { type: string } } }
    Cage:
      type: object
      discriminator: { propertyName: size }
      properties: { size: { type: string } }
    BigCage: { allOf: [{ $ref: '#/components/schemas/Cage' }, { properties: { bars: { type: integer } } }] }
"##;

fn client(settings: Settings) -> Result<Output, Rejected> {
    let source = Source::from_text("zoo.yaml", API).unwrap();
    generate(&source, &Options { settings, strict: true, ..Options::default() })
}

fn rules(patterns: &[&str]) -> Vec<Rule> {
    patterns.iter().copied().map(Rule::from).collect()
}

fn including(include: Filters) -> Settings {
    Settings { select: Select { include, ..Select::default() }, ..Settings::default() }
}

fn excluding(exclude: Filters) -> Settings {
    Settings { select: Select { exclude, ..Select::default() }, ..Settings::default() }
}

/// Returns all sources of a client.
fn sources(settings: Settings) -> String {
    let output = client(settings).unwrap_or_else(|rejected| panic!("{rejected}"));
    output.files.iter().map(|(_, text)| text).collect()
}

/// Returns the codes and messages of a client that is not generated.
fn errors(settings: Settings) -> Vec<String> {
    let Err(rejected) = client(settings) else { panic!("nothing is wrong") };
    let reports = rejected.reports.as_slice().iter();
    reports
        .map(|it| format!("{}: {}; {}", it.code, it.message, it.help.as_deref().unwrap_or("")))
        .collect()
}

#[test]
fn a_selection_keeps_what_its_operations_need_and_nothing_else() {
    let tags = Filters { tags: rules(&["staff"]), ..Filters::default() };
    let text = sources(including(tags));
    for kept in ["pub fn read_keeper(", "pub struct KeeperDto", "pub fn token("] {
        assert!(text.contains(kept), "`{kept}` is missing");
    }
    for gone in [
        "list_animals",
        "AnimalDto",
        "pub enum Kind ",
        "pub struct Escape",
        "Orphan",
        "Cage",
        "pub fn keeper(",
        "pub fn unused(",
        "DateTime",
        "basic_credential(",
    ] {
        assert!(!text.contains(gone), "`{gone}` is still there");
    }
}

#[test]
fn tags_names_and_paths_add_operations_and_methods_restrict_them() {
    let has = |filters: Filters| {
        let text = sources(including(filters));
        ["list_animals", "add_animal", "read_keeper"]
            .map(|name| text.contains(&format!("pub fn {name}(")))
    };
    let filters =
        Filters { tags: rules(&["staff"]), operations: rules(&["add*"]), ..Filters::default() };
    assert_eq!(has(filters), [false, true, true]);
    let filters = Filters { operations: rules(&["GET /animals"]), ..Filters::default() };
    assert_eq!(has(filters), [true, false, false]);
    let filters = Filters { operations: rules(&["#/paths/~1animals/*"]), ..Filters::default() };
    assert_eq!(has(filters), [true, true, false]);
    let filters = Filters { paths: rules(&["/keepers/*"]), ..Filters::default() };
    assert_eq!(has(filters), [false, false, true]);
    let filters = Filters { methods: rules(&["get"]), ..Filters::default() };
    assert_eq!(has(filters), [true, false, true]);
    let filters =
        Filters { tags: rules(&["animals"]), methods: rules(&["POST"]), ..Filters::default() };
    assert_eq!(has(filters), [false, true, false]);
}

#[test]
fn an_exclusion_keeps_the_webhooks_and_what_they_need() {
    let text = sources(excluding(Filters { tags: rules(&["animals"]), ..Filters::default() }));
    assert!(text.contains("pub struct Escape") && text.contains("pub fn read_keeper("));
    assert!(!text.contains("AnimalDto") && !text.contains("Orphan"));
}

#[test]
fn the_family_of_a_needed_schema_is_needed() {
    let api = API.replace(
        "schema: { $ref: '#/components/schemas/KeeperDto' }",
        "schema: { $ref: '#/components/schemas/Cage' }",
    );
    let source = Source::from_text("zoo.yaml", api).unwrap();
    let settings = including(Filters { tags: rules(&["staff"]), ..Filters::default() });
    let output = generate(&source, &Options { settings, ..Options::default() }).unwrap();
    let text: String = output.files.iter().map(|(_, text)| text).collect();
    assert!(text.contains("pub struct BigCage") && !text.contains("AnimalDto"));
}

#[test]
fn a_schema_of_a_media_type_that_is_not_chosen_is_not_needed() {
    let api = API.replace(
        "content: { application/json: { schema: { $ref: '#/components/schemas/KeeperDto' } } }",
        "content: { application/json: { schema: { $ref: '#/components/schemas/KeeperDto' } }, \
         application/scim+json: { schema: { $ref: '#/components/schemas/Orphan' } } }",
    );
    let source = Source::from_text("zoo.yaml", api).unwrap();
    let settings = including(Filters { tags: rules(&["staff"]), ..Filters::default() });
    let output = generate(&source, &Options { settings, ..Options::default() }).unwrap();
    let text: String = output.files.iter().map(|(_, text)| text).collect();
    assert!(text.contains("pub struct KeeperDto") && !text.contains("unreferenced"));
}

#[test]
fn a_problem_outside_the_selection_is_not_reported() {
    let api = API.replace("operationId: listAnimals", "operationId: 12");
    let source = Source::from_text("zoo.yaml", api).unwrap();
    let settings = including(Filters { tags: rules(&["staff"]), ..Filters::default() });
    let output = generate(&source, &Options { settings, ..Options::default() }).unwrap();
    assert!(output.warnings.is_empty(), "{:?}", output.warnings);
}

#[test]
fn a_mistake_outside_the_selection_costs_nothing() {
    let of_staff = || Filters { tags: rules(&["staff"]), ..Filters::default() };
    // The tags of an operation that cannot be read are unknown.
    let by_place = || Filters { operations: rules(&["GET /keepers/*"]), ..Filters::default() };
    let unread = [
        ("  /keepers/{id}:", "  /cages: 5\n  /keepers/{id}:"),
        ("  /keepers/{id}:\n", "  /keepers/{id}:\n    delete: none\n"),
        ("  /keepers/{id}:", "  /cages: { get: { $ref: '#/nowhere' } }\n  /keepers/{id}:"),
        ("  /keepers/{id}:", "  /cages: { gett: { responses: {} } }\n  /keepers/{id}:"),
        ("tags: [animals]", "tags: staff"),
    ];
    let known = [
        // In an operation and in its path item.
        ("operationId: listAnimals", "operationId: listAnimals\n      operationId: again"),
        (
            "$ref: '#/components/schemas/AnimalDto' } } } }\n    post:",
            "$ref: missing.yaml } } } }\n    post:",
        ),
        ("    post:\n      operationId: addAnimal", "    pots:\n      operationId: addAnimal"),
        // In components that no selected operation refers to.
        ("Kind: { type: string,", "Kind: { type: string, enum: [.inf],"),
        ("    Orphan: { type: object,", "    Orphan: { type: object, type: array,"),
        ("    Orphan: { type: object,", "    Orphan: { $ref: 'https://zoo.test/x.yaml', typo: 1,"),
        ("unused: { type: http, scheme: basic }", "unused: { type: magic }"),
    ];
    let unread = unread.map(|mistake| (mistake, by_place()));
    for ((from, to), filters) in
        known.map(|mistake| (mistake, of_staff())).into_iter().chain(unread)
    {
        assert!(API.contains(from), "{from}");
        let load = |text: String| {
            Source::from_text("zoo.yaml", text).unwrap_or_else(|error| error.into_source())
        };
        let source = load(API.replacen(from, to, 1));
        let options = Options { strict: true, ..Options::default() };
        assert!(generate(&source, &options).is_err() || to.contains("typo"), "{to}");
        let options = Options { settings: including(filters), ..options };
        let output =
            generate(&source, &options).unwrap_or_else(|rejected| panic!("{to}: {rejected}"));
        assert!(output.warnings.is_empty(), "{to}: {:?}", output.warnings);
        let checked = specwright::check(&source, &options);
        let before = specwright::check(&load(API.to_owned()), &options).reports.len();
        assert_eq!(checked.reports.len(), before, "{to}: {:?}", checked.reports);
        assert_eq!(checked.coverage.operations, 1);
    }
}

#[test]
fn a_broken_file_that_other_operations_need_costs_nothing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken-elsewhere");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let api = API
        .replace("'#/components/schemas/AnimalDto'", "broken.yaml#/Animal")
        .replace("'#/components/schemas/KeeperDto'", "parts.yaml#/Keeper")
        .replace("webhooks:", "  /cages: { $ref: none.yaml }\nwebhooks:");
    fs::write(folder.join("zoo.yaml"), api).unwrap();
    fs::write(folder.join("broken.yaml"), "Animal: { type: [string").unwrap();
    let parts =
        "Keeper: { type: object, properties: { name: { type: string } } }\nCage: { type: objct }\n";
    fs::write(folder.join("parts.yaml"), parts).unwrap();
    let loaded = Source::load(&folder.join("zoo.yaml"));
    let source = loaded.unwrap_or_else(|error| error.into_source());
    let reports = |path: &str| {
        let settings = including(Filters { paths: rules(&[path]), ..Filters::default() });
        let options = Options { settings, strict: true, ..Options::default() };
        let reports = specwright::check(&source, &options).reports.into_iter();
        reports.map(|report| report.code).collect::<Vec<_>>()
    };
    assert_eq!(reports("/keepers/*"), [""; 0]);
    let of_animals = reports("/animals");
    assert!(of_animals.contains(&"syntax") && of_animals.contains(&"unknown-reference"));
    assert!(!of_animals.contains(&"unknown-type") && !of_animals.contains(&"missing-file"));
}

#[test]
fn a_mistake_that_the_selection_needs_is_reported() {
    let keepers = || including(Filters { paths: rules(&["/keepers*"]), ..Filters::default() });
    let unread = excluding(Filters { tags: rules(&["animals"]), ..Filters::default() });
    for (from, to, settings, code) in [
        ("  /keepers/{id}:\n", "  /keepers/{id}:\n    sumary: x\n", keepers(), "unknown-value"),
        ("  /keepers/{id}:", "  /keepers: 5\n  /keepers/{id}:", keepers(), "wrong-kind"),
        ("  /keepers/{id}:\n", "  /keepers/{id}:\n    delete: 5\n", unread, "wrong-kind"),
        ("KeeperDto: { type: object,", "KeeperDto: { type: objct,", keepers(), "unknown-type"),
    ] {
        let source = Source::from_text("zoo.yaml", API.replacen(from, to, 1)).unwrap();
        let options = Options { settings, ..Options::default() };
        let found: Vec<_> = match generate(&source, &options) {
            Ok(output) => output.warnings.into_iter().map(|report| report.code).collect(),
            Err(rejected) => rejected.reports.into_iter().map(|report| report.code).collect(),
        };
        assert_eq!(found, [code], "{to}");
    }
}

#[test]
fn an_operation_that_may_be_selected_is_reported() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unread");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("broken.yaml"), "get: { tags: [staff").unwrap();
    let by_tag = || including(Filters { tags: rules(&["staff"]), ..Filters::default() });
    let by_id = || including(Filters { operations: rules(&["*Keeper*"]), ..Filters::default() });
    let by_method = || including(Filters { methods: rules(&["get"]), ..Filters::default() });
    let by_place = || {
        let operations = rules(&["GET /keepers/*", "#/paths/~1cages/get"]);
        including(Filters { operations, ..Filters::default() })
    };
    let not_posted = || excluding(Filters { methods: rules(&["post"]), ..Filters::default() });
    let all = [by_tag(), by_id(), by_method(), by_place(), not_posted()];
    let operation = "operationId: readKeepers, tags: [staff], responses: {}";
    for (cages, code, selections) in [
        ("{ $ref: broken.yaml }".to_owned(), "syntax", &all[..]),
        ("{ $ref: none.yaml }".to_owned(), "missing-file", &all),
        (format!("{{ gett: {{ {operation} }} }}"), "unknown-value", &all),
        ("{ get: 5 }".to_owned(), "wrong-kind", &all),
        ("{ get: { tags: staff, responses: {} } }".to_owned(), "wrong-kind", &[by_tag()]),
        ("{ get: { operationId: [x], responses: {} } }".to_owned(), "wrong-kind", &[by_id()]),
    ] {
        let api = API.replace("webhooks:", &format!("  /cages: {cages}\nwebhooks:"));
        fs::write(folder.join("zoo.yaml"), api).unwrap();
        let loaded = Source::load(&folder.join("zoo.yaml"));
        let source = loaded.unwrap_or_else(|error| error.into_source());
        for settings in selections {
            let options = Options { settings: settings.clone(), ..Options::default() };
            let reports = specwright::check(&source, &options).reports;
            let is_found = reports.into_iter().any(|report| report.code == code);
            assert!(is_found, "{cages}: {:?}", settings.select);
        }
    }
}

#[test]
fn a_key_that_is_there_twice_around_the_selection_is_reported() {
    let again = |keys: &str| format!("{keys}\nwebhooks:\n");
    for (keys, is_reported) in [
        ("paths: {}", true),
        ("components: { schemas: {} }", true),
        ("  /animals: { get: { responses: {} } }", false),
        ("  /keepers/{id}: { post: { responses: {} } }", true),
    ] {
        let api = API.replacen("webhooks:\n", &again(keys), 1);
        let loaded = Source::from_text("zoo.yaml", api);
        let source = loaded.unwrap_or_else(|error| error.into_source());
        let settings = including(Filters { tags: rules(&["staff"]), ..Filters::default() });
        let checked = specwright::check(&source, &Options { settings, ..Options::default() });
        let is_found = checked.reports.into_iter().any(|report| report.code == "duplicate-key");
        assert_eq!(is_found, is_reported, "{keys}");
    }
}

#[test]
fn the_cause_of_a_missing_security_scheme_is_reported() {
    let of_animals = || including(Filters { tags: rules(&["animals"]), ..Filters::default() });
    let of_staff = || including(Filters { tags: rules(&["staff"]), ..Filters::default() });
    let keeper = "keeper: { type: apiKey, in: header, name: X-Keeper }";
    let codes = |to: &str, settings: Settings| {
        let source = Source::from_text("zoo.yaml", API.replacen(keeper, to, 1)).unwrap();
        let options = Options { settings, strict: true, ..Options::default() };
        let reports = generate(&source, &options).map_or_else(|it| it.reports, |it| it.warnings);
        reports.into_iter().map(|report| report.code).collect::<Vec<_>>()
    };
    let lost = "keeper: { $ref: '#/components/securitySchemes/lost' }";
    for (scheme, cause) in [("keeper: []", "wrong-kind"), (lost, "unknown-reference")] {
        assert_eq!(codes(scheme, of_animals()), [cause, "unknown-scheme"], "{scheme}");
        assert_eq!(codes(scheme, of_staff()), [""; 0], "{scheme}");
    }
}

#[test]
fn a_selection_that_matches_nothing_is_an_error() {
    let tags = Filters { tags: rules(&["staf"]), ..Filters::default() };
    assert_eq!(
        errors(including(tags)),
        ["selection-matches-nothing: no operation has the tag `staf`; did you mean `staff`?"]
    );
    let both = Filters { tags: rules(&["staff"]), methods: rules(&["post"]), ..Filters::default() };
    assert_eq!(
        errors(including(both)),
        ["selection-matches-nothing: the selection leaves no operation; \
             each entry matches an operation, but none is left by all entries together"]
    );
    let output = client(excluding(Filters { paths: rules(&["/zoo*"]), ..Filters::default() }));
    let warnings = output.unwrap().warnings;
    assert_eq!(warnings.as_slice()[0].message, "no path with an operation is `/zoo*`");
}

#[test]
fn items_are_renamed_exactly_and_by_pattern() {
    let rename = Renames {
        operations: vec![
            Rename::new("listAnimals", "all_animals"),
            Rename::new("GET /keepers/{id}", "keeper"),
        ],
        types: vec![Rename::new("*Dto", "*"), Rename::new("AnimalDto", "Beast")],
        fields: vec![Rename::new("*.bornAt", "birthday")],
        variants: vec![Rename::new("Kind.cat", "Feline")],
        parameters: vec![Rename::new("listAnimals.pageSize", "size")],
        groups: vec![Rename::new("staff", "people")],
        servers: vec![Rename::new("https://zoo.test", "Zoo")],
        credentials: vec![Rename::new("keeper", "pass")],
    };
    let text = sources(Settings { rename, ..Settings::default() });
    for new in [
        "pub fn all_animals(",
        "pub fn keeper(",
        "pub struct Beast",
        "pub struct Keeper ",
        "birthday:",
        "Feline",
        "pub fn size(",
        "pub mod people",
        "Zoo,",
        "pub fn pass(",
    ] {
        assert!(text.contains(new), "`{new}` is missing");
    }
    assert!(!text.contains("AnimalDto {"), "the old name is still there");
}

#[test]
fn a_rename_says_what_it_cannot_do() {
    let errors = |rename: Renames| errors(Settings { rename, ..Settings::default() });
    let types = |renames: &[(&str, &str)]| {
        let types = renames.iter().map(|(from, to)| Rename::new(*from, *to)).collect();
        errors(Renames { types, ..Renames::default() })
    };
    assert_eq!(
        types(&[("AnimalDo", "Animal")]),
        ["rename-matches-nothing: no type is called `AnimalDo`; did you mean `AnimalDto`?"]
    );
    assert_eq!(
        types(&[("AnimalDto", "Kind")]),
        ["rename-collision: `Kind` is the name of `Kind` too; choose another name"]
    );
    assert_eq!(
        types(&[("AnimalDto", "Thing"), ("KeeperDto", "Thing")]),
        ["rename-collision: `Thing` is the name of `AnimalDto` too; choose another name"]
    );
    assert_eq!(
        types(&[("AnimalDto", "String")]),
        ["rename-collision: `String` is a name of the client's own; choose another name"]
    );
    assert_eq!(
        types(&[("AnimalDto", "my type")]),
        ["wrong-name: `my type` cannot be a name in Rust; "]
    );
    assert_eq!(types(&[("AnimalDto", "*")]), ["wrong-name: `*` cannot be a name in Rust; "]);
}

#[test]
fn two_types_can_swap_names() {
    let types = vec![Rename::new("AnimalDto", "KeeperDto"), Rename::new("KeeperDto", "AnimalDto")];
    let rename = Renames { types, ..Renames::default() };
    let text = sources(Settings { rename, ..Settings::default() });
    let (_, keeper) = text.split_once("pub struct KeeperDto {").unwrap();
    assert!(keeper.split('}').next().unwrap().contains("born_at"));
}

const MARKED: &str = r##"
openapi: 3.1.0
info: { title: Zoo, version: '1' }
paths:
  /animals:
    get:
      operationId: listAnimals
      parameters: [{ name: from, in: query, schema: { type: string } }]
      responses:
        '200':
          description: Animals.
          content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } }
        default:
          description: A problem.
          content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } }
    post:
      operationId: addAnimal
      parameters: [{ name: X-Once, in: header, schema: { type: string } }]
      responses: { '204': { description: Done. } }
components:
  schemas:
    Page:
      type: object
      required: [rows]
      properties:
        rows: { type: array, items: { type: string } }
        later: { type: string }
        secret: { type: string }
    Problem: { type: object, required: [code], properties: { code: { $ref: '#/components/schemas/Code' } } }
    Code: { type: string, enum: [busy, gone] }
"##;

#[test]
fn settings_stand_for_extensions() {
    let generated = |marks: Vec<Mark>| -> String {
        let source = Source::from_text("zoo.yaml", MARKED).unwrap();
        let settings = Settings { marks, ..Settings::default() };
        let output = generate(&source, &Options { settings, strict: true, ..Options::default() });
        let output = output.unwrap_or_else(|rejected| panic!("{rejected}"));
        output.files.iter().map(|(_, text)| text).collect()
    };
    let mark = |extension, pattern: &str, value: &str| {
        let value = Source::from_text("value.yaml", value).unwrap().root().clone();
        Mark { extension, rule: pattern.into(), value }
    };
    let count = |text: &str, word: &str| text.matches(word).count();
    let plain = generated(Vec::new());
    for (mark, word) in [
        (
            mark(
                Extension::Pagination,
                "list*",
                "{ style: cursor, parameter: from, items: rows, next: later }",
            ),
            "pub fn pages(",
        ),
        (mark(Extension::Idempotent, "POST /animals", "true"), ".idempotent()"),
        (mark(Extension::IdempotencyKey, "X-Once", "true"), "x-once"),
        (mark(Extension::Retry, "Code.busy", "true"), "Self::Busy"),
        (mark(Extension::Sensitive, "Page.secret", "true"), "Secret"),
    ] {
        let extension = mark.extension;
        let marked = generated(vec![mark]);
        assert!(
            count(&marked, word) > count(&plain, word),
            "{extension:?}: {word} {}",
            count(&plain, word)
        );
    }
}

/// Two operations with the same header and query parameter. The header stands at the path.
const ORDERS: &str = "
openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    parameters: [{ name: X-Once, in: header, schema: { type: string } }]
    post:
      operationId: addOrder
      parameters: [{ name: ticket, in: query, schema: { type: string } }]
      responses: { '204': { description: Done. } }
    patch:
      parameters: [{ name: ticket, in: query, schema: { type: string } }]
      responses: { '204': { description: Done. } }
";

#[test]
fn a_mark_applies_to_the_parameter_of_one_operation() {
    let generated = |extension: Extension, pattern: &str, flag: bool| {
        let value = specwright::source::Value::Bool(flag);
        let marks = vec![Mark { extension, rule: pattern.into(), value }];
        let settings = Settings { marks, ..Settings::default() };
        let source = Source::from_text("api.yaml", ORDERS).unwrap();
        generate(&source, &Options { settings, strict: true, ..Options::default() })
    };
    let files = |output: Output| output.files.get("operations.rs").unwrap().to_owned();
    let of = |text: &str, method: &str| -> String {
        let start = text.find(&format!("pub struct {method}")).unwrap();
        text[start..].split("pub struct ").nth(1).unwrap().to_owned()
    };
    for (extension, parameter, word) in [
        (Extension::IdempotencyKey, "X-Once", ".keyed("),
        (Extension::Sensitive, "ticket", "rt::Secret<"),
    ] {
        let text = files(generated(extension, &format!("addOrder.{parameter}"), true).unwrap());
        assert!(text.contains(word), "{text}");
        let at = |owner: &str| {
            files(generated(extension, &format!("{owner}.{parameter}"), true).unwrap())
        };
        assert_ne!(at("addOrder"), at("PATCH /orders"), "{parameter}");
        assert_eq!(at("addOrder"), at("POST /orders"), "{parameter}");
        assert_eq!(at("*").matches(word).count(), 2 * text.matches(word).count());
        // One that is off changes nothing.
        let off = files(generated(extension, &format!("addOrder.{parameter}"), false).unwrap());
        assert!(!off.contains(word), "{off}");
        // A wrong name is reported with the one that is meant.
        let wrong = generated(extension, &format!("addOrdr.{parameter}"), true).unwrap_err();
        let wrong = &wrong.reports.as_slice()[0];
        assert_eq!(wrong.code, "mark-matches-nothing");
        assert!(format!("{wrong:?}").contains(&format!("addOrder.{parameter}")), "{wrong:?}");
    }
    let secret = files(generated(Extension::Sensitive, "addOrder.ticket", true).unwrap());
    assert!(of(&secret, "AddOrder").contains("rt::Secret<"), "{secret}");
    assert!(!of(&secret, "PatchOrders").contains("rt::Secret<"), "{secret}");
}

#[test]
fn a_build_script_generates_the_clients_of_a_settings_file() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-config");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("zoo.yaml"), API).unwrap();
    let settings = folder.join("specwright.toml");
    let text = "[[client]]\nname = \"staff\"\ndescription = \"zoo.yaml\"\nout = \"src/staff\"\n\
                [client.select]\ntags = [\"staff\"]\n\n\
                [[client]]\nname = \"all\"\ndescription = \"zoo.yaml\"\nout = \"all\"\nform = \"lib\"\n";
    fs::write(&settings, text).unwrap();
    Build::config(&settings).run();
    let has = |path: &str| folder.join(path).is_file();
    assert!(has("src/staff/mod.rs") && has("src/staff/operations/staff.rs"));
    assert!(!has("src/staff/operations/animals.rs"));
    assert!(has("all/lib.rs") && has("all/operations/animals.rs"));
    // Settings that are wrong change nothing.
    fs::write(&settings, text.replace("tags", "tag")).unwrap();
    fs::remove_dir_all(folder.join("all")).unwrap();
    Build::config(&settings).run();
    assert!(!has("all/lib.rs"));
}

#[test]
fn a_reference_to_a_url_leads_to_its_local_copy() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("copies");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("vendor/common")).unwrap();
    let api = API
        .replace(
            "'#/components/schemas/KeeperDto'",
            "'https://schemas.test/v1/keeper.yaml#/Keeper'",
        )
        .replace("'#/components/schemas/Kind'", "'https://schemas.test/kind.yaml#/Kind'");
    fs::write(folder.join("zoo.yaml"), api).unwrap();
    let keeper =
        "Keeper: { type: object, properties: { name: { $ref: 'common/name.yaml#/Name' } } }";
    fs::write(folder.join("vendor/keeper.yaml"), keeper).unwrap();
    fs::write(folder.join("vendor/common/name.yaml"), "Name: { type: string, enum: [Ada, Bo] }")
        .unwrap();
    fs::write(folder.join("kind.yaml"), "Kind: { type: string, enum: [cat, owl] }").unwrap();
    let settings = folder.join("specwright.toml");
    let text = "description = \"zoo.yaml\"\nout = \"out\"\n\n[references]\n\
                \"https://schemas.test/v1/\" = \"vendor\"\n\
                \"https://schemas.test/kind.yaml\" = \"kind.yaml\"\n";
    fs::write(&settings, text).unwrap();
    Build::config(&settings).run();
    let files = ["types.rs", "types/staff.rs", "types/animals.rs"];
    let types: String = files
        .iter()
        .filter_map(|file| fs::read_to_string(folder.join("out").join(file)).ok())
        .collect();
    assert!(types.contains("pub struct Keeper ") && types.contains("Ada"), "{types}");
    assert!(types.contains("Owl"), "{types}");
}
