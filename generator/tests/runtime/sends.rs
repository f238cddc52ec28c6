//! Calls that custom transports send.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use crate::runtime::client::api_client::Client;
use crate::runtime::client::call::CallOptions;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::transports::timer::Timer;
use crate::runtime::transports::traits::{SendOptions, TransportError, TransportErrorKind};
use crate::runtime_tests::messages::message_of;
use crate::runtime_tests::sample::{LIST_PARCELS, PARCEL, SEND_PARCEL, builder, parcel};

type Reply = Result<http::Response<Bytes>, TransportError>;

/// A client whose transports respond with these replies in turn, and the requests that they receive.
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
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status.try_into().unwrap();
    Ok(response)
}

fn failure(kind: TransportErrorKind, sent: bool) -> Reply {
    Err(TransportError::new(kind, sent))
}

/// Returns the output of a future that is ready at once, without a runtime.
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
    assert_eq!(message_of(&error), "no connection to the server");
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
fn an_error_that_the_description_says_passes_is_tried_again_and_no_other_is() {
    let later = || reply(501, r#"{"code": "LATER"}"#);
    let script = Script::new(vec![later(), later(), reply(200, PARCEL)]);
    let keyed = || CallOptions::new().header("Idempotency-Key", "once");
    let sent = script.client.send_parcel("d", &parcel()).options(keyed()).send_blocking();
    assert_eq!((sent.unwrap(), script.attempts()), (parcel(), 3));

    let script = Script::new(vec![reply(503, r#"{"code": "NEVER"}"#)]);
    let call = script.client.send_parcel("d", &parcel()).options(keyed());
    assert_eq!(ready(call.send()).unwrap_err().attempts(), 1);

    // A transient error does not make a POST repeatable.
    let script = Script::new(vec![later()]);
    let error = script.client.send_parcel("d", &parcel()).send_blocking().unwrap_err();
    assert!(error.is_retryable() && error.attempts() == 1);
}

#[test]
fn a_call_that_may_be_sent_again_keeps_half_its_time_for_that() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let seen_there = Arc::clone(&seen);
    let client = builder()
        .timeout(Duration::from_secs(40))
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .blocking_transport(move |_: Request<Bytes>, options: SendOptions| {
            seen_there
                .lock()
                .unwrap()
                .push((options.timeout.as_secs_f64().ceil(), options.max_body));
            reply(200, "{}")
        })
        .build()
        .unwrap();
    let send = |operation, options: CallOptions| {
        let mut call = client.call(operation);
        call.path("depot_id", &"d");
        call.options(options);
        call.send_blocking().unwrap();
    };
    send(&SEND_PARCEL, CallOptions::new());
    send(&LIST_PARCELS, CallOptions::new());
    send(&LIST_PARCELS, CallOptions::new().retry(RetryPolicy::none()));
    send(&LIST_PARCELS, CallOptions::new().attempt_timeout(Duration::from_secs(7)).max_body(9));
    send(&LIST_PARCELS, CallOptions::new().timeout(Duration::from_secs(4)));
    let usual = 16 * 1024 * 1024;
    let expected = [(40.0, usual), (20.0, usual), (40.0, usual), (7.0, 9), (2.0, usual)];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[test]
fn a_timer_that_is_dropped_leaves_no_thread() {
    // The thread shares the waker with the timer until it ends.
    let mut timer = Box::pin(Timer::new(Duration::from_secs(3600)));
    let held = Arc::new(Flag);
    let flag = Waker::from(Arc::clone(&held));
    assert!(timer.as_mut().poll(&mut Context::from_waker(&flag)).is_pending());
    drop((timer, flag));
    while Arc::strong_count(&held) > 1 {
        thread::yield_now();
    }
}

struct Flag;

impl std::task::Wake for Flag {
    fn wake(self: Arc<Self>) {}
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
