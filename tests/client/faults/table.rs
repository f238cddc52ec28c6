//! The rows of the fault table.

use std::time::{Duration, SystemTime};

use super::{KEY, TOKEN, bomb};
use crate::client::reference::{ANSWER, ERRORS, RETRYABLE};
use crate::client::server::{Reply, json, response};

type Replies = dyn Fn(&str) -> Option<Vec<Reply>>;

/// A row: the replies of the server, the error of the call, and the number of attempts.
pub struct Fault {
    pub name: String,
    /// Returns the replies to the attempts, given the URL of another server; `None` if there is no server.
    pub replies: Box<Replies>,
    /// The URL of the call, if there is no server.
    pub url: Option<&'static str>,
    /// The timeout of the call, if it is to end by it.
    pub timeout: Option<Duration>,
    /// The result of a call that may not be retried: the error or the invitation's status, and the attempts.
    pub once: (String, usize),
    /// The result of a call that may be retried.
    pub again: (String, usize),
}

/// A row whose results differ between the transports.
#[allow(dead_code, reason = "one of them may be left out")]
pub struct Unequal {
    pub reason: &'static str,
    pub asynchronous: Fault,
    pub blocking: Fault,
}

const NOT_CONNECTED: &str = "transport: no connection to the server, not sent";
const LONG: &str =
    "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.invalid";
const BROKEN: &str = "transport: the connection broke, sent";
const LATE: &str = "transport: no response in time, sent";
const ACCEPTED: &str = "ACCEPTED";
const TOO_LARGE: &str =
    "transport: the response is too large: raise `max_body` on the client's builder";

/// Long enough to reach a server on loopback twice.
const SHORT: Duration = Duration::from_millis(400);

pub fn all() -> Vec<Fault> {
    let mut rows = connections();
    rows.extend(hosts());
    rows.extend(heads());
    rows.extend(bodies());
    rows.extend(redirects());
    rows.extend(typed_errors());
    rows.extend(waits());
    rows
}

/// Returns a fault whose reply is the same for each attempt.
fn always(name: &str, reply: Reply, error: &str, once: usize, again: usize) -> Fault {
    Fault {
        name: name.to_owned(),
        replies: Box::new(move |_| Some(vec![reply.clone(); 4])),
        url: None,
        timeout: None,
        once: (error.to_owned(), once),
        again: (error.to_owned(), again),
    }
}

fn bytes(text: &str) -> Reply {
    Reply::Bytes(text.as_bytes().to_vec())
}

