//! Tests of the reference: a site that shows calls of the client and loads nothing from other hosts.

use std::path::Path;

use specwright::disk::FileSet;
use specwright::package::suggested_name;
use specwright::report::Location;
use specwright::source::{Source, Value};
use specwright::{Direction, Judge, Options, Verdict};

/// A judge that accepts every value and makes one sample.
#[derive(Debug)]
struct Lenient;

impl Judge for Lenient {
    fn judge(&self, _: &Location, _: &Value, _: Direction) -> Verdict {
        Verdict::default()
    }

    fn sample(&self, _: &Location) -> Option<Value> {
        Some(Value::String("made".to_owned()))
    }
}

const TEXT: &str = r##"
openapi: 3.1.0
info: { title: Zoo </script>, version: '1' }
security: [{ key: [] }]
paths:
  /pets/{id}:
    put:
      operationId: keepPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer }, example: 7 }
        - { name: tags, in: query, required: true, schema: { type: array, items: { type: string } }, example: [a, b] }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 9 } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Pet' }
            example: { kind: dog, name: "Rex \"the\" dog", born: '2026-01-31', weights: [1, 2.5], owner: { name: Ann } }
      responses:
        '200': { description: Kept., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '404': { description: Gone., content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
        '503': { description: Not now. }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-KEY } }
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' }]
    Dog:
      type: object
      required: [kind, name]
      properties:
        kind: { const: dog }
        name: { type: string }
        born: { type: string, format: date }
        weights: { type: array, items: { type: number } }
        owner: { type: object, required: [name], properties: { name: { type: string } } }
    Cat: { type: object, required: [kind], properties: { kind: { const: cat } } }
    Problem:
      type: object
      required: [type]
      properties: { type: { oneOf: [{ const: errors/lost, description: It is lost. }, { const: errors/moved }] } }
"##;

fn site() -> FileSet {
    let source = Source::from_text("zoo.yaml", TEXT).unwrap();
    specwright::reference(&source, &Lenient, "zoo-client").unwrap()
}

/// Returns a part of the data of the page.
fn part(name: &str) -> Source {
    let site = site();
    let text = site.get(&format!("reference/{name}.js")).unwrap();
    let (_, json) = text.split_once(" = ").unwrap();
    Source::from_text("data.json", json.strip_suffix(";\n").unwrap()).unwrap()
}

fn data() -> Source {
    part("parts/operations-0")
}

fn operation(data: &Source) -> &Value {
    &data.root().as_array().unwrap()[0]
}

#[test]
fn the_call_uses_the_names_of_the_client() {
    let data = data();
    let call = operation(&data).get("call").unwrap().as_str().unwrap();
    for part in [
        "use zoo_client::{Client, types};",
        "let key = std::env::var(\"ZOO_CLIENT_KEY\")?;",
        "Client::builder(\"https://api.example.com\").key(key).build()?",
        ".keep_pet(",
        "7,",
        "&[\"a\", \"b\"],",
        "types::Dog::new(\"Rex \\\"the\\\" dog\")",
        ".with_born(",
        "time::Date::parse(",
        ".with_weights(vec![1.0, 2.5])",
        ".send()",
    ] {
        assert!(call.contains(part), "{part}\n{call}");
    }
    assert!(!call.contains("limit"), "{call}");
}

#[test]
fn errors_are_matched_by_status_and_code() {
    let data = data();
    let errors = operation(&data).get("errors").unwrap().as_str().unwrap();
    for part in [
        "use zoo_client::operations::KeepPetError as Failed;",
        "Failed::NotFound(problem)",
        "match problem.r#type {",
        "types::ProblemType::Lost => println!(\"It is lost.\"),",
        "Failed::ServiceUnavailable => println!(\"503\"),",
    ] {
        assert!(errors.contains(part), "{part}\n{errors}");
    }
    let responses = operation(&data).get("responses").unwrap().as_array().unwrap();
    let codes = responses[1].get("codes").unwrap().as_array().unwrap();
    assert_eq!(codes[1].get("rust").unwrap().as_str(), Some("types::ProblemType::Moved"));
    let of_all = part("data");
    let of_all = of_all.root().get("codes").unwrap().get("values").unwrap().as_array().unwrap();
    assert_eq!(of_all[0].get("rust").unwrap().as_str(), Some("ErrorType::Lost"));
}

