//! Streamed responses with both transports on real sockets.

use std::io::Read;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::{Call, CallOptions};
use crate::runtime::requests::progress::Progress;
use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::streams::stream_error::StreamErrorKind;
use crate::runtime::transports::reqwest_transport;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::traits::TransportErrorKind;
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::messages::message_of;
use crate::runtime_tests::requests::PLAIN;
use crate::runtime_tests::sample::SendParcelError;
use crate::runtime_tests::server::{Reply, Server, response};

const EVENTS: &str = "text/event-stream";
const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";

fn call(server: &Server, options: CallOptions) -> Call {
    tls_ring::install();
    let client = ClientBuilder::new(server.url())
        .max_body(64 * 1024)
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .default_transport(reqwest_transport::connect)
        .default_blocking_transport(ureq_transport::connect)
        .build()
        .expect("a client");
    let mut call = client.call(&PLAIN);
    call.options(options);
    call
}

/// Reads all items of a response with each transport. Returns them and the kind of the final error.
async fn both(
    replies: impl Fn() -> Vec<Reply>,
    options: impl Fn() -> CallOptions,
) -> [(Vec<i64>, Option<StreamErrorKind>); 2] {
    let server = Server::start(replies());
    let opened = call(&server, options()).open().await.unwrap();
    let items = opened.items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]);
    let (mut items, mut first) = (items.await.unwrap(), (Vec::new(), None));
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => first.0.push(item),
            Err(error) => first.1 = Some(error.kind),
        }
    }
    let server = Server::start(replies());
    let opened = call(&server, options()).open_blocking().unwrap();
    let mut second = (Vec::new(), None);
    for item in opened.items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]).unwrap() {
        match item {
            Ok(item) => second.0.push(item),
            Err(error) => second.1 = Some(error.kind),
        }
    }
    [first, second]
}

fn fed(pieces: Vec<Vec<u8>>) -> Reply {
    let (sender, receiver) = mpsc::channel();
    pieces.into_iter().for_each(|piece| sender.send(piece).unwrap());
    Reply::Fed(receiver)
}

fn transport_kind(kind: Option<StreamErrorKind>) -> TransportErrorKind {
    match kind {
        Some(StreamErrorKind::Transport(error)) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn items_come_in_pieces_of_one_byte() {
    let text =
        format!("{HEAD}connection: close\r\n\r\ndata: 1\n\nid: x\ndata: 2\n\ndata: [DONE]\n\n");
    let replies = || vec![fed(text.bytes().map(|byte| vec![byte]).collect())];
    for (items, error) in both(replies, CallOptions::new).await {
        assert_eq!(items, [1, 2]);
        assert!(error.is_none(), "{error:?}");
    }
}

#[tokio::test]
async fn items_come_in_chunks() {
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len()).into_bytes();
    let head = format!("{HEAD}transfer-encoding: chunked\r\n\r\n").into_bytes();
    let whole =
        || vec![fed(vec![head.clone(), chunk("data: 1\n\nda"), chunk("ta: 2\n\n"), chunk("")])];
    for (items, error) in both(whole, CallOptions::new).await {
        assert_eq!(items, [1, 2]);
        assert!(error.is_none(), "{error:?}");
    }
    let cut = || vec![fed(vec![head.clone(), chunk("data: 1\n\nda"), b"ff\r\nta".to_vec()])];
    for (items, error) in both(cut, CallOptions::new).await {
        assert_eq!(items, [1]);
        assert_eq!(transport_kind(error), TransportErrorKind::Io);
    }
}

#[tokio::test]
async fn a_stream_may_last_longer_than_a_call() {
    let timeout = Duration::from_secs(1);
    for blocking in [false, true] {
        let (sender, receiver) = mpsc::channel();
        let server = Server::start(vec![Reply::Fed(receiver)]);
        let item = |item: i64| format!("data: {item}\n\n").into_bytes();
        sender.send(format!("{HEAD}connection: close\r\n\r\n").into_bytes()).unwrap();
        sender.send(item(1)).unwrap();
        let call = call(&server, CallOptions::new().timeout(timeout));
        // The server sends the second item after the first was read and the time limit has passed.
        let later = move || {
            thread::sleep(timeout * 2);
            sender.send(item(2)).unwrap();
        };
        if blocking {
            let opened = call.open_blocking().unwrap();
            let mut items =
                opened.items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]).unwrap();
            assert_eq!(items.next().unwrap().unwrap(), 1);
            let later = thread::spawn(later);
            assert_eq!(items.next().unwrap().unwrap(), 2);
            assert!(items.next().is_none());
            later.join().unwrap();
        } else {
            let opened = call.open().await.unwrap();
            let items = opened.items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]);
            let mut items = items.await.unwrap();
            assert_eq!(items.next().await.unwrap().unwrap(), 1);
            let later = thread::spawn(later);
            assert_eq!(items.next().await.unwrap().unwrap(), 2);
            assert!(items.next().await.is_none());
            later.join().unwrap();
        }
    }
}

