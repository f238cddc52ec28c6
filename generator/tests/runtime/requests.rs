//! The requests of calls, without sending them.

use bytes::Bytes;
use http::{HeaderValue, Method, Request};

use crate::runtime::client::call::{Call, CallOptions};
use crate::runtime::credentials::credential::CredentialLocation;
use crate::runtime::requests::invalid::{InvalidRequest, RequestPart};
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::parameter::Style;
use crate::runtime::text::secret::Secret;
use crate::runtime_tests::sample::{KEY, LIST_PARCELS, PARCEL, SEND_PARCEL, Size, builder, parcel};

pub static PLAIN: Operation = Operation {
    id: "plain",
    method: "GET",
    path: "/plain",
    accept: "",
    security: &[],
    idempotent: false,
    idempotency_key: None,
    server: None,
};

static PAIR: Operation = Operation { id: "pair", path: "/a b/{a}{b}/{c}.json", ..PLAIN_FIELDS };

static BETA: Operation =
    Operation { id: "beta", method: "QUERY", path: "/beta/{a}?beta=true", ..PLAIN_FIELDS };

static DOTS: Operation = Operation { id: "dots", path: "/a/%2E./b", ..PLAIN_FIELDS };

static SECURED: Operation = Operation {
    id: "secured",
    security: &[&[], &["query", "cookie"], &["bearer"]],
    ..PLAIN_FIELDS
};

static LOCKED: Operation =
    Operation { id: "locked", security: &[&["bearer", "apiKey"], &["other"]], ..PLAIN_FIELDS };

pub const PLAIN_FIELDS: Operation = Operation {
    id: "",
    method: "GET",
    path: "/plain",
    accept: "",
    security: &[],
    idempotent: false,
    idempotency_key: None,
    server: None,
};

const BASE: &str = "https://parcels.example/base";

pub fn call(operation: &'static Operation) -> Call {
    builder().base_url("https://parcels.example/base/").build().unwrap().call(operation)
}

pub fn uri(fill: impl FnOnce(&mut Call)) -> String {
    let mut call = call(&PLAIN);
    fill(&mut call);
    let uri = call.request().unwrap().uri().to_string();
    uri.strip_prefix("https://parcels.example/base/plain").unwrap().to_owned()
}

pub fn refusal(call: &Call) -> String {
    call.request().expect_err("refused").to_string()
}

pub fn header<'r>(request: &'r Request<Bytes>, name: &str) -> &'r HeaderValue {
    &request.headers()[name]
}

#[test]
fn a_request_carries_what_the_description_asks_for() {
    let client = builder().build().unwrap();
    let request = client.send_parcel("d 1/ü", &parcel()).request().unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://parcels.example/v1/depots/d%201%2F%C3%BC/parcels");
    assert_eq!(header(&request, "accept"), "application/json");
    assert_eq!(header(&request, "content-type"), "application/json");
    assert_eq!(header(&request, "x-api-key"), KEY);
    assert!(header(&request, "x-api-key").is_sensitive());
    assert!(header(&request, "user-agent").to_str().unwrap().contains('/'));
    assert_eq!(request.body(), PARCEL.as_bytes());
    assert!(!format!("{request:?}").contains(KEY));
}

#[test]
fn a_path_parameter_that_would_change_the_path_is_refused() {
    for (value, rule) in [
        ("", "must not be empty"),
        (".", "must not be `.` or `..`, which would change the path"),
        ("..", "must not be `.` or `..`, which would change the path"),
    ] {
        let mut call = call(&LIST_PARCELS);
        call.path("depot_id", &value);
        assert_eq!(
            refusal(&call),
            format!("`listParcels` was not sent: path parameter `depot_id` {rule}")
        );
        call.path("depot_id", &"fine");
        assert!(call.request().is_ok());
    }
    for (value, segment) in [
        ("%2e%2e", "%252e%252e"),
        ("../admin", "..%2Fadmin"),
        ("a\\..\\b", "a%5C..%5Cb"),
        ("\t..", "%09.."),
        ("...", "..."),
    ] {
        let mut call = call(&LIST_PARCELS);
        call.path("depot_id", &value);
        let request = call.request().unwrap();
        assert_eq!(request.uri().path(), format!("/base/v1/depots/{segment}/parcels"));
    }
}

#[test]
fn a_path_is_its_template_with_the_parameters_in_their_places() {
    let mut pair = call(&PAIR);
    pair.path("a", &1);
    pair.path("b", &Size::Large);
    pair.path_list("c", &["x,y", "z"]);
    assert_eq!(pair.request().unwrap().uri().path(), "/base/a%20b/1LARGE/x%2Cy,z.json");
    pair.path_list("c", &[""; 0]);
    assert_eq!(refusal(&pair), "`pair` was not sent: path parameter `c` must not be empty");
    let mut missing = call(&PAIR);
    missing.path("a", &Secret::new("a"));
    assert_eq!(
        refusal(&missing),
        "`pair` was not sent: path parameter `b` must be set; path parameter `c` must be set"
    );
    assert_eq!(
        refusal(&call(&DOTS)),
        "`dots` was not sent: the URL must not have `.` or `..` as a segment of its path"
    );
}