#[test]
fn parameters_list_their_constraints_and_missing_examples_are_made() {
    let data = data();
    let parameters = operation(&data).get("parameters").unwrap().as_array().unwrap();
    let rules = parameters[2].get("shape").unwrap().get("rules").unwrap();
    assert_eq!(rules.to_string(), r#"["1 to 9"]"#);
    let responses = operation(&data).get("responses").unwrap().as_array().unwrap();
    let example = &responses[0].get("examples").unwrap().as_array().unwrap()[0];
    assert_eq!(example.get("made").unwrap().as_bool(), Some(true));
    assert_eq!(example.get("value").unwrap().to_string(), r#"["made"]"#);
    let target = operation(&data).get("request").unwrap().get("target").unwrap();
    assert_eq!(target.as_str(), Some("/pets/7?tags=a&tags=b&limit=made"));
}

#[test]
fn types_are_those_of_the_client() {
    let data = data();
    let parameters = operation(&data).get("parameters").unwrap().as_array().unwrap();
    let takes = |value: &Value| value.get("takes").unwrap().as_str().unwrap().to_owned();
    assert_eq!(parameters.iter().map(takes).collect::<Vec<_>>(), ["i64", "&[&str]", "i64"]);
    let types = part("parts/types-0");
    let index = part("parts/types");
    let names = index.root().get("names").unwrap().as_array().unwrap();
    let dog = names.iter().position(|name| name.as_str() == Some("Dog")).unwrap();
    let dog = types.root().as_array().unwrap()[dog].get("members").unwrap().as_array().unwrap();
    let fields = dog.iter().filter(|member| member.get("takes").is_some());
    assert_eq!(
        fields.map(takes).collect::<Vec<_>>(),
        ["String", "Option<time::Date>", "Option<Vec<f64>>", "Option<types::DogOwner>"]
    );
}

#[test]
fn the_guide_of_a_client_and_the_reference_name_one_variable_for_a_key() {
    for (file, package, variable) in [
        ("zoo.yaml", Some("zoo-client"), "ZOO_CLIENT_KEY"),
        ("spec/zoo.v2.yaml", None, "ZOO_V2_KEY"),
        // A name that says nothing of the API is replaced by the title.
        ("openapi.yaml", None, "ZOO_SCRIPT_KEY"),
        ("api.yaml", Some("api"), "ZOO_SCRIPT_KEY"),
    ] {
        let source = Source::from_text(file, TEXT).unwrap();
        let name = package.map_or_else(|| suggested_name(file), str::to_owned);
        let site = specwright::reference(&source, &Lenient, &name).unwrap();
        let data = site.get("reference/data.js").unwrap();
        assert!(data.contains(&format!(r#""variable":"{variable}""#)), "{file}: {data}");
        let options = Options { package: package.map(str::to_owned), ..Options::default() };
        let files = specwright::generate(&source, &options).unwrap().files;
        let guide = files.get("lib.rs").or_else(|| files.get("src/lib.rs")).unwrap();
        let read = format!("std::env::var(\"{variable}\")");
        assert!(guide.contains(&read), "{file}: {guide}");
    }
}

#[test]
fn the_page_begins_with_a_list_and_has_the_rest_in_parts() {
    let data = part("data");
    let list = data.root().get("operations").unwrap().as_array().unwrap();
    assert_eq!(list[0].to_string(), r#"["keepPet","PUT","/pets/{id}","",-1,0]"#);
    let scheme = &data.root().get("schemes").unwrap().as_array().unwrap()[0];
    assert_eq!(scheme.get("variable").unwrap().as_str(), Some("ZOO_CLIENT_KEY"));
    // Each group has parts of its own, and a part ends before it is long.
    let text = format!("summary: S, description: \"{}\"", "long ".repeat(2_000));
    let operation = |index: usize, tag: &str| {
        format!(
            "  /{index}: {{ get: {{ operationId: o{index}, tags: [{tag}], {text}, responses: {{ '200': {{ description: ok }} }} }} }}\n"
        )
    };
    let paths: String = (0..40).map(|index| operation(index, ["a", "b"][index % 2])).collect();
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Long, version: '1' }}\npaths:\n{paths}");
    let source = Source::from_text("long.yaml", text).unwrap();
    let site = specwright::reference(&source, &Lenient, "long").unwrap();
    let parts: Vec<_> =
        site.iter().filter(|(path, _)| path.contains("parts/operations-")).collect();
    assert!(parts.len() > 2, "{}", parts.len());
    for (path, text) in parts {
        assert!(text.len() < 130 * 1024, "{path}: {}", text.len());
        let has = |group: &str| text.contains(&format!("\"group\":\"{group}\""));
        assert_ne!(has("a"), has("b"), "{path}");
    }
    assert!(site.get("reference/data.js").unwrap().len() < 4_000);
}

#[test]
fn the_page_loads_nothing_from_other_hosts() {
    let site = site();
    let page = site.get("index.html").unwrap();
    for (path, text) in
        site.iter().filter(|(path, _)| !path.contains("/parts/") && !path.ends_with("data.js"))
    {
        for mark in ["src=\"http", "href=\"http", ": url(", "@import", "import(", "cdn"] {
            assert!(!text.contains(mark), "{path} has {mark}");
        }
    }
    // Every file that the page names exists.
    for part in page.split("reference/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(site.get(&format!("reference/{name}")).is_some(), "{name}");
    }
}

#[test]
fn an_invalid_crate_name_is_refused() {
    let source = Source::from_text(Path::new("zoo.yaml").to_str().unwrap(), TEXT).unwrap();
    let rejected = specwright::reference(&source, &Lenient, "two words").unwrap_err();
    assert_eq!(rejected.reports.as_slice()[0].code, "bad-name");
}
