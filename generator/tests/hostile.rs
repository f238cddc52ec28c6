//! Descriptions whose names are hard for a generator, made at random from a seed.

use std::fmt::Write as _;

use fastrand::Rng;

/// Parts of names: keywords, names of the runtime, words that only differ in signs or case, and other scripts.
const PARTS: [&str; 64] = [
    "match",
    "r#match",
    "rMatch",
    "type",
    "Self",
    "self",
    "crate",
    "super",
    "send",
    "send_raw",
    "decode",
    "call",
    "client",
    "new",
    "fmt",
    "clone",
    "build",
    "builder",
    "provided",
    "checked_headers",
    "base_url",
    "retry",
    "mock",
    "foo",
    "fooCsv",
    "fooError",
    "foo_error",
    "FooBody",
    "foo-body",
    "foo headers",
    "fooCallError",
    "Response",
    "csv",
    "Error",
    "Headers",
    "Body",
    "Call",
    "1",
    "1.0",
    "10",
    "1_0",
    "_31m",
    "31m",
    "2fa",
    "OAuth",
    "oauth2",
    "名前",
    "組",
    "straße",
    "strasse",
    "μ",
    "m",
    "а",
    "a",
    "A",
    "👍",
    "👎",
    "+1",
    "-1",
    "%",
    "",
    " ",
    "Option",
    "take",
];

/// Returns a name of one or two parts.
fn name(rng: &mut Rng) -> String {
    let first = PARTS[rng.usize(..PARTS.len())];
    match rng.u8(..3) {
        0 => format!("{first}{}", PARTS[rng.usize(..PARTS.len())]),
        _ => first.to_owned(),
    }
}

/// Returns as many different names.
fn names(rng: &mut Rng, count: usize) -> Vec<String> {
    let mut names = Vec::new();
    while names.len() < count {
        let name = name(rng);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns a name as a string of YAML.
fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// Returns a description with operations, parameters, schemas and security schemes of such names.
pub fn description(seed: u64) -> String {
    let mut rng = Rng::with_seed(seed);
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: { title: Hostile, version: '1' }\nservers: [{ url: https://a.example }]\npaths:\n",
    );
    let schemas = names(&mut rng, 12);
    let schemas: Vec<_> = schemas.iter().filter(|name| is_key(name)).collect();
    for (index, id) in names(&mut rng, 24).iter().enumerate() {
        let _ = write!(text, "  /p{index}/{{id}}:\n    get:\n      operationId: {}\n", quoted(id));
        text.push_str("      parameters:\n");
        text.push_str(
            "        - { name: id, in: path, required: true, schema: { type: string } }\n",
        );
        for parameter in names(&mut rng, 3) {
            if parameter.trim().is_empty() {
                continue;
            }
            let values: Vec<_> = names(&mut rng, 4).iter().map(|it| quoted(it)).collect();
            let values = values.join(", ");
            let (name, required) = (quoted(&parameter), rng.bool());
            let _ = writeln!(
                text,
                "        - {{ name: {name}, in: query, required: {required}, schema: {{ type: string, enum: [{values}] }} }}"
            );
        }
        text.push_str("      responses:\n");
        let schema =
            quoted(&format!("#/components/schemas/{}", schemas[rng.usize(..schemas.len())]));
        let _ = writeln!(
            text,
            "        '200': {{ description: x, headers: {{ X-One: {{ schema: {{ type: string }} }} }}, content: {{ application/json: {{ schema: {{ $ref: {schema} }} }}, text/csv: {{ schema: {{ type: string }} }} }} }}"
        );
        text.push_str("        '202': { description: x, content: { application/json: { schema: { type: integer } }, text/csv: { schema: { type: string } } } }\n");
        let _ = writeln!(
            text,
            "        '400': {{ description: x, content: {{ application/json: {{ schema: {{ $ref: {schema} }} }} }} }}"
        );
    }
    text.push_str("components:\n  schemas:\n");
    for schema in &schemas {
        let _ = writeln!(text, "    {}:\n      type: object\n      properties:", quoted(schema));
        for property in names(&mut rng, 5) {
            let values: Vec<_> = names(&mut rng, 3).iter().map(|it| quoted(it)).collect();
            let (property, values) = (quoted(&property), values.join(", "));
            let _ = writeln!(text, "        {property}: {{ type: string, enum: [{values}] }}");
        }
    }
    text.push_str("  securitySchemes:\n");
    let schemes = names(&mut rng, 8);
    for scheme in &schemes {
        let _ = writeln!(text, "    {}: {{ type: http, scheme: bearer }}", quoted(scheme));
    }
    let schemes: Vec<_> = schemes.iter().map(|it| format!("{{ {}: [] }}", quoted(it))).collect();
    let _ = writeln!(text, "security: [{}]", schemes.join(", "));
    text
}

/// Returns `true` if a reference can name the schema without escapes.
fn is_key(name: &str) -> bool {
    !name.is_empty() && !name.contains([' ', '#', '%', '/', '~'])
}
