//! Tests of the model, before a token is emitted.

use specwright::analysis::Analysis;
use specwright::api::Status;
use specwright::derives::Derives;
use specwright::document::{self, Context};
use specwright::formats::Formats;
use specwright::lower;
use specwright::model::{Model, Packaging, Reading, Statuses, TypeKind, Union};
use specwright::names::Names;
use specwright::settings::OwnTypes;
use specwright::source::Source;

/// Passes the model of a description with these paths and components to `look`.
fn with_model(text: &str, look: impl FnOnce(&Model<'_>)) {
    let text = format!("openapi: 3.1.0\ninfo: {{ title: Model, version: '1' }}\n{text}");
    let source = Source::from_text("api.yaml", &text).expect("a description");
    let mut cx = Context::new(&source, true);
    let document = document::read(&mut cx, &source);
    let api = lower::lower(&mut cx, document, Formats::default(), &OwnTypes::default());
    assert!(cx.reports.is_empty(), "{:?}", cx.reports);
    let (analysis, names) = (Analysis::new(&api), Names::new(&api));
    let (derives, formats) = (Derives::default(), Formats::default());
    look(&Model::new(&api, &analysis, &names, &derives, formats, Packaging::Sources, ""));
}

/// Returns the union with this name.
fn union<'m, 'a>(model: &'m Model<'a>, name: &str) -> &'m Union<'a> {
    let mut types = model.types().iter();
    match types.find(|item| item.name.to_string() == name).map(|item| &item.kind) {
        Some(TypeKind::Union(union)) => union,
        other => panic!("`{name}` is no union: {other:?}"),
    }
}

fn statuses(first: u16, last: u16) -> Statuses {
    Statuses { first, last }
}

const RESPONSES: &str = "
paths:
  /a:
    get:
      operationId: readA
      responses:
        '200': &one { description: One., content: { application/json: { schema: { type: string } } } }
        '201': *one
        '202': *one
        '203': *one
        '404': &problem { description: No., content: { application/json: { schema: { type: object, properties: { title: { type: string } } } } } }
        4XX: *problem
        default: *problem
  /b:
    get:
      operationId: readB
      responses:
        '200': *one
        4XX: *problem
        5XX: *problem
        default: *problem
";

#[test]
fn all_successes_are_read_and_default_is_an_error_beside_a_success() {
    with_model(RESPONSES, |model| {
        let [operation, other] = model.operations() else { panic!("two operations") };
        assert_eq!(operation.forms[0].statuses, [statuses(200, 299)]);
        let errors = &operation.error.as_ref().expect("errors").variants;
        let ranges: Vec<_> = errors.iter().map(|error| error.statuses).collect();
        let expected = [statuses(404, 404), statuses(400, 499), statuses(400, 599)];
        assert_eq!(ranges, expected.map(Some));
        // The mock's status for each variant is one that no other variant has.
        assert_eq!(errors.iter().map(|error| error.status).collect::<Vec<_>>(), [404, 400, 500]);
        // The two ranges leave no error status for `default`.
        let errors = &other.error.as_ref().expect("errors").variants;
        let last = errors.last().expect("a default");
        assert_eq!((last.described.status, last.statuses), (Status::Default, None));
    });
}

const UNIONS: &str = "
paths:
  /sent:
    post:
      operationId: send
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Sent' } } }
      responses:
        '200': { description: Read., content: { application/json: { schema: { $ref: '#/components/schemas/Read' } } } }
        '400': { description: Loose., content: { application/json: { schema: { $ref: '#/components/schemas/Loose' } } } }
components:
  schemas:
    Sent: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
    Read: { oneOf: [{ $ref: '#/components/schemas/Cow' }, { $ref: '#/components/schemas/Pig' }] }
    Loose: { oneOf: [{ type: object, additionalProperties: { type: string } }, { type: string }, { type: integer }, { $ref: '#/components/schemas/Level' }] }
    Level: { type: string, enum: [high, low] }
    Cat: { type: object, required: [kind], properties: { kind: { const: cat } } }
    Dog: { type: object, required: [kind], properties: { kind: { const: dog } } }
    Cow: { type: object, required: [kind], properties: { kind: { const: cow } } }
    Pig: { type: object, required: [kind], properties: { kind: { const: pig } } }
";

#[test]
fn a_union_that_a_server_sends_is_open() {
    with_model(UNIONS, |model| {
        assert_eq!(union(model, "Sent").open, None);
        assert_eq!(union(model, "Read").open.map(ToString::to_string), Some("Unknown".to_owned()));
        let converts: Vec<_> =
            union(model, "Read").variants.iter().map(|it| it.converts.clone()).collect();
        assert!(converts.iter().all(Option::is_some), "{converts:?}");
    });
}

#[test]
fn the_stricter_variants_are_tried_first() {
    with_model(UNIONS, |model| {
        let Reading::Fitting(attempts) = &union(model, "Loose").reading else {
            panic!("no tag tells the variants apart");
        };
        let order: Vec<_> =
            attempts.iter().map(|it| (it.variant.to_string(), it.takes_any)).collect();
        let order: Vec<_> = order.iter().map(|(name, any)| (name.as_str(), *any)).collect();
        assert_eq!(
            order,
            [("Level", false), ("Integer", false), ("Text", false), ("Object", true)]
        );
    });
}

#[test]
fn a_type_is_written_as_at_the_root_of_the_client() {
    with_model(RESPONSES, |model| {
        let operation = &model.operations()[0];
        assert_eq!(operation.forms[0].ty().to_string(), "String");
        assert_eq!(operation.error_type().to_string(), "ReadAError");
        let body = operation.error.as_ref().and_then(|error| error.variants[0].body.as_ref());
        assert_eq!(body.map(ToString::to_string).as_deref(), Some("types::ReadANotFound"));
    });
}
