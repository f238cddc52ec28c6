//! Time limits of blocking calls to a server that stops sending, in each part of the exchange. The limits of single
//! reads are an hour, so that only the time limit of the call ends a test.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::{Call, CallOptions};
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::upload::Upload;
use crate::runtime::responses::call_error::{CallError, Failure};
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::traits::TransportErrorKind;
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::sample::SendParcelError;
use crate::runtime_tests::server::{Reply, Server};

static PUT: Operation = Operation::new("put", "PUT", "/file", "application/json");

const HOUR: Duration = Duration::from_secs(3600);

fn call(url: String) -> Call {
    tls_ring::install();
    let client = ClientBuilder::new(url)
        .connect_timeout(HOUR)
        .retry(RetryPolicy::none())
        .default_blocking_transport(ureq_transport::connect)
        .build()
        .expect("a client");
    client.call(&PUT)
}

fn options() -> CallOptions {
    CallOptions::new().timeout(Duration::from_millis(200)).idle_timeout(HOUR)
}

/// Returns a call of a server that sends this text and then nothing.
fn hanging(said: &str) -> (Call, Server) {
    let server = Server::start(vec![Reply::Hang(said.into())]);
    let mut call = call(server.url());
    call.options(options());
    (call, server)
}

#[track_caller]
fn is_timeout(error: Failure) {
    match error {
        Failure::Transport(error) => assert_eq!(error.kind(), TransportErrorKind::Timeout),
        other => panic!("{other:?}"),
    }
}

/// The starts of responses. The last ones lack a single byte.
const HEADS: [&str; 4] = [
    "",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r",
    "HTTP/1.1 100 Continue\r\n\r\n",
];

const BODIES: [&str; 3] = [
    "content-length: 2\r\n\r\n",
    "content-length: 2\r\n\r\n{",
    "transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
];

#[test]
fn a_head_that_does_not_come_costs_the_time_of_the_call() {
    for head in HEADS {
        let (call, _server) = hanging(head);
        is_timeout(call.open_blocking().map(drop).unwrap_err());
    }
}

#[test]
fn a_body_that_is_read_whole_costs_the_time_of_the_call() {
    for status in ["200 OK", "500 Oops"] {
        for body in BODIES {
            let said = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{body}");
            let (call, _server) = hanging(&said);
            is_timeout(call.open_blocking().unwrap().whole().unwrap_err());
            let (call, _server) = hanging(&said);
            let error: CallError<SendParcelError> = call.open_blocking().unwrap().into_error();
            assert!(error.to_string().starts_with("no response in time"), "{error}");
            // A response that is not a stream is read as a whole.
            let (call, _server) = hanging(&said);
            let opened = call.open_blocking().unwrap();
            let items =
                opened.items::<i64, SendParcelError>("text/event-stream", StreamFormat::Json, &[]);
            let error = items.map(drop).unwrap_err();
            assert!(error.to_string().starts_with("no response in time"), "{error}");
        }
    }
}

#[test]
fn an_upload_costs_the_time_of_the_call() {
    let uploads = |said: &str| {
        let (mut call, server) = hanging(said);
        call.upload("application/octet-stream", Upload::new("the file"));
        call.options(options().on_upload(|_| {}));
        (call, server)
    };
    for head in HEADS {
        let (call, _server) = uploads(head);
        is_timeout(call.send_blocking().unwrap_err());
    }
    for body in BODIES {
        let said = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{body}");
        let (call, _server) = uploads(&said);
        is_timeout(call.send_blocking().unwrap_err());
    }
    // The body is larger than the buffers of the system, and the server reads nothing.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut call = call(format!("http://{}", listener.local_addr().unwrap()));
    call.upload("application/octet-stream", Upload::new(vec![b'a'; 32 << 20]));
    call.options(options().on_upload(|_| {}));
    is_timeout(call.send_blocking().unwrap_err());
}

#[test]
fn a_connection_that_does_not_come_about_costs_the_time_of_the_call() {
    // A port whose queue is full does not accept connections.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let connect = || TcpStream::connect_timeout(&address, Duration::from_millis(100));
    let queue: Vec<_> = std::iter::from_fn(|| connect().ok()).take(10_000).collect();
    assert!(queue.len() < 10_000, "the queue is never full");
    let mut call = call(format!("http://{address}"));
    call.options(options());
    is_timeout(call.open_blocking().map(drop).unwrap_err());
}