#[test]
fn a_query_that_the_path_has_comes_before_the_parameters() {
    let mut beta = call(&BETA);
    beta.path("a", &"x?y");
    assert_eq!(beta.request().unwrap().uri().to_string(), format!("{BASE}/beta/x%3Fy?beta=true"));
    beta.query("limit", &1);
    let request = beta.request().unwrap();
    assert_eq!(request.uri().to_string(), format!("{BASE}/beta/x%3Fy?beta=true&limit=1"));
    assert_eq!(request.method().as_str(), "QUERY");
}

#[test]
fn query_parameters_follow_their_style() {
    let list = ["a b", "c,d"];
    let letters = ["a", "c,d"];
    assert_eq!(uri(|_| ()), "");
    assert_eq!(
        uri(|call| {
            call.query("cursor", &"x&y=z");
            call.query("limit", &10);
            call.query("on", &true);
        }),
        "?cursor=x%26y%3Dz&limit=10&on=true"
    );
    assert_eq!(uri(|call| call.query_list("k", Style::Form, true, &list)), "?k=a%20b&k=c%2Cd");
    assert_eq!(uri(|call| call.query_list("k", Style::Form, false, &list)), "?k=a%20b,c%2Cd");
    assert_eq!(
        uri(|call| call.query_list("k", Style::SpaceDelimited, false, &letters)),
        "?k=a%20c%2Cd"
    );
    assert_eq!(
        uri(|call| call.query_list("k", Style::PipeDelimited, false, &list)),
        "?k=a%20b%7Cc%2Cd"
    );
    assert_eq!(uri(|call| call.query_list("k", Style::PipeDelimited, false, &[0; 0])), "");
}

#[test]
fn an_item_that_contains_the_delimiter_of_its_list_is_refused() {
    let refused = |fill: &dyn Fn(&mut Call)| {
        let mut call = call(&PLAIN);
        fill(&mut call);
        call.request().unwrap_err().to_string()
    };
    let items = ["a", "b c", "d|e", "f,g"];
    assert_eq!(
        refused(&|call| call.query_list("k", Style::SpaceDelimited, false, &items)),
        "`plain` was not sent: query parameter `k` at `/1` must not contain a space, which separates the items"
    );
    assert_eq!(
        refused(&|call| call.query_list("k", Style::PipeDelimited, false, &items)),
        "`plain` was not sent: query parameter `k` at `/2` must not contain `|`, which separates the items"
    );
    assert_eq!(
        refused(&|call| call.query_list("k", Style::TabDelimited, false, &["a", "b\tc"])),
        "`plain` was not sent: query parameter `k` at `/1` must not contain a tab, which separates the items"
    );
    let comma = "header `x-k` at `/3` must not contain a comma, which separates the items";
    assert_eq!(
        refused(&|call| call.header_list("x-k", &items)),
        format!("`plain` was not sent: {comma}")
    );
    let members = serde_json::json!({ "a": "x", "b": "y,z", "c,d": 1, "e": null });
    let of_members = |explode: bool| {
        refused(&|call| {
            call.styled(RequestPart::Header, "x-k", Style::Simple, explode, &members);
        })
    };
    for explode in [false, true] {
        let error = of_members(explode);
        assert!(error.contains("header `x-k` at `/b` must not contain a comma"), "{error}");
        assert!(error.contains("header `x-k` at `/c,d` must not"), "{error}");
        assert!(!error.contains("y,z"), "{error}");
    }
    for style in [Style::SpaceDelimited, Style::PipeDelimited] {
        let list = vec![Some("a b|c"), None];
        let error = refused(&|call| {
            call.styled(RequestPart::Query, "k", style, false, &serde_json::json!(list));
        });
        assert!(error.contains("query parameter `k` at `/0` must not contain"), "{error}");
    }
    // JSON and exploded items have a delimiter of their own.
    assert_eq!(
        uri(|call| call.query_list("k", Style::Form, true, &items)),
        "?k=a&k=b%20c&k=d%7Ce&k=f%2Cg"
    );
    let mut call = call(&PLAIN);
    call.styled(RequestPart::Header, "x-k", Style::Json, false, &serde_json::json!(items));
    assert!(call.request().is_ok());
}

#[test]
fn a_parameter_set_again_takes_the_place_of_the_first() {
    assert_eq!(
        uri(|call| {
            call.query("a", &f64::NAN);
            call.query("b", &2);
            call.query("a", &3);
        }),
        "?b=2&a=3"
    );
    assert_eq!(
        uri(|call| {
            call.query("a", &1);
            call.query_list("a", Style::Form, true, &[0; 0]);
        }),
        ""
    );
}