#[tokio::test]
async fn a_stream_that_falls_silent_is_given_up() {
    let replies = || vec![Reply::Hang(format!("{HEAD}\r\ndata: 1\n\ndata: 2\n").into_bytes())];
    let options = || CallOptions::new().idle_timeout(Duration::from_millis(200));
    for (items, error) in both(replies, options).await {
        assert_eq!(items, [1]);
        assert_eq!(transport_kind(error), TransportErrorKind::Timeout);
    }
}

#[tokio::test]
async fn an_event_larger_than_allowed_is_not_taken_in() {
    let mut bytes = format!("{HEAD}\r\ndata: 1\n\ndata: ").into_bytes();
    bytes.resize(bytes.len() + 64 * 1024, b'x');
    for (items, error) in both(|| vec![Reply::Hang(bytes.clone())], CallOptions::new).await {
        assert_eq!(items, [1]);
        assert!(matches!(error, Some(StreamErrorKind::TooLarge(65_536))), "{error:?}");
    }
}

#[tokio::test]
async fn to_drop_a_stream_is_to_close_the_connection() {
    let reply = || vec![Reply::Hang(format!("{HEAD}\r\ndata: 1\n\n").into_bytes())];
    let server = Server::start(reply());
    let opened = call(&server, CallOptions::new()).open().await.unwrap();
    let items = opened.items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]);
    let mut items = items.await.unwrap();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    drop(items);
    tokio::task::spawn_blocking(move || server.wait_until_closed()).await.unwrap();

    let server = Server::start(reply());
    let opened = call(&server, CallOptions::new()).open_blocking().unwrap();
    let mut items =
        opened.items::<i64, NoDocumentedError>(EVENTS, StreamFormat::Json, &[]).unwrap();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    drop(items);
    server.wait_until_closed();
}

