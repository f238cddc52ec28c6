//! A request goes to the server of its operation, or is not sent.

use http::{HeaderMap, HeaderValue};

use crate::runtime::client::api_client::Client;
use crate::runtime::client::build_error::BuildError;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::Call;
use crate::runtime::client::call_options::CallOptions;
use crate::runtime::paging::link::follow;
use crate::runtime::requests::invalid::{InvalidRequest, RequestPart};
use crate::runtime::requests::operation::Operation;
use crate::runtime::responses::call_error::Failure;
use crate::runtime_tests::sample::{API_KEY, KEY, builder, unreachable};

const fn at(path: &'static str) -> Operation {
    Operation::new("hostile", "GET", path, "").secured(&[&["apiKey"]])
}

/// Templates that change the host if they are appended to a URL without a path.
static HOSTILE: [Operation; 14] = [
    at(".evil.test/x"),
    at("@evil.test/x"),
    at(":1/x"),
    at(":@evil.test/x"),
    at("v1/media"),
    at("\\evil.test/x"),
    at("\\\\evil.test/x"),
    at("\t/evil.test"),
    at("\n//evil.test"),
    at(" /x"),
    at("#@evil.test/"),
    at("]/x"),
    at("%2eevil.test/x"),
    at("{host}/x"),
];

/// Templates that look as if they changed the host, with their paths.
static TAME: [(Operation, &str); 7] = [
    (at("//evil.test/x"), "//evil.test/x"),
    (at("/@evil.test/x"), "/@evil.test/x"),
    (at("/\\evil.test/x"), "/%5Cevil.test/x"),
    (at("/https://evil.test/x"), "/https://evil.test/x"),
    (at("/\t/evil.test"), "/%09/evil.test"),
    (at("/a?next=//evil.test#@b"), "/a?next=//evil.test%23@b"),
    (at("?a=@evil.test"), "/?a=@evil.test"),
];

static OWN: Operation = Operation::new("own", "GET", "/x", "")
    .secured(&[&["apiKey"]])
    .on_server("https://files.example/v2/");

static BROKEN_OWN: Operation =
    Operation::new("own", "GET", "/x", "").on_server("https://me@files.example/");

const ELSEWHERE: &str = "`hostile` was not sent: the server must be the one that is set for the \
                         operation: the URL would lead to another scheme, host or port";

fn begun(base: &str, operation: &'static Operation) -> Call {
    // The transport of `builder` panics if it is reached.
    let mut call = builder().base_url(base).build().unwrap().call(operation);
    call.path("host", &".evil.test");
    call
}

fn is_refused(error: &InvalidRequest) {
    assert_eq!(error.to_string(), ELSEWHERE);
    let places: Vec<_> = error.violations().iter().map(|violation| violation.place).collect();
    assert_eq!(places, [RequestPart::Server]);
}

