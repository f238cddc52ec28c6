//! Undocumented and broken responses: the data that the error keeps, and its message.

use std::error::Error as _;
use std::time::Duration;

use http::StatusCode;
use postpress::CallError;
use postpress::operations::HandleReceivedInvitationError as Failed;
use postpress::runtime::{DecodeErrorKind, TransportErrorKind};
use postpress::types::InvitationStatus;

use crate::client::builder::message_of;
use crate::client::errors::{failure, outcome};
use crate::client::server::{Reply, json, response};

async fn decode_failure(reply: Reply) -> (DecodeErrorKind, CallError<Failed>) {
    let error = failure(reply).await;
    let CallError::Decode(decode) = &error else {
        panic!("{error:?}");
    };
    (decode.kind.clone(), error)
}

#[tokio::test]
async fn an_error_of_a_gateway_keeps_status_headers_and_body() {
    let html = "<html>bad gateway</html>";
    let headers = ["content-type: text/html", "x-request-id: edge-7", "retry-after: 7"];
    let reply = response("502 Bad Gateway", &headers, html);
    let (kind, error) = decode_failure(reply).await;
    assert!(matches!(kind, DecodeErrorKind::NotJson(_)));
    assert!(error.is_decode() && !error.is_api());
    assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY));
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    assert_eq!(error.body().unwrap(), html);
    assert_eq!(error.request_id(), Some("edge-7"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.error_type(), None);
    assert!(error.is_retryable());
    assert_eq!(
        message_of(&error),
        "expected JSON: expected value at line 1 column 1, near `<…>… …<…>` (502 Bad Gateway, text/html, 24 bytes, request edge-7)"
    );
}

#[tokio::test]
async fn a_redirect_is_an_unexpected_response() {
    let headers = ["location: https://elsewhere.example/"];
    let error = failure(response("303 See Other", &headers, "")).await;
    assert!(error.is_unexpected());
    assert_eq!(error.status(), Some(StatusCode::SEE_OTHER));
    assert_eq!(error.headers().unwrap()["location"], "https://elsewhere.example/");
    assert!(!error.is_retryable());
    assert_eq!(
        message_of(&error),
        "expected a documented status, found a redirect, which is never followed \
         (303 See Other, no content type, 0 bytes)"
    );
}

#[tokio::test]
async fn an_undocumented_success_without_the_documented_body_says_that_the_server_succeeded() {
    let error = failure(json("202 Accepted", r#"{"object":"UserInvitationHandled"}"#)).await;
    assert!(error.is_decode() && error.server_succeeded());
    assert_eq!(error.status(), Some(StatusCode::ACCEPTED));
    assert_eq!(
        message_of(&error),
        "$.status: required, but missing (202 Accepted, application/json, 34 bytes)"
    );
}

#[tokio::test]
async fn a_missing_body_is_a_decode_error() {
    for (status, shown) in [("200 OK", "200 OK"), ("401 Unauthorized", "401 Unauthorized")] {
        let (kind, error) = decode_failure(response(status, &[], "")).await;
        assert_eq!(kind, DecodeErrorKind::Empty);
        assert_eq!(error.status().unwrap().to_string(), status);
        assert_eq!(
            message_of(&error),
            format!("expected JSON, found no body ({shown}, no content type, 0 bytes)")
        );
    }
}

#[tokio::test]
async fn truncated_json_is_a_decode_error() {
    let (kind, error) = decode_failure(json("200 OK", r#"{"object":"UserInv"#)).await;
    assert!(matches!(kind, DecodeErrorKind::Truncated(_)));
    assert_eq!(
        message_of(&error),
        "expected the rest of JSON: EOF while parsing a string at line 1 column 18, near \
         `{\"…\":\"…` (200 OK, application/json, 18 bytes)"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_body_shorter_than_its_content_length_is_a_transport_error() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 54\r\n\r\n";
    let reply = Reply::Bytes(format!("{head}{{\"object\":").into_bytes());
    let error = failure(reply).await;
    let CallError::Transport(transport) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(transport.kind(), TransportErrorKind::Io);
    assert!(transport.request_was_sent());
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(!error.is_retryable());
    assert!(error.to_string().starts_with("the connection broke: "), "{error}");
}

#[tokio::test]
async fn a_mismatch_names_the_path() {
    let cases = [
        ("200 OK", "[]", "$: expected an object, found an array"),
        ("200 OK", r#"{"status":"ACCEPTED"}"#, "$.object: required, but missing"),
        ("200 OK", r#"{"object":"UserInvitationHandled"}"#, "$.status: required, but missing"),
        (
            "200 OK",
            r#"{"object":"UserInvitationHandled","status":7}"#,
            "$.status: expected a string, found 7",
        ),
        ("200 OK", r#"{"object":7,"status":"ACCEPTED"}"#, "$.object: expected a string, found 7"),
        ("401 Unauthorized", "{}", "$.title: required, but missing; $.type: required, but missing"),
        (
            "503 Service Unavailable",
            r#"{"title":"t","type":["errors/no_channel"],"status":503}"#,
            "$.type: expected a string, found an array",
        ),
        (
            "504 Gateway Timeout",
            r#"{"title":"t","type":"errors/request_timeout","status":"504"}"#,
            "$.status: expected an integer, found \"504\"",
        ),
    ];
    for (status, body, message) in cases {
        // The title of an error is shown too.
        let title =
            if body.contains(r#""title":"t""#) && !status.starts_with("200") { ": t" } else { "" };
        let (kind, error) = decode_failure(json(status, body)).await;
        let DecodeErrorKind::Mismatch(mismatch) = kind else {
            panic!("{error:?}");
        };
        assert_eq!(mismatch.to_string(), message);
        let length = body.len();
        assert_eq!(
            message_of(&error),
            format!("{message}{title} ({status}, application/json, {length} bytes)")
        );
        assert_eq!(error.source().unwrap().to_string(), message);
        assert_eq!(error.body().unwrap(), body);
    }
}

#[tokio::test]
async fn an_unlisted_enum_value_is_kept() {
    let body = r#"{"object":"UserInvitationHandled","status":"PENDING","added":{"later":[1]}}"#;
    let handled = outcome(json("200 OK", body)).await.unwrap();
    assert!(
        matches!(&handled.status, InvitationStatus::Unknown(value) if value.as_str() == "PENDING")
    );
    assert!(!handled.status.is_known());
    assert_eq!(handled.status.to_string(), "PENDING");
    assert_eq!(handled.status, "PENDING".parse().unwrap());
    assert_ne!(handled.status, InvitationStatus::Accepted);
}

#[tokio::test]
async fn a_number_without_a_fraction_is_an_integer() {
    let body = r#"{"title":"t","type":"errors/request_timeout","status":504.0}"#;
    let error = failure(json("504 Gateway Timeout", body)).await;
    assert!(matches!(error.api(), Some(Failed::GatewayTimeout(problem)) if problem.status == 504));
}