/// Returns a head with this `content-length`, and the body.
fn announced(length: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn connections() -> Vec<Fault> {
    let length = ANSWER.len().to_string();
    let head = announced(&length, "");
    let half = announced(&length, &ANSWER[..ANSWER.len() / 2]);
    let refused = Fault {
        name: "refused".to_owned(),
        replies: Box::new(|_| None),
        url: None,
        timeout: None,
        once: (NOT_CONNECTED.to_owned(), 3),
        again: (NOT_CONNECTED.to_owned(), 3),
    };
    let late = |name, reply| Fault { timeout: Some(SHORT), ..always(name, reply, LATE, 1, 2) };
    let pause = Duration::from_millis(20);
    let garbage = format!("\u{0}\u{1}{KEY} {TOKEN}\r\n\r\n");
    vec![
        refused,
        always("reset before the head", Reply::Reset, BROKEN, 1, 3),
        always(
            "reset in the head",
            Reply::ResetAfter(head.as_bytes()[..24].to_vec()),
            BROKEN,
            1,
            3,
        ),
        always("reset after the head", Reply::ResetAfter(head.clone().into_bytes()), BROKEN, 1, 3),
        always("closed before the head", bytes(""), BROKEN, 1, 3),
        always("closed in the head", bytes(&head[..24]), BROKEN, 1, 3),
        always("half a body", bytes(&half), BROKEN, 1, 3),
        late("never answers", Reply::Hang(Vec::new())),
        late("half a body and no more", Reply::Hang(half.into_bytes())),
        late("slow drip", Reply::Drip(announced("9999", &" ".repeat(999)).into_bytes(), pause)),
        always("garbage", bytes(&garbage), BROKEN, 1, 3),
        always("garbage in the head", bytes("HTTP/1.1 200 OK\r\n: \u{1}\r\n\r\n"), BROKEN, 1, 3),
        always("another protocol", bytes("SSH-2.0-OpenSSH_9.7\r\n"), BROKEN, 1, 3),
    ]
}

/// Returns faults of host names that do not resolve.
fn hosts() -> Vec<Fault> {
    // `.invalid` never resolves (RFC 6761, section 6.4). The second name is invalid, because a label has at most 63
    // bytes.
    let urls = ["https://nobody.invalid", LONG];
    let row = |url| Fault {
        name: "no such host".to_owned(),
        replies: Box::new(|_| None),
        url: Some(url),
        timeout: None,
        once: (NOT_CONNECTED.to_owned(), 3),
        again: (NOT_CONNECTED.to_owned(), 3),
    };
    urls.into_iter().map(row).collect()
}

fn with_headers(headers: &str) -> Reply {
    json(&format!("200 OK\r\n{headers}x-last: 1"), ANSWER)
}

fn large(length: usize) -> Reply {
    with_headers(&format!("x-large: {}\r\n", "a".repeat(length)))
}

/// Returns faults of large heads. The client has no setting for their size.
fn heads() -> Vec<Fault> {
    let many = with_headers(&"x-many: 1\r\n".repeat(80));
    vec![
        always("a head of 30 kB", large(30_000), ACCEPTED, 1, 1),
        always("a head of 100 kB", large(100_000), ACCEPTED, 1, 1),
        always("a head of 1 MB", large(1_000_000), BROKEN, 1, 3),
        always("a head of 8 MB", large(8_000_000), BROKEN, 1, 3),
        always("80 headers", many, ACCEPTED, 1, 1),
        always("1000 headers", with_headers(&"x-many: 1\r\n".repeat(1000)), BROKEN, 1, 3),
    ]
}

/// Returns the rows that differ between the transports, each with the reason.
pub fn unequal() -> Vec<Unequal> {
    let many = || with_headers(&"x-many: 1\r\n".repeat(110));
    vec![
        Unequal {
            reason: "hyper takes 100 headers and ureq 128, neither of which can be set",
            asynchronous: always("112 headers", many(), BROKEN, 1, 3),
            blocking: always("112 headers", many(), ACCEPTED, 1, 1),
        },
        Unequal {
            reason: "hyper has room for a head of 408 KiB, and ureq for one of 128 KiB on each connection",
            asynchronous: always("a head of 300 kB", large(300_000), ACCEPTED, 1, 1),
            blocking: always("a head of 300 kB", large(300_000), BROKEN, 1, 3),
        },
    ]
}

fn bodies() -> Vec<Fault> {
    let html = format!("<html><body><h1>502</h1>{KEY} {TOKEN}</body></html>");
    let html_text = "decode: expected JSON: expected value at line 1 column 1, near \
                     `<…><…><…>…<…>…` (502 Bad Gateway, text/html, 79 bytes)";
    let with_body = format!("HTTP/1.1 204 No Content\r\ncontent-length: 54\r\n\r\n{ANSWER}");
    let bomb = bomb::gzip(10_000_000);
    let packed = format!(
        "decode: expected JSON: not UTF-8 at byte 1 (200 OK, application/json, {} bytes)",
        bomb.len()
    );
    let mut bomb_answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: \
         {}\r\n\r\n",
        bomb.len()
    )
    .into_bytes();
    bomb_answer.extend(bomb);
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6400000\r\n";
    const LARGE: usize = 100 * 1024 * 1024;
    let endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    vec![
        always(
            "502 with HTML",
            response("502 Bad Gateway", &["content-type: text/html"], &html),
            html_text,
            1,
            3,
        ),
        always(
            "204 with a body",
            bytes(&with_body),
            "decode: expected JSON, found no body (204 No Content, no content type, 0 bytes)",
            1,
            1,
        ),
        always(
            "announced too short",
            bytes(&announced("30", ANSWER)),
            "decode: expected the rest of JSON: EOF while parsing a string at line 2 column 28, near `{ \"…\": \"…` (200 OK, application/json, 30 bytes)",
            1,
            1,
        ),
        always(
            "announced twice",
            bytes(&announced("9\r\ncontent-length: 54", ANSWER)),
            BROKEN,
            1,
            3,
        ),
        always("announced in words", bytes(&announced("many", ANSWER)), BROKEN, 1, 3),
        always("gzip bomb", Reply::Bytes(bomb_answer), &packed, 1, 1),
        always(
            "100 MB announced",
            Reply::Flood(announced(&LARGE.to_string(), "").into_bytes(), LARGE),
            TOO_LARGE,
            1,
            1,
        ),
        always("100 MB in one chunk", Reply::Flood(chunked.into(), LARGE), TOO_LARGE, 1, 1),
        always("100 MB to the end", Reply::Flood(endless, LARGE), TOO_LARGE, 1, 1),
    ]
}

