//! The observable parts of a call: contexts of errors, hooks, traces and `curl` commands. None of them shows a secret.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::CallOptions;
use crate::runtime::credentials::credential::CredentialLocation;
use crate::runtime::requests::body::RequestBody;
use crate::runtime::requests::idempotency_key;
use crate::runtime::requests::operation::Operation;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::text::secret::Secret;
use crate::runtime::transports::traits::{SendOptions, TransportError, TransportErrorKind};
use crate::runtime_tests::requests::{PLAIN, PLAIN_FIELDS, call};
use crate::runtime_tests::sample::{KEY, PARCEL, builder, parcel};

const PIN: &str = "s3cret-pin";

static KEYED: Operation = Operation {
    id: "keyed",
    method: "POST",
    path: "/orders/{order}",
    idempotency_key: Some("x-idempotency-key"),
    ..PLAIN_FIELDS
};

static IN_QUERY: Operation =
    Operation { id: "inQuery", path: "/p?fixed=1", security: &[&["query"]], ..PLAIN_FIELDS };

/// Returns a builder whose transport responds with these statuses and bodies in turn, or breaks the connection.
fn scripted(replies: &'static [Option<(u16, &'static str)>]) -> ClientBuilder {
    let replies = Mutex::new(replies.iter());
    builder().retry(RetryPolicy::default().base(Duration::ZERO)).blocking_transport(
        move |_: Request<Bytes>, _: SendOptions| match replies.lock().unwrap().next().unwrap() {
            Some((status, body)) => {
                let response =
                    http::Response::builder().status(*status).header("x-request-id", "r7");
                Ok(response
                    .header("x-echo", KEY)
                    .body(Bytes::from_static(body.as_bytes()))
                    .unwrap())
            }
            None => Err(TransportError::new(TransportErrorKind::Io, true)),
        },
    )
}

fn keyed() -> CallOptions {
    CallOptions::new().header("Idempotency-Key", "once")
}

fn assert_hidden(text: &str) {
    assert!(!text.contains(KEY) && !text.contains(PIN), "{text}");
}

#[test]
fn an_error_says_which_call_it_was() {
    let client = scripted(&[Some((503, "{}")), None, None]).build().unwrap();
    let error = client.send_parcel("d 1", &parcel()).options(keyed()).send_blocking().unwrap_err();
    let call = error.call().unwrap();
    assert_eq!((call.operation, call.method, call.attempts), ("sendParcel", "POST", 3));
    assert_eq!(call.template, "/v1/depots/{depot_id}/parcels");
    assert_eq!(call.url, "https://parcels.example/v1/depots/d%201/parcels");
    let elapsed = call.elapsed.as_millis();
    let expected = format!(
        "the connection broke [sendParcel: POST https://parcels.example/v1/depots/d%201/parcels, 3 \
         attempts in {elapsed} ms]"
    );
    assert_eq!(error.to_string(), expected);
    let mut slow = call.clone();
    slow.elapsed = Duration::from_millis(1234);
    assert!(slow.to_string().ends_with(", 3 attempts in 1.23 s"), "{slow}");
}

#[test]
fn what_a_server_repeats_of_a_request_is_not_shown() {
    let echoes: [(u16, &str, &str); 6] = [
        (
            401,
            r#"{"title": "Bad key k3y-that-stays-secret", "detail": "pin s3cret-pin"}"#,
            "Bad key [redacted]: pin [redacted] (401",
        ),
        (
            200,
            r#"{"object": "k3y-that-stays-secret"}"#,
            r#"found "[redacted]"; $.size: required, but missing (200"#,
        ),
        (
            200,
            r#"{"object": "Parcel", "size": "SMALL", "id": ["s3cret-pin"]}"#,
            "$.id: expected a string, found an array; $.weight: required",
        ),
        (200, r#"{"k3y-that-stays-secret": "s3cret-pin",, }"#, r#", near `{"…": "…",, }` (200"#),
        (418, "k3y-that-stays-secret", "expected a documented status (418"),
        (
            418,
            r#"{"error": {"message": "Bad key k3y-that-stays-secret"}}"#,
            "expected a documented status: Bad key [redacted] (418",
        ),
    ];
    for (status, body, expected) in echoes {
        let replies = Box::leak(Box::new([Some((status, body))]));
        let client = scripted(replies).build().unwrap();
        let error = client.send_parcel("d", &parcel()).send_blocking().unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.to_string().contains("request r7"), "{error}");
        let mut next: Option<&dyn Error> = Some(&error);
        while let Some(error) = next {
            assert_hidden(&format!("{error} {error:?} {error:#?}"));
            next = error.source();
        }
        assert_hidden(&format!("{:?} {:#?}", error.response(), error.call()));
    }
}

