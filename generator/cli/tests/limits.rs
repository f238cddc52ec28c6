//! Descriptions that are made to bring a program down meet a limit, and an error that names it.

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

/// A description whose schemas each lead to the next.
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

/// The code of the only error that a description meets.
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

/// Whether a description is taken.
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
