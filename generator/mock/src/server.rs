//! The server, which accepts connections on a separate thread.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::mock::Mock;
use crate::record::received::Received;
use crate::request::delivery::{Delivery, Fault};
use crate::transport::connections::{Activity, Connections};
use crate::transport::origin;
use crate::transport::response_body::{ConnectionDropped, ResponseBody};
use crate::transport::upload::{self, Share, Upload};

/// The most bytes of the head of a request. A longer one is refused with 431.
const HEAD: usize = 64 * 1024;

/// The number of threads that handle requests, so that a long request does not block the others.
const THREADS: usize = 4;

/// The pause after a connection could not be accepted, for example because too many are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// A running server of a mock. Dropping it stops the server and closes its connections.
#[must_use = "a mock that is dropped stops"]
pub struct RunningMock {
    mock: Arc<Mock>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Mock {
    /// Starts the server on its [`address`](Mock::address) and [`port`](Mock::port).
    ///
    /// The server has its own thread and async runtime, so that synchronous and asynchronous programs can use it. It
    /// accepts connections when this method returns.
    ///
    /// # Errors
    ///
    /// Returns an error if the port is in use or the thread cannot be started.
    pub fn start(self) -> io::Result<RunningMock> {
        let listener = TcpListener::bind((self.address, self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = Builder::new_multi_thread().enable_all().worker_threads(THREADS).build()?;
        let mock = Arc::new(self);
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&mock);
        let run = move || run(&runtime, listener, served, stopped);
        let thread = std::thread::Builder::new().name("mock".to_owned()).spawn(run)?;
        Ok(RunningMock { mock, address, stop: Some(stop), thread: Some(thread) })
    }
}

impl RunningMock {
    /// Returns the base URL of the API: the address and the path of the first server in the description.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.mock.api.base_path)
    }

    /// Returns the address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the received requests, the oldest first; see [`Mock::requests`].
    pub fn requests(&self) -> Vec<Received> {
        self.mock.requests()
    }

    /// Waits until the server ends, which happens only with the process.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has already been printed.
            let _ = thread.join();
        }
    }
}

impl Drop for RunningMock {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has already been printed.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for RunningMock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningMock").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Serves until the sender of `stopped` is dropped.
fn run(runtime: &Runtime, listener: TcpListener, mock: Arc<Mock>, stopped: oneshot::Receiver<()>) {
    runtime.block_on(async {
        // `from_std` fails only without an I/O driver.
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
            return;
        };
        tokio::spawn(accept(listener, mock));
        // The receiver ends when the sender is dropped. No message is sent.
        let _ = stopped.await;
    });
}

async fn accept(listener: tokio::net::TcpListener, mock: Arc<Mock>) {
    let connections = Connections::new(mock.max_connections);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                while !connections.make_room() {
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
                connections.open(|activity| serve(stream, Arc::clone(&mock), activity));
            }
            Err(_) => {
                // The system has too many open files.
                connections.give_way();
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn serve(stream: TcpStream, mock: Arc<Mock>, activity: Arc<Activity>) {
    // Without this option responses are slower but correct.
    let _ = stream.set_nodelay(true);
    let wait = mock.max_wait;
    let service = service_fn(move |request| {
        let (mock, activity) = (Arc::clone(&mock), Arc::clone(&activity));
        async move { logged(mock, &activity, request).await }
    });
    // Errors of a connection are caused by its client, which sees them too.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(wait)
        .max_buf_size(HEAD)
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// Responds to a request and logs it.
async fn logged(
    mock: Arc<Mock>,
    activity: &Activity,
    request: Request<Incoming>,
) -> Result<Response<ResponseBody>, ConnectionDropped> {
    let begun = Instant::now();
    let line = mock.journal.as_ref().map(|journal| journal.begin(&mock.api, &request));
    let sent = deliver(respond(Arc::clone(&mock), activity, request).await).await;
    if let Some((journal, line)) = mock.journal.as_ref().zip(line) {
        let status = sent.as_ref().ok().map(Response::status);
        journal.end(&line, status, begun.elapsed());
    }
    sent
}

/// Sends a response with the requested fault.
async fn deliver(response: Response<Bytes>) -> Result<Response<ResponseBody>, ConnectionDropped> {
    let delivery = response.extensions().get::<Delivery>().copied().unwrap_or_default();
    if !delivery.delay.is_zero() {
        tokio::time::sleep(delivery.delay).await;
    }
    match delivery.fault {
        Some(Fault::Drop) => Err(ConnectionDropped),
        // An empty body has no half.
        Some(Fault::Half) if response.body().is_empty() => Err(ConnectionDropped),
        Some(Fault::Half) => Ok(response.map(ResponseBody::half)),
        Some(Fault::Garbage) | None => Ok(response.map(ResponseBody::whole)),
    }
}

async fn respond(
    mock: Arc<Mock>,
    activity: &Activity,
    request: Request<Incoming>,
) -> Response<Bytes> {
    let misdirected = origin::misdirected(&request, mock.address);
    let (head, body) = request.into_parts();
    if let Some(detail) = misdirected {
        let request = Request::from_parts(head, Bytes::new());
        return mock.refuse(&request, StatusCode::MISDIRECTED_REQUEST, detail);
    }
    let read = upload::read(body, mock.max_body, &mock.uploads);
    let (status, detail) = match tokio::time::timeout(mock.max_wait, read).await {
        Ok(Upload::Whole(body, share)) => {
            let request = Request::from_parts(head, body);
            return activity.responding(async { play(&mock, &request, share) }).await;
        }
        Ok(Upload::TooLong) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body has more than {} bytes", mock.max_body),
        ),
        Ok(Upload::NoRoom) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("the bodies of all requests have more than {} bytes", mock.uploads.most()),
        ),
        Ok(Upload::Broken) => (StatusCode::BAD_REQUEST, "the body breaks off".to_owned()),
        Err(_) => (
            StatusCode::REQUEST_TIMEOUT,
            format!("the body did not arrive within {:?}", mock.max_wait),
        ),
    };
    mock.refuse(&Request::from_parts(head, Bytes::new()), status, detail)
}

/// Handles a request on the thread that has read it.
fn play(mock: &Mock, request: &Request<Bytes>, share: Share) -> Response<Bytes> {
    let response = catch_unwind(AssertUnwindSafe(|| mock.answer(request)));
    drop(share);
    response.unwrap_or_else(|_| {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        mock.refuse(&Request::default(), status, "the mock has a defect".to_owned())
    })
}
