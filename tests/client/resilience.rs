//! Retries and timeouts: the requests that are sent again, those that never are, and the end of waiting.

use std::time::{Duration, Instant};

use http::{HeaderMap, StatusCode};
use postpress::operations::{HandleReceivedInvitation, HandleReceivedInvitationError as Failed};
use postpress::runtime::TransportErrorKind;
use postpress::types::{InstagramInvitation, InvitationAction, InvitationStatus};
use postpress::{CallError, CallOptions, Client, RetryPolicy, TransportError};

use crate::client::builder::message_of;
use crate::client::reference::ANSWER;
use crate::client::server::{NOBODY, Reply, Server, json, response};

const DOWN: &str = r#"{"title":"Down","type":"errors/network_down","status":503}"#;

/// Longer than any call in these tests takes, and shorter than the waits that a timeout cuts.
const GENEROUS: Duration = Duration::from_secs(15);

fn quick() -> RetryPolicy {
    RetryPolicy::default().base(Duration::from_millis(1))
}

fn client(url: String) -> Client {
    Client::builder().base_url(url).api_key("key").timeout(GENEROUS).retry(quick()).build().unwrap()
}

fn call(client: &Client) -> HandleReceivedInvitation {
    let body = InstagramInvitation::new("acc", InvitationAction::Accept);
    client.handle_received_invitation("inv", body)
}

fn with_key() -> CallOptions {
    CallOptions::new().header("Idempotency-Key", "idem-1")
}

fn down(headers: &[&str]) -> Reply {
    response("503 Service Unavailable", headers, DOWN)
}

