//! Requests without a body, and bodies whose media type is a range, on real sockets.

use http::Method;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::{Call, CallOptions};
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::upload::Upload;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::transports::reqwest_transport;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::requests::{PLAIN_FIELDS, refusal};
use crate::runtime_tests::server::{Server, response};

static METHODS: [Operation; 6] =
    [at("POST"), at("PUT"), at("PATCH"), at("GET"), at("DELETE"), at("OPTIONS")];

const fn at(method: &'static str) -> Operation {
    Operation { id: "move", method, path: "/move", ..PLAIN_FIELDS }
}

fn begun(server: &Server, operation: &'static Operation) -> Call {
    tls_ring::install();
    let builder = ClientBuilder::new(server.url())
        .retry(RetryPolicy::none())
        .default_transport(reqwest_transport::connect)
        .default_blocking_transport(ureq_transport::connect);
    builder.build().unwrap().call(operation)
}

/// Returns the requests of a call from both transports, by `send` and by `open`.
async fn sent(operation: &'static Operation, set: impl Fn(&mut Call)) -> Vec<String> {
    let server = Server::start((0..4).map(|_| response("200 OK", "{}")).collect());
    let call = || {
        let mut call = begun(&server, operation);
        set(&mut call);
        call
    };
    call().send().await.unwrap();
    call().open().await.unwrap().whole().await.unwrap();
    call().send_blocking().unwrap();
    call().open_blocking().unwrap().whole().unwrap();
    server.requests()
}

fn values<'r>(request: &'r str, name: &str) -> Vec<&'r str> {
    let head = request.split("\r\n\r\n").next().unwrap();
    let fields = head.lines().filter_map(|line| line.split_once(": "));
    fields.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}

#[tokio::test]
async fn a_request_that_could_have_a_body_says_that_it_has_none() {
    for operation in &METHODS {
        let sends = ["POST", "PUT", "PATCH"].contains(&operation.method);
        let expected: &[&str] = if sends { &["0"] } else { &[] };
        let requests = sent(operation, |_| {}).await;
        assert_eq!(requests.len(), 4);
        for request in requests {
            assert_eq!(values(&request, "content-length"), expected, "{request}");
            assert_eq!(values(&request, "transfer-encoding"), [""; 0], "{request}");
            assert!(request.ends_with("\r\n\r\n"), "{request}");
        }
    }
}

#[tokio::test]
async fn a_body_has_its_length_once() {
    for (body, length) in [("", "0"), ("{}", "2")] {
        for operation in METHODS.iter().take(3) {
            for request in sent(operation, |call| call.body("application/json", body)).await {
                assert_eq!(values(&request, "content-length"), [length], "{request}");
                assert_eq!(values(&request, "transfer-encoding"), [""; 0], "{request}");
                assert_eq!(values(&request, "content-type"), ["application/json"], "{request}");
            }
        }
    }
    let watched = |call: &mut Call| call.options(CallOptions::new().on_upload(|_| {}));
    for request in sent(&METHODS[0], watched).await {
        assert_eq!(values(&request, "content-length"), ["0"], "{request}");
        assert_eq!(values(&request, "transfer-encoding"), [""; 0], "{request}");
    }
}

#[test]
fn a_range_of_media_types_is_never_sent_as_the_type_of_a_body() {
    let server = Server::start(Vec::new());
    let post = |range: &'static str, file: Upload| {
        let mut call = begun(&server, &METHODS[0]);
        call.upload(range, file);
        call
    };
    let content_type = |call: &Call| {
        let request = call.request().unwrap();
        assert_eq!(request.method(), Method::POST);
        request.headers()["content-type"].to_str().unwrap().to_owned()
    };
    let png = || Upload::new("png").with_media_type("image/png");
    assert_eq!(content_type(&post("image/*", png())), "image/png");
    assert_eq!(content_type(&post("image/gif", Upload::new("gif"))), "image/gif");
    for range in ["*/*", "application/*", "application/*; q=1"] {
        assert_eq!(content_type(&post(range, Upload::new("a"))), "application/octet-stream");
    }
    for (range, file) in
        [("image/*", Upload::new("a")), ("image/png", png().with_media_type("image/*"))]
    {
        assert_eq!(
            refusal(&post(range, file)),
            "`move` was not sent: header `content-type` must be one media type, which \
             `with_media_type` gives a file: `image/*` is a range"
        );
    }
}
