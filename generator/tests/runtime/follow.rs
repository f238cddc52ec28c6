//! Events that go on where they broke off, over real connections.

use std::time::Duration;

use crate::runtime::builder::ClientBuilder;
use crate::runtime::call::Call;
use crate::runtime::error::CallError;
use crate::runtime::follow::{BlockingFollowing, FollowError, Following};
use crate::runtime::items::ItemForm;
use crate::runtime::operation::Operation;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::stream_error::StreamErrorKind;
use crate::runtime::{reqwest_transport, tls_ring, ureq_transport};
use crate::runtime_tests::sample::SendParcelError;
use crate::runtime_tests::server::{Reply, Server, answer};

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
                200 => opened.items(EVENTS, ItemForm::Json, &[]).await,
                _ => Err(opened.into_error().await),
            }
        })
    })
}

fn follow_blocking(server: &Server) -> BlockingFollowing<i64, SendParcelError> {
    BlockingFollowing::new(call(server), |call| {
        let opened = call.open_blocking()?;
        match opened.status().as_u16() {
            200 => opened.items(EVENTS, ItemForm::Json, &[]),
            _ => Err(opened.into_error()),
        }
    })
}

type Came = (Vec<Result<i64, FollowError<SendParcelError>>>, String, Vec<String>);

/// All items by each transport, the last id, and the `Last-Event-ID` of each request.
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

/// Events on a connection that then closes.
fn events(text: &str) -> Reply {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    Reply::Bytes(format!("{head}{text}").into_bytes())
}

/// Events on a connection that breaks before it said it would.
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
            answer("503 Busy", "{}"),
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
            answer("401 Unauthorized", r#"{"title": "No"}"#),
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
