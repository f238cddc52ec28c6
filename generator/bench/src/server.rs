//! A server on loopback that sends the same response to every request and allocates nothing for it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 54\r\n\r\n\
    {\"object\":\"UserInvitationHandled\",\"status\":\"ACCEPTED\"}";

/// Starts the server and returns its base URL. The server runs until the process ends.
///
/// # Panics
///
/// Panics if no port is free on loopback.
#[must_use]
pub fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port on this machine");
    let address = listener.local_addr().expect("the address that was bound");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(stream));
        }
    });
    format!("http://{address}")
}

/// Responds to the requests of one connection until it is closed.
fn serve(mut stream: TcpStream) {
    _ = stream.set_nodelay(true);
    let (mut buffer, mut filled) = ([0; 8192], 0);
    loop {
        if let Some(length) = request_length(&buffer[..filled]) {
            buffer.copy_within(length..filled, 0);
            filled -= length;
            if stream.write_all(ANSWER).is_err() {
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
