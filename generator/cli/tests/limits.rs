//! Descriptions that try to exhaust memory or time reach a limit and get an error that names it.

use std::fmt::Write as _;

use crate::common::{Folder, text};

const HEAD: &str = "\
openapi: 3.1.0
info: { title: Bomb, version: '1' }
paths:
  /a:
    get:
      operationId: a
      responses: { '200': { description: A., content: { application/json: { schema: { $ref: '#/components/schemas/S0' } } } } }
components:
  schemas:
";

/// Returns a description whose schemas form a chain.
fn chain(length: usize, link: impl Fn(usize, &str) -> String) -> String {
    let mut text = HEAD.to_owned();
    for number in 0..length {
        let next = format!("{{ $ref: '#/components/schemas/S{}' }}", number + 1);
        let _ = writeln!(text, "    S{number}: {}", link(number, &next));
    }
    let _ = writeln!(
        text,
        "    S{length}: {{ type: object, properties: {{ a: {{ type: string }} }} }}"
    );
    text
}

/// Returns the code of the only error of a description.
fn refused(name: &str, description: &str) -> String {
    let folder = Folder::new(&format!("limits-{name}"));
    folder.write("api.yaml", description);
    let output = folder.run(&["check", "api.yaml", "--format", "json", "--lenient"]);
    assert_eq!(output.status.code(), Some(1), "{name}: {}", text(&output.stderr));
    let lines = text(&output.stdout);
    let rows = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let errors: Vec<_> = rows.filter(|row| row["severity"] == "error").collect();
    assert_eq!(errors.len(), 1, "{name}: {lines}");
    assert!(errors[0]["line"].as_u64() > Some(0), "{name}: {lines}");
    errors[0]["code"].as_str().unwrap().to_owned()
}

/// Checks that a description is accepted.
fn taken(name: &str, description: &str) {
    let folder = Folder::new(&format!("limits-{name}"));
    folder.write("api.yaml", description);
    folder.succeed(&["generate", "api.yaml", "--out", "out"]);
}

#[test]
fn long_rows_of_references_are_followed_and_longer_ones_refused() {
    let members = |_: usize, next: &str| format!("{{ properties: {{ a: {next} }} }}");
    let lists = |_: usize, next: &str| format!("{{ type: array, items: {next} }}");
    let alone = |_: usize, next: &str| next.to_owned();
    taken("members", &chain(2_000, members));
    taken("references", &chain(2_000, alone));
    taken("lists", &chain(60, lists));
    assert_eq!(refused("more-members", &chain(10_000, members)), "expansion-limit");
    assert_eq!(refused("more-references", &chain(10_000, alone)), "expansion-limit");
    assert_eq!(refused("more-lists", &chain(100, lists)), "expansion-limit");
}

#[test]
fn schemas_that_double_at_each_step_are_one_or_refused() {
    let twice = |keyword: &'static str| {
        move |_: usize, next: &str| format!("{{ {keyword}: [{next}, {next}] }}")
    };
    for keyword in ["allOf", "oneOf", "anyOf"] {
        taken(keyword, &chain(40, twice(keyword)));
    }
    let narrowed = chain(40, |number, next| {
        let member = |name| {
            format!(
                "{name}: {{ allOf: [{next}, {{ properties: {{ {name}{number}: {{ type: string }} }} }}] }}"
            )
        };
        format!("{{ properties: {{ {}, {} }} }}", member("a"), member("b"))
    });
    assert_eq!(refused("narrowed", &narrowed), "expansion-limit");
}

#[test]
fn aliases_depth_and_size_have_limits() {
    let mut aliases = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
    for number in 1..9 {
        let alias = format!("*x{}, ", number - 1).repeat(10);
        let _ = writeln!(aliases, "x{number}: &x{number} [{alias}]");
    }
    assert_eq!(refused("aliases", &format!("{aliases}{HEAD}")), "alias-limit");
    let deep = format!("{HEAD}    S0: {}{}", "{ not: ".repeat(200), "}".repeat(200));
    assert_eq!(refused("depth", &deep), "depth-limit");
    let open = format!("openapi: 3.1.0\nx: {}", "[".repeat(100_000));
    assert!(["depth-limit", "syntax"].contains(&refused("open", &open).as_str()));
    let circle = "openapi: 3.1.0\nx: &x [*x]\n";
    assert!(!refused("circle", circle).is_empty());
}

/// Returns the codes and labels of the warnings of a description without errors.
fn warned(name: &str, description: &str) -> Vec<(String, String)> {
    let folder = Folder::new(&format!("limits-{name}"));
    folder.write("api.yaml", description);
    let lines = folder.succeed(&["check", "api.yaml", "--format", "json", "--lenient"]);
    let rows = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let told = |row: serde_json::Value| (row["code"].as_str().unwrap().to_owned(), row.to_string());
    rows.map(told).filter(|(code, _)| code.starts_with("example-")).collect()
}

