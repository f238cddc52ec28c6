//! Streams of events that reconnect, on real sockets.

use std::collections::VecDeque;
use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::Call;
use crate::runtime::requests::operation::Operation;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::streams::reconnecting_stream::{BlockingFollowing, FollowError, Following};
use crate::runtime::streams::stream_error::StreamErrorKind;
use crate::runtime::transports::reqwest_transport;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::traits::{BoxFuture, SendOptions, Transport, TransportError};
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::sample::SendParcelError;
use crate::runtime_tests::server::{Reply, Server, response};

static WATCH: Operation = Operation::new("watch", "GET", "/events", "text/event-stream");

const EVENTS: &str = "text/event-stream";

fn call(server: &Server) -> Call {
    tls_ring::install();
    let client = ClientBuilder::new(server.url())
        .max_body(1024)
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .default_transport(reqwest_transport::connect)
        .default_blocking_transport(ureq_transport::connect)
        .build()
        .expect("a client");
    client.call(&WATCH)
}

type Error = CallError<SendParcelError>;

fn follow(server: &Server) -> Following<i64, SendParcelError> {
    Following::new(call(server), |call| {
        Box::pin(async move {
            let opened = call.open().await?;
            match opened.status().as_u16() {
                200 => opened.items(EVENTS, StreamFormat::Json, &[]).await,
                _ => Err(opened.into_error().await),
            }
        })
    })
}

fn follow_blocking(server: &Server) -> BlockingFollowing<i64, SendParcelError> {
    BlockingFollowing::new(call(server), |call| {
        let opened = call.open_blocking()?;
        match opened.status().as_u16() {
            200 => opened.items(EVENTS, StreamFormat::Json, &[]),
            _ => Err(opened.into_error()),
        }
    })
}

type Came = (Vec<Result<i64, FollowError<SendParcelError>>>, String, Vec<String>);

/// Returns the items, the last id and the `Last-Event-ID` of each request, for both transports.
async fn both(replies: impl Fn() -> Vec<Reply>, after: &str) -> [Came; 2] {
    let server = Server::start(replies());
    let mut following = follow(&server).after(after);
    let mut items = Vec::new();
    while let Some(item) = following.next().await {
        items.push(item);
    }
    let first = (items, following.last_event_id().to_owned(), ids(&server));
    let server = Server::start(replies());
    let mut following = follow_blocking(&server).after(after);
    let items = following.by_ref().collect();
    [first, (items, following.last_event_id().to_owned(), ids(&server))]
}

fn ids(server: &Server) -> Vec<String> {
    let id = |request: &String| {
        let mut lines = request.lines();
        let line = lines.find_map(|line| line.strip_prefix("last-event-id: ").map(str::to_owned));
        line.unwrap_or_else(|| "none".to_owned())
    };
    server.requests().iter().map(id).collect()
}

/// Returns events on a connection that then closes.
fn events(text: &str) -> Reply {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    Reply::Bytes(format!("{head}{text}").into_bytes())
}

/// Returns events on a connection that closes before the announced length.
fn broken(text: &str) -> Reply {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9999\r\n\r\n";
    Reply::Bytes(format!("{head}{text}").into_bytes())
}

fn nothing_more() -> Reply {
    Reply::Bytes(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec())
}

#[tokio::test]
async fn events_go_on_behind_the_last_one() {
    let replies = || {
        vec![
            events("retry: 1\nid: a\ndata: 1\n\ndata: 2\n\n"),
            broken("id: b\ndata: 3\n\nid: c\ndata: 4"),
            response("503 Busy", "{}"),
            events("id: c\ndata: 4\n\n: nothing for a while\n\n"),
            events(""),
            nothing_more(),
        ]
    };
    for (items, last, ids) in both(replies, "").await {
        let items: Vec<_> = items.into_iter().map(|item| item.expect("an item")).collect();
        assert_eq!(items, [1, 2, 3, 4]);
        assert_eq!(
            (last.as_str(), ids),
            ("c", ["none", "a", "b", "b", "c", "c"].map(str::to_owned).to_vec())
        );
    }
}

#[tokio::test]
async fn events_can_begin_behind_one_that_was_read_before() {
    let replies =
        || vec![events("retry: 1\nid:\ndata: 8\n\n"), events("data: 9\n\ndata: [DONE]\n\n")];
    for (items, last, ids) in both(replies, "seven").await {
        assert_eq!(items.len(), 2);
        assert_eq!((last.as_str(), ids), ("", vec!["seven".to_owned(), "none".to_owned()]));
    }
}

