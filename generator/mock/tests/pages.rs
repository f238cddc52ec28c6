//! Paged lists end, whatever the form of their pages.

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use serde_json::{Value, json};
use specwright_mock::Mock;

/// Creates a mock with one list. `operation` contains its parameters, pages and response.
fn mock(operation: &str) -> Mock {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Lists, version: '1' }}\npaths:\n  /list:\n    get: {{ operationId: list, {operation} }}\n"
    );
    Mock::from_text("api.yaml", text).unwrap()
}

fn response(schema: &str) -> String {
    format!(
        "responses: {{ '200': {{ description: A page., content: {{ application/json: {{ {schema} }} }} }} }}"
    )
}

fn get(mock: &Mock, target: &str) -> (HeaderMap, Value) {
    let request = Request::get(target).header("host", "localhost:1").body(Bytes::new()).unwrap();
    let response: Response<Bytes> = mock.answer(&request);
    assert_eq!(response.status(), 200, "{target}: {:?}", response.body());
    let body = serde_json::from_slice(response.body()).unwrap();
    (response.headers().clone(), body)
}

fn body(mock: &Mock, target: &str) -> Value {
    get(mock, target).1
}

#[test]
fn a_cursor_leads_to_the_last_page() {
    let query = "parameters: [{ name: cursor, in: query, schema: { type: string } }]";
    let object = |members: &str| {
        response(&format!(
            "schema: {{ type: object, required: [next_cursor], properties: {{ items: {{ type: array, items: {{ type: string }} }}, {members} }} }}"
        ))
    };
    for (next, last) in [
        ("next_cursor: { type: string }", json!({"items": ["string"], "next_cursor": ""})),
        (
            "next_cursor: { type: [string, 'null'] }",
            json!({"items": ["string"], "next_cursor": null}),
        ),
        (
            "next_cursor: { type: [string, 'null'] }, has_more: { type: boolean }",
            json!({"items": ["string"], "next_cursor": null, "has_more": false}),
        ),
    ] {
        let mock = mock(&format!("{query}, {}", object(next)));
        let first = body(&mock, "/list");
        assert_eq!(first["next_cursor"], "string", "{first}");
        assert_eq!(body(&mock, "/list?cursor=string"), last);
    }
}

#[test]
fn a_cursor_is_one_that_the_operation_takes() {
    let schema = response(
        "schema: { type: object, properties: { items: { type: array, items: {} }, next: { type: string } } }, example: { items: [1], next: written }",
    );
    let pages = "x-pagination: { style: cursor, parameter: from, items: items, next: next }";
    for (of_cursor, next) in [
        ("{ type: string }", "written"),
        ("{ type: integer }", "2"),
        ("{ type: string, format: uuid }", "00000000-0000-4000-8000-000000000002"),
        ("{ type: string, enum: [a, b] }", "a"),
    ] {
        let query = format!("parameters: [{{ name: from, in: query, schema: {of_cursor} }}]");
        let mock = mock(&format!("{pages}, {query}, {schema}"));
        assert_eq!(body(&mock, "/list"), json!({"items": [1], "next": next}));
        assert_eq!(body(&mock, &format!("/list?from={next}")), json!({"items": [1]}));
    }
}

#[test]
fn an_example_that_is_the_last_page_stays_one() {
    let query = "parameters: [{ name: cursor, in: query, schema: { type: string } }]";
    let schema = "schema: { type: object, properties: { items: { type: array, items: {} }, next_cursor: { type: [string, 'null'] }, has_more: { type: boolean } } }";
    for example in [
        json!({"items": [1], "next_cursor": null, "has_more": false}),
        json!({"items": [1], "has_more": false}),
    ] {
        let mock =
            mock(&format!("{query}, {}", response(&format!("{schema}, example: {example}"))));
        let shown = body(&mock, "/list");
        assert_eq!((&shown["items"], &shown["has_more"]), (&json!([1]), &json!(false)));
        assert_eq!(shown.get("next_cursor").unwrap_or(&Value::Null), &Value::Null);
    }
}

