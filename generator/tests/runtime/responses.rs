//! Decoding of responses: results, documented errors, and everything else.

use bytes::Bytes;

use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::responses::call_error::{CallError, Failure};
use crate::runtime::responses::decode_error::DecodeErrorKind;
use crate::runtime::responses::response::Response;
use crate::runtime::transports::traits::{TransportError, TransportErrorKind};
use crate::runtime_tests::sample::{PARCEL, SendParcel, SendParcelError, parcel};

pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::copy_from_slice(body.as_bytes())).unwrap().into()
}

pub fn error(status: u16, headers: &[(&str, &str)], body: &str) -> CallError<SendParcelError> {
    SendParcel::decode(response(status, headers, body)).expect_err("an error")
}

fn kind(status: u16, body: &str) -> DecodeErrorKind {
    match error(status, &[], body) {
        CallError::Decode(error) => error.kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_documented_success_is_its_type() {
    assert_eq!(SendParcel::decode(response(200, &[], PARCEL)).unwrap(), parcel());
    assert_eq!(response(204, &[], "").empty::<NoDocumentedError>().unwrap(), ());
    assert_eq!(response(200, &[], "é").text::<NoDocumentedError>().unwrap(), "é");
    assert_eq!(response(200, &[], "raw").bytes::<NoDocumentedError>().unwrap(), "raw");
}

#[test]
fn a_documented_error_is_chosen_by_its_status() {
    let body = r#"{"title": "No", "code": "LATER", "instance": "i1"}"#;
    let unauthorized = error(401, &[("retry-after", "7")], body);
    assert!(matches!(unauthorized.api(), Some(SendParcelError::Unauthorized(_))));
    assert!(unauthorized.is_api());
    assert_eq!(unauthorized.status().unwrap(), 401);
    assert_eq!(unauthorized.code(), Some("LATER"));
    assert_eq!(unauthorized.request_id(), Some("i1"));
    assert_eq!(unauthorized.retry_after().unwrap().as_secs(), 7);
    assert_eq!(unauthorized.body().unwrap(), body);
    assert_eq!(unauthorized.attempts(), 1);
    assert!(unauthorized.headers().unwrap().contains_key("retry-after"));
    assert!(matches!(error(503, &[], body).api(), Some(SendParcelError::Other(_))));
}

#[test]
fn a_documented_error_without_a_body_needs_none() {
    for body in ["", "<html>", "{}"] {
        let error = error(404, &[("request-id", "h1")], body);
        assert_eq!(error.api(), Some(&SendParcelError::NotFound), "{body}");
        assert_eq!(error.request_id(), Some("h1"));
    }
}

#[test]
fn an_undocumented_status_keeps_the_answer() {
    for (status, body) in [(418, "short and stout"), (302, ""), (304, "")] {
        let error = error(status, &[("x-request-id", "r1")], body);
        assert!(error.is_unexpected(), "{error:?}");
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(error.request_id(), Some("r1"));
        assert_eq!(error.code(), None);
    }
    let none = response(500, &[], "{}").into_error::<NoDocumentedError>();
    assert!(none.is_unexpected());
}

#[test]
fn a_body_other_than_documented_says_how() {
    for status in [200, 401] {
        assert_eq!(kind(status, " \n"), DecodeErrorKind::Empty);
        assert!(matches!(kind(status, "<html>"), DecodeErrorKind::NotJson(_)));
        assert!(matches!(kind(status, r#"{"title": "#), DecodeErrorKind::Truncated(_)));
    }
    assert!(matches!(kind(200, r#"{"title": 1}"#), DecodeErrorKind::Mismatch(_)));
    assert!(matches!(kind(401, "[]"), DecodeErrorKind::Mismatch(_)));
    let text = http::Response::new(Bytes::from_static(b"\xff"));
    let error = Response::from(text).text::<NoDocumentedError>().unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.body().unwrap(), &b"\xff"[..]);
}

#[test]
fn whether_to_try_again_is_said_by_the_code_then_by_the_status() {
    assert!(error(401, &[], r#"{"code": "LATER"}"#).is_retryable());
    assert!(!error(401, &[], "{}").is_retryable());
    assert!(error(503, &[], "{}").is_retryable());
    assert!(!error(503, &[], r#"{"code": "NEVER"}"#).is_retryable());
    assert!(!error(501, &[], "{}").is_retryable());
    assert!(error(429, &[], "").is_retryable());
    assert!(!error(418, &[], "").is_retryable());
    assert!(error(503, &[], "<html>").is_retryable());
    assert!(!error(401, &[], "<html>").is_retryable());
    let failure = |sent| -> CallError<SendParcelError> {
        Failure::from(TransportError::new(TransportErrorKind::Connect, sent)).into()
    };
    assert!(failure(false).is_retryable());
    assert!(!failure(true).is_retryable());
    assert!(failure(true).is_connect() && failure(true).is_transport());
}

#[test]
fn an_error_converts_with_its_answer() {
    let error = error(401, &[], r#"{"code": "X"}"#).map_api(|error| match error {
        SendParcelError::Unauthorized(problem) => SendParcelError::Other(problem),
        other => other,
    });
    assert!(matches!(error.api(), Some(SendParcelError::Other(_))));
    assert_eq!(error.status().unwrap(), 401);
}

#[test]
fn errors_are_small() {
    assert!(size_of::<CallError<SendParcelError>>() <= 16);
    assert!(size_of::<Failure>() <= 16);
}