/// Returns a description with an example of a schema, and further schemas.
fn shown(schema: &str, schemas: &str, example: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{ title: Shown, version: '1' }}
paths:
  /a:
    get:
      operationId: a
      responses: {{ '200': {{ description: A., content: {{ application/json: {{ schema: {schema}, example: {example} }} }} }} }}
components: {{ schemas: {{ {schemas} }} }}
"
    )
}

#[test]
fn examples_of_recursive_unions_are_compared_once_for_each_level() {
    let part = |own: &str| {
        format!(
            "{{ type: object, properties: {{ child: {{ $ref: '#/components/schemas/Node' }}, {own}: {{ type: string }} }} }}"
        )
    };
    let union = |keyword: &str| {
        format!(
            "Node: {{ {keyword}: [{{ $ref: '#/components/schemas/A' }}, {{ $ref: '#/components/schemas/B' }}, {{ type: string }}] }}, A: {}, B: {}",
            part("a"),
            part("b")
        )
    };
    let example = |depth: usize, core: &str| "{ child: ".repeat(depth) + core + &" }".repeat(depth);
    let node = "{ $ref: '#/components/schemas/Node' }";
    for (keyword, core, expected) in [
        ("oneOf", "5", "is not of type"),
        ("oneOf", "x", "more than one"),
        ("anyOf", "5", "is not of type"),
    ] {
        for depth in [3, 60] {
            let name = format!("union-{keyword}-{core}-{depth}");
            let found = warned(&name, &shown(node, &union(keyword), &example(depth, core)));
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            assert_eq!(found[0].0, "example-breaks-schema", "{name}");
            let deep = depth > 16 || found[0].1.contains(expected);
            assert!(deep, "{name}: {found:?}");
        }
    }
    assert_eq!(warned("union-fits", &shown(node, &union("anyOf"), &example(60, "x"))), []);
    // The limit applies to the reference and to the tests of a client too.
    let folder = Folder::new("limits-union-others");
    folder.write("api.yaml", &shown(node, &union("anyOf"), &example(60, "x")));
    folder.succeed(&["docs", "api.yaml", "--out", "site"]);
    folder.succeed(&["generate", "api.yaml", "--out", "out", "--crate", "api", "--tests"]);
}

#[test]
fn an_example_that_is_too_much_to_compare_is_named() {
    let bounds: Vec<_> = (0..2_000).map(|number| format!("{{ const: {number} }}")).collect();
    let schema =
        format!("{{ type: array, items: {{ not: {{ anyOf: [{}] }} }} }}", bounds.join(", "));
    let example = format!("[{}]", vec!["-1"; 6_000].join(", "));
    let found = warned("example-steps", &shown(&schema, "", &example));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "example-not-judged");
    assert!(found[0].1.contains("takes more than 10000000 steps"), "{found:?}");
}

#[test]
fn files_that_refer_to_one_another_are_read_once_for_all_examples() {
    const FILES: usize = 40;
    let folder = Folder::new("limits-files");
    let mut text = "openapi: 3.1.0\ninfo: { title: Files, version: '1' }\npaths:\n".to_owned();
    for number in 0..FILES {
        let target =
            |next: usize| format!("p{next}: {{ $ref: ./S{}.yaml }}", (number * 5 + next) % FILES);
        let members: Vec<_> = (1..=5).map(target).collect();
        let schema = format!(
            "{{ type: object, properties: {{ id: {{ type: string }}, {} }} }}",
            members.join(", ")
        );
        folder.write(&format!("s/S{number}.yaml"), &schema);
        let example =
            if number == 7 { "{ p1: { p2: { id: 1 } } }" } else { "{ id: a, p1: { id: b } }" };
        let _ = writeln!(
            text,
            "  /p{number}: {{ get: {{ operationId: get{number}, responses: {{ '200': {{ description: A., content: {{ application/json: {{ schema: {{ $ref: ./s/S{number}.yaml }}, example: {example} }} }} }} }} }} }}"
        );
    }
    folder.write("api.yaml", &text);
    let lines = folder.succeed(&["check", "api.yaml", "--format", "json", "--lenient"]);
    let found: Vec<_> =
        lines.lines().filter(|line| line.contains("example-breaks-schema")).collect();
    assert_eq!(found.len(), 1, "{lines}");
    assert!(found[0].contains("`/p1/p2/id`"), "{lines}");
    folder.succeed(&["docs", "api.yaml", "--out", "site"]);
}
