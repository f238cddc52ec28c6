//! A test server that sends given bytes, valid or not.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

/// The reply to a request.
pub enum Reply {
    /// Sends these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Sends these bytes, and then nothing until the client closes the connection.
    Hang(Vec<u8>),
    /// Sends bytes as they are received from the test, and closes the connection at their end.
    Fed(Receiver<Vec<u8>>),
}

/// A server on this machine. Each connection gets the next reply.
pub struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
    closed: Receiver<()>,
}

impl Server {
    pub fn start(replies: Vec<Reply>) -> Self {
        Self::answering(|_| replies)
    }

    /// Starts a server whose replies contain its URL.
    pub fn answering(replies: impl FnOnce(&str) -> Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let replies = replies(&format!("http://127.0.0.1:{port}"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let (hung_up, closed) = mpsc::channel();
        thread::spawn(move || {
            for reply in replies {
                let Ok((mut stream, _)) = listener.accept() else {
                    return;
                };
                // The request is read before the lock is taken, because the client may wait for the lock.
                let request = request(&mut stream);
                seen.lock().unwrap().push(request);
                // The client may have closed the connection.
                match reply {
                    Reply::Bytes(bytes) => _ = stream.write_all(&bytes),
                    Reply::Hang(bytes) => {
                        _ = stream.write_all(&bytes);
                        _ = stream.read(&mut [0]);
                        _ = hung_up.send(());
                    }
                    Reply::Fed(pieces) => {
                        _ = stream.set_nodelay(true);
                        pieces.into_iter().for_each(|piece| _ = stream.write_all(&piece));
                    }
                }
            }
        });
        Self { port, requests, closed }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Waits until a client closes the connection of a hanging reply.
    pub fn wait_until_closed(&self) {
        self.closed.recv().expect("a server that hangs");
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// Returns a response with a body of the announced length.
pub fn response(status: &str, body: &str) -> Reply {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\n");
    let text = format!("{head}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
    Reply::Bytes(text.into_bytes())
}

/// Returns the URL of a port without a server.
pub fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    while !is_whole(&bytes) {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_whole(bytes: &[u8]) -> bool {
    const TLS_HANDSHAKE: u8 = 22; // RFC 8446, section 5.1
    if bytes.first() == Some(&TLS_HANDSHAKE) {
        return true;
    }
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    body.len() >= length.unwrap_or(0)
}