#[test]
fn numbered_pages_end_by_their_words_or_by_an_empty_page() {
    let list = "items: { type: array, items: { type: integer } }";
    let object = |members: &str| {
        response(&format!("schema: {{ type: object, properties: {{ {list}, {members} }} }}"))
    };
    let query = |name: &str| {
        format!("parameters: [{{ name: {name}, in: query, schema: {{ type: integer }} }}]")
    };
    let paged = |style: &str, members: &str, at: &str| {
        let style = format!("x-pagination: {{ style: {style}, parameter: at, items: items{at} }}");
        mock(&format!("{style}, {}, {}", query("at"), object(members)))
    };
    let of_items = |list: &[i32]| json!({"items": list});

    let pages = paged("page", "", "");
    for (target, items) in [("/list", &[0][..]), ("/list?at=1", &[0]), ("/list?at=2", &[])] {
        assert_eq!(body(&pages, target), of_items(items), "{target}");
    }
    let pages = paged("page", "more: { type: boolean }", ", more: more, first: 0");
    assert_eq!(body(&pages, "/list"), json!({"items": [0], "more": true}));
    assert_eq!(body(&pages, "/list?at=1"), json!({"items": [0], "more": false}));
    assert_eq!(body(&pages, "/list?at=2"), json!({"items": [], "more": false}));

    let offsets = paged("offset", "", "");
    assert_eq!(body(&offsets, "/list?at=0"), of_items(&[0]));
    assert_eq!(body(&offsets, "/list?at=1"), of_items(&[]));
    let offsets = paged("offset", "count: { type: integer }", ", total: count");
    for (target, items) in [("/list", &[0][..]), ("/list?at=1", &[0]), ("/list?at=2", &[])] {
        assert_eq!(body(&offsets, target), json!({"items": items, "count": 2}), "{target}");
    }
}

#[test]
fn a_link_leads_to_the_last_page_of_this_mock() {
    let list = response("schema: { type: array, items: { type: integer } }");
    let mock = mock(&format!("x-pagination: {{ style: link }}, {list}"));
    let (headers, first) = get(&mock, "/list?limit=1");
    let link = "<http://localhost:1/list?limit=1&mock-page=2>; rel=\"next\"";
    assert_eq!(headers["link"], link);
    let (headers, last) = get(&mock, "/list?limit=1&mock-page=2");
    assert_eq!((headers.get("link"), first), (None, last));
}

#[test]
fn a_url_in_the_page_leads_to_the_last_one_without_credentials() {
    let schema = "schema: { type: object, required: [items], properties: { items: { type: array, items: { type: integer } }, next: { type: string, format: uri } } }, example: { items: [7], next: 'https://elsewhere.example/list?page=2' }";
    let text = format!(
        "openapi: 3.1.0\ninfo: {{ title: Lists, version: '1' }}\nsecurity: [{{ key: [] }}]\ncomponents: {{ securitySchemes: {{ key: {{ type: apiKey, in: query, name: api_key }} }} }}\npaths:\n  /list:\n    get: {{ x-pagination: {{ style: link, next: next, items: items }}, {} }}\n",
        response(schema)
    );
    let mock = Mock::from_text("api.yaml", text).unwrap();
    let first = body(&mock, "/list?api_key=k&q=1");
    assert_eq!(first, json!({"items": [7], "next": "http://localhost:1/list?q=1&mock-page=2"}));
    assert_eq!(body(&mock, "/list?q=1&mock-page=2&api_key=k"), json!({"items": [7]}));
}

