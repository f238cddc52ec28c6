//! Responses of servers that do not follow the API description.

use bytes::Bytes;
use http::{Method, Request};
use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::responses::decode_error::DecodeErrorKind;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::transports::traits::SendOptions;
use crate::runtime_tests::responses::{error, response};
use crate::runtime_tests::sample::{
    PARCEL, SEND_PARCEL, SendParcel, SendParcelError, builder, parcel,
};

const JSON: &[(&str, &str)] = &[("content-type", "application/json; charset=utf-8")];
const TEXT: &[(&str, &str)] = &[("content-type", "text/plain")];

#[test]
fn an_undocumented_status_of_success_is_read_as_the_success() {
    for status in [200, 201, 202, 203, 226, 299] {
        assert_eq!(SendParcel::decode(response(status, JSON, PARCEL)).unwrap(), parcel());
    }
}

#[test]
fn a_success_that_does_not_match_says_that_the_server_succeeded() {
    for (status, body) in [(204, ""), (200, ""), (201, "{}"), (200, "<html>")] {
        let error = error(status, &[], body);
        assert!(error.is_decode() && error.server_succeeded(), "{error}");
        assert!(!error.is_retryable(), "{error}");
        assert_eq!(error.body().unwrap(), body);
    }
    assert!(!error(503, &[], "{}").server_succeeded());
    assert!(!error(302, &[], "").server_succeeded());
}

#[test]
fn a_missing_body_is_null_where_null_is_a_value() {
    let absent = |status| response(status, &[], "").json::<Option<String>, NoDocumentedError>();
    assert_eq!(absent(204).unwrap(), None);
    assert_eq!(absent(200).unwrap(), None);
}

