//! A server on loopback that sends the same response to every request and allocates nothing for it.

use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The version of HTTP on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.1.
    Http1,
    /// HTTP/2 without TLS, which the client begins without asking.
    Http2,
}

/// Starts the server and returns its base URL. The server runs until the process ends. A body for HTTP/2 has at most
/// 16 KiB.
///
/// # Panics
///
/// Panics if no port is free on loopback.
#[must_use]
pub fn start(version: Version, content_type: &str, body: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port on this machine");
    let address = listener.local_addr().expect("the address that was bound");
    let response = match version {
        Version::Http1 => {
            let length = body.len();
            let fields = format!("content-type: {content_type}\r\ncontent-length: {length}\r\n");
            [b"HTTP/1.1 200 OK\r\n", fields.as_bytes(), b"\r\n", body].concat()
        }
        Version::Http2 => http2_response(content_type, body),
    };
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            thread::spawn(move || match version {
                Version::Http1 => serve(stream, &response),
                // The client has closed the connection.
                Version::Http2 => _ = serve_http2(stream, response),
            });
        }
    });
    format!("http://{address}")
}

/// Responds to the requests of one connection until it is closed.
fn serve(mut stream: TcpStream, response: &[u8]) {
    _ = stream.set_nodelay(true);
    let (mut buffer, mut filled) = ([0; 8192], 0);
    loop {
        if let Some(length) = request_length(&buffer[..filled]) {
            buffer.copy_within(length..filled, 0);
            filled -= length;
            if stream.write_all(response).is_err() {
                return;
            }
        }
        match stream.read(&mut buffer[filled..]) {
            Ok(0) | Err(_) => return,
            Ok(count) => filled += count,
        }
    }
}

/// Returns the length of the first request in `received`, or `None` if it is incomplete.
fn request_length(received: &[u8]) -> Option<usize> {
    let head = received.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let length = received[..head].split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(b"content-length:".len())?;
        let is_length = name.eq_ignore_ascii_case(b"content-length:");
        is_length.then(|| std::str::from_utf8(value).ok()?.trim().parse().ok())?
    });
    let length = head + length.unwrap_or(0);
    (received.len() >= length).then_some(length)
}

/// The length of the head of a frame (RFC 9113, section 4.1).
const HEAD: usize = 9;

/// The kinds of frames, and their flags (RFC 9113, section 6).
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// Returns the two frames of a response. Their stream is 0, which each response replaces.
fn http2_response(content_type: &str, body: &[u8]) -> Vec<u8> {
    // `:status: 200` of the static table, and two literals with names of that table (RFC 7541, appendix A).
    let mut fields = vec![0x88, 0x0f, 31 - 15, content_type.len() as u8];
    fields.extend(content_type.bytes());
    let length = body.len().to_string();
    fields.extend([0x0f, 28 - 15, length.len() as u8]);
    fields.extend(length.bytes());
    [frame(HEADERS, END_HEADERS, &fields), frame(DATA, END_STREAM, body)].concat()
}

fn frame(kind: u8, flags: u8, payload: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = (payload.len() as u32).to_be_bytes();
    [&length[..], &[kind, flags, 0, 0, 0, 0], payload].concat()
}

/// Responds to the requests of one connection with HTTP/2. The responses are smaller than the windows that the client
/// gives, so their sizes are not counted.
fn serve_http2(mut stream: TcpStream, mut response: Vec<u8>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let data = HEAD + usize::from(response[2]) + (usize::from(response[1]) << 8);
    let mut received = BufReader::new(stream.try_clone()?);
    let mut preface = [0; 24];
    received.read_exact(&mut preface)?;
    stream.write_all(&[0, 0, 0, SETTINGS, 0, 0, 0, 0, 0])?;
    let (mut head, mut payload) = ([0; HEAD], [0; 16384]);
    loop {
        received.read_exact(&mut head)?;
        let length = usize::from(head[1]) << 8 | usize::from(head[2]);
        received.read_exact(&mut payload[..length])?;
        match (head[3], head[4]) {
            (HEADERS | DATA, flags) if flags & END_STREAM != 0 => {
                for start in [0, data] {
                    response[start + 5..start + HEAD].copy_from_slice(&head[5..]);
                }
                stream.write_all(&response)?;
            }
            (SETTINGS, 0) => stream.write_all(&[0, 0, 0, SETTINGS, ACK, 0, 0, 0, 0])?,
            (PING, 0) => {
                stream.write_all(&[0, 0, 8, PING, ACK, 0, 0, 0, 0])?;
                stream.write_all(&payload[..8])?;
            }
            _ => {}
        }
    }
}
