//! The asynchronous transport, based on `reqwest`.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::uri::{Authority, Scheme};
use http::{Request, Uri};
use http_body::{Body, Frame, SizeHint};
use reqwest::redirect;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, Sleep};

use super::super::requests::body::{RequestBody, RequestBodyReader};
use super::super::transports::traits::{
    BodyStream, BoxFuture, SendOptions, Transport, TransportError, TransportErrorKind,
    TransportSettings,
};

/// Creates the transport. A rustls without a built-in provider needs one that was installed before.
///
/// # Errors
///
/// Returns an error if TLS cannot be set up, for example because the system has no root
/// certificates.
pub fn connect(settings: &TransportSettings) -> Result<Arc<dyn Transport>, TransportError> {
    connect_with(reqwest::Client::builder(), settings)
}

/// Creates the transport from a builder with custom settings.
///
/// The following settings are overridden. Redirects and the `Referer` header are off, because both
/// send secrets to other hosts. Retries are off, because the client counts them. The connect
/// timeout is that of the client. A server on this machine is called without a proxy, because plain
/// HTTP is private only on this machine.
///
/// # Errors
///
/// Returns an error if the builder returns one.
pub fn connect_with(
    builder: reqwest::ClientBuilder,
    settings: &TransportSettings,
) -> Result<Arc<dyn Transport>, TransportError> {
    let mut builder = builder
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(settings.connect_timeout);
    if settings.direct {
        builder = builder.no_proxy();
    }
    Ok(by_client(builder.build().map_err(failure)?))
}

/// Creates the transport from an existing client.
#[must_use]
pub fn by_client(client: reqwest::Client) -> Arc<dyn Transport> {
    Arc::new(ReqwestTransport { client, origin: OnceLock::new() })
}

struct ReqwestTransport {
    client: reqwest::Client,
    /// The origin of the first request. Most requests have the same one.
    origin: OnceLock<Origin>,
}

/// A parsed origin, kept because parsing the host is the most expensive part of a URL.
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: reqwest::Url,
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        // Created here, so that the future does not hold both requests.
        let request = self.request(request);
        Box::pin(async move {
            let exchange = self.exchange(request?, options.max_body);
            tokio::time::timeout(options.timeout, exchange)
                .await
                .unwrap_or_else(|_| Err(timed_out()))
        })
    }

    fn open(
        &self,
        request: Request<RequestBody>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<BodyStream>, TransportError>> {
        let request = self.request(request.map(body));
        Box::pin(async move {
            let head = tokio::time::timeout(options.timeout, self.client.execute(request?));
            let response = head.await.map_err(|_| timed_out())?.map_err(failure)?;
            let response = http::Response::from(response);
            Ok(response.map(|body| {
                let idle = options.idle_timeout;
                let pieces = ResponseBody { body, idle, wait: None, is_waiting: false };
                Box::pin(pieces) as BodyStream
            }))
        })
    }

    fn wants_operation(&self) -> bool {
        false
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl ReqwestTransport {
    /// Converts a request to that of `reqwest`.
    fn request(
        &self,
        request: Request<impl Into<reqwest::Body>>,
    ) -> Result<reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, self.url(&parts.uri)?);
        *request.version_mut() = parts.version;
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    async fn exchange(
        &self,
        request: reqwest::Request,
        max_body: usize,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut received = self.client.execute(request).await.map_err(failure)?;
        let announced = received.content_length().unwrap_or(0);
        if announced > max_body as u64 {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        // Most bodies have a single chunk, which needs no copy.
        let (mut first, mut joined) = (Bytes::new(), Vec::new());
        while let Some(chunk) = received.chunk().await.map_err(failure)? {
            if chunk.len() > max_body - first.len().max(joined.len()) {
                return Err(TransportError::new(TransportErrorKind::TooLarge, true));
            }
            if first.is_empty() {
                first = chunk;
                continue;
            }
            if joined.is_empty() {
                // A length that does not fit into memory is not believed: the body grows as it arrives.
                _ = joined.try_reserve_exact(usize::try_from(announced).unwrap_or(0));
                joined.extend_from_slice(&first);
            }
            joined.extend_from_slice(&chunk);
        }
        let body = if joined.is_empty() { first } else { joined.into() };
        let mut response = http::Response::new(body);
        *response.status_mut() = received.status();
        *response.version_mut() = received.version();
        *response.headers_mut() = std::mem::take(received.headers_mut());
        Ok(response)
    }

    /// Converts a URL to that of `reqwest`.
    fn url(&self, uri: &Uri) -> Result<reqwest::Url, TransportError> {
        if let Some(origin) = self.origin.get().filter(|origin| origin.is_of(uri)) {
            let mut url = origin.url.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = reqwest::Url::parse(&uri.to_string()).map_err(|error| {
            TransportError::new(TransportErrorKind::Other, false).caused_by(error)
        })?;
        if let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) {
            self.origin.get_or_init(|| Origin::new(scheme, authority, url.clone()));
        }
        Ok(url)
    }
}

impl Origin {
    fn new(scheme: &Scheme, authority: &Authority, mut url: reqwest::Url) -> Self {
        // The path and the query may contain secrets, which must not be kept.
        url.set_path("");
        url.set_query(None);
        Self { scheme: scheme.clone(), authority: authority.clone(), url }
    }

    fn is_of(&self, uri: &Uri) -> bool {
        uri.scheme_str() == Some(self.scheme.as_str())
            && uri.authority().is_some_and(|it| it.as_str() == self.authority.as_str())
    }
}

/// A response body whose chunks have a time limit each.
struct ResponseBody {
    body: reqwest::Body,
    idle: Duration,
    /// The timer for the next chunk.
    wait: Option<Pin<Box<Sleep>>>,
    /// Set if the timer is for the chunk that is polled.
    is_waiting: bool,
}

impl Stream for ResponseBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(frame) => {
                    self.is_waiting = false;
                    match frame.map(|frame| frame.map(Frame::into_data)) {
                        None => return Poll::Ready(None),
                        Some(Err(error)) => return Poll::Ready(Some(Err(failure(error)))),
                        Some(Ok(Ok(piece))) => return Poll::Ready(Some(Ok(piece))),
                        // Trailers are ignored.
                        Some(Ok(Err(_))) => {}
                    }
                }
                Poll::Pending => {
                    ready!(self.timer().poll(context));
                    return Poll::Ready(Some(Err(timed_out())));
                }
            }
        }
    }
}

