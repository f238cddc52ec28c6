//! Sends many concurrent calls to a server on this machine, and counts the results. One call in ten fails or is
//! cancelled. The program fails if a call hangs or has the wrong result, if a connection stays open, or if memory
//! grows.
//!
//! ```sh
//! cargo run --release -p postpress-tests --example soak -- --calls 100000 --concurrency 256
//! ```

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "the run fails by a panic"
)]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::Parser;
use postpress::operations::HandleReceivedInvitationError as Failed;
use postpress::types::{InstagramInvitation, InvitationAction, InvitationHandled};
use postpress::{CallError, CallOptions, Client, RetryPolicy, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Send many calls, of which one in ten fails
#[derive(Clone, Copy, Parser)]
struct Arguments {
    /// The number of calls
    #[arg(long, default_value_t = 100_000)]
    calls: usize,
    /// The number of concurrent calls
    #[arg(long, default_value_t = 256)]
    concurrency: usize,
}

/// The faults by their names in the path, with the expected result of the call.
const FAULTS: [(&str, &str); 10] = [
    ("reset", "broken"),
    ("half", "broken"),
    ("garbage", "broken"),
    ("silent", "late"),
    ("down", "503"),
    ("html", "undecodable"),
    ("cut", "undecodable"),
    ("elsewhere", "unexpected"),
    ("large", "too large"),
    ("dropped", "cancelled"),
];

/// A call that takes longer hangs.
const HANGS: Duration = Duration::from_secs(30);

const HANDLED: &str = r#"{"object":"UserInvitationHandled","status":"ACCEPTED"}"#;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let begun = Instant::now();
    let server = Server::start().await;
    let soak = Arc::new(Soak::new(arguments, &server));
    let workers = (0..arguments.concurrency).map(|_| tokio::spawn(Arc::clone(&soak).work()));
    for worker in workers.collect::<Vec<_>>() {
        worker.await.expect("a worker that does not panic");
    }
    let seconds = begun.elapsed().as_secs_f64();
    let is_right = soak.report(arguments, seconds);
    // Dropping the client closes its connections, including those of cancelled calls.
    drop(soak);
    let is_closed = server.closes().await;
    println!("connections left: {}", server.open.load(Ordering::SeqCst));
    if is_right && is_closed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The shared state of the workers.
struct Soak {
    client: Client,
    calls: usize,
    next: AtomicUsize,
    /// The number of calls by fault and result.
    results: Mutex<BTreeMap<(&'static str, &'static str), usize>>,
    /// The memory in MiB after a number of calls.
    memory: Mutex<Vec<(usize, f64)>>,
}

impl Soak {
    fn new(arguments: Arguments, server: &Server) -> Self {
        let client = Client::builder()
            .base_url(format!("http://127.0.0.1:{}", server.port))
            .api_key("key")
            .max_body(4096)
            .retry(RetryPolicy::default().base(Duration::from_millis(2)))
            .build()
            .expect("a client");
        let (next, results, memory) = Default::default();
        Self { client, calls: arguments.calls, next, results, memory }
    }

    async fn work(self: Arc<Self>) {
        loop {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            if number >= self.calls {
                return;
            }
            if number.is_multiple_of(self.calls.div_ceil(20)) {
                self.memory.lock().unwrap().push((number, resident()));
            }
            let (fault, _) = match number % 10 {
                0 => FAULTS[number / 10 % FAULTS.len()],
                _ => ("none", ""),
            };
            let result = self.call(number, fault).await;
            *self.results.lock().unwrap().entry((fault, result)).or_default() += 1;
        }
    }

    /// Sends one call and returns its result.
    async fn call(&self, number: usize, fault: &'static str) -> &'static str {
        let mut options = CallOptions::new().header("Idempotency-Key", number.to_string());
        if fault == "silent" {
            options = options.timeout(Duration::from_millis(100));
        }
        let body = InstagramInvitation::new("acc", InvitationAction::Accept);
        let call = self.client.handle_received_invitation(fault, body).options(options).send();
        if fault == "dropped" {
            // Cancels the call while it connects, sends, or waits for a response that never comes.
            let pause = Duration::from_micros(number as u64 % 5000);
            return match tokio::time::timeout(pause, call).await {
                Err(_) => "cancelled",
                Ok(result) => outcome(&result),
            };
        }
        match tokio::time::timeout(HANGS, call).await {
            Err(_) => "hangs",
            Ok(result) => outcome(&result),
        }
    }

    /// Prints the results. Returns `true` if they are the expected ones.
    fn report(&self, arguments: Arguments, seconds: f64) -> bool {
        let results = self.results.lock().unwrap();
        let rate = arguments.calls as f64 / seconds;
        println!(
            "{} calls, {} at a time, {seconds:.1} s, {rate:.0} a second",
            self.calls, arguments.concurrency
        );
        let mut is_right = results.values().sum::<usize>() == self.calls;
        for ((fault, result), count) in results.iter() {
            let expected = FAULTS.iter().find(|known| known.0 == *fault).map_or("200", |it| it.1);
            let mark = if *result == expected { "" } else { "  <- expected otherwise" };
            is_right &= *result == expected;
            println!("{fault:>10} {result:<12} {count:>7}{mark}");
        }
        let memory = self.memory.lock().unwrap();
        println!("memory in MiB, by calls:");
        for (number, size) in memory.iter() {
            println!("{number:>10} {size:.1}");
        }
        // After a fifth of the calls, all buffers have been allocated.
        let settled = memory.get(memory.len() / 5).map_or(0.0, |it| it.1);
        let last = resident();
        println!("{:>10} {last:.1}", self.calls);
        is_right && last < settled * 1.1 + 4.0
    }
}

fn outcome(result: &Result<InvitationHandled, CallError<Failed>>) -> &'static str {
    match result {
        Ok(_) => "200",
        Err(CallError::Api(error)) if matches!(error.error, Failed::ServiceUnavailable(_)) => "503",
        Err(CallError::Unexpected(_)) => "unexpected",
        Err(CallError::Decode(_)) => "undecodable",
        Err(CallError::Transport(error)) => match error.kind() {
            TransportErrorKind::Io => "broken",
            TransportErrorKind::Timeout => "late",
            TransportErrorKind::TooLarge => "too large",
            TransportErrorKind::Connect => "not connected",
            _ => "another error",
        },
        Err(_) => "another error",
    }
}

/// Returns the memory of this process in MiB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// A server whose behaviour is the last segment of the path.
struct Server {
    port: u16,
    open: Arc<AtomicUsize>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let open = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&open);
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                count.fetch_add(1, Ordering::SeqCst);
                let count = Arc::clone(&count);
                tokio::spawn(async move {
                    // The client may have closed the connection.
                    _ = serve(stream).await;
                    count.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, open }
    }

    /// Returns `true` if all connections are closed soon.
    async fn closes(&self) -> bool {
        for _ in 0..500 {
            if self.open.load(Ordering::SeqCst) == 0 {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }
}

/// Responds to requests until one has a fault.
async fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut received = Vec::new();
    loop {
        let Some((fault, length)) = request(&received) else {
            if stream.read_buf(&mut received).await? == 0 {
                return Ok(());
            }
            continue;
        };
        received.drain(..length);
        let answer = answer(&fault);
        stream.write_all(answer.as_bytes()).await?;
        match fault.as_str() {
            "none" | "down" | "html" | "elsewhere" => {}
            // Until the client closes the connection.
            "silent" | "dropped" => _ = stream.read(&mut [0]).await?,
            "reset" => return stream.set_zero_linger(),
            _ => return Ok(()),
        }
    }
}

/// Returns the last path segment of a complete request, and its length.
fn request(received: &[u8]) -> Option<(String, usize)> {
    let head = received.windows(4).position(|four| four == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&received[..head]).ok()?.to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let end = head + 4 + length.unwrap_or(0);
    let fault = text.split(' ').nth(1)?.rsplit('/').next()?.to_owned();
    (received.len() >= end).then_some((fault, end))
}

fn answer(fault: &str) -> String {
    let whole = |status: &str, headers: &str, body: &str| {
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
    };
    match fault {
        "none" => whole("200 OK", "", HANDLED),
        "half" => format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
            HANDLED.len(),
            &HANDLED[..20]
        ),
        "cut" => whole("200 OK", "", &HANDLED[..20]),
        "garbage" => "\u{1}\u{2}\u{3}\r\n\r\n".to_owned(),
        "down" => whole(
            "503 Service Unavailable",
            "",
            r#"{"title":"Down","type":"errors/network_down","status":503}"#,
        ),
        "html" => whole("502 Bad Gateway", "content-type: text/html\r\n", "<h1>502</h1>"),
        "elsewhere" => whole("307 Temporary Redirect", "location: http://localhost:1/\r\n", ""),
        "large" => whole("200 OK", "", &" ".repeat(5000)),
        _ => String::new(),
    }
}
