//! Tests of reading a description into a `Document`, before it is lowered.

use specwright::api::Carrier;
use specwright::document::{self, Carried, Context, Document};
use specwright::source::Source;

const NAMED: &str = "
openapi: 3.1.0
info: { title: Names, version: '1' }
paths:
  /a:
    get:
      security: [{ x-key: [] }]
      responses:
        '200': { description: A., content: { x-chemical/x-pdb: { schema: { type: string } }, x-note: { a: 1 } } }
components:
  schemas: { A: { type: string } }
  securitySchemes:
    x-key: { type: apiKey, in: header, name: X-Key }
    digest: { type: http, scheme: Digest }
";

fn check(document: &Document<'_>) {
    let schemes: Vec<_> = document
        .schemes
        .iter()
        .map(|(name, scheme)| (*name, scheme.carrier.clone(), scheme.http_scheme))
        .collect();
    let key = Carried::By(Carrier::Header("X-Key".to_owned()));
    let digest = ("digest", Carried::Elsewhere, Some("Digest"));
    assert_eq!(schemes, [("x-key", key, None), digest]);
    let content = &document.paths[0].operations[0].responses[0].1.content;
    let content: Vec<_> = content.iter().map(|media| media.name).collect();
    assert_eq!(content, ["x-chemical/x-pdb"]);
}

#[test]
fn names_that_begin_with_x_are_not_extensions() {
    let source = Source::from_text("api.yaml", NAMED).unwrap();
    let mut cx = Context::new(&source, true);
    let document = document::read(&mut cx, &source);
    assert!(cx.reports.is_empty(), "{:?}", cx.reports);
    assert_eq!(document.schemas.len(), 1);
    check(&document);
}

#[test]
fn operations_of_a_later_version_are_read_without_reports() {
    let later = NAMED.replace("3.1.0", "3.9.0").replace("info:", "x-info:");
    let source = Source::from_text("api.yaml", later).unwrap();
    let mut cx = Context::new(&source, false);
    assert!(document::read(&mut cx, &source).paths.is_empty());
    check(&document::read_leniently(&source));
}