fn redirects() -> Vec<Fault> {
    let statuses = [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ];
    let row = |status: &'static str| {
        let error = format!(
            "unexpected: expected a documented status, found a redirect, which is never followed \
             ({status}, no content type, 0 bytes)"
        );
        let reply = move |elsewhere: &str| {
            let location = format!("location: {}/v1", elsewhere.replace("127.0.0.1", "localhost"));
            response(status, &[&location], "")
        };
        Fault {
            name: status.to_owned(),
            replies: Box::new(move |elsewhere| Some(vec![reply(elsewhere); 2])),
            url: None,
            timeout: None,
            once: (error.clone(), 1),
            again: (error, 1),
        }
    };
    statuses.into_iter().map(row).collect()
}

/// Returns a documented error that repeats the secrets of the request.
pub fn typed(status: u16, kind: &str) -> Reply {
    let body = format!(
        r#"{{"title":"No","detail":"{KEY} {TOKEN}","type":"{kind}","status":{status},"x":"{KEY}"}}"#
    );
    let status = http::StatusCode::from_u16(status).unwrap().to_string();
    let echo = format!("x-echo: {KEY}");
    response(&status, &["content-type: application/json", &echo], &body)
}

fn typed_errors() -> Vec<Fault> {
    let rows = ERRORS.into_iter().flat_map(|(status, kinds)| {
        kinds.iter().map(move |kind| {
            let reason = http::StatusCode::from_u16(status).unwrap();
            let error = format!("api: No: [redacted] [redacted] ({kind}, {reason})");
            // The description marks the errors that may be retried.
            let again = if RETRYABLE.contains(kind) { 3 } else { 1 };
            always(kind, typed(status, kind), &error, 1, again)
        })
    });
    rows.collect()
}

/// Returns responses with `Retry-After`, and the responses after them.
fn waits() -> Vec<Fault> {
    let soon = || httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let busy = |headers: &[&str]| response("429 Too Many Requests", headers, "busy");
    let error = |status: &str| {
        format!(
            "decode: expected JSON: expected value at line 1 column 1 ({status}, no content type, 4 bytes)"
        )
    };
    let handled = || json("200 OK", ANSWER);
    let row =
        |name: &str, replies: Box<dyn Fn() -> Vec<Reply>>, status: &str, again: usize| Fault {
            name: name.to_owned(),
            replies: Box::new(move |_| Some(replies())),
            url: None,
            timeout: None,
            once: (error(status), 1),
            again: (ACCEPTED.to_owned(), again),
        };
    let down = || response("503 Service Unavailable", &[], "down");
    let (limited, unavailable) = ("429 Too Many Requests", "503 Service Unavailable");
    let seconds = move || vec![busy(&["retry-after: 1"]), handled()];
    let date = move || vec![busy(&[&format!("retry-after: {}", soon())]), handled()];
    let twice = move || vec![down(), down(), handled()];
    let never = move || vec![busy(&["retry-after: 86400"]), handled()];
    vec![
        row("429 with seconds to wait", Box::new(seconds), limited, 2),
        row("429 with a date to wait for", Box::new(date), limited, 2),
        row("503 twice, then 200", Box::new(twice), unavailable, 3),
        Fault {
            again: (error(limited), 1),
            ..row("429 with a wait that outlasts the call", Box::new(never), limited, 1)
        },
    ]
}
