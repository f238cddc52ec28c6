//! The blocking transport: the same requests, errors and timeouts.

use std::time::{Duration, Instant};

use postpress::operations::{HandleReceivedInvitation, HandleReceivedInvitationError as Failed};
use postpress::runtime::TransportErrorKind;
use postpress::types::{InvitationAction, InvitationStatus, LinkedinInvitation, UnauthorizedType};
use postpress::{CallError, CallOptions, Client, RetryPolicy};

use crate::client::builder::message_of;
use crate::client::reference::{ANSWER, Example};
use crate::client::server::{NOBODY, REDIRECTS, Reply, Server, json, response};

const GENEROUS: Duration = Duration::from_secs(15);

fn client(url: &str) -> Client {
    let example = Example::read();
    Client::builder()
        .base_url(url)
        .api_key(example.header("x-api-key"))
        .timeout(GENEROUS)
        .retry(RetryPolicy::default().base(Duration::from_millis(1)))
        .build()
        .unwrap()
}

fn call(url: &str) -> HandleReceivedInvitation {
    let example = Example::read();
    let body = LinkedinInvitation::new(
        example.member("shared_secret"),
        example.member("account_id"),
        InvitationAction::Accept,
    );
    client(url).handle_received_invitation(example.invitation_id(), body)
}

fn kind(error: &CallError<Failed>) -> TransportErrorKind {
    match error {
        CallError::Transport(error) => error.kind(),
        _ => panic!("{error:?}"),
    }
}

#[test]
fn the_documented_call_is_sent_and_answered_as_documented() {
    let example = Example::read();
    let server = Server::start([json("200 OK", ANSWER)]);
    let base = format!("{}/api", server.url());
    let handled = call(&base).send_blocking().unwrap();
    assert_eq!(handled.status, InvitationStatus::Accepted);
    let host = server.url().replace("http://", "");
    let sent = server.only_request();
    assert_eq!(sent.line(), format!("POST {} HTTP/1.1", example.path()));
    assert_eq!(sent.body(), example.body());
    let mut headers = sent.headers();
    let agent = concat!("postpress/", env!("CARGO_PKG_VERSION"));
    assert_eq!(headers.remove("user-agent").as_deref(), Some(agent));
    assert_eq!(headers.remove("host"), Some(host));
    let length = headers.remove("content-length").unwrap();
    assert_eq!(length, example.body().len().to_string());
    assert_eq!(headers, example.headers.into_iter().collect());
}

#[test]
fn an_error_is_typed() {
    let body = r#"{"title":"Old","type":"errors/expired_credentials","status":401}"#;
    let server = Server::start([json("401 Unauthorized", body)]);
    let error = call(&server.url()).send_blocking().unwrap_err();
    let Some(Failed::Unauthorized(problem)) = error.api() else {
        panic!("{error:?}");
    };
    assert_eq!(problem.r#type, UnauthorizedType::ExpiredCredentials);
    assert_eq!(message_of(&error), "Old (errors/expired_credentials, 401 Unauthorized)");
    server.only_request();
}

#[test]
fn no_redirect_is_followed() {
    for status in REDIRECTS {
        let elsewhere = Server::start([]);
        let location = format!("location: {}/v1", elsewhere.url());
        let server = Server::start([response(status, &[&location], "")]);
        let error = call(&server.url()).send_blocking().unwrap_err();
        assert!(error.is_unexpected(), "{error:?}");
        assert_eq!(error.status().unwrap().to_string(), status);
        assert_eq!(server.finish().len(), 1, "{status}");
        assert_eq!(elsewhere.finish(), [], "{status}");
    }
}

#[test]
fn a_request_that_may_have_been_processed_is_not_retried() {
    let short = || CallOptions::new().timeout(Duration::from_millis(300));
    for (reply, expected) in [
        (Reply::Hang(Vec::new()), TransportErrorKind::Timeout),
        (Reply::Reset, TransportErrorKind::Io),
        (Reply::Bytes(Vec::new()), TransportErrorKind::Io),
    ] {
        let server = Server::start([reply, json("200 OK", ANSWER)]);
        let begun = Instant::now();
        let error = call(&server.url()).options(short()).send_blocking();
        let error = error.unwrap_err();
        assert!(begun.elapsed() < GENEROUS);
        assert_eq!(kind(&error), expected);
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.finish().len(), 1);
    }
}

#[test]
fn a_request_that_was_not_sent_is_retried() {
    let error = call(NOBODY).send_blocking().unwrap_err();
    assert!(error.is_connect() && error.is_retryable());
    assert_eq!(error.attempts(), 3);
}

#[test]
fn a_body_beyond_max_body_is_an_error() {
    let server = Server::start([json("200 OK", &" ".repeat(65))]);
    let client =
        Client::builder().base_url(server.url()).api_key("key").max_body(64).build().unwrap();
    let body = LinkedinInvitation::new("AQH", "acc", InvitationAction::Accept);
    let error = client.handle_received_invitation("inv", body).send_blocking();
    assert_eq!(kind(&error.unwrap_err()), TransportErrorKind::TooLarge);
    server.only_request();
}