#[test]
fn values_without_text_are_refused() {
    let mut call = call(&PLAIN);
    call.query("share", &f64::NAN);
    call.styled(RequestPart::Query, "filter", Style::Json, false, &vec![1.0, f64::INFINITY]);
    call.header("X-Note", &"line\nbreak");
    call.json(&vec![f32::NAN]);
    let error: InvalidRequest = call.request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`plain` was not sent: query parameter `share` must be a finite number; query parameter \
         `filter` at `/1` must be a finite number; header `X-Note` must have a name and a value \
         that HTTP can carry; the body at `/0` must be a finite number"
    );
    assert_eq!(error.operation(), "plain");
    let places: Vec<_> = error.violations().iter().map(|violation| violation.place).collect();
    assert_eq!(
        places,
        [RequestPart::Query, RequestPart::Query, RequestPart::Header, RequestPart::Body]
    );
}

#[test]
fn constraints_are_checked_and_no_value_is_shown() {
    let mut broken = parcel();
    broken.owner.as_mut().unwrap().pin = "p1n".into();
    let client = builder().build().unwrap();
    let call = client.send_parcel("a depot with a name too long", &broken).call;
    assert_eq!(
        refusal(&call),
        "`sendParcel` was not sent: path parameter `depot_id` must have at most 20 characters; \
         the body at `/owner/pin` must have at least 4 characters"
    );
    assert!(!format!("{:?}", call.request()).contains("p1n"));
}

#[test]
fn headers_and_cookies_stand_in_their_order_of_precedence() {
    let client = builder()
        .header("X-Trace", "client")
        .header("X-Api-Key", "client")
        .header("X-Client", "client")
        .build()
        .unwrap();
    let mut call = client.call(&LIST_PARCELS);
    call.path("depot_id", &"d");
    call.header("X-Trace", &Secret::new("operation"));
    call.header_list("X-Sizes", &[Size::Small, Size::Large]);
    call.cookie("theme", &"dark; x=y");
    call.options(CallOptions::new().header("X-Sizes", "call").header("x-new", "call"));
    let request = call.request().unwrap();
    assert_eq!(header(&request, "x-trace"), "operation");
    assert!(header(&request, "x-trace").is_sensitive());
    assert_eq!(header(&request, "x-client"), "client");
    assert_eq!(header(&request, "x-sizes"), "call");
    assert_eq!(header(&request, "x-new"), "call");
    assert_eq!(header(&request, "x-api-key"), KEY);
    assert_eq!(header(&request, "cookie"), "theme=dark%3B%20x%3Dy");
    call.options(CallOptions::new().header("x y", "call"));
    assert_eq!(
        refusal(&call),
        "`listParcels` was not sent: header `x y` must have a name and a value that HTTP can carry"
    );
}

#[test]
fn the_first_alternative_with_all_credentials_is_used() {
    let bearer = CredentialLocation::Header { name: "Authorization", prefix: "Bearer " };
    let query = CredentialLocation::Query { name: "api key" };
    let cookie = CredentialLocation::Cookie { name: "session" };

    let client = builder().build().unwrap();
    let request = client.call(&SECURED).request().unwrap();
    assert!(request.uri().query().is_none() && !request.headers().contains_key("x-api-key"));

    let client = builder()
        .credential("bearer", bearer, "tok")
        .credential("query", query, "a b")
        .build()
        .unwrap();
    let request = client.call(&SECURED).request().unwrap();
    assert_eq!(header(&request, "authorization"), "Bearer tok");
    assert!(request.uri().query().is_none());

    let client = builder()
        .credential("bearer", bearer, "tok")
        .credential("query", query, "a b")
        .credential("cookie", cookie, "c1")
        .build()
        .unwrap();
    let mut call = client.call(&SECURED);
    call.query("q", &1);
    let request = call.request().unwrap();
    assert_eq!(request.uri().query(), Some("q=1&api%20key=a%20b"));
    assert_eq!(header(&request, "cookie"), "session=c1");
    assert!(header(&request, "cookie").is_sensitive());
    assert!(!request.headers().contains_key("authorization"));
}

#[test]
fn a_missing_credential_is_named() {
    assert_eq!(
        refusal(&call(&LOCKED)),
        "`locked` was not sent: credential `bearer` must be given to the client's builder"
    );
}

#[test]
fn a_url_too_long_is_refused() {
    let mut call = call(&PLAIN);
    call.query("q", &"x".repeat(70_000));
    assert_eq!(
        refusal(&call),
        "`plain` was not sent: the URL must be a URL of at most 65534 bytes"
    );
}

#[test]
fn a_call_shows_its_operation_alone() {
    let client = builder().build().unwrap();
    let call = client.send_parcel("d1", &parcel()).call;
    assert_eq!(
        format!("{call:?}"),
        r#"Call { operation: "sendParcel", method: "POST", path: "/v1/depots/{depot_id}/parcels", .. }"#
    );
    let options = CallOptions::new().header("X-Token", "t0ken");
    assert!(!format!("{options:?}").contains("t0ken"));
    assert_eq!(SEND_PARCEL.id, "sendParcel");
}

#[test]
fn bodies_of_other_types_are_sent_as_they_are() {
    let mut call = call(&PLAIN);
    call.body("text/csv", Bytes::from_static(b"a,b"));
    let request = call.request().unwrap();
    assert_eq!(header(&request, "content-type"), "text/csv");
    assert_eq!(request.body(), "a,b");
}
