//! Compares the mock with a bare hyper handler in the same run: requests per second of each, and the connections that
//! the mock holds at once.
//!
//! ```sh
//! cargo run --release -p specwright-mock --example throughput -- [SECONDS] [CONNECTIONS]
//! ```

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "the run fails by a panic"
)]

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use specwright_mock::Mock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;

const SPEC: &str = include_str!("../../../spec/postpress.yaml");

const BODY: &str = r#"{"provider":"INSTAGRAM","account_id":"acc_instagram_01","action":"decline"}"#;

/// The response of the bare handler, the same as that of the mock.
const ANSWER: &str = r#"{"object":"UserInvitationHandled","status":"DECLINED"}"#;

/// The number of alternating rounds, which average out other work on the machine.
const ROUNDS: usize = 25;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().map_or(Ok(2.0), |text| text.parse())?;
    let connections = arguments.next().map_or(Ok(1000), |text| text.parse())?;

    println!("the mock without a network: {:.1} us per request", alone()?);
    let mock = Mock::from_text("postpress.yaml", SPEC)?.start()?;
    let bare = bare()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let time = Duration::from_secs_f64(seconds / ROUNDS as f64);
    let (mut of_bare, mut of_mock, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let bare = runtime.block_on(rate(bare, 32, time))?;
        let mock = runtime.block_on(rate(mock.address(), 32, time))?;
        of_bare.push(bare);
        of_mock.push(mock);
        shares.push(mock / bare);
    }
    let (of_bare, of_mock, share) = (median(of_bare), median(of_mock), median(shares));
    println!("bare handler: {of_bare:.0} requests per second over 32 connections");
    println!("mock:         {of_mock:.0} requests per second, {share:.2} of the bare handler's");
    let held = runtime.block_on(hold(mock.address(), connections))?;
    println!("{held} connections at once were each answered twice");
    Ok(())
}

/// Returns the microseconds that the mock takes for a response without a network.
fn alone() -> Result<f64, Failure> {
    const COUNT: u32 = 20_000;
    let mock = Mock::from_text("postpress.yaml", SPEC)?;
    let request = Request::post("/v1/users/invite/received/inv_1")
        .header("x-api-key", "k")
        .header("content-type", "application/json")
        .body(Bytes::from_static(BODY.as_bytes()))?;
    mock.answer(&request);
    let start = Instant::now();
    for _ in 0..COUNT {
        mock.answer(&request);
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(COUNT))
}

/// Starts a bare server, which reads the body and responds. It has one thread; the mock has four.
fn bare() -> Result<SocketAddr, Failure> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async move {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            while let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                let connection = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service_fn(handle));
                tokio::spawn(connection);
            }
        });
    });
    Ok(address)
}

async fn handle(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(Bytes::from_static(ANSWER.as_bytes())));
    response
        .headers_mut()
        .insert("content-type", http::HeaderValue::from_static("application/json"));
    Ok(response)
}

/// Returns the requests per second over several connections. Each sends its next request after the response.
async fn rate(address: SocketAddr, connections: usize, time: Duration) -> Result<f64, Failure> {
    let start = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                let mut count = 0u32;
                while start.elapsed() < time {
                    exchange(&mut stream).await?;
                    count += 1;
                }
                Ok::<_, Failure>(count)
            })
        })
        .collect();
    let mut count = 0;
    for task in tasks {
        count += task.await??;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// Opens connections, and sends one request on each, then one more while all are open.
async fn hold(address: SocketAddr, connections: usize) -> Result<usize, Failure> {
    let mut streams = Vec::new();
    for _ in 0..connections {
        let mut stream = TcpStream::connect(address).await?;
        exchange(&mut stream).await?;
        streams.push(stream);
    }
    for stream in &mut streams {
        exchange(stream).await?;
    }
    Ok(streams.len())
}

/// Sends one request and checks that the response is the documented one.
async fn exchange(stream: &mut TcpStream) -> Result<(), Failure> {
    let request = format!(
        "POST /v1/users/invite/received/inv_1 HTTP/1.1\r\nhost: localhost\r\nx-api-key: k\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(512);
    while !answer.ends_with(ANSWER.as_bytes()) {
        if stream.read_buf(&mut answer).await? == 0 {
            let text = String::from_utf8_lossy(&answer).into_owned();
            return Err(format!("the connection ended after {text:?}").into());
        }
    }
    if answer.starts_with(b"HTTP/1.1 200 ") { Ok(()) } else { Err("no success".into()) }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