#[tokio::test]
async fn an_error_of_the_call_is_the_end_and_one_of_an_item_is_not() {
    let replies = || {
        vec![
            events("retry: 1\ndata: 1\n\ndata: one\n\ndata: 2\n\n"),
            response("401 Unauthorized", r#"{"title": "No"}"#),
        ]
    };
    for (mut items, _, ids) in both(replies, "").await {
        assert_eq!((items.len(), ids.len()), (4, 2));
        let last: Error = match items.pop() {
            Some(Err(FollowError::Call(error))) => error,
            other => panic!("{other:?}"),
        };
        assert!(last.to_string().starts_with("No (401 Unauthorized) [watch: GET "), "{last}");
        assert!(matches!(&items[1], Err(FollowError::Item(error)) if error.item == 2));
        assert!(items[2].as_ref().is_ok_and(|item| *item == 2));
    }
}

#[tokio::test]
async fn an_event_that_is_too_large_is_the_end() {
    let large = || vec![events(&format!("data: 1\n\ndata: {}\n\n", "9".repeat(2000)))];
    for (items, _, ids) in both(large, "").await {
        assert_eq!((items.len(), ids.len()), (2, 1));
        assert!(matches!(
            &items[1],
            Err(FollowError::Item(error)) if matches!(error.kind, StreamErrorKind::TooLarge(1024))
        ));
    }
}

/// A transport that responds with event bodies one after the other. It records the id of each request and the requested
/// waits, and does not sleep.
#[derive(Clone, Default)]
struct Noted {
    bodies: Arc<Mutex<VecDeque<String>>>,
    ids: Arc<Mutex<Vec<Option<String>>>>,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Transport for Noted {
    fn send(
        &self,
        request: Request<Bytes>,
        _: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let id = request.headers().get("last-event-id");
        let id = id.map(|id| String::from_utf8(id.as_bytes().to_vec()).unwrap());
        self.ids.lock().unwrap().push(id);
        let body = self.bodies.lock().unwrap().pop_front();
        let body = body.unwrap_or_else(|| "data: [DONE]\n\n".to_owned());
        let response = http::Response::builder().header("content-type", EVENTS);
        Box::pin(ready(Ok(response.body(Bytes::from(body)).unwrap())))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.waits.lock().unwrap().push(duration);
        Box::pin(ready(()))
    }
}

/// Returns the number of items, the id of each request, and the waits in milliseconds.
async fn noted(
    bodies: impl IntoIterator<Item = String>,
    after: &str,
) -> (usize, Vec<Option<String>>, Vec<u128>) {
    let noted = Noted::default();
    noted.bodies.lock().unwrap().extend(bodies);
    let builder = ClientBuilder::new("https://api.example").retry(RetryPolicy::none());
    let client = builder.transport(noted.clone()).build().unwrap();
    let mut following = Following::<i64, SendParcelError>::new(client.call(&WATCH), |call| {
        Box::pin(async move {
            let opened = call.open().await?;
            match opened.status().as_u16() {
                200 => opened.items(EVENTS, StreamFormat::Json, &[]).await,
                _ => Err(opened.into_error().await),
            }
        })
    })
    .after(after);
    let mut count = 0;
    while let Some(item) = following.next().await {
        item.unwrap();
        count += 1;
    }
    let waits = noted.waits.lock().unwrap().iter().map(Duration::as_millis).collect();
    (count, noted.ids.lock().unwrap().clone(), waits)
}

#[tokio::test]
async fn a_server_that_asks_for_no_wait_is_asked_seldom_while_it_says_nothing() {
    let nothing = |retry: &str| vec![format!("retry: {retry}\n\n"); 10];
    let (_, _, waits) = noted(nothing("0"), "").await;
    assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    let (_, _, waits) = noted(vec![String::new(); 8], "").await;
    assert_eq!(waits, [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    let (_, _, waits) = noted(nothing("45000"), "").await;
    assert_eq!(waits, [45000; 10]);
    // An event resets the wait, which is still at least 250 ms.
    let (count, _, waits) = noted(vec!["retry: 0\ndata: 1\n\n".to_owned(); 20], "").await;
    assert_eq!((count, waits), (20, vec![250; 20]));
}

#[tokio::test]
async fn a_server_cannot_ask_for_a_wait_without_end() {
    for retry in ["600001", "18446744073709551615", "18446744073709551616", &"9".repeat(300)] {
        let (_, _, waits) = noted(vec![format!("retry: {retry}\ndata: 1\n\n"); 3], "").await;
        assert_eq!(waits, [600_000; 3], "{retry}");
    }
    // A value that is not a number is ignored.
    for retry in ["-1", "1.5", "1e9", "", "5s", "٣"] {
        let (_, _, waits) = noted(vec![format!("retry: {retry}\ndata: 1\n\n"); 3], "").await;
        assert_eq!(waits, [1000; 3], "{retry}");
    }
}

#[tokio::test]
async fn an_id_that_no_header_can_carry_is_not_sent_and_ends_nothing() {
    for id in ["a\u{1}b", "\u{1b}[31m", "\u{7f}", "\u{8}", "\u{1f}"] {
        let bodies = [format!("id: {id}\ndata: 1\n\n"), "id: next\ndata: 2\n\n".to_owned()];
        let (count, ids, _) = noted(bodies.clone(), "").await;
        assert_eq!((count, ids), (2, vec![None, None, Some("next".to_owned())]), "{id:?}");
        let (count, ids, _) = noted(bodies, id).await;
        assert_eq!((count, ids), (2, vec![None, None, Some("next".to_owned())]), "{id:?}");
    }
    // An id is sent in UTF-8 if a header can contain it. An id with NUL is not an id.
    for id in ["ü", "\u{202e}id", "a b\tc", "~"] {
        let bodies = [format!("id: {id}\ndata: 1\n\n"), "id: a\0\ndata: 2\n\n".to_owned()];
        let (count, ids, _) = noted(bodies, "").await;
        assert_eq!((count, ids), (2, vec![None, Some(id.to_owned()), Some(id.to_owned())]));
    }
}