#[test]
fn the_url_of_an_error_has_no_query_and_no_secret_of_the_path() {
    let client = ClientBuilder::new("https://a.example")
        .credential("query", CredentialLocation::Query { name: "key" }, KEY)
        .blocking_transport(|_: Request<Bytes>, _: SendOptions| {
            Err(TransportError::new(TransportErrorKind::Other, false))
        })
        .build()
        .unwrap();
    let mut call = client.call(&IN_QUERY);
    call.query("a", &1);
    let error = call.send_blocking().unwrap_err().to_string();
    assert!(error.contains("[inQuery: GET https://a.example/p, 1 attempt in "), "{error}");
    let mut call = client.call(&KEYED);
    call.path("order", &Secret::new(PIN.to_owned()));
    let error = call.send_blocking().unwrap_err().to_string();
    assert!(error.contains("[keyed: POST https://a.example/orders/{order}, "), "{error}");
}

#[test]
fn hooks_see_each_attempt_and_may_change_headers() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (before, after, sent) = (Arc::clone(&seen), Arc::clone(&seen), Arc::clone(&seen));
    let client = builder()
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .before_send(move |request| {
            assert_hidden(&format!("{request:?} {request:#?}"));
            let number = request.call.attempts;
            request.headers.insert("x-signature", HeaderValue::from(number));
            let length = request.body.as_ref().map(Bytes::len);
            before
                .lock()
                .unwrap()
                .push(format!("before {} {} {length:?}", request.method, request.uri));
        })
        .after_attempt(move |attempt| {
            assert_hidden(&format!("{attempt:?}"));
            let result = attempt.result.as_ref().map(|head| head.status.as_u16());
            let result = result.map_err(|error| error.kind());
            let retry = attempt.retry_in.is_some();
            after
                .lock()
                .unwrap()
                .push(format!("after {} {result:?} {retry}", attempt.call.attempts));
        })
        .blocking_transport(move |request: Request<Bytes>, _: SendOptions| {
            let signature = request.headers()["x-signature"].to_str().unwrap().to_owned();
            sent.lock().unwrap().push(format!("sent {signature}"));
            match &*signature {
                "1" => Err(TransportError::new(TransportErrorKind::Connect, false)),
                _ => {
                    let echo =
                        http::Response::builder().header("x-echo", KEY).header("set-cookie", PIN);
                    Ok(echo.body(Bytes::from_static(PARCEL.as_bytes())).unwrap())
                }
            }
        })
        .build()
        .unwrap();
    client.send_parcel("d", &parcel()).send_blocking().unwrap();
    let before = "before POST https://parcels.example/v1/depots/d/parcels";
    let length = PARCEL.len();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            &format!("{before} Some({length})"),
            "sent 1",
            "after 1 Err(Connect) true",
            &format!("{before} Some({length})"),
            "sent 2",
            "after 2 Ok(200) false",
        ]
    );
    assert!(format!("{client:?}").contains("hooks: Hooks { before: 1, after: 1 }"), "{client:?}");
}

#[test]
fn a_key_is_made_for_a_call_that_may_have_one_and_stays_the_same() {
    let mut made = call(&KEYED);
    made.path("order", &1);
    let request = made.request().unwrap();
    let text = request.headers()["x-idempotency-key"].to_str().unwrap().to_owned();
    assert_eq!(made.request().unwrap().headers()["x-idempotency-key"], text);
    let client = scripted(&[Some((503, "{}")), Some((200, "{}"))]).build().unwrap();
    let mut repeated = client.call(&KEYED);
    repeated.path("order", &1);
    assert_eq!(repeated.send_blocking().unwrap().attempts(), 2);
    let parts: Vec<_> = text.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12], "{text}");
    assert!(text.chars().all(|char| char == '-' || char.is_ascii_hexdigit()), "{text}");
    assert_eq!(&text[14..15], "4");
    assert!("89ab".contains(&text[19..20]), "{text}");

    let mut given = call(&KEYED);
    given.path("order", &1);
    given.header("X-Idempotency-Key", &"mine");
    assert_eq!(given.request().unwrap().headers()["x-idempotency-key"], "mine");
    assert!(!call(&PLAIN).request().unwrap().headers().contains_key("x-idempotency-key"));
    let keys: std::collections::BTreeSet<_> =
        (0..1000).map(|_| idempotency_key::make().unwrap()).collect();
    assert_eq!(keys.len(), 1000);
}

