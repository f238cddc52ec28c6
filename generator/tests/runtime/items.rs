//! Streams of items in chunks that end anywhere.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::runtime::client::api_client::Client;
use crate::runtime::json::convert::Json;
use crate::runtime::requests::body::RequestBody;
use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::responses::response::Response;
use crate::runtime::streams::events::Event;
use crate::runtime::streams::item_stream::{BlockingItemStream, ItemStream};
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::streams::stream_error::{StreamError, StreamErrorKind};
use crate::runtime::transports::traits::{
    BlockingBodyStream, BlockingTransport, SendOptions, TransportError, TransportErrorKind,
};
use crate::runtime_tests::messages::message_of;
use crate::runtime_tests::requests::PLAIN;
use crate::runtime_tests::sample::builder;

const EVENTS: &str = "text/event-stream";
const LINES: &str = "application/x-ndjson";
const SEQUENCE: &str = "application/json-seq";

type Items<T> = Result<BlockingItemStream<T>, CallError<NoDocumentedError>>;

/// A transport that responds with these chunks, followed by an error if `breaks` is set.
struct Script {
    media_type: &'static str,
    pieces: Vec<Bytes>,
    breaks: bool,
}

impl BlockingTransport for Script {
    fn send(
        &self,
        _: Request<Bytes>,
        _: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError> {
        panic!("the answer is to be opened")
    }

    fn open(
        &self,
        _: Request<RequestBody>,
        _: SendOptions,
    ) -> Result<http::Response<BlockingBodyStream>, TransportError> {
        let error = self.breaks.then(|| Err(TransportError::new(TransportErrorKind::Io, true)));
        let pieces = self.pieces.clone().into_iter().map(Ok).chain(error);
        let response = http::Response::builder().header("content-type", self.media_type);
        Ok(response.body(Box::new(pieces) as BlockingBodyStream).expect("an answer"))
    }
}

fn client(media_type: &'static str, text: &str, size: usize, breaks: bool) -> Client {
    let pieces = text.as_bytes().chunks(size).map(Bytes::copy_from_slice).collect();
    let script = Script { media_type, pieces, breaks };
    builder().blocking_transport(script).max_body(100).build().unwrap()
}

fn open<T: Json>(
    media_type: &'static str,
    form: StreamFormat,
    text: &str,
    size: usize,
) -> Items<T> {
    let call = client(media_type, text, size, false).call(&PLAIN);
    call.open_blocking()?.items(media_type, form, &[])
}

/// Returns the items of a text. Panics if they depend on the ends of the chunks.
fn items<T: Json + std::fmt::Debug + PartialEq>(
    media_type: &'static str,
    form: StreamFormat,
    text: &str,
) -> Vec<Result<T, String>> {
    let read = |size: usize| -> Vec<Result<T, String>> {
        let items = open(media_type, form, text, size).unwrap();
        items.map(|item| item.map_err(|error| error.to_string())).collect()
    };
    let whole = read(text.len().max(1));
    for size in 1..=5 {
        assert_eq!(read(size), whole, "in pieces of {size}");
    }
    whole
}

fn json_items(media_type: &'static str, text: &str) -> Vec<Result<Value, String>> {
    items(media_type, StreamFormat::Json, text)
}

#[test]
fn events_are_read_as_html_has_it() {
    let text = "\u{feff}: a comment\n\
        data: {\"a\":\n\
        data: 1}\n\
        \n\
        event: ping\n\
        \n\
        event: named\r\n\
        data:2\r\n\
        id: 7\r\n\
        unknown: x\r\n\
        retry: 1500\r\n\
        \r\n\
        data: 3\rid\r\r\
        :end";
    assert_eq!(json_items(EVENTS, text), [Ok(json!({"a": 1})), Ok(json!(2)), Ok(json!(3))]);

    let mut events = open::<Value>(EVENTS, StreamFormat::Json, text, 1).unwrap();
    events.next();
    assert_eq!((events.event(), events.last_event_id(), events.retry()), (None, None, None));
    events.next();
    assert_eq!((events.event(), events.last_event_id()), (Some("named"), Some("7")));
    assert_eq!(events.retry(), Some(Duration::from_millis(1500)));
    events.next();
    assert_eq!((events.event(), events.last_event_id()), (None, Some("")));
    assert_eq!(events.retry(), Some(Duration::from_millis(1500)));
    assert!(events.next().is_none() && events.next().is_none());
}

#[test]
fn events_are_read_as_a_whole_or_as_text() {
    let text = "event: a\ndata: {\"x\": 1}\nid: 9\nretry: 5\n\ndata: 2\n\n";
    let found = items(EVENTS, StreamFormat::Event, text);
    let first = json!({"data": {"x": 1}, "event": "a", "id": "9", "retry": 5});
    assert_eq!(found, [Ok(first), Ok(json!({"data": 2}))]);

    let text = "event: a\ndata: one\ndata:  two\ndata\n\ndata\n\ndata: [DONE]\n\n";
    let found: Vec<_> = items::<String>(EVENTS, StreamFormat::Text, text);
    assert_eq!(found, [Ok("one\n two\n".into()), Ok(String::new()), Ok("[DONE]".into())]);
    let found: Vec<Result<Event, _>> = items(EVENTS, StreamFormat::TextEvent, text);
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.event.as_deref(), &*first.data), (Some("a"), "one\n two\n"));
}

