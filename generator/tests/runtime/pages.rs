//! Pages of each form on real sockets: up to the last page, after a failure, and without endless cycles.

use std::time::Duration;

use serde_json::{Value, json};

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::Call;
use crate::runtime::credentials::credential::CredentialLocation;
use crate::runtime::paging::pages::{BlockingPages, Pages};
use crate::runtime::paging::walk::{PageStep, Turn};
use crate::runtime::requests::operation::Operation;
use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::responses::response::Response;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::transports::reqwest_transport;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::server::{Reply, Server, response};

static LIST: Operation =
    Operation::new("list", "GET", "/v1/list", "application/json").secured(&[&["key"]]);

const CURSOR: PageStep = PageStep::Cursor("after");
const OFFSET: PageStep = PageStep::Offset("skip");
const PAGE: PageStep = PageStep::Page("page", 1);

fn call(server: &Server) -> Call {
    tls_ring::install();
    let client = ClientBuilder::new(server.url())
        .credential("key", CredentialLocation::Query { name: "key" }, "s3cret")
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .default_transport(reqwest_transport::connect)
        .default_blocking_transport(ureq_transport::connect)
        .build()
        .expect("a client");
    client.call(&LIST)
}

fn decode(answer: Response) -> Result<Value, CallError<NoDocumentedError>> {
    match answer.status().as_u16() {
        200 => answer.json(),
        _ => Err(answer.into_error()),
    }
}

fn turn(page: &Value) -> Turn {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Turn::new(|| Some(page["items"].as_array()?.len()))
        .next(|| text(&page["next"]))
        .more(|| page["more"].as_bool())
        .total(|| page["total"].as_u64())
}

fn open(page: Value) -> Option<Vec<Value>> {
    page["items"].as_array().cloned()
}

fn page(page: Value) -> Reply {
    response("200 OK", &page.to_string())
}

/// Returns the items, the final error and the targets of the requests, for both transports.
async fn both(
    step: PageStep,
    replies: impl Fn(&str) -> Vec<Reply>,
    begin: impl Fn(&mut Call),
) -> [(Vec<Value>, Option<String>, Vec<String>); 2] {
    let (mut first, mut second) = ((vec![], None, vec![]), (vec![], None, vec![]));
    let server = Server::answering(&replies);
    let mut call_first = call(&server);
    begin(&mut call_first);
    let mut items = Pages::new(call_first, step, decode, turn).items(open);
    while let Some(item) = items.next().await {
        assert!(first.1.is_none(), "an error is the end");
        match item {
            Ok(item) => first.0.push(item),
            Err(error) => first.1 = Some(error.to_string()),
        }
    }
    first.2 = targets(&server);
    let server = Server::answering(&replies);
    let mut call_second = call(&server);
    begin(&mut call_second);
    for item in BlockingPages::new(call_second, step, decode, turn).items(open) {
        assert!(second.1.is_none(), "an error is the end");
        match item {
            Ok(item) => second.0.push(item),
            Err(error) => second.1 = Some(error.to_string()),
        }
    }
    second.2 = targets(&server);
    [first, second]
}

fn targets(server: &Server) -> Vec<String> {
    let line = |request: &String| request.split(' ').nth(1).unwrap_or_default().to_owned();
    server.requests().iter().map(line).collect()
}

#[tokio::test]
async fn a_cursor_leads_to_the_last_page_and_a_failure_on_the_way_is_no_end() {
    let replies = |_: &str| {
        vec![
            page(json!({"items": [1, 2], "next": "a b"})),
            response("503 Service Unavailable", "{}"),
            page(json!({"items": [], "next": 7})),
            page(json!({"items": [3], "next": null})),
        ]
    };
    for (items, error, targets) in both(CURSOR, replies, |_| {}).await {
        assert_eq!((items, error), (vec![json!(1), json!(2), json!(3)], None));
        let expected = ["", "after=a%20b&", "after=a%20b&", "after=7&"];
        assert_eq!(targets, expected.map(|query| format!("/v1/list?{query}key=s3cret")));
    }
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let replies = |_: &str| {
        vec![
            page(json!({"items": [1], "next": "a"})),
            response("404 Not Found", "{}"),
            page(json!({})),
        ]
    };
    for (items, error, targets) in both(CURSOR, replies, |_| {}).await {
        assert_eq!((items, targets.len()), (vec![json!(1)], 2));
        assert!(error.expect("an error").starts_with("expected a documented status (404"));
    }
    let replies = |_: &str| vec![page(json!({"items": [1], "next": "a"})), response("200 OK", "{")];
    for (items, error, _) in both(CURSOR, replies, |_| {}).await {
        assert_eq!(items, [json!(1)]);
        assert!(error.expect("an error").starts_with("expected the rest of JSON"));
    }
}

#[tokio::test]
async fn a_way_in_circles_is_given_up() {
    let to = |next: &str| page(json!({"items": [0], "next": next}));
    let replies = |_: &str| vec![to("a"), to("b"), to("b"), to("b"), to("b")];
    for (items, error, _) in both(CURSOR, replies, |_| {}).await {
        assert_eq!(items.len(), 3);
        assert!(error.expect("an error").contains("the next one is one that came already (200"));
    }
    let replies = |_: &str| {
        let circle = ["a", "b", "c"].into_iter().cycle();
        circle.take(40).map(to).collect()
    };
    for (items, error, _) in both(CURSOR, replies, |_| {}).await {
        assert!(items.len() < 12, "{}", items.len());
        assert!(error.expect("an error").contains("one that came already"));
    }
    // The caller has set the cursor of the first page.
    let replies = |_: &str| vec![to("a"), to("a")];
    for (items, error, _) in both(CURSOR, replies, |call| call.query("after", &"a")).await {
        assert_eq!((items.len(), error.is_some()), (1, true));
    }
    // The server ignores the parameter.
    let replies = |_: &str| vec![page(json!({"items": [1]})), page(json!({"items": [1]}))];
    for step in [OFFSET, PAGE] {
        for (items, error, _) in both(step, replies, |_| {}).await {
            assert_eq!(items.len(), 2);
            assert!(error.expect("an error").contains("found the same one again"));
        }
    }
}