#[tokio::test]
async fn an_error_is_read_whole_after_the_attempts() {
    let busy = || response("503 Service Unavailable", "{}");
    let replies = || vec![busy(), busy(), response("401 Unauthorized", r#"{"title": "No"}"#)];
    let server = Server::start(replies());
    let opened = call(&server, CallOptions::new()).open().await.unwrap();
    let first: CallError<SendParcelError> = opened.into_error().await;
    let server = Server::start(replies());
    let opened = call(&server, CallOptions::new()).open_blocking().unwrap();
    let second: CallError<SendParcelError> = opened.into_error();
    for error in [first, second] {
        assert_eq!(message_of(&error), "No (401 Unauthorized)");
        assert_eq!(error.attempts(), 3);
    }
}

#[tokio::test]
async fn an_error_that_does_not_end_costs_no_more_than_the_time_of_the_call() {
    let reply = || vec![Reply::Hang(b"HTTP/1.1 401 No\r\ncontent-length: 9\r\n\r\n{".to_vec())];
    let options = || {
        let idle = Duration::from_millis(300);
        CallOptions::new().timeout(Duration::from_millis(300)).idle_timeout(idle)
    };
    let server = Server::start(reply());
    let opened = call(&server, options()).open().await.unwrap();
    let first: CallError<SendParcelError> = opened.into_error().await;
    let server = Server::start(reply());
    let opened = call(&server, options()).open_blocking().unwrap();
    let second: CallError<SendParcelError> = opened.into_error();
    for error in [first, second] {
        assert!(error.is_timeout(), "{error:?}");
    }
}

#[tokio::test]
async fn bytes_come_as_they_are_without_a_limit() {
    let body: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
    let reply = || {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        vec![fed(vec![head.into_bytes(), body[..70_000].to_vec(), body[70_000..].to_vec()])]
    };
    let server = Server::start(reply());
    let mut bytes = call(&server, CallOptions::new()).open().await.unwrap().bytes();
    assert_eq!(bytes.response().headers()["content-length"], "200000");
    let mut written = bytes.next().await.unwrap().unwrap().to_vec();
    let begun = written.len() as u64;
    assert_eq!(bytes.write_to(&mut written).await.unwrap(), 200_000 - begun);
    assert!(written == body);

    let server = Server::start(reply());
    let mut bytes = call(&server, CallOptions::new()).open_blocking().unwrap().bytes();
    let mut read = vec![0; 10];
    bytes.read_exact(&mut read).unwrap();
    assert_eq!(bytes.write_to(&mut read).unwrap(), 199_990);
    assert!(read == body);
}

#[tokio::test]
async fn an_answer_is_saved_whole_or_not_at_all() {
    let file = std::env::temp_dir().join(format!("{}-saved", std::process::id()));
    let part = file.with_file_name(format!("{}-saved.part", std::process::id()));
    let body = "0123456789".repeat(20_000);
    let whole = || vec![response("200 OK", &body)];
    let short = || vec![Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1234".to_vec())];
    for blocking in [false, true] {
        let save = async |replies: Vec<Reply>, seen: &mut Vec<Progress>| {
            let server = Server::start(replies);
            let call = call(&server, CallOptions::new());
            if blocking {
                call.open_blocking().unwrap().bytes().save(&file, |it| seen.push(it))
            } else {
                call.open().await.unwrap().bytes().save(&file, |it| seen.push(it)).await
            }
        };
        let mut seen = Vec::new();
        assert_eq!(save(whole(), &mut seen).await.unwrap(), 200_000);
        assert!(std::fs::read_to_string(&file).unwrap() == body && !part.exists());
        assert!(seen.len() > 1 && seen.is_sorted_by_key(|progress| progress.bytes));
        let last = seen.last().unwrap();
        assert_eq!((last.bytes, last.total, last.fraction()), (200_000, Some(200_000), Some(1.0)));
        // An existing file is kept.
        save(short(), &mut Vec::new()).await.unwrap_err();
        assert!(std::fs::read_to_string(&file).unwrap() == body && !part.exists());
        std::fs::remove_file(&file).unwrap();
    }
}

#[tokio::test]
async fn bytes_that_end_too_early_are_an_error() {
    let reply = || vec![Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1234".to_vec())];
    let server = Server::start(reply());
    let mut bytes = call(&server, CallOptions::new()).open().await.unwrap().bytes();
    let first = bytes.write_to(&mut Vec::new()).await.unwrap_err();
    let server = Server::start(reply());
    let mut bytes = call(&server, CallOptions::new()).open_blocking().unwrap().bytes();
    let second = bytes.read_to_end(&mut Vec::new()).unwrap_err();
    for error in [first, second] {
        assert!(error.to_string().starts_with("the connection broke"), "{error}");
        assert!(error.to_string().contains(" [plain: GET http://127.0.0.1:"), "{error}");
    }
}