impl ResponseBody {
    /// Returns the timer for the chunk that is polled. It is set once for each chunk.
    fn timer(&mut self) -> Pin<&mut Sleep> {
        let end = Instant::now() + self.idle;
        let is_set = std::mem::replace(&mut self.is_waiting, true);
        let wait = self.wait.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        if !is_set {
            wait.as_mut().reset(end);
        }
        wait.as_mut()
    }
}

/// Converts a request body: bytes as they are, files through a reader.
fn body(payload: RequestBody) -> reqwest::Body {
    match payload.bytes().filter(|_| !payload.needs_reader()) {
        Some(bytes) => bytes.into(),
        None => {
            let (left, reader) = (payload.length(), payload.reader());
            reqwest::Body::wrap(StreamedRequestBody { left, state: Reading::Idle(reader) })
        }
    }
}

/// A request body with files, which are read on the thread pool for blocking work.
struct StreamedRequestBody {
    left: u64,
    state: Reading,
}

enum Reading {
    Idle(RequestBodyReader),
    Busy(JoinHandle<(RequestBodyReader, io::Result<Option<Bytes>>)>),
    Over,
}

impl Body for StreamedRequestBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let mut task = match std::mem::replace(&mut self.state, Reading::Over) {
            Reading::Over => return Poll::Ready(None),
            Reading::Busy(task) => task,
            Reading::Idle(mut reader) => spawn_blocking(move || {
                let piece = reader.piece();
                (reader, piece)
            }),
        };
        let Poll::Ready(result) = Pin::new(&mut task).poll(context) else {
            self.state = Reading::Busy(task);
            return Poll::Pending;
        };
        Poll::Ready(match result {
            Ok((reader, Ok(Some(piece)))) => {
                self.left = self.left.saturating_sub(piece.len() as u64);
                self.state = Reading::Idle(reader);
                Some(Ok(Frame::data(piece)))
            }
            Ok((_, Ok(None))) => None,
            Ok((_, Err(error))) => Some(Err(error)),
            Err(error) => Some(Err(io::Error::other(error))),
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// The timeout does not tell how far the request got, so `sent` is `true`.
fn timed_out() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, true)
}

pub(crate) fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_builder() {
        TransportErrorKind::Other
    } else {
        TransportErrorKind::Io
    };
    let sent = !error.is_connect() && !error.is_builder();
    // The URL is removed, because its query may contain a key.
    TransportError::new(kind, sent).caused_by(error.without_url())
}
