//! Both transports with valid and invalid servers.

use std::error::Error;
use std::time::Duration;

use crate::runtime::client::api_client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::CallOptions;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::transports::reqwest_transport;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::traits::{
    SendOptions, TransportError, TransportErrorKind, TransportSettings,
};
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::messages::message_of;
use crate::runtime_tests::sample::{API_KEY, KEY, PARCEL, Parcel, SendParcelError, parcel};
use crate::runtime_tests::server::{Reply, Server, closed_port, response};

type Outcome = Result<Parcel, CallError<SendParcelError>>;

fn client(url: &str) -> Client {
    builder(url).build().expect("a client")
}

fn builder(url: &str) -> ClientBuilder {
    tls_ring::install();
    ClientBuilder::new(url)
        .credential("apiKey", API_KEY, KEY)
        .max_body(64 * 1024)
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .default_transport(reqwest_transport::connect)
        .default_blocking_transport(ureq_transport::connect)
}

/// Sends a parcel with each transport to a server with these replies.
async fn both(replies: impl Fn() -> Vec<Reply>) -> [(Outcome, Server); 2] {
    both_with(replies, CallOptions::new).await
}

async fn both_with(
    replies: impl Fn() -> Vec<Reply>,
    options: impl Fn() -> CallOptions,
) -> [(Outcome, Server); 2] {
    let server = Server::start(replies());
    let call = client(&server.url()).send_parcel("d1", &parcel());
    let first = call.options(options()).send().await;
    let twin = Server::start(replies());
    let call = client(&twin.url()).send_parcel("d1", &parcel());
    let second = call.options(options()).send_blocking();
    [(first, server), (second, twin)]
}