#[test]
fn a_string_is_read_as_json_or_as_text_by_the_media_type() {
    let of_json = |headers, body| response(200, headers, body).json::<String, NoDocumentedError>();
    assert_eq!(of_json(JSON, r#""a\tb""#).unwrap(), "a\tb");
    assert_eq!(of_json(TEXT, "plain").unwrap(), "plain");
    assert_eq!(of_json(TEXT, "5").unwrap(), "5");
    assert_eq!(of_json(&[], "plain").unwrap(), "plain");
    assert!(of_json(JSON, "plain").unwrap_err().is_decode());
    assert!(of_json(JSON, "5").unwrap_err().is_decode());
    let of_text = |headers, body| response(200, headers, body).text::<NoDocumentedError>();
    assert_eq!(of_text(JSON, r#""a\tb""#).unwrap(), "a\tb");
    assert_eq!(of_text(JSON, "{}").unwrap(), "{}");
    assert_eq!(of_text(TEXT, r#""quoted""#).unwrap(), r#""quoted""#);
}

#[test]
fn any_value_keeps_text_that_is_not_json() {
    let csv = [("content-type", "text/csv")];
    let value = response(200, &csv, "a,b\n1,2\n").json::<Value, NoDocumentedError>().unwrap();
    assert_eq!(value, json!("a,b\n1,2\n"));
    let error = response(200, JSON, "a,b").json::<Value, NoDocumentedError>().unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.body().unwrap(), "a,b");
}

#[test]
fn an_optional_member_that_does_not_match_does_not_hide_a_documented_error() {
    let error = error(401, JSON, r#"{"title": 5, "detail": null, "code": "LATER"}"#);
    assert!(error.is_retryable());
    let CallError::Api(error) = error else { panic!("{error:?}") };
    let SendParcelError::Unauthorized(problem) = &error.error else { panic!("{error:?}") };
    assert_eq!((problem.title.as_deref(), problem.code.as_deref()), (None, Some("LATER")));
    let mismatches: Vec<_> = error.mismatches.iter().map(ToString::to_string).collect();
    assert_eq!(mismatches, ["$.title: expected a string, found 5"]);
    // A result is read strictly.
    let parcel = PARCEL.replace(r#""object""#, r#""note": 5, "object""#);
    assert!(SendParcel::decode(response(200, JSON, &parcel)).unwrap_err().is_decode());
}

#[test]
fn an_undocumented_error_shows_the_message_of_the_server() {
    for body in [
        r#"{"detail": "No depot"}"#,
        r#"{"title": "Wrong", "detail": "No depot"}"#,
        r#"{"message": "No depot"}"#,
        r#"{"error": "No depot"}"#,
        r#"{"error": {"code": 5, "message": "No depot"}}"#,
        r#"{"error": "", "error_description": "No depot"}"#,
        r#"{"detail": [{"loc": ["body"], "msg": "No depot"}]}"#,
        r#"{"errors": ["No depot", "No parcel"]}"#,
    ] {
        let text = error(418, JSON, body).to_string();
        assert!(text.starts_with("expected a documented status: No depot (418"), "{text}");
    }
    for body in ["No depot", r#""No depot""#, "[]", "{}", r#"{"detail": {"a": "b"}}"#] {
        let text = error(418, JSON, body).to_string();
        assert!(text.starts_with("expected a documented status (418"), "{text}");
    }
    let text = error(401, JSON, r#"["a"]"#).to_string();
    assert!(text.starts_with("$: expected an object, found an array (401"), "{text}");
}

#[test]
fn a_documented_error_that_does_not_fit_tells_its_variant_and_keeps_its_body() {
    for (status, variant) in [(401, "Unauthorized"), (503, "Other")] {
        let CallError::Decode(error) = error(status, JSON, r#"["a"]"#) else { panic!("{status}") };
        assert_eq!(
            (error.variant, error.response.body().as_ref()),
            (Some(variant), &br#"["a"]"#[..])
        );
    }
    let error = response(200, JSON, "{").json::<Vec<String>, SendParcelError>().unwrap_err();
    assert!(matches!(error, CallError::Decode(error) if error.variant.is_none()));
}

#[test]
fn a_strict_call_reports_members_that_are_not_listed() {
    let body = PARCEL.replace("\"s3cret-pin\"", "\"s3cret-pin\",\"extra\":[1],\"gone\":null");
    let body = Bytes::from(body);
    let transport = move |_: Request<Bytes>, _: SendOptions| {
        let response = http::Response::builder().header("content-type", "application/json");
        Ok(response.body(body.clone()).unwrap())
    };
    let client = builder().blocking_transport(transport).build().unwrap();
    let options = crate::runtime::client::call::CallOptions::new;
    let send = |options| client.send_parcel("d", &parcel()).options(options).send_blocking();
    assert!(send(options()).is_ok());
    let error = send(options().strict()).unwrap_err();
    assert!(error.server_succeeded());
    let text = error.to_string();
    assert!(
        text.contains("$.owner.extra: expected no member of this name, found an array"),
        "{text}"
    );
    assert!(!text.contains("gone"), "{text}");
}

#[test]
fn a_raw_body_replaces_that_of_the_operation() {
    let mut call = builder().build().unwrap().call(&SEND_PARCEL);
    call.path("depot_id", &"d");
    call.json(&f64::NAN);
    call.raw_body("text/csv", "a,b");
    let request = call.request().unwrap();
    assert_eq!(request.headers()["content-type"], "text/csv");
    assert_eq!(request.body(), "a,b");
    let client = builder().build().unwrap();
    let request = client.send_parcel("d", &parcel()).raw_body("text/csv", vec![1, 2]).request();
    assert_eq!(request.unwrap().body().as_ref(), [1, 2]);
}

#[test]
fn a_list_reports_every_item_up_to_a_limit() {
    let read = |body: &str| {
        let error = response(200, JSON, body).json::<Vec<String>, NoDocumentedError>().unwrap_err();
        let CallError::Decode(error) = error else { panic!("{error:?}") };
        let DecodeErrorKind::Mismatch(error) = error.kind else { panic!("{error:?}") };
        error
    };
    let two = read(r#"["a", 1, "b", null]"#);
    assert_eq!(
        two.to_string(),
        "$[1]: expected a string, found 1; $[3]: expected a string, found null"
    );
    let many = |count: usize| read(&format!("[{}]", vec!["0"; count].join(",")));
    assert_eq!(many(20).all().len(), 20);
    assert!(!many(20).to_string().ends_with("; and more"));
    assert_eq!(many(100_000).all().len(), 20);
    assert!(many(100_000).to_string().ends_with("$[19]: expected a string, found 0; and more"));
    let nested = response(200, JSON, r#"{"a": [1], "b": [2, 3]}"#);
    let nested = nested.json::<IndexMap<String, Vec<String>>, NoDocumentedError>().unwrap_err();
    for place in ["$.a[0]", "$.b[0]", "$.b[1]"] {
        assert!(nested.to_string().contains(place), "{nested}");
    }
}

#[test]
fn a_raw_response_is_returned_for_any_status_after_retries() {
    let transport = |sent: &'static [u16]| {
        let statuses = std::sync::Mutex::new(sent.iter());
        move |_: Request<Bytes>, _: SendOptions| {
            let status = *statuses.lock().unwrap().next().unwrap();
            Ok(http::Response::builder().status(status).body(Bytes::from("raw")).unwrap())
        }
    };
    let send = |sent| {
        let policy = RetryPolicy::default().base(std::time::Duration::ZERO);
        let client = builder().retry(policy).blocking_transport(transport(sent)).build().unwrap();
        let options = crate::runtime::client::call::CallOptions::new();
        let call =
            client.send_parcel("d", &parcel()).options(options.header("Idempotency-Key", "1"));
        call.send_raw_blocking().unwrap()
    };
    let teapot = send(&[418]);
    assert_eq!((teapot.status().as_u16(), teapot.body().as_ref()), (418, &b"raw"[..]));
    let retried = send(&[503, 200]);
    assert_eq!((retried.status().as_u16(), retried.attempts()), (200, 2));
    assert!(SendParcel::decode(retried).unwrap_err().server_succeeded());
}

#[tokio::test]
async fn a_raw_response_is_sent_for_asynchronously_too() {
    let transport = |_: Request<Bytes>, _: SendOptions| async {
        Ok(http::Response::builder().status(404).body(Bytes::from("raw")).unwrap())
    };
    let client = builder().transport(transport).build().unwrap();
    let raw = client.send_parcel("d", &parcel()).send_raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), raw.body().as_ref()), (404, &b"raw"[..]));
}

#[test]
fn a_redirect_gives_a_request_without_credentials() {
    let redirect =
        |status, location| response(status, &[("location", location)], "").redirect_request();
    let absolute = "https://files.example/a?b=c#d";
    for status in [300, 301, 302, 303, 307, 308] {
        let request = redirect(status, absolute).unwrap();
        assert_eq!(
            (request.method(), request.uri().to_string().as_str()),
            (&Method::GET, "https://files.example/a?b=c")
        );
        assert!(request.headers().is_empty() && request.body().is_empty());
    }
    let none = [(200, absolute), (304, absolute), (302, "/relative"), (302, "ftp://a/b")];
    for (status, location) in
        none.into_iter().chain([(302, "https://me:key@a.example/"), (302, "")])
    {
        assert!(redirect(status, location).is_none(), "{status} {location}");
    }
    // A relative URL belongs to the URL of the call, and a POST is not sent again with its body.
    let of_call = |status: u16| {
        let transport = move |_: Request<Bytes>, _: SendOptions| {
            let response = http::Response::builder().status(status).header("location", "../x?y=1");
            Ok(response.body(Bytes::new()).unwrap())
        };
        let client = builder().blocking_transport(transport).build().unwrap();
        client.send_parcel("d", &parcel()).send_raw_blocking().unwrap().redirect_request()
    };
    let request = of_call(303).unwrap();
    assert_eq!(request.method(), Method::GET);
    assert!(request.uri().to_string().ends_with("/v1/depots/x?y=1"), "{}", request.uri());
    assert!(of_call(307).is_none());
}