#[tokio::test]
async fn numbers_go_on_from_where_they_begin() {
    let ends = || page(json!({"items": []}));
    let replies =
        |_: &str| vec![page(json!({"items": [1, 2]})), page(json!({"items": [3]})), ends()];
    for (items, error, targets) in both(OFFSET, replies, |call| call.query("skip", &5)).await {
        assert_eq!((items.len(), error), (3, None));
        assert_eq!(targets, [5, 7, 8].map(|skip| format!("/v1/list?skip={skip}&key=s3cret")));
    }
    for (items, error, targets) in both(PAGE, replies, |_| {}).await {
        assert_eq!((items.len(), error), (3, None));
        let expected = ["", "page=2&", "page=3&"];
        assert_eq!(targets, expected.map(|query| format!("/v1/list?{query}key=s3cret")));
    }
    for (_, _, targets) in both(PAGE, replies, |call| call.query("page", &4)).await {
        assert_eq!(targets[1], "/v1/list?page=5&key=s3cret");
    }
}

#[tokio::test]
async fn what_a_page_says_of_the_end_saves_a_request() {
    let more = |_: &str| vec![page(json!({"items": [1], "more": false, "next": "a"}))];
    for step in [CURSOR, OFFSET, PAGE] {
        for (items, error, targets) in both(step, more, |_| {}).await {
            assert_eq!((items.len(), error, targets.len()), (1, None, 1));
        }
    }
    let total = |_: &str| vec![page(json!({"items": [1, 2], "total": 2}))];
    for step in [OFFSET, PAGE] {
        for (items, error, targets) in both(step, total, |_| {}).await {
            assert_eq!((items.len(), error, targets.len()), (2, None, 1));
        }
    }
    // The walk started after the first page, so that fewer items than `total` are received.
    let replies = |_: &str| {
        vec![
            page(json!({"items": [8, 9], "total": 12})),
            page(json!({"items": [10, 11], "total": 12})),
        ]
    };
    for (items, error, targets) in both(OFFSET, replies, |call| call.query("skip", &8)).await {
        assert_eq!((items.len(), error, targets.len()), (4, None, 2));
    }
}

fn linked(link: &str, item: u8) -> Reply {
    let body = json!({ "items": [item] }).to_string();
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    Reply::Bytes(
        format!("{head}link: {link}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes(),
    )
}

#[tokio::test]
async fn links_are_followed_on_the_same_origin_with_the_key() {
    let replies = |url: &str| {
        vec![
            linked(&format!("<{url}/v1/list?page=2>; rel=\"next\", <{url}/>; rel=first"), 1),
            linked("</elsewhere?page=3>; rel=next", 2),
            linked("<?page=4&key=own>; title=\"a, b\"; rel=\"last next\"", 3),
            linked("<page-5>; rel=next", 4),
            linked("</>; rel=prev", 5),
        ]
    };
    for (items, error, targets) in both(PageStep::Link, replies, |_| {}).await {
        assert_eq!((items.len(), error), (5, None));
        let expected = [
            "/v1/list?key=s3cret",
            "/v1/list?page=2&key=s3cret",
            "/elsewhere?page=3&key=s3cret",
            "/elsewhere?page=4&key=own",
            "/page-5?key=s3cret",
        ];
        assert_eq!(targets, expected);
    }
    let replies = |url: &str| {
        vec![
            page(json!({"items": [1], "next": format!("{url}/v1/list?cursor=x")})),
            page(json!({"items": [2], "next": ""})),
        ]
    };
    for (items, error, targets) in both(PageStep::Url, replies, |_| {}).await {
        assert_eq!((items.len(), error), (2, None));
        assert_eq!(targets[1], "/v1/list?cursor=x&key=s3cret");
    }
}

#[tokio::test]
async fn a_link_to_another_origin_is_not_followed_and_the_page_is_not_lost() {
    let elsewhere = Server::start(vec![page(json!({"items": [2]}))]);
    let port = elsewhere.url().rsplit_once(':').expect("a port").1.to_owned();
    let links = [
        format!("<{}/v1/list>; rel=next", elsewhere.url()),
        format!("<//127.0.0.1:{port}/v1/list>; rel=next"),
        "<https://127.0.0.1/v1/list>; rel=next".to_owned(),
        "<javascript:alert(1)>; rel=next".to_owned(),
        "<http://user@127.0.0.1/>; rel=next".to_owned(),
    ];
    for link in links {
        for (items, error, targets) in
            both(PageStep::Link, |_| vec![linked(&link, 1)], |_| {}).await
        {
            assert_eq!((items.len(), targets.len()), (1, 1), "{link}");
            let error = error.expect("an error");
            assert!(error.starts_with("expected the ") && !error.contains("s3cret"), "{error}");
        }
    }
    assert!(elsewhere.requests().is_empty());
}