#[test]
fn a_broken_item_does_not_end_the_stream() {
    let text = "data: 1\n\ndata: {\"a\"\n\ndata: \"x\"\n\ndata: 4\n\n";
    let found: Vec<Result<i64, String>> = items(EVENTS, StreamFormat::Json, text);
    assert_eq!(found[0], Ok(1));
    let error = found[1].as_ref().unwrap_err();
    assert!(error.starts_with("item 2 of the stream: expected JSON: "), "{error}");
    let expected = "item 3 of the stream: $: expected an integer, found \"x\"";
    assert_eq!(found[2..], [Err(expected.to_owned()), Ok(4)]);
}

#[test]
fn an_error_holds_the_text_of_its_item_and_does_not_show_it() {
    let mut items = open::<i64>(LINES, StreamFormat::Json, "{\"key\": \"secret\"}\n", 100).unwrap();
    let error = items.next().unwrap().unwrap_err();
    assert_eq!(error.text, "{\"key\": \"secret\"}");
    assert!(!format!("{error} {error:?} {items:?}").contains("secret"), "{error:?}");
}

#[test]
fn done_ends_a_stream_of_json() {
    for end in ["\n\ndata: 3\n\n", "\n", ""] {
        let text = format!("data: 1\n\ndata: [DONE]{end}");
        assert_eq!(json_items(EVENTS, &text), [Ok(json!(1))], "{end:?}");
    }
    // `[DONE]` has no meaning in JSON lines.
    assert_eq!(json_items(LINES, "1\n[DONE]\n2").len(), 3);
}

#[test]
fn an_end_inside_of_an_event_is_an_error() {
    for cut in ["data: 2\n", "data: 2", "da", "event: x\n"] {
        let found = json_items(EVENTS, &format!("data: 1\n\n{cut}"));
        let expected = [Ok(json!(1)), Err("item 2 of the stream ends too early".to_owned())];
        assert_eq!(found, expected, "{cut:?}");
    }
    for end in [": keep-al", "\n\n", "id: 4\n", ""] {
        assert_eq!(json_items(EVENTS, &format!("data: 1\n\n{end}")), [Ok(json!(1))], "{end:?}");
    }
}

#[test]
fn a_line_is_an_item() {
    let found = json_items(LINES, "{\"a\": 1}\r\n\n  \n2\n[\"\u{e9}\"]");
    assert_eq!(found, [Ok(json!({"a": 1})), Ok(json!(2)), Ok(json!(["\u{e9}"]))]);
    assert_eq!(json_items(LINES, ""), []);
    let found = json_items(LINES, "1\n{\"a\":");
    assert_eq!(found, [Ok(json!(1)), Err("item 2 of the stream ends too early".to_owned())]);
}

#[test]
fn a_sequence_has_separators_before_its_items() {
    let text = "\u{1e}{\"a\":\n1}\n\u{1e}\u{1e}2\n\u{1e}12\u{1e}{\"b\": \u{1e}true\n";
    let found = json_items(SEQUENCE, text);
    let cut = |item| Err(format!("item {item} of the stream ends too early"));
    assert_eq!(found[..3], [Ok(json!({"a": 1})), Ok(json!(2)), cut(3)]);
    let error = found[3].as_ref().unwrap_err();
    assert!(error.starts_with("item 4 of the stream: expected JSON: EOF"), "{error}");
    assert_eq!(found[4..], [Ok(json!(true))]);
    assert_eq!(json_items(SEQUENCE, "\u{1e}4"), [cut(1)]);
}