fn transport_error(error: &CallError<Failed>) -> &TransportError {
    match error {
        CallError::Transport(error) => error,
        _ => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_request_that_may_have_been_processed_is_not_retried() {
    let short = || CallOptions::new().timeout(Duration::from_millis(300));
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 54\r\n\r\n".to_vec();
    let replies = [
        (down(&[]), None, true),
        (response("429 Too Many Requests", &["retry-after: 0"], DOWN), None, true),
        (Reply::Hang(Vec::new()), Some(TransportErrorKind::Timeout), false),
        (Reply::Hang(head), Some(TransportErrorKind::Timeout), false),
        (Reply::Reset, Some(TransportErrorKind::Io), false),
        (Reply::Bytes(Vec::new()), Some(TransportErrorKind::Io), false),
    ];
    for (reply, kind, retryable) in replies {
        let server = Server::start([reply, json("200 OK", ANSWER)]);
        let client = client(server.url());
        let error = call(&client).options(short()).send().await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error:?}");
        assert_eq!(error.is_retryable(), retryable, "{error:?}");
        assert_eq!(error.is_transport(), kind.is_some(), "{error:?}");
        if let Some(kind) = kind {
            assert_eq!(transport_error(&error).kind(), kind);
            assert!(transport_error(&error).request_was_sent());
        }
        assert_eq!(server.finish().len(), 1, "{error:?}");
    }
}

#[tokio::test]
async fn a_request_that_was_not_sent_is_retried() {
    let error = call(&client(NOBODY.to_owned())).send().await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable());
    assert_eq!(error.attempts(), 3);
    assert!(!transport_error(&error).request_was_sent());
    assert!(error.to_string().starts_with("no connection to the server: "), "{error}");
    assert!(error.to_string().contains(", 3 attempts in "), "{error}");

    let five = CallOptions::new().retry(quick().max_attempts(5));
    let error = call(&client(NOBODY.to_owned())).options(five).send().await.unwrap_err();
    assert_eq!(error.attempts(), 5);
    let once = CallOptions::new().retry(RetryPolicy::none());
    let error = call(&client(NOBODY.to_owned())).options(once).send().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn a_call_with_an_idempotency_key_is_retried() {
    let server = Server::start([down(&[]), Reply::Reset, json("200 OK", ANSWER)]);
    let handled = call(&client(server.url())).options(with_key()).send().await;
    assert_eq!(handled.unwrap().status, InvitationStatus::Accepted);
    let sent = server.finish();
    assert_eq!(sent.len(), 3);
    assert_eq!(sent[0].headers()["idempotency-key"], "idem-1");
    assert_eq!(sent[0], sent[1]);
    assert_eq!(sent[0], sent[2]);
}

#[tokio::test]
async fn the_last_response_is_the_error_after_all_attempts() {
    let server = Server::start([down(&[]), down(&[]), down(&["x-request-id: third"]), down(&[])]);
    let error = call(&client(server.url())).options(with_key()).send().await;
    let error = error.unwrap_err();
    assert!(matches!(error.api(), Some(Failed::ServiceUnavailable(_))));
    assert_eq!((error.attempts(), error.request_id()), (3, Some("third")));
    assert_eq!(server.finish().len(), 3);
}

#[tokio::test]
async fn a_permanent_error_is_not_retried() {
    for status in ["401 Unauthorized", "403 Forbidden", "418 I'm a teapot", "501 Not Implemented"] {
        let body = DOWN.replace("network_down", "expired_credentials");
        let server = Server::start([json(status, &body), json("200 OK", ANSWER)]);
        let error = call(&client(server.url())).options(with_key()).send().await;
        assert_eq!(error.unwrap_err().attempts(), 1, "{status}");
        assert_eq!(server.finish().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn the_retry_mark_of_an_error_code_takes_precedence_over_its_status() {
    let body = |name: &str| DOWN.replace("network_down", name);
    let (passing, lasting) = (body("provider_error"), body("no_handler"));
    let server = Server::start([json("501 Not Implemented", &passing), json("200 OK", ANSWER)]);
    let handled = call(&client(server.url())).options(with_key()).send().await;
    assert_eq!(handled.unwrap().status, InvitationStatus::Accepted);
    assert_eq!(server.finish().len(), 2);
    let server = Server::start([json("503 Service Unavailable", &lasting), json("200 OK", ANSWER)]);
    let error = call(&client(server.url())).options(with_key()).send().await.unwrap_err();
    assert!(!error.is_retryable() && error.attempts() == 1);
    assert_eq!(server.finish().len(), 1);
}

#[tokio::test]
async fn retry_after_is_obeyed() {
    let server = Server::start([down(&["retry-after: 1"]), json("200 OK", ANSWER)]);
    let begun = Instant::now();
    let handled = call(&client(server.url())).options(with_key()).send().await;
    assert!(handled.is_ok());
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.finish().len(), 2);
}

#[tokio::test]
async fn a_retry_after_beyond_the_timeout_is_returned_to_the_caller() {
    let server = Server::start([down(&["retry-after: 3600"]), json("200 OK", ANSWER)]);
    let begun = Instant::now();
    let error = call(&client(server.url())).options(with_key()).send().await;
    let error = error.unwrap_err();
    assert!(begun.elapsed() < GENEROUS);
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.finish().len(), 1);
}

#[tokio::test]
async fn a_retry_after_date_is_converted_to_a_duration() {
    let past = "retry-after: Wed, 21 Oct 2015 07:28:00 GMT";
    let server = Server::start([down(&[past])]);
    let error = call(&client(server.url())).send().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    server.only_request();
}

#[tokio::test]
async fn a_call_ends_at_its_timeout() {
    let mut drops = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".to_vec();
    drops.resize(drops.len() + 1000, b' ');
    let slow = Reply::Drip(drops, Duration::from_millis(20));
    for reply in [Reply::Hang(Vec::new()), slow] {
        let server = Server::start([reply]);
        let begun = Instant::now();
        let options = CallOptions::new().timeout(Duration::from_millis(200));
        let error = call(&client(server.url())).options(options).send().await;
        let error = error.unwrap_err();
        assert!(begun.elapsed() >= Duration::from_millis(200));
        assert!(begun.elapsed() < GENEROUS);
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(message_of(&error), "no response in time");
        server.only_request();
    }
}

#[tokio::test]
async fn a_slow_body_is_read_to_its_end() {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", ANSWER.len());
    let drops = format!("{head}{ANSWER}").into_bytes();
    let server = Server::start([Reply::Drip(drops, Duration::from_millis(1))]);
    let handled = call(&client(server.url())).send().await.unwrap();
    assert_eq!(handled.status, InvitationStatus::Accepted);
    server.only_request();
}

#[tokio::test]
async fn a_body_beyond_max_body_is_an_error() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n28\r\n";
    let chunk = " ".repeat(40);
    let chunked = format!("{chunked}{chunk}\r\n28\r\n{chunk}\r\n0\r\n\r\n");
    for reply in [json("200 OK", &" ".repeat(65)), Reply::Bytes(chunked.into_bytes())] {
        let server = Server::start([reply]);
        let client =
            Client::builder().base_url(server.url()).api_key("key").max_body(64).build().unwrap();
        let error = call(&client).options(with_key()).send().await.unwrap_err();
        assert_eq!(transport_error(&error).kind(), TransportErrorKind::TooLarge);
        assert_eq!(error.attempts(), 1);
        assert_eq!(
            message_of(&error),
            "the response is too large: raise `max_body` on the client's builder"
        );
        server.only_request();
    }
    // A body of exactly the limit is accepted.
    let server = Server::start([json("200 OK", ANSWER)]);
    let client = Client::builder()
        .base_url(server.url())
        .api_key("key")
        .max_body(ANSWER.len())
        .build()
        .unwrap();
    assert!(call(&client).send().await.is_ok());
    server.only_request();
}

#[tokio::test]
async fn clones_send_concurrently() {
    let server = Server::start((0..16).map(|_| json("200 OK", ANSWER)));
    let client = client(server.url());
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client).send().await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().status, InvitationStatus::Accepted);
    }
    assert_eq!(server.finish().len(), 16);
}

#[tokio::test]
async fn a_custom_transport_gets_the_request_and_the_limits() {
    let client = Client::builder()
        .api_key("key")
        .timeout(GENEROUS)
        .max_body(77)
        .transport(|request: http::Request<bytes::Bytes>, options: postpress::runtime::SendOptions| async move {
            assert_eq!(request.uri(), "https://api.postpress.ai/v1/users/invite/received/inv");
            assert_eq!(options.max_body, 77);
            assert!(options.timeout <= GENEROUS);
            let mut answer = http::Response::new(bytes::Bytes::from_static(ANSWER.as_bytes()));
            *answer.headers_mut() = HeaderMap::new();
            Ok(answer)
        })
        .build()
        .unwrap();
    let handled = call(&client).send().await.unwrap();
    assert_eq!(handled.status, InvitationStatus::Accepted);
}

#[cfg(not(feature = "blocking"))]
#[test]
fn a_blocking_call_without_the_feature_names_it() {
    let server = Server::start([]);
    let error = call(&client(server.url())).send_blocking().unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        message_of(&error),
        "`handleReceivedInvitation` was not sent: the client has no blocking transport: \
         enable the feature `blocking` or call `blocking_transport` on its builder"
    );
    assert_eq!(server.finish(), []);
}