#[test]
fn a_command_for_curl_hides_secrets() {
    let client = builder().build().unwrap();
    let call = client.send_parcel("d'1", &parcel());
    let options = CallOptions::new().header("x-token", KEY);
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let line = call.options(options).curl().unwrap();
    assert_eq!(
        line.to_string(),
        format!(
            "curl --request POST --url 'https://parcels.example/v1/depots/d%271/parcels' --header \
             'user-agent: {agent}' --header 'accept: application/json' --header 'content-type: \
             application/json' --header 'x-token: [redacted]' --header 'x-api-key: [redacted]' \
             --data-raw '{}'",
            PARCEL.replace(PIN, "[redacted]")
        )
    );
    assert_eq!(format!("{line:?}"), line.to_string());

    let client = builder()
        .credential("query", CredentialLocation::Query { name: "key" }, KEY)
        .build()
        .unwrap();
    let mut call = client.call(&IN_QUERY);
    call.query("plain", &"a'b");
    call.query("pin", &Secret::new(PIN.to_owned()));
    call.body("text/plain", "it's");
    let line = call.curl().unwrap().to_string();
    let url = "--url 'https://parcels.example/p?fixed=1&plain=a%27b&pin=[redacted]&key=[redacted]'";
    assert!(line.contains(url), "{line}");
    assert!(line.ends_with("--data-raw '[4 bytes of text/plain]'"), "{line}");
    let mut call = client.call(&IN_QUERY);
    call.json(&"it's".to_owned());
    assert!(call.curl().unwrap().to_string().ends_with(r#"--data-raw '"it'\''s"'"#));
    call.body("application/json", RequestBody::from("{}"));
    assert!(
        call.curl().unwrap().to_string().ends_with("--data-raw '[2 bytes of application/json]'")
    );
    assert!(client.send_parcel("", &parcel()).curl().is_err());
}

/// Collects traces as lines.
#[derive(Default)]
pub struct Lines(Mutex<Vec<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Lines {
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    fn push(&self, mut line: String, record: impl FnOnce(&mut Fields<'_>)) {
        record(&mut Fields(&mut line));
        self.0.lock().unwrap().push(line);
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("::runtime::")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.push(format!("span {}", span.metadata().name()), |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.push("record".to_owned(), |fields| values.record(fields));
    }

    fn event(&self, event: &Event<'_>) {
        self.push(format!("event {}", event.metadata().level()), |fields| event.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Returns the traces of a function on this thread.
pub fn traced_by(run: impl FnOnce()) -> Vec<String> {
    // `tracing` caches for each span, over all threads, if a subscriber is interested. Without a global subscriber, a
    // call on another thread can disable a span.
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| _ = tracing::subscriber::set_global_default(Lines::default()));
    let lines = Arc::new(Lines::default());
    tracing::subscriber::with_default(Arc::clone(&lines), run);
    lines.lines()
}

/// Returns the traces of a call with these replies.
fn traced(replies: &'static [Option<(u16, &'static str)>]) -> Vec<String> {
    let client = scripted(replies).build().unwrap();
    let call = client.send_parcel("d", &parcel()).options(keyed());
    let lines = traced_by(|| _ = call.send_blocking());
    lines.iter().for_each(|line| assert_hidden(line));
    lines
}

#[test]
fn a_call_is_one_span_and_a_retry_one_event() {
    let lines = traced(&[Some((503, "{}")), None, Some((200, PARCEL))]);
    let url = "https://parcels.example/v1/depots/d/parcels";
    let template = "/v1/depots/{depot_id}/parcels";
    assert_eq!(
        lines[0],
        format!(
            "span HTTP call otel.name=POST {template} otel.kind=\"client\" operation.id=\"sendParcel\" \
             http.request.method=\"POST\" url.full=\"{url}\" url.template=\"{template}\" \
             server.address=\"parcels.example\" server.port=443"
        )
    );
    let events = [
        "event WARN message=the request is sent again http.request.resend_count=1 \
         http.response.status_code=503 error.type=\"503\" delay_seconds=0.0",
        "event WARN message=the request is sent again http.request.resend_count=2 \
         error.type=\"io\" delay_seconds=0.0",
        "record http.response.status_code=200",
        "record http.request.resend_count=2",
    ];
    assert_eq!(lines[1..], events);
}

#[test]
fn the_end_of_a_call_that_failed_is_traced_as_one() {
    let records = ["record error.type=\"404\"", "record otel.status_code=\"ERROR\""];
    let lines = traced(&[Some((404, "{}"))]);
    assert_eq!(lines[1..], [&["record http.response.status_code=404"], &records[..]].concat());
    let lines = traced(&[None, None, None]);
    let records = ["record http.request.resend_count=2", "record error.type=\"io\"", records[1]];
    assert_eq!(lines[3..], records);
}
