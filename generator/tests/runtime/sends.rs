//! Calls sent by transports of a user's own.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use crate::runtime::call::CallOptions;
use crate::runtime::client::Client;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::timer::Timer;
use crate::runtime::transport::{SendOptions, TransportError, TransportErrorKind};
use crate::sample::{LIST_PARCELS, PARCEL, builder, parcel};

type Reply = Result<Response<Bytes>, TransportError>;

/// A client whose transports give these replies in turn, and the requests that they see.
struct Script {
    client: Client,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Script {
    fn new(replies: Vec<Reply>) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let replies = Arc::new(Mutex::new(replies.into_iter()));
        let seen = Arc::clone(&requests);
        let reply = move |request: Request<Bytes>, options: SendOptions| {
            assert!(options.timeout <= Duration::from_secs(60));
            assert_eq!(options.max_body, 16 * 1024 * 1024);
            seen.lock().unwrap().push(request);
            replies.lock().unwrap().next().expect("no more attempts than replies")
        };
        let blocking = reply.clone();
        let client = builder()
            .retry(RetryPolicy::default().base(Duration::ZERO))
            .transport(move |request: Request<Bytes>, options: SendOptions| {
                std::future::ready(reply(request, options))
            })
            .blocking_transport(blocking)
            .build()
            .unwrap();
        Self { client, requests }
    }

    fn attempts(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn reply(status: u16, body: &'static str) -> Reply {
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status.try_into().unwrap();
    Ok(response)
}

fn failure(kind: TransportErrorKind, sent: bool) -> Reply {
    Err(TransportError::new(kind, sent))
}

/// Polls a future that is always ready: no runtime is needed.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits"),
    }
}

#[test]
fn a_post_is_sent_once() {
    let script = Script::new(vec![reply(503, "{}")]);
    let error = ready(script.client.send_parcel("d", &parcel()).send()).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
    assert!(error.is_retryable());

    let script = Script::new(vec![failure(TransportErrorKind::Timeout, true)]);
    let error = script.client.send_parcel("d", &parcel()).send_blocking().unwrap_err();
    assert!(error.is_timeout() && !error.is_retryable());
}

#[test]
fn what_never_left_is_sent_again() {
    let replies = || {
        vec![
            failure(TransportErrorKind::Connect, false),
            failure(TransportErrorKind::Connect, false),
            reply(200, PARCEL),
        ]
    };
    let script = Script::new(replies());
    let call = script.client.send_parcel("d", &parcel());
    assert_eq!(call.send_blocking().unwrap(), parcel());
    assert_eq!(script.attempts(), 3);
    let requests = script.requests.lock().unwrap();
    assert!(requests.iter().all(|request| request.body() == PARCEL.as_bytes()));
}

#[tokio::test]
async fn attempts_end_with_the_last_failure() {
    let connect = || failure(TransportErrorKind::Connect, false);
    let script = Script::new(vec![connect(), connect(), connect()]);
    let error = script.client.send_parcel("d", &parcel()).send().await.unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.to_string(), "no connection to the server (3 attempts)");
    assert_eq!((error.attempts(), script.attempts()), (3, 3));
}

#[test]
fn an_idempotency_key_travels_with_every_attempt() {
    let script = Script::new(vec![reply(503, ""), reply(200, PARCEL)]);
    let options = CallOptions::new().header("Idempotency-Key", "once");
    let call = script.client.send_parcel("d", &parcel()).options(options);
    assert_eq!(call.send_blocking().unwrap(), parcel());
    for request in script.requests.lock().unwrap().iter() {
        assert_eq!(request.headers()["idempotency-key"], "once");
    }
}

#[test]
fn idempotent_methods_are_tried_again() {
    let script =
        Script::new(vec![reply(429, ""), failure(TransportErrorKind::Io, true), reply(200, "[]")]);
    let mut call = script.client.call(&LIST_PARCELS);
    call.path("depot_id", &"d");
    let answer = call.send_blocking().unwrap();
    assert_eq!((answer.status().as_u16(), answer.attempts()), (200, 3));
}

#[test]
fn a_call_without_time_is_not_tried_again() {
    let script = Script::new(vec![reply(503, "")]);
    let mut call = script.client.call(&LIST_PARCELS);
    call.path("depot_id", &"d");
    call.options(CallOptions::new().timeout(Duration::ZERO));
    assert_eq!(call.send_blocking().unwrap().attempts(), 1);

    let script = Script::new(vec![reply(503, "")]);
    let mut call = script.client.call(&LIST_PARCELS);
    call.path("depot_id", &"d");
    call.options(CallOptions::new().retry(RetryPolicy::none()));
    assert_eq!(ready(call.send()).unwrap().attempts(), 1);
}

#[test]
fn a_client_in_trouble_stops_trying_again() {
    let replies = (0..300).map(|_| failure(TransportErrorKind::Connect, false));
    let script = Script::new(replies.collect());
    let calls = 120;
    for _ in 0..calls {
        let call = script.client.send_parcel("d", &parcel());
        assert!(call.send_blocking().unwrap_err().is_connect());
    }
    // The budget of 500 pays for 100 retries.
    assert_eq!(script.attempts(), calls + 100);
}

#[test]
fn a_client_without_the_transport_says_so() {
    let client = builder().build().unwrap();
    let error = client.send_parcel("d", &parcel()).send_blocking().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`sendParcel` was not sent: the client has no blocking transport: enable the feature \
         `blocking` or call `blocking_transport` on its builder"
    );
    assert!(error.is_invalid());
}

#[test]
fn calls_can_be_sent_from_any_thread() {
    fn is_send<T: Send>(_: &T) {}
    let script = Script::new(vec![reply(200, PARCEL)]);
    let future = script.client.send_parcel("d", &parcel()).send();
    is_send(&future);
    assert_eq!(ready(future).unwrap(), parcel());
}

#[test]
fn the_timer_wakes_its_task() {
    let mut timer = std::pin::pin!(Timer::new(Duration::ZERO));
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    while timer.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
}

struct Unpark(thread::Thread);

impl std::task::Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