fn is_failed<T>(result: Result<T, Failure>) {
    match result.map(|_| ()) {
        Err(Failure::Invalid(error)) => is_refused(&error),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_template_that_would_change_the_server_is_never_sent() {
    let bases = [
        "https://parcels.example",
        "https://parcels.example/v1",
        "http://127.0.0.1:80",
        "http://[::1]",
    ];
    for base in bases {
        for operation in &HOSTILE {
            let call = || begun(base, operation);
            is_refused(&call().request().unwrap_err());
            is_refused(&call().curl().unwrap_err());
            is_failed(call().send().await);
            is_failed(call().open().await);
        }
    }
}

#[test]
fn a_path_that_only_looks_like_a_host_stays_a_path() {
    for (operation, path) in &TAME {
        let request = begun("https://parcels.example", operation).request().unwrap();
        assert_eq!(request.uri().to_string(), format!("https://parcels.example{path}"));
        assert_eq!(request.uri().authority().unwrap(), "parcels.example");
    }
}

#[test]
fn arguments_stay_in_their_places_whatever_they_say() {
    static PLACES: Operation = at("/{a}{b}/x");
    for value in
        ["//evil.test", "@evil.test", ":1", "\\evil.test", "?#", "\t\n", "http://evil.test/"]
    {
        let mut call = begun("https://parcels.example", &PLACES);
        call.path("a", &value);
        call.path_list("b", &[value, value]);
        call.query("q", &value);
        let request = call.request().unwrap();
        assert_eq!(request.uri().authority().unwrap(), "parcels.example", "{value}");
        assert_eq!(request.uri().path().matches('/').count(), 2, "{value}");
    }
}

#[test]
fn an_operation_with_a_server_of_its_own_goes_there_or_where_it_is_set_to_go() {
    let url = |builder: ClientBuilder| {
        let request = builder.build().unwrap().call(&OWN).request().unwrap();
        assert_eq!(request.headers()["x-api-key"], KEY);
        request.uri().to_string()
    };
    let fresh = || {
        let builder = ClientBuilder::new("https://parcels.example");
        builder.credential("apiKey", API_KEY, KEY).transport(unreachable())
    };
    assert_eq!(url(fresh()), "https://files.example/v2/x");
    assert_eq!(url(fresh().base_url("https://test.example")), "https://test.example/x");
    let own =
        |builder: ClientBuilder, to: &str| builder.own_server("https://files.example/v2/", to);
    assert_eq!(url(own(fresh(), "https://f.example/")), "https://f.example/x");
    let both = own(fresh().base_url("https://test.example"), "https://f.example");
    assert_eq!(url(own(both, "https://g.example:8443/a")), "https://g.example:8443/a/x");
    let plain = own(fresh(), "http://f.example").build().unwrap_err();
    assert!(matches!(plain, BuildError::PlainHttp { ref host } if host == "f.example"), "{plain}");
    let broken = own(fresh(), "https://me@f.example").build().unwrap_err();
    assert!(matches!(broken, BuildError::BaseUrl(_)), "{broken}");
    let broken = fresh().build().unwrap().call(&BROKEN_OWN).request().unwrap_err();
    assert_eq!(
        broken.to_string(),
        "`own` was not sent: the server must not hold a user name or password; give credentials \
         to the builder"
    );
}

#[test]
fn a_link_to_another_origin_or_to_the_same_page_is_not_followed() {
    let current = "https://api.example/v1/list?page=1".parse().unwrap();
    for link in [
        "//evil.test/",
        "https://evil.test/",
        "http://api.example/v1/list",
        "https://api.example:444/",
        "https://api.example@evil.test/",
        "https://me@api.example/",
        "https://api.example\\@evil.test/",
        "https:\\\\evil.test",
        "https:evil.test",
        "\\\\evil.test/x",
        "/\\evil.test/x",
        "///evil.test\\x",
        "\tjavascript:alert(1)",
        "https://api.example\n.evil.test/",
        "javascript:alert(1)",
    ] {
        assert!(follow(&current, link).is_err(), "{link}");
    }
    let address = "http://[::1]:8080/list".parse().unwrap();
    for link in ["http://[::1]evil.test:8080/", "http://[::1]*:8080/next", "//[::1]x:8080/"] {
        assert!(follow(&address, link).is_err(), "{link}");
    }
    assert!(follow(&address, "http://[::1]:8080/next").is_ok());
    // An empty reference is the page itself, not its folder (RFC 3986, section 4.4).
    for link in ["", "#next", "?page=1", "https://api.example/v1/list?page=1", "list?page=1"] {
        let same = "expected another page, found that the link leads to the same one";
        assert_eq!(follow(&current, link), Err(same), "{link}");
    }
    assert_eq!(follow(&current, "?page=2").unwrap(), "https://api.example/v1/list?page=2");
    let mut headers = HeaderMap::new();
    headers.insert("link", HeaderValue::from_static("<>; rel=next"));
    assert_eq!(crate::runtime::paging::link::next_link(&headers).as_deref(), Some(""));
}

static SECURED: Operation = Operation::new("secured", "GET", "/x", "").secured(&[&["other"]]);
static OPEN: Operation = Operation::new("open", "GET", "/x", "");
static OPEN_OR_NOT: Operation = Operation::new("open", "GET", "/x", "").secured(&[&["other"], &[]]);
static OPEN_ELSEWHERE: Operation =
    Operation::new("elsewhere", "GET", "/x", "").on_server("https://files.example/v2/");

/// Returns the value of the header for the key, and the host.
fn key(call: &Call) -> (Option<String>, String) {
    let request = call.request().unwrap();
    let key = request.headers().get("x-api-key").map(|key| key.to_str().unwrap().to_owned());
    (key, request.uri().host().unwrap().to_owned())
}

/// Returns a call with or without credentials, whatever the operation requires.
fn with(client: &Client, operation: &'static Operation, is_sent: bool) -> Call {
    let mut call = client.call(operation);
    call.options(CallOptions::new().send_credentials(is_sent));
    call
}

#[test]
fn credentials_go_everywhere_if_asked_but_to_no_server_that_is_not_set() {
    let fresh = || {
        let builder = ClientBuilder::new("https://parcels.example");
        builder.credential("apiKey", API_KEY, KEY).transport(unreachable())
    };
    let sent = Some(KEY.to_owned());
    let plain = fresh().build().unwrap();
    let everywhere = fresh().send_credentials_everywhere().build().unwrap();
    for operation in [&OPEN, &OPEN_OR_NOT] {
        assert_eq!(key(&plain.call(operation)).0, None);
        assert_eq!(key(&everywhere.call(operation)), (sent.clone(), "parcels.example".to_owned()));
        assert_eq!(key(&with(&plain, operation, true)).0, sent);
        assert_eq!(key(&with(&everywhere, operation, false)).0, None);
    }
    // The description alone names this server.
    assert_eq!(key(&everywhere.call(&OPEN_ELSEWHERE)), (None, "files.example".to_owned()));
    let set = fresh().send_credentials_everywhere();
    let set = set.own_server("https://files.example/v2/", "https://f.example").build().unwrap();
    assert_eq!(key(&set.call(&OPEN_ELSEWHERE)), (sent.clone(), "f.example".to_owned()));
    let based = fresh().send_credentials_everywhere().base_url("https://test.example");
    let based = based.build().unwrap();
    assert_eq!(key(&based.call(&OPEN_ELSEWHERE)), (sent, "test.example".to_owned()));
    // Another credential does not replace the one that an operation requires.
    assert!(everywhere.call(&SECURED).request().is_err());
}

#[test]
fn a_client_without_credentials_makes_every_call_that_needs_none() {
    let builder = || ClientBuilder::new("https://parcels.example").transport(unreachable());
    let client = builder().build().unwrap();
    assert_eq!(key(&client.call(&OPEN)).0, None);
    assert_eq!(key(&client.call(&OPEN_OR_NOT)).0, None);
    let error = client.call(&SECURED).request().unwrap_err().to_string();
    assert!(error.contains("credential `other` must be given to the client's builder"), "{error}");
    assert_eq!(key(&with(&client, &SECURED, false)).0, None);
    let lax = builder().allow_missing_credentials().build().unwrap();
    assert_eq!(key(&lax.call(&SECURED)).0, None);
}
