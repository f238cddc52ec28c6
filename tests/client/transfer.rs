//! HTTP/2, compression and SOCKS, whose features are off by default: the support of both transports, and limits that
//! count decompressed bytes.
//!
//! `cargo test -p postpress-tests --features transfer --test all client::transfer`

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use postpress::operations::HandleReceivedInvitation;
use postpress::runtime::TransportErrorKind;
use postpress::runtime::transports::tls_ring;
use postpress::{CallError, Client, ClientBuilder, RetryPolicy};

use crate::client::faults::bomb;
use crate::client::reference::ANSWER;
use crate::client::sending::{Send, call, send};
use crate::client::server::{Reply, Server, json};
use crate::client::tls_server::{Authority, config};

const BLOCKING: Send = HandleReceivedInvitation::send_blocking;

fn builder(url: &str) -> ClientBuilder {
    Client::builder().base_url(url).api_key("pp_live_08c2").retry(RetryPolicy::none())
}

/// The documented response, compressed by gzip.
const GZIP: [u8; 78] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 230, 82, 80, 80, 202, 79, 202, 74, 77, 46, 81, 178, 82,
    80, 10, 45, 78, 45, 242, 204, 43, 203, 44, 73, 44, 201, 204, 207, 243, 72, 204, 75, 201, 73,
    77, 81, 210, 1, 41, 42, 6, 138, 149, 22, 131, 20, 57, 58, 59, 187, 6, 132, 184, 186, 40, 113,
    213, 2, 0, 98, 33, 248, 8, 63, 0, 0, 0,
];

/// Ten million zeros, compressed by Brotli.
const BROTLI_BOMB: [u8; 27] = [
    203, 255, 255, 63, 248, 39, 0, 226, 177, 64, 32, 247, 254, 47, 255, 44, 49, 240, 79, 0, 196,
    97, 17, 128, 142, 35, 6,
];

/// The documented response as one literal of Brotli (RFC 7932).
fn brotli() -> Vec<u8> {
    [&[11, 31, 128], ANSWER.as_bytes(), &[3]].concat()
}

/// The documented response as one raw block of Zstandard (RFC 8878).
fn zstd() -> Vec<u8> {
    let length = u8::try_from(ANSWER.len()).unwrap();
    let block = (u32::from(length) << 3 | 1).to_le_bytes();
    [&[0x28, 0xb5, 0x2f, 0xfd, 0x20, length], &block[..3], ANSWER.as_bytes()].concat()
}

/// Ten million zeros as blocks of Zstandard that repeat one byte.
fn zstd_bomb() -> Vec<u8> {
    const BLOCK: u32 = 100_000;
    let mut bomb = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0x50];
    for left in (0..100).rev() {
        let header = BLOCK << 3 | 1 << 1 | u32::from(left == 0);
        bomb.extend_from_slice(&header.to_le_bytes()[..3]);
        bomb.push(0);
    }
    bomb
}

/// Returns a response with a body in this encoding.
fn encoded(encoding: &str, body: &[u8]) -> Reply {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    Reply::Bytes([head.as_bytes(), body].concat())
}

#[test]
fn compressed_answers_are_asked_for_and_read() {
    let cases: [(&str, &[u8], &[Send]); 3] = [
        ("gzip", &GZIP, &[send, BLOCKING]),
        ("br", &brotli(), &[send, BLOCKING]),
        ("zstd", &zstd(), &[send]),
    ];
    for (encoding, body, ways) in cases {
        for send in ways {
            let server = Server::start([encoded(encoding, body)]);
            let client = builder(&server.url()).build().unwrap();
            let handled = send(call(&client)).unwrap_or_else(|error| panic!("{encoding}: {error}"));
            assert_eq!(handled.status.to_string(), "ACCEPTED", "{encoding}");
            let accepted = server.only_request().headers()["accept-encoding"].clone();
            assert!(accepted.split(',').any(|it| it.trim() == encoding), "{encoding}: {accepted}");
        }
    }
}

#[test]
fn the_blocking_transport_does_not_ask_for_zstd() {
    let server = Server::start([json("200 OK", ANSWER)]);
    BLOCKING(call(&builder(&server.url()).build().unwrap())).unwrap();
    assert_eq!(server.only_request().headers()["accept-encoding"], "gzip, br");
}

#[test]
fn the_limit_of_a_body_counts_bytes_after_decompression() {
    let gzip = bomb::gzip(10_000_000);
    let cases: [(&str, &[u8], &[Send]); 3] = [
        ("gzip", &gzip, &[send, BLOCKING]),
        ("br", &BROTLI_BOMB, &[send, BLOCKING]),
        ("zstd", &zstd_bomb(), &[send]),
    ];
    for (encoding, bomb, ways) in cases {
        for send in ways {
            for limit in [100_000, 9_000_000] {
                assert!(bomb.len() < 100_000, "{encoding}: the limit is for what comes out");
                let server = Server::start([encoded(encoding, bomb)]);
                let client = builder(&server.url()).max_body(limit).build().unwrap();
                match send(call(&client)).unwrap_err() {
                    CallError::Transport(error) => {
                        assert_eq!(
                            error.kind(),
                            TransportErrorKind::TooLarge,
                            "{encoding}: {error}"
                        );
                    }
                    error => panic!("{encoding}: {error:?}"),
                }
                server.finish();
            }
        }
    }
}

