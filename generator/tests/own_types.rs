//! Derives and types of one's own, as options of generation.

use specwright::settings::{
    Conversion, Extra, Extras, ItemKind, OwnDependency, OwnType, OwnTypes, Settings, Target,
};
use specwright::source::Source;
use specwright::{Options, Output, generate};

const API: &str = "
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders/{id}:
    get:
      operationId: readOrder
      parameters: [{ name: id, in: path, required: true, schema: { $ref: '#/components/schemas/OrderId' } }]
      responses:
        '200':
          description: An order.
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
        '404':
          description: None.
          content: { application/json: { schema: { $ref: '#/components/schemas/Missing' } } }
components:
  schemas:
    OrderId: { type: string, minLength: 3 }
    Order:
      type: object
      required: [id]
      properties:
        id: { $ref: '#/components/schemas/OrderId' }
        parent: { $ref: '#/components/schemas/Order' }
        sku: { type: [string, 'null'], format: sku }
        lines: { type: array, items: { type: object, properties: { sku: { type: string, format: sku } } } }
    Missing: { type: object, properties: { title: { type: string }, ratio: { type: number } } }
";

fn client(settings: Settings) -> Output {
    let source = Source::from_text("shop.yaml", API).unwrap();
    let package = Some("shop".to_owned());
    let options = Options { settings, package, ..Options::default() };
    generate(&source, &options).unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn types(output: &Output) -> &str {
    output.files.get("src/types.rs").unwrap()
}

#[test]
fn derives_reach_the_types_that_their_members_need() {
    let derives = vec![Extra::new("Order", "Hash"), Extra::new("Missing", "my::Own")];
    let attributes = vec![Extra::new(ItemKind::Error, "#[my(own = 1)]")];
    let extras = Extras { derives, attributes };
    let output = client(Settings { extras, ..Settings::default() });
    let text = types(&output);
    assert!(
        text.contains(
            "#[derive(Clone, Debug, PartialEq, Hash)]\n#[non_exhaustive]\npub struct Order "
        ),
        "{text}"
    );
    assert!(
        text.contains("PartialEq, Default, Hash)]\n#[non_exhaustive]\npub struct OrderLine"),
        "{text}"
    );
    let missing =
        "PartialEq, Default, my::Own)]\n#[my(own = 1)]\n#[non_exhaustive]\npub struct Missing ";
    assert!(text.contains(missing), "{text}");
    assert!(output.warnings.is_empty(), "{:?}", output.warnings);
}

#[test]
fn a_derive_for_many_types_is_left_out_where_it_cannot_hold() {
    let derives = vec![Extra::new(Target::All, "std::cmp::Eq")];
    let extras = Extras { derives, ..Extras::default() };
    let output = client(Settings { extras, ..Settings::default() });
    let messages: Vec<_> =
        output.warnings.as_slice().iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "1 of 3 types cannot derive `Eq`, so it is left out of them: in `Missing`, `Missing.ratio` is an `f64`"
        ]
    );
    assert_eq!(types(&output).matches(", Eq)]").count(), 2);
}

#[test]
fn a_type_of_ones_own_is_in_every_place_of_its_schema() {
    let sku = OwnType { by: Conversion::Text, ..OwnType::new("sku", "crate::Sku") };
    let own_types =
        OwnTypes { schemas: vec![OwnType::new("*Id", "crate::OrderId")], formats: vec![sku] };
    let dependencies = vec![OwnDependency::new("fake", "{ version = \"4\" }")];
    let output = client(Settings { own_types, dependencies, ..Settings::default() });
    let text = types(&output);
    for part in [
        "pub id: crate::OrderId,",
        "pub sku: Option<Option<crate::Sku>>,",
        "pub sku: Option<crate::Sku>,",
    ] {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    assert!(!text.contains("check"), "the type has constraints of its own");
    let own = output.files.get("src/own_types.rs").unwrap().replace("crate ::", "crate::");
    assert!(own.contains("rt::serde_type!(crate::OrderId, \"a `crate::OrderId`\");"), "{own}");
    assert!(own.contains("rt::displayed_type!(crate::OrderId);"), "it is a parameter: {own}");
    assert!(own.contains("rt::text_type!(crate::Sku, \"a `crate::Sku`\");"), "{own}");
    let operations = output.files.get("src/operations.rs").unwrap();
    assert!(operations.contains("id: &crate::OrderId"), "{operations}");
    assert!(output.files.get("Cargo.toml").unwrap().contains("\nfake = { version = \"4\" }\n"));
    let plain = client(Settings::default());
    assert!(plain.files.get("src/own_types.rs").is_none());
    assert!(plain.files.get("src/runtime/formats/own_types.rs").is_none());
}

#[test]
fn published_schemas_are_those_of_the_description() {
    let derives = vec![
        Extra::new(ItemKind::Struct, "schemars::JsonSchema"),
        Extra::new("Order", "::utoipa::ToSchema"),
    ];
    let extras = Extras { derives, ..Extras::default() };
    let schemas = vec![OwnType::new("OrderId", "crate::OrderId")];
    let own_types = OwnTypes { schemas, ..OwnTypes::default() };
    let output = client(Settings { extras, own_types, ..Settings::default() });
    let text = types(&output);
    for part in [
        "rt::json_schema!(Order = super::schemas::Order);",
        "rt::to_schema!(Order = super::schemas::Order);",
        "rt::json_schema!(OrderLine = super::schemas::OrderLine);",
        "rt::json_schema!(Missing = super::schemas::Missing);",
    ] {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    assert!(!text.contains("schemars::JsonSchema"), "{text}");
    let schemas = output.files.get("src/schemas.rs").unwrap().replace("crate ::", "crate::");
    let schemas = schemas.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "\"/properties/id\" => crate::OrderId",
        "\"/properties/parent\" => Order",
        r#"{"type":"object","properties":{"title":{"type":"string"},"ratio":{"type":"number"}}}"#,
        r#""sku":{"type":["string","null"],"format":"sku"}"#,
    ] {
        assert!(schemas.contains(part), "`{part}` is missing in {schemas}");
    }
    let manifest = output.files.get("Cargo.toml").unwrap();
    assert!(manifest.contains("\nschemars = { version = \"1\", default-features = false }\n"));
    assert!(manifest.contains("\nutoipa = \"5\"\n"));
    let plain = client(Settings::default());
    assert!(plain.files.get("src/schemas.rs").is_none());
    assert!(plain.files.get("src/runtime/schemas/mod.rs").is_none());
}

#[test]
fn an_attribute_of_a_derive_that_is_implemented_is_refused() {
    let source = Source::from_text("shop.yaml", API).unwrap();
    let derives = vec![Extra::new("Order", "schemars::JsonSchema")];
    let attributes = vec![
        Extra::new("Missing", "#[schema(title = \"A\")]"),
        Extra::new("Order", "#[schemars(rename = \"A\")]"),
    ];
    let extras = Extras { derives, attributes };
    let settings = Settings { extras, ..Settings::default() };
    let rejected = generate(&source, &Options { settings, ..Options::default() }).unwrap_err();
    let messages: Vec<_> = rejected.reports.as_slice().iter().map(|it| &it.message).collect();
    assert_eq!(messages, ["`#[schemars(rename = \"A\")]` cannot be added to types"]);
}