fn transport(outcome: &Outcome) -> &TransportError {
    match outcome {
        Err(CallError::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_bytes_on_the_wire_are_those_of_the_request() {
    for (outcome, server) in both(|| vec![response("200 OK", PARCEL)]).await {
        assert_eq!(outcome.unwrap(), parcel());
        let [request] = server.requests().try_into().expect("one request");
        let (head, body) = request.split_once("\r\n\r\n").expect("a head and a body");
        let mut lines: Vec<_> = head.lines().map(str::to_ascii_lowercase).collect();
        assert_eq!(lines.remove(0), "post /v1/depots/d1/parcels http/1.1");
        lines.sort_unstable();
        assert_eq!(
            lines,
            [
                "accept: application/json".to_owned(),
                format!("content-length: {}", PARCEL.len()),
                "content-type: application/json".to_owned(),
                server.url().replace("http://", "host: "),
                concat!("user-agent: ", env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))
                    .to_owned(),
                format!("x-api-key: {KEY}"),
            ]
        );
        assert_eq!(body, PARCEL);
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    for status in ["302 Found", "307 Temporary Redirect"] {
        let thief = Server::start(vec![response("200 OK", PARCEL)]);
        let location = thief.url();
        let redirect = || {
            let head = format!("HTTP/1.1 {status}\r\nlocation: {location}/steal\r\n");
            let text = format!("{head}content-length: 0\r\nconnection: close\r\n\r\n");
            vec![Reply::Bytes(text.into_bytes())]
        };
        for (outcome, _server) in both(redirect).await {
            let error = outcome.unwrap_err();
            assert!(error.is_unexpected(), "{error}");
            assert_eq!(error.headers().unwrap()["location"], format!("{location}/steal"));
        }
        assert_eq!(thief.requests(), [""; 0]);
    }
}

#[tokio::test]
async fn an_error_status_is_an_answer() {
    let reply = || vec![response("401 Unauthorized", r#"{"title": "No"}"#)];
    for (outcome, _server) in both(reply).await {
        let error = outcome.unwrap_err();
        assert_eq!(message_of(&error), "No (401 Unauthorized)");
    }
}

#[tokio::test]
async fn a_body_cut_short_is_a_broken_connection() {
    let reply = || {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
        vec![Reply::Bytes(format!("{head}{PARCEL}").into_bytes())]
    };
    for (outcome, server) in both(reply).await {
        let error = transport(&outcome);
        assert_eq!(error.kind(), TransportErrorKind::Io, "{error:?}");
        assert!(error.request_was_sent());
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn garbage_is_a_broken_connection() {
    for bytes in [&b"\x16\x03\x01 what is this\r\n\r\n"[..], b""] {
        for (outcome, server) in both(|| vec![Reply::Bytes(bytes.to_vec())]).await {
            let error = transport(&outcome);
            assert_eq!(error.kind(), TransportErrorKind::Io, "{error:?}");
            assert!(error.request_was_sent());
            assert_eq!(server.requests().len(), 1);
        }
    }
}

#[tokio::test]
async fn a_body_too_large_is_not_taken_in() {
    let announced = || {
        let text = "HTTP/1.1 200 OK\r\ncontent-length: 65537\r\n\r\n";
        vec![Reply::Hang(text.as_bytes().to_vec())]
    };
    let unannounced = || {
        let mut bytes = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
        bytes.resize(bytes.len() + 65_537, b' ');
        vec![Reply::Hang(bytes)]
    };
    for (outcome, _server) in both(announced).await.into_iter().chain(both(unannounced).await) {
        let error = transport(&outcome);
        assert_eq!(error.kind(), TransportErrorKind::TooLarge, "{error:?}");
        assert!(!outcome.unwrap_err().is_retryable());
    }
    let padding = || " ".repeat(65_536 - PARCEL.len());
    let full = || vec![response("200 OK", &format!("{PARCEL}{}", padding()))];
    for (outcome, _server) in both(full).await {
        assert_eq!(outcome.unwrap(), parcel());
    }
}

#[tokio::test]
async fn an_announced_length_beyond_the_memory_is_not_believed() {
    let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n".to_vec();
    bytes.resize(bytes.len() + 65_536, b' ');
    let server = Server::start(vec![Reply::Bytes(bytes)]);
    let client = builder(&server.url()).max_body(usize::MAX).build().unwrap();
    let outcome = client.send_parcel("d1", &parcel()).send().await;
    assert_eq!(transport(&outcome).kind(), TransportErrorKind::Io);
}

#[tokio::test]
async fn a_silent_server_costs_no_more_than_the_time_given() {
    let silent = || vec![Reply::Hang(Vec::new())];
    let halting = || vec![Reply::Hang(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec())];
    let options = || CallOptions::new().timeout(Duration::from_millis(200));
    let silent = both_with(silent, options).await;
    let halting = both_with(halting, options).await;
    for (outcome, server) in silent.into_iter().chain(halting) {
        let error = outcome.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(message_of(&error), "no response in time");
        // A POST that may have been received is not sent again.
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_tried_three_times() {
    let client = client(&closed_port());
    let first = client.send_parcel("d1", &parcel()).send().await;
    let second = client.send_parcel("d1", &parcel()).send_blocking();
    for outcome in [first, second] {
        let error = outcome.unwrap_err();
        assert!(error.is_connect() && error.is_retryable(), "{error:?}");
        assert_eq!(error.attempts(), 3);
        let shown = format!("{error} {error:?}");
        assert!(shown.starts_with("no connection to the server: "), "{shown}");
        assert!(!shown.contains(KEY), "{shown}");
        assert!(shown.contains("[sendParcel: POST http://127.0.0.1:"), "{shown}");
    }
}

#[tokio::test]
async fn a_transport_error_tells_nothing_of_the_query() {
    let closed = closed_port();
    let placement =
        crate::runtime::credentials::credential::CredentialLocation::Query { name: "key" };
    let client = builder(&closed).credential("apiKey", placement, KEY).build().unwrap();
    let first = client.send_parcel("d1", &parcel()).send().await;
    let second = client.send_parcel("d1", &parcel()).send_blocking();
    for outcome in [first, second] {
        let error = outcome.unwrap_err();
        let mut shown = format!("{error} {error:?}");
        let mut source = error.source();
        while let Some(cause) = source {
            shown.push_str(&format!(" {cause} {cause:?}"));
            source = cause.source();
        }
        assert!(!shown.contains(KEY), "{shown}");
    }
}

#[tokio::test]
async fn a_get_sends_no_body() {
    let server = Server::start(vec![response("200 OK", "[]"), response("200 OK", "[]")]);
    let client = client(&server.url());
    for blocking in [false, true] {
        let mut call = client.call(&crate::runtime_tests::requests::PLAIN);
        call.query("q", &"a b");
        let answer = match blocking {
            false => call.send().await,
            true => call.send_blocking(),
        };
        assert_eq!(answer.unwrap().body(), "[]");
    }
    for request in server.requests() {
        assert!(request.starts_with("GET /plain?q=a%20b HTTP/1.1\r\n"), "{request}");
        assert!(!request.to_ascii_lowercase().contains("content-length"), "{request}");
        assert!(!request.contains(KEY), "{request}");
    }
}

#[tokio::test]
async fn a_server_without_tls_gets_no_request() {
    let garbage = || (0..3).map(|_| Reply::Bytes(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()));
    for blocking in [false, true] {
        let server = Server::start(garbage().collect());
        let client = client(&server.url().replace("http:", "https:"));
        let call = client.send_parcel("d1", &parcel());
        let outcome = match blocking {
            false => call.send().await,
            true => call.send_blocking(),
        };
        let error = outcome.unwrap_err();
        // The errors of ureq do not distinguish the handshake from later steps.
        assert!(error.is_transport() && (blocking || error.is_connect()), "{error:?}");
        for request in server.requests() {
            assert!(!request.contains("/v1/") && !request.contains(KEY));
        }
    }
}

#[tokio::test]
async fn a_path_parameter_stays_one_segment_on_the_wire() {
    for (depot, segment) in [("../x?y#z", "..%2Fx%3Fy%23z"), ("%2e%2e", "%252e%252e")] {
        let server = Server::start(vec![response("200 OK", PARCEL), response("200 OK", PARCEL)]);
        let client = client(&server.url());
        let sent = client.send_parcel(depot, &parcel()).send().await;
        assert_eq!(sent.unwrap(), parcel());
        let sent = client.send_parcel(depot, &parcel()).send_blocking();
        assert_eq!(sent.unwrap(), parcel());
        for request in server.requests() {
            let expected = format!("POST /v1/depots/{segment}/parcels HTTP/1.1\r\n");
            assert!(request.starts_with(&expected), "{request}");
        }
    }
}

/// The transport caches the host of the first request. Later URLs must not depend on it.
#[tokio::test]
async fn a_later_url_reaches_the_wire_as_the_first_does() {
    const TARGETS: [&str; 12] = [
        "/",
        "/v1/depots/d1?size=3&name=a%20b",
        "/v1?",
        "//elsewhere.example/v1",
        "/v1//depots",
        "/v1/./a/../b",
        "/v1/%2e%2E/b",
        "/v1/100%",
        "/v1/a:b@c;d,e",
        "/v1\\depots",
        "/?//elsewhere.example",
        "/v1/d?quote='a'&brackets=[1]",
    ];
    let settings = TransportSettings::new(Duration::from_secs(10));
    let replies = || TARGETS.iter().map(|_| response("200 OK", "")).collect();
    let (one, many, other) =
        (Server::start(replies()), Server::start(replies()), Server::start(replies()));
    tls_ring::install();
    let transport = reqwest_transport::connect(&settings).unwrap();
    for target in TARGETS {
        for (server, transport) in [
            (&one, reqwest_transport::connect(&settings).unwrap()),
            (&many, transport.clone()),
            (&other, transport.clone()),
        ] {
            let uri = format!("{}{target}", server.url());
            let request = http::Request::get(uri).body(bytes::Bytes::new()).unwrap();
            let options = SendOptions::new(Duration::from_secs(10), 1024);
            assert_eq!(transport.send(request, options).await.unwrap().status(), 200, "{target}");
        }
    }
    let lines = |server: &Server| -> Vec<_> {
        server.requests().iter().map(|it| it.lines().next().unwrap().to_owned()).collect()
    };
    assert_eq!(lines(&one).len(), TARGETS.len());
    assert_eq!(lines(&many), lines(&one));
    assert_eq!(lines(&other), lines(&one));
}

#[tokio::test]
async fn attempts_reach_the_server() {
    let busy = || vec![response("503 Service Unavailable", "{}"), response("200 OK", PARCEL)];
    let options = || CallOptions::new().header("idempotency-key", "once");
    for (outcome, server) in both_with(busy, options).await {
        assert_eq!(outcome.unwrap(), parcel());
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn to_drop_a_call_is_to_close_its_connection() {
    let server = Server::start(vec![Reply::Hang(Vec::new())]);
    let call = client(&server.url()).send_parcel("d1", &parcel()).send();
    // Waits until the server has received the request, before the call is dropped.
    let arrived = async {
        while server.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        outcome = call => panic!("{outcome:?}"),
        () = arrived => {}
    }
    tokio::task::spawn_blocking(move || server.wait_until_closed()).await.unwrap();
}

#[tokio::test]
async fn a_call_dropped_between_its_attempts_sends_nothing_more() {
    let busy =
        "HTTP/1.1 503 Busy\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = Server::start(vec![Reply::Bytes(busy.into()), response("200 OK", PARCEL)]);
    let waits = std::sync::Arc::new(tokio::sync::Notify::new());
    let told = std::sync::Arc::clone(&waits);
    let client = builder(&server.url())
        .after_attempt(move |attempt| {
            assert!(attempt.retry_in.is_some());
            told.notify_one();
        })
        .build()
        .unwrap();
    let options = CallOptions::new().header("Idempotency-Key", "once");
    let call = client.send_parcel("d1", &parcel()).options(options).send();
    tokio::select! {
        outcome = call => panic!("{outcome:?}"),
        () = waits.notified() => {}
    }
    drop(client);
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(server.requests().len(), 1);
}