#[test]
fn an_own_client_reads_compressed_answers_within_the_limit_too() {
    tls_ring::install();
    for limit in [1_000, 100_000] {
        for (build, send) in [
            (builder("").http_client(reqwest::Client::builder()), send as Send),
            (builder("").http_client_as_it_is(reqwest::Client::new()), send),
            (builder("").http_agent(ureq::Agent::new_with_defaults()), BLOCKING),
            (builder("").http_agent_as_it_is(ureq::Agent::new_with_defaults()), BLOCKING),
        ] {
            let (body, is_bomb) =
                if limit == 1_000 { (&GZIP[..], false) } else { (&BROTLI_BOMB[..], true) };
            let server = Server::start([encoded(if is_bomb { "br" } else { "gzip" }, body)]);
            let client = build.base_url(server.url()).max_body(limit).build().unwrap();
            let outcome = send(call(&client));
            assert_eq!(outcome.is_err(), is_bomb, "{outcome:?}");
            server.finish();
        }
    }
}

/// Starts an HTTP/2 server over TLS for one call. It returns the method, path and version of the request.
fn http2_server(authority: &Authority) -> (String, JoinHandle<String>) {
    let mut config = config(authority, "localhost", None);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let served = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            listener.set_nonblocking(true).unwrap();
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
            let stream = acceptor.accept(stream).await.unwrap();
            let mut connection = h2::server::handshake(stream).await.unwrap();
            let (request, mut respond) = connection.accept().await.unwrap().unwrap();
            let line =
                format!("{} {} {:?}", request.method(), request.uri().path(), request.version());
            let answer = http::Response::new(());
            let mut body = respond.send_response(answer, false).unwrap();
            body.send_data(ANSWER.into(), true).unwrap();
            // Until the client closes the connection.
            while connection.accept().await.is_some() {}
            line
        })
    });
    (url, served)
}

#[test]
fn a_server_that_offers_http_2_is_called_by_it() {
    let authority = Authority::new();
    for own in [false, true] {
        let (url, served) = http2_server(&authority);
        let builder = builder(&url).root_certificate(&authority.pem);
        let builder = if own { builder.http_client(reqwest::Client::builder()) } else { builder };
        let client = builder.build().unwrap();
        assert_eq!(send(call(&client)).unwrap().status.to_string(), "ACCEPTED");
        drop(client);
        assert_eq!(served.join().unwrap(), "POST /v1/users/invite/received/inv HTTP/2.0");
    }
}

/// Starts a SOCKS 5 proxy (RFC 1928) for one call, and responds in place of the server. It returns the requested host
/// and the first line of the request.
fn socks_proxy() -> (String, JoinHandle<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("socks5h://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let [_, methods] = read::<2>(&mut stream);
        (0..methods).for_each(|_| _ = read::<1>(&mut stream));
        stream.write_all(&[5, 0]).unwrap();
        let [_, connect, _, is_name] = read::<4>(&mut stream);
        assert_eq!((connect, is_name), (1, 3));
        let [length] = read::<1>(&mut stream);
        let host = (0..length).map(|_| char::from(read::<1>(&mut stream)[0])).collect();
        read::<2>(&mut stream);
        stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80]).unwrap();
        let mut request = vec![0; 4096];
        let length = stream.read(&mut request).unwrap();
        let request = String::from_utf8_lossy(&request[..length]).into_owned();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", ANSWER.len());
        stream.write_all(format!("{head}{ANSWER}").as_bytes()).unwrap();
        (host, request.lines().next().unwrap_or_default().to_owned())
    });
    (url, served)
}

fn read<const N: usize>(stream: &mut TcpStream) -> [u8; N] {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).unwrap();
    bytes
}

#[test]
fn calls_go_by_a_socks_proxy() {
    type Give = fn(ClientBuilder, &str) -> ClientBuilder;
    let ways: [(Give, Send); 2] = [
        (
            |builder, proxy| {
                let proxy = reqwest::Proxy::all(proxy).unwrap();
                builder.http_client(reqwest::Client::builder().proxy(proxy))
            },
            send,
        ),
        (
            |builder, proxy| {
                let proxy = ureq::Proxy::new(proxy).unwrap();
                let config = ureq::Agent::config_builder().proxy(Some(proxy));
                builder.http_agent(config.build().new_agent())
            },
            BLOCKING,
        ),
    ];
    for (give, send) in ways {
        let (proxy, served) = socks_proxy();
        let builder = give(builder("http://api.invalid").allow_plain_http(), &proxy);
        let handled = send(call(&builder.build().unwrap())).unwrap();
        assert_eq!(handled.status.to_string(), "ACCEPTED");
        let (host, line) = served.join().unwrap();
        assert_eq!(host, "api.invalid");
        assert_eq!(line, "POST /v1/users/invite/received/inv HTTP/1.1");
    }
}
