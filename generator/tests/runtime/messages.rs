//! The messages of errors: one useful line without secrets and control characters.

use std::error::Error;
use std::io;

use crate::runtime::json::node::Node;
use crate::runtime::responses::call_error::{CallError, Failure};
use crate::runtime::text::display_text::clean;
use crate::runtime::text::excerpt::excerpt;
use crate::runtime::transports::traits::{TransportError, TransportErrorKind};
use crate::runtime_tests::responses::{error, response};
use crate::runtime_tests::sample::{SendParcelError, builder, parcel};

/// Returns a message without the call in brackets at its end.
pub fn message_of(error: &dyn Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" [").map_or(text.as_str(), |(said, _)| said).to_owned()
}

fn message(status: u16, headers: &[(&str, &str)], body: &str) -> String {
    error(status, headers, body).to_string()
}

#[test]
fn a_documented_error_shows_what_it_says() {
    let body =
        r#"{"title": "No entry", "detail": "The key is old", "code": "KEY_OLD", "instance": "i1"}"#;
    assert_eq!(
        message(401, &[], body),
        "No entry: The key is old (KEY_OLD, 401 Unauthorized, request i1)"
    );
    assert_eq!(message(401, &[], "{}"), "Unauthorized (401 Unauthorized)");
    assert_eq!(
        message(401, &[("x-request-id", "h1")], r#"{"title": " ", "detail": "Old"}"#),
        "Unauthorized: Old (401 Unauthorized, request h1)"
    );
    assert_eq!(message(599, &[], "{}"), "error (599)");
}

#[test]
fn an_undocumented_answer_shows_its_shape() {
    assert_eq!(
        message(418, &[("content-type", "text/html")], "short"),
        "expected a documented status (418 I'm a teapot, text/html, 5 bytes)"
    );
    assert_eq!(
        message(302, &[("location", "https://evil.example/?key=1")], ""),
        "expected a documented status, found a redirect, which is never followed (302 Found, no \
         content type, 0 bytes)"
    );
}

#[test]
fn an_undecodable_answer_shows_what_was_expected() {
    let json = [("content-type", "application/json"), ("x-request-id", "r1")];
    assert_eq!(
        message(200, &json, r#"{"object": "Parcel", "size": {}}"#),
        "$.size: expected a string, found an object (200 OK, application/json, 32 bytes, request r1)"
    );
    assert_eq!(
        message(401, &json[..1], ""),
        "expected JSON, found no body (401 Unauthorized, application/json, 0 bytes)"
    );
    assert_eq!(
        message(200, &json[..1], "x"),
        "expected JSON: expected value at line 1 column 1 (200 OK, application/json, 1 byte)"
    );
    assert_eq!(
        message(200, &json[..1], "["),
        "expected the rest of JSON: EOF while parsing a list at line 1 column 1, near `[` (200 OK, \
         application/json, 1 byte)"
    );
    assert_eq!(
        message(502, &json[2..], "<html><h1 id=\"a\">Key s3cret is bad</h1></html>"),
        "expected JSON: expected value at line 1 column 1, near `<…><… …\"…\">… … … …<…><` (502 Bad \
         Gateway, no content type, 46 bytes)"
    );
}

#[test]
fn the_surroundings_of_a_mistake_are_shown_without_their_words() {
    let shown = |text: &str| {
        let error = Node::parse(text.as_bytes()).unwrap_err();
        excerpt(text.as_bytes(), error.offset()).to_string()
    };
    assert_eq!(shown(r#"{"key": NaN, "pin": 12}"#), r#"{"…": NaN, "…": …}"#);
    assert_eq!(shown("{'key': 'k3y-that'}"), "{'…': '…'}");
    assert_eq!(shown("[1,\n 2,,\n 3]"), "[…, …,, …]");
    let long = format!(r#"{{"a": "{}", oops}}"#, "s3cret ".repeat(40));
    let found = shown(&long);
    assert!(found.ends_with(r#" ", …}"#) && found.chars().count() < 80, "{found}");
    assert!(!found.contains("s3cret"));
    assert_eq!(excerpt(b"abc", 100).to_string(), "");
    assert!(excerpt(b"only words", 3).is_empty());
}

#[test]
fn the_text_of_a_server_is_made_harmless() {
    let body = "{\"title\": \"a\\u001b[2J\\nb\\u202ec\", \"code\": \"x\\u0000y\"}";
    assert_eq!(message(401, &[], body), "a[2J bc (xy, 401 Unauthorized)");
    let long = format!(r#"{{"detail": "{}"}}"#, "d".repeat(5000));
    assert!(message(401, &[], &long).len() < 400);
    assert_eq!(clean("a\u{feff}\u{200b}b\tc", 9).to_string(), "ab c");
    assert_eq!(clean("abcd", 3).to_string(), "abc…");
    assert_eq!(clean("abc\u{1}", 3).to_string(), "abc");
}

#[test]
fn no_text_of_an_error_shows_the_body_or_a_cookie() {
    let headers = [("set-cookie", "session=c00kie")];
    for (status, body) in [(200, "hidden-body"), (418, "hidden-body"), (404, "hidden-body")] {
        let error = error(status, &headers, body);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hidden-body") && !shown.contains("c00kie"), "{shown}");
        assert!(shown.contains("body_length: 11"), "{shown}");
    }
    let answer = format!("{:?}", response(200, &headers, "hidden-body"));
    assert_eq!(
        answer,
        r#"Response { status: 200, headers: {"set-cookie": Sensitive}, body_length: 11, call: None }"#
    );
}

#[test]
fn a_transport_error_shows_its_root() {
    let refused = io::Error::new(io::ErrorKind::ConnectionRefused, "refused\nby peer");
    let error = TransportError::new(TransportErrorKind::Connect, false).caused_by(refused);
    let error: CallError<SendParcelError> = Failure::from(error).into();
    assert_eq!(error.to_string(), "no connection to the server: refused by peer");
    assert_eq!(error.source().unwrap().to_string(), "refused\nby peer");
    let bare = TransportError::new(TransportErrorKind::Timeout, true);
    assert_eq!(bare.to_string(), "no response in time");
}

#[test]
fn sources_lead_to_the_cause() {
    let mismatch = error(200, &[], "[]");
    assert_eq!(mismatch.source().unwrap().to_string(), "$: expected an object, found an array");
    assert!(error(401, &[], "{}").source().is_none());
    let client = builder().build().unwrap();
    let invalid = client.send_parcel("", &parcel()).send_blocking().unwrap_err();
    assert!(invalid.is_invalid() && invalid.source().is_none());
    assert_eq!(
        invalid.to_string(),
        "`sendParcel` was not sent: path parameter `depot_id` must not be empty"
    );
    assert_eq!((invalid.attempts(), invalid.status()), (0, None));
}