#[test]
fn what_was_created_is_one_page() {
    let text = "
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      parameters: [{ name: page, in: query, schema: { type: integer, minimum: 1 } }, { name: limit, in: query, schema: { type: integer } }]
      responses: { '200': { description: A page., content: { application/json: { schema: { type: object, properties: { data: { type: array, items: { $ref: '#/components/schemas/Pet' } }, has_more: { type: boolean } } } } } } }
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { description: Created., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  /pets/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: A pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
components: { schemas: { Pet: { type: object, properties: { id: { type: string }, name: { type: string } } } } }
";
    let mock = Mock::from_text("api.yaml", text).unwrap().stateful();
    for name in ["a", "b"] {
        let request = Request::post("/pets").header("content-type", "application/json");
        let sent = mock.answer(&request.body(json!({"name": name}).to_string().into()).unwrap());
        assert_eq!(sent.status(), 201);
    }
    let first = body(&mock, "/pets");
    let names: Vec<_> = first["data"].as_array().unwrap().iter().map(|pet| &pet["name"]).collect();
    assert_eq!((names, &first["has_more"]), (vec![&json!("a"), &json!("b")], &json!(false)));
    assert_eq!(body(&mock, "/pets?page=2"), json!({"data": [], "has_more": false}));
}

#[test]
fn a_list_that_is_no_page_stays_as_it_is() {
    let list = response("schema: { type: array, items: { type: integer } }");
    let plain = mock(&format!("x-pagination: false, {list}"));
    assert_eq!(body(&plain, "/list?mock-page=2&page=9"), json!([0]));
}

#[test]
fn a_page_has_as_many_items_as_the_request_asks_for() {
    let limit = "{ name: SIZE, in: query, schema: { type: integer, maximum: 50 } }";
    let page = |name: &str, array: &str| {
        let list = format!("items: {{ type: array, items: {{ type: integer }}{array} }}");
        let schema = format!(
            "schema: {{ type: object, required: [next_cursor], properties: {{ {list}, next_cursor: {{ type: [string, 'null'] }} }} }}"
        );
        let cursor = "{ name: cursor, in: query, schema: { type: string } }";
        mock(&format!(
            "parameters: [{cursor}, {}], {}",
            limit.replace("SIZE", name),
            response(&schema)
        ))
    };
    let count = |mock: &Mock, target: &str| body(mock, target)["items"].as_array().unwrap().len();
    for name in ["limit", "page_size", "pageSize", "per_page", "maxResults", "'page[size]'", "$top"]
    {
        let mock = page(name, "");
        let name = name.trim_matches('\'').replace('[', "%5B").replace(']', "%5D");
        assert_eq!(count(&mock, "/list"), 1, "{name}");
        for size in [1, 3, 50] {
            assert_eq!(count(&mock, &format!("/list?{name}={size}")), size, "{name}");
        }
        // The second page is the last one.
        let first = body(&mock, &format!("/list?{name}=3"));
        let target = format!("/list?{name}=3&cursor={}", first["next_cursor"].as_str().unwrap());
        assert_eq!(body(&mock, &target)["next_cursor"], Value::Null, "{name}");
        let request = Request::get(format!("/list?{name}=51")).body(Bytes::new()).unwrap();
        assert_eq!(mock.answer(&request).status(), 422, "{name}");
    }
    // A page is what its schema says, and an unlimited parameter does not fill the memory.
    assert_eq!(count(&page("limit", ", maxItems: 2"), "/list?limit=3"), 1);
    assert_eq!(count(&page("limit", ", uniqueItems: true"), "/list?limit=3"), 1);
    let unlimited = limit.replace("SIZE", "limit").replace(", maximum: 50", "");
    let list = response("schema: { type: array, items: { type: integer } }");
    let mock = mock(&format!("x-pagination: {{ style: link }}, parameters: [{unlimited}], {list}"));
    assert_eq!(body(&mock, "/list?limit=1000000000").as_array().unwrap().len(), 1_000);
}

#[test]
fn offsets_go_on_behind_a_page_of_the_size_that_is_asked_for() {
    let query = |name: &str| format!("{{ name: {name}, in: query, schema: {{ type: integer }} }}");
    let list = response(
        "schema: { type: object, properties: { items: { type: array, items: { type: integer } }, count: { type: integer } } }",
    );
    let style = "x-pagination: { style: offset, parameter: at, items: items, total: count }";
    let mock = mock(&format!("{style}, parameters: [{}, {}], {list}", query("at"), query("limit")));
    let all = json!({"items": [0, 0, 0], "count": 6});
    assert_eq!(body(&mock, "/list?limit=3"), all);
    assert_eq!(body(&mock, "/list?limit=3&at=3"), all);
    assert_eq!(body(&mock, "/list?limit=3&at=6"), json!({"items": [], "count": 6}));
}

#[test]
fn a_list_with_the_url_of_the_next_page_ends() {
    let schema = "schema: { type: object, required: [count, next, previous, results], properties: { \
                  count: { type: integer }, next: { type: [string, 'null'], format: uri }, \
                  previous: { type: [string, 'null'], format: uri }, \
                  results: { type: array, items: { type: string } } } }";
    for parameters in ["page", "limit, in: query, schema: { type: integer } }, { name: offset"] {
        let parameters = format!(
            "parameters: [{{ name: {parameters}, in: query, schema: {{ type: integer }} }}]"
        );
        let mock = mock(&format!("{parameters}, {}", response(schema)));
        let first = body(&mock, "/list");
        let next = first["next"].as_str().unwrap_or_else(|| panic!("{first}"));
        let target = next.strip_prefix("http://localhost:1").unwrap_or(next);
        assert_eq!(body(&mock, target)["next"], Value::Null, "{target}");
    }
}