#[test]
fn an_item_of_a_sequence_does_not_wait_for_the_next() {
    let call = client(SEQUENCE, "\u{1e}1\n", 3, true).call(&PLAIN);
    let opened = call.open_blocking().unwrap();
    let mut items =
        opened.items::<i64, NoDocumentedError>(SEQUENCE, StreamFormat::Json, &[]).unwrap();
    assert_eq!(items.next().unwrap().unwrap(), 1);
}

#[test]
fn an_item_too_large_ends_the_stream() {
    let long = "x".repeat(60);
    let cases = [
        (EVENTS, format!("data: 1\n\ndata: {long}\ndata: {long}\n\ndata: 3\n\n")),
        (LINES, format!("1\n\"{long}{long}\"\n3\n")),
        (SEQUENCE, format!("\u{1e}1\n\u{1e}\"{long}{long}\"\n\u{1e}3\n")),
    ];
    for (media_type, text) in cases {
        let expected = "item 2 of the stream is larger than 100 bytes: raise `max_body` on the \
                        client's builder";
        let found = json_items(media_type, &text);
        assert_eq!(found, [Ok(json!(1)), Err(expected.to_owned())], "{media_type}");
    }
}

#[test]
fn a_broken_connection_is_told_once() {
    let call = client(EVENTS, "data: 1\n\ndata: 2", 3, true).call(&PLAIN);
    let opened = call.open_blocking().unwrap();
    let items = opened.items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]).unwrap();
    let mut items: Vec<Result<i64, StreamError>> = items.collect();
    let error = items.pop().unwrap().unwrap_err();
    assert!(matches!(&error.kind, StreamErrorKind::Transport(_)) && error.is_transport());
    assert_eq!(error.to_string(), "the stream broke at item 2: the connection broke");
    assert_eq!(items.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [1]);
}

#[test]
fn the_media_type_that_came_says_how_items_follow() {
    let found = |came, asked, others: &[&str], text| {
        let opened = client(came, text, 4, false).call(&PLAIN).open_blocking().unwrap();
        let items = opened.items::<i64, NoDocumentedError>(asked, StreamFormat::Json, others);
        items.map(|items| items.map(Result::unwrap).collect::<Vec<_>>())
    };
    assert_eq!(found("application/jsonl", EVENTS, &[], "1\n2\n").unwrap(), [1, 2]);
    assert_eq!(found("Text/Event-Stream; charset=utf-8", LINES, &[], "data: 1\n\n").unwrap(), [1]);
    assert_eq!(found("application/json", LINES, &[], "1\n2\n").unwrap(), [1, 2]);
    let others: &[_] = &["application/json"];
    for (came, asked, others) in
        [("text/html", EVENTS, &[][..]), ("application/json", LINES, others)]
    {
        let error = found(came, asked, others, "{}").unwrap_err();
        assert_eq!(message_of(&error), format!("expected `{asked}` (200 OK, {came}, 2 bytes)"));
        assert_eq!(error.body().unwrap(), "{}");
    }
}

#[test]
fn an_answer_that_is_there_is_read_the_same_way() {
    let response = || {
        let response = http::Response::builder().header("content-type", EVENTS);
        Response::from(response.body(Bytes::from_static(b"data: 1\n\ndata: 2\n\n")).unwrap())
    };
    let items =
        response().items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]).unwrap();
    assert!(items.response().body().is_empty());
    assert_eq!(items.map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
    let error = response().unless::<NoDocumentedError>("text/csv", &[EVENTS]).unwrap_err();
    assert!(error.to_string().starts_with("expected `text/csv` (200 OK, text/event-stream"));
}

#[test]
fn a_closure_is_a_transport_of_streams_too() {
    let client = builder()
        .transport(|_: Request<Bytes>, _: SendOptions| {
            std::future::ready(Ok(http::Response::new(Bytes::from_static(b"1\n2\n"))))
        })
        .build()
        .unwrap();
    let read = async {
        let opened = client.call(&PLAIN).open().await.unwrap();
        let items = opened.items::<i64, NoDocumentedError>(LINES, StreamFormat::Json, &[]);
        let mut items: ItemStream<i64> = items.await.unwrap();
        let mut found = Vec::new();
        while let Some(item) = items.next().await {
            found.push(item.unwrap());
        }
        found
    };
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(std::pin::pin!(read).poll(&mut context), Poll::Ready(vec![1, 2]));
}
