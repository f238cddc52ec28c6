//! A test server on plain sockets. It records each request and sends the bytes of a reply, valid or not.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The status lines of redirects.
pub const REDIRECTS: [&str; 5] = [
    "301 Moved Permanently",
    "302 Found",
    "303 See Other",
    "307 Temporary Redirect",
    "308 Permanent Redirect",
];

/// A loopback URL without a server. Its port is that of TCPMUX (RFC 1078), which is no longer in use.
pub const NOBODY: &str = "http://127.0.0.1:1";

/// The reply to a request.
#[derive(Clone)]
pub enum Reply {
    /// Sends these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Sends these bytes, and then nothing until the client closes the connection or the server ends.
    Hang(Vec<u8>),
    /// Sends these bytes one by one with a pause after each, until the client closes the connection or the server ends.
    Drip(Vec<u8>, Duration),
    /// Sends these bytes and then about this many spaces, as fast as the client reads.
    Flood(Vec<u8>, usize),
    /// Resets the connection.
    Reset,
    /// Sends these bytes and resets the connection.
    ResetAfter(Vec<u8>),
}

/// A request as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub raw: Vec<u8>,
}

/// A server on loopback. Each connection gets the next reply. Connections after the last reply are closed without one.
pub struct Server {
    port: u16,
    stop: Arc<AtomicBool>,
    acceptor: JoinHandle<Vec<JoinHandle<Request>>>,
}

impl Server {
    pub fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let replies: Vec<_> = replies.into_iter().collect();
        let acceptor = thread::spawn(move || accept(&listener, replies, stopped));
        Self { port, stop, acceptor }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Stops the server and returns the request of every connection, in order.
    pub fn finish(self) -> Vec<Request> {
        self.stop.store(true, Ordering::SeqCst);
        let connections = self.acceptor.join().unwrap();
        connections.into_iter().map(|connection| connection.join().unwrap()).collect()
    }

    /// Stops the server and returns its request. Panics unless it had exactly one connection.
    pub fn only_request(self) -> Request {
        let mut requests = self.finish();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

impl Request {
    /// Returns the first line.
    pub fn line(&self) -> &str {
        self.head().lines().next().unwrap_or_default()
    }

    /// Returns the headers with names in lower case. Panics if a header occurs twice.
    pub fn headers(&self) -> BTreeMap<String, String> {
        let mut headers = BTreeMap::new();
        for line in self.head().lines().skip(1) {
            let (name, value) = line.split_once(": ").unwrap();
            let before = headers.insert(name.to_ascii_lowercase(), value.to_owned());
            assert_eq!(before, None, "{line}");
        }
        headers
    }

    pub fn body(&self) -> &str {
        std::str::from_utf8(&self.raw[self.split().1..]).unwrap()
    }

    fn head(&self) -> &str {
        std::str::from_utf8(&self.raw[..self.split().0]).unwrap()
    }

    /// Returns the end of the head and the start of the body.
    fn split(&self) -> (usize, usize) {
        let end = head_length(&self.raw).expect("a whole head");
        (end - 4, end)
    }
}

/// Returns a response with a JSON body.
pub fn json(status: &str, body: &str) -> Reply {
    response(status, &["content-type: application/json"], body)
}

/// Returns a response with its `content-length`.
pub fn response(status: &str, headers: &[&str], body: &str) -> Reply {
    let mut text = format!("HTTP/1.1 {status}\r\n");
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    let length = body.len();
    text.push_str(&format!("content-length: {length}\r\nconnection: close\r\n\r\n{body}"));
    Reply::Bytes(text.into_bytes())
}

fn accept(
    listener: &TcpListener,
    replies: Vec<Reply>,
    stopped: Arc<AtomicBool>,
) -> Vec<JoinHandle<Request>> {
    let mut replies = replies.into_iter();
    let mut connections = Vec::new();
    loop {
        // The flag is read before the queue, so that no connection is missed.
        let last = stopped.load(Ordering::SeqCst);
        match listener.accept() {
            Ok((stream, _)) => {
                let (reply, stopped) = (replies.next(), Arc::clone(&stopped));
                connections.push(thread::spawn(move || serve(stream, reply, &stopped)));
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                if last {
                    return connections;
                }
                thread::sleep(Duration::from_millis(1));
            }
            Err(error) => panic!("{error}"),
        }
    }
}

fn serve(mut stream: TcpStream, reply: Option<Reply>, stopped: &AtomicBool) -> Request {
    stream.set_nonblocking(false).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    match &reply {
        Some(Reply::Reset) => return reset(&mut stream, &[]),
        Some(Reply::ResetAfter(bytes)) => return reset(&mut stream, bytes),
        _ => {}
    }
    let request = receive(&mut stream);
    // A write may fail, because the client may have closed the connection.
    match reply {
        Some(Reply::Bytes(bytes)) => _ = stream.write_all(&bytes),
        Some(Reply::Hang(bytes)) => {
            _ = stream.write_all(&bytes);
            while !is_closed(&stream) && !stopped.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(1));
            }
        }
        Some(Reply::Drip(bytes, pause)) => {
            for byte in bytes {
                if stopped.load(Ordering::SeqCst) || stream.write_all(&[byte]).is_err() {
                    break;
                }
                thread::sleep(pause);
            }
        }
        Some(Reply::Flood(head, length)) => {
            let piece = [b' '; 64 * 1024];
            let pieces = std::iter::repeat_n(&piece[..], length / piece.len());
            _ = std::iter::once(&*head).chain(pieces).try_for_each(|piece| stream.write_all(piece));
        }
        Some(Reply::Reset | Reply::ResetAfter(_)) | None => {}
    }
    request
}

fn is_closed(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    match stream.peek(&mut [0]) {
        Ok(0) => true,
        Ok(_) => false,
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    }
}

/// Sends these bytes and closes the connection without reading the request, so that TCP resets it (RFC 1122, section
/// 4.2.2.13).
fn reset(stream: &mut TcpStream, bytes: &[u8]) -> Request {
    let mut raw = vec![0; 65536];
    loop {
        let length = stream.peek(&mut raw).unwrap();
        if is_whole(&raw[..length]) {
            stream.write_all(bytes).unwrap();
            raw.truncate(length);
            return Request { raw };
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn receive(stream: &mut TcpStream) -> Request {
    let mut raw = Vec::new();
    let mut chunk = [0; 4096];
    while !is_whole(&raw) {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(count) => raw.extend_from_slice(&chunk[..count]),
        }
    }
    Request { raw }
}

fn is_whole(raw: &[u8]) -> bool {
    let Some(head) = head_length(raw) else {
        return false;
    };
    let text = String::from_utf8_lossy(&raw[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    raw.len() >= head + length.unwrap_or(0)
}

/// Returns the length of the head with its empty line; `None` if it is incomplete.
fn head_length(raw: &[u8]) -> Option<usize> {
    let end = raw.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(end + 4)
}

#[test]
fn every_connection_is_recorded() {
    let server = Server::start([Reply::Bytes(b"first".to_vec())]);
    for expected in ["first", ""] {
        let address = server.url().replace("http://", "");
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nA: b\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert_eq!(text, expected);
    }
    let requests = server.finish();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].line(), "GET / HTTP/1.1");
    assert_eq!(requests[1].headers()["a"], "b");
    assert_eq!(requests[1].body(), "");
}
