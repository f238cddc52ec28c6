//! Clients that are slow or send too much neither block others nor exceed the memory limits.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use specwright_mock::{Mock, RunningMock};

const SPEC: &str = "
openapi: 3.1.0
paths:
  /echo:
    post:
      requestBody: { content: { '*/*': {} } }
      responses: { '200': { description: ok, content: { application/json: { example: { is: fine } } } } }
  /tree:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }
      responses: { '204': { description: ok } }
components:
  schemas:
    Node: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }, { type: string }] }
    A: { type: object, properties: { child: { $ref: '#/components/schemas/Node' }, a: { type: string } } }
    B: { type: object, properties: { child: { $ref: '#/components/schemas/Node' }, b: { type: string } } }
";

fn mock() -> Mock {
    Mock::from_text("api.yaml", SPEC).unwrap()
}

/// Opens a connection and sends the start of a request.
fn open(mock: &RunningMock, sent: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(mock.address()).unwrap();
    // A hanging mock fails the test instead of blocking it.
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(sent).unwrap();
    stream
}

fn head(path: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n"
    )
}

fn answered(mut stream: TcpStream) -> String {
    let mut text = String::new();
    // An error means that the connection was closed.
    let _ = stream.read_to_string(&mut text);
    text
}

fn post(mock: &RunningMock, path: &str, body: &str) -> String {
    answered(open(mock, (head(path, body.len()) + body).as_bytes()))
}

#[test]
fn stalled_clients_leave_room_for_others() {
    // More connections than the system or the mock allows.
    for mock in [mock(), mock().max_connections(10)] {
        let mock = mock.start().unwrap();
        let starts = ["", "POST /echo HTT", &head("/echo", 100)];
        let stalled: Vec<_> = (0..300).map(|at| open(&mock, starts[at % 3].as_bytes())).collect();
        for _ in 0..20 {
            let response = post(&mock, "/echo", "{}");
            assert!(response.starts_with("HTTP/1.1 200"), "{response}");
        }
        drop(stalled);
    }
}

#[test]
fn unfinished_uploads_have_a_budget_together() {
    let mock = mock().max_uploads(1_000_000).start().unwrap();
    let unfinished = |_| {
        let mut client =
            open(&mock, head("/echo", 300_000).replace("json", "octet-stream").as_bytes());
        client.write_all(&vec![b' '; 299_000]).unwrap();
        client
    };
    let unfinished: Vec<_> = (0..30).map(unfinished).collect();
    // A small request gets its response meanwhile.
    let response = post(&mock, "/echo", "{}");
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    let finish = |mut client: TcpStream| {
        client.write_all(&[b' '; 1_000]).unwrap();
        answered(client)
    };
    let responses: Vec<_> = unfinished.into_iter().map(finish).collect();
    let (refused, taken): (Vec<_>, Vec<_>) =
        responses.iter().partition(|response| response.starts_with("HTTP/1.1 503"));
    assert!(refused.iter().all(|response| response.contains("more than 1000000 bytes")));
    assert!(taken.iter().all(|response| response.starts_with("HTTP/1.1 200")), "{taken:?}");
    assert!(refused.len() > 10 && !taken.is_empty(), "{} and {}", refused.len(), taken.len());
    // The budget is returned.
    let body = format!("\"{}\"", "x".repeat(900_000));
    let last = || post(&mock, "/echo", &body).starts_with("HTTP/1.1 200");
    assert!((0..200).any(|_| last() || {
        std::thread::sleep(Duration::from_millis(10));
        false
    }));
}

#[test]
fn a_body_and_a_head_that_do_not_arrive_are_given_up() {
    let mock = mock().max_wait(Duration::from_millis(50)).start().unwrap();
    let response = answered(open(&mock, (head("/echo", 10) + "123").as_bytes()));
    assert!(response.starts_with("HTTP/1.1 408"), "{response}");
    assert!(response.contains("did not arrive within 50ms"), "{response}");
    // A connection without a complete head is closed.
    answered(open(&mock, b"POST /echo HTTP/1.1\r\nhos"));
}

#[test]
fn a_head_without_end_is_refused() {
    let mock = mock().start().unwrap();
    let long = format!("GET / HTTP/1.1\r\nx-long: {}", "x".repeat(100_000));
    let stream = open(&mock, b"");
    let mut sender = stream.try_clone().unwrap();
    let _ = sender.write_all(long.as_bytes());
    let _ = sender.shutdown(Shutdown::Write);
    let response = answered(stream);
    assert!(response.is_empty() || response.starts_with("HTTP/1.1 431"), "{response}");
    assert_eq!(mock.requests().len(), 0);
}

#[test]
fn requests_are_kept_within_their_budget() {
    let mock = mock().max_kept(10_000).start().unwrap();
    let body = format!("\"{}\"", "x".repeat(3_000));
    (0..20).for_each(|_| assert!(post(&mock, "/echo", &body).starts_with("HTTP/1.1 200")));
    let requests = mock.requests();
    let bytes: usize = requests.iter().map(|request| request.body.len()).sum();
    assert!((1..=3).contains(&requests.len()) && bytes <= 10_000, "{requests:?}");
    assert!(requests.iter().all(|request| request.body == body), "{requests:?}");
}

#[test]
fn bodies_of_recursive_unions_are_checked_once_for_each_level() {
    let mock = mock().start().unwrap();
    for depth in [5, 24, 60, 120] {
        let body = "{\"child\":".repeat(depth) + "5" + &"}".repeat(depth);
        let response = post(&mock, "/tree", &body);
        assert!(response.starts_with("HTTP/1.1 422"), "{depth}: {response}");
        assert!(response.contains("/child"), "{depth}: {response}");
    }
}
