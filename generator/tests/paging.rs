//! Paging that is detected by the names of parameters and properties.

use specwright::paged_operations;
use specwright::source::Source;

/// Returns the step, the place of the next page and that of the total of an operation with these parameters and this
/// page, without spaces.
fn detected(parameters: &[&str], page: &str) -> Option<(String, Option<String>, Option<String>)> {
    let parameter = |name: &&str| {
        let schema =
            if *name == "cursor" { "{ type: string }" } else { "{ type: integer, minimum: 1 }" };
        format!("{{ name: {name}, in: query, schema: {schema} }}")
    };
    let parameters: Vec<_> = parameters.iter().map(parameter).collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Pages, version: '1' }}\npaths:\n  /list:\n    get:\n      operationId: list\n      \
         parameters: [{}]\n      responses:\n        '200':\n          description: A page.\n          content: {{ \
         application/json: {{ schema: {{ type: object, properties: {page} }} }} }}\n",
        parameters.join(", ")
    );
    let source = Source::from_text("pages.yaml", text).unwrap();
    let paged = paged_operations(&source).into_iter().next()?;
    let next = paged.next.map(|(path, _)| path.join("."));
    Some((format!("{:?}", paged.step), next, paged.total.map(|path| path.join("."))))
}

#[test]
fn the_url_of_the_next_page_is_followed() {
    let django = "{ count: { type: integer }, next: { type: [string, 'null'] }, previous: { type: [string, 'null'] }, \
                  results: { type: array, items: { type: string } } }";
    let formats = "{ next: { anyOf: [ { type: string, format: uri }, { type: 'null' } ] }, results: { type: array, items: {} } }";
    let nested = "{ data: { type: array, items: {} }, links: { type: object, properties: { next: { type: string, format: uri } } } }";
    let url = |next: &str| Some(("Url".to_owned(), Some(next.to_owned()), None));
    for parameters in
        [&["page"][..], &["page", "page_size"], &["limit", "offset"], &["cursor", "limit"]]
    {
        assert_eq!(detected(parameters, django), url("next"), "{parameters:?}");
        assert_eq!(detected(parameters, formats), url("next"), "{parameters:?}");
        assert_eq!(detected(parameters, nested), url("links.next"), "{parameters:?}");
    }
    // Without a parameter that selects a page it is no page, and `next` may be anything.
    assert_eq!(detected(&["q"], django), None);
    let unclear = "{ next: { type: string }, results: { type: array, items: {} } }";
    assert_eq!(detected(&["page"], unclear), None);
}

#[test]
fn a_documented_total_is_the_end() {
    let by_number =
        |total: Option<&str>, step: &str| Some((step.to_owned(), None, total.map(str::to_owned)));
    let flat = "{ items: { type: array, items: {} }, total: { type: integer } }";
    let nested = "{ data: { type: array, items: {} }, meta: { type: object, properties: { total_count: { type: integer } } } }";
    let pages = "{ items: { type: array, items: {} }, total_pages: { type: integer }, count: { type: integer } }";
    let (page, offset) = ("Page(\"page\", 1)", "Offset(\"offset\")");
    for (parameters, step) in [(["page", "per_page"], page), (["offset", "limit"], offset)] {
        assert_eq!(detected(&parameters, flat), by_number(Some("total"), step));
        assert_eq!(detected(&parameters, nested), by_number(Some("meta.total_count"), step));
        // `count` may be the number of items on the page.
        assert_eq!(detected(&parameters, pages), by_number(None, step));
    }
}
