//! The asynchronous transport by `reqwest`.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
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

/// Makes the transport. Where TLS is by rustls without a provider of its own, one has to be
/// installed before.
///
/// # Errors
///
/// TLS cannot be set up, for want of the system's certificates say.
pub fn connect(settings: &TransportSettings) -> Result<Arc<dyn Transport>, TransportError> {
    connect_with(reqwest::Client::builder(), settings)
}

/// Creates the transport by a builder that has settings of its own.
///
/// These are set on it, whatever it says: redirects are not followed and the `Referer` header is not sent,
/// because both carry secrets to other hosts; nothing is sent again, because the client does that
/// and counts it; the time to connect is the client's; and a server on this machine is called
/// without a proxy, because plain HTTP is private only there.
///
/// # Errors
///
/// Returns an error if the builder does.
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

/// Creates the transport by a client that exists already.
#[must_use]
pub fn by_client(client: reqwest::Client) -> Arc<dyn Transport> {
    Arc::new(ReqwestTransport { client, origin: OnceLock::new() })
}

struct ReqwestTransport {
    client: reqwest::Client,
    /// Where the first request went, which is mostly where all go.
    origin: OnceLock<Origin>,
}

/// The part of a URL that is the same in many: to read a host costs more than the rest of it.
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
        // Made here, so that the future has no room for both requests.
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
            let answer = head.await.map_err(|_| timed_out())?.map_err(failure)?;
            let answer = http::Response::from(answer);
            Ok(answer.map(|body| {
                let pieces = ResponseBody { body, idle: options.idle_timeout, wait: None };
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
    /// The request as reqwest wants it.
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
        let mut answer = self.client.execute(request).await.map_err(failure)?;
        let announced = answer.content_length().unwrap_or(0);
        if announced > max_body as u64 {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        // Most bodies come as one chunk, which is the body.
        let (mut first, mut joined) = (Bytes::new(), BytesMut::new());
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            if chunk.len() > max_body - first.len().max(joined.len()) {
                return Err(TransportError::new(TransportErrorKind::TooLarge, true));
            }
            if first.is_empty() {
                first = chunk;
                continue;
            }
            if joined.is_empty() {
                joined.extend_from_slice(&first);
            }
            joined.extend_from_slice(&chunk);
        }
        let body = if joined.is_empty() { first } else { joined.freeze() };
        let mut response = http::Response::new(body);
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }

    /// The URL as reqwest wants it.
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
        // Paths and queries may hold secrets, which are not to stay.
        url.set_path("");
        url.set_query(None);
        Self { scheme: scheme.clone(), authority: authority.clone(), url }
    }

    fn is_of(&self, uri: &Uri) -> bool {
        uri.scheme_str() == Some(self.scheme.as_str())
            && uri.authority().is_some_and(|it| it.as_str() == self.authority.as_str())
    }
}

/// The body of an answer, each piece within a time of its own.
struct ResponseBody {
    body: reqwest::Body,
    idle: Duration,
    /// Ends the wait for the next piece; `None` while nobody waits.
    wait: Option<Pin<Box<Sleep>>>,
}

impl Stream for ResponseBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(frame) => {
                    self.wait = None;
                    match frame.map(|frame| frame.map(Frame::into_data)) {
                        None => return Poll::Ready(None),
                        Some(Err(error)) => return Poll::Ready(Some(Err(failure(error)))),
                        Some(Ok(Ok(piece))) => return Poll::Ready(Some(Ok(piece))),
                        // Trailers.
                        Some(Ok(Err(_))) => {}
                    }
                }
                Poll::Pending => {
                    let end = Instant::now() + self.idle;
                    let wait =
                        self.wait.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
                    ready!(wait.as_mut().poll(context));
                    return Poll::Ready(Some(Err(timed_out())));
                }
            }
        }
    }
}

/// The body of a request: as it is, or by a reader where it holds files.
fn body(payload: RequestBody) -> reqwest::Body {
    match payload.bytes().filter(|_| !payload.needs_reader()) {
        Some(bytes) => bytes.into(),
        None => {
            let (left, reader) = (payload.length(), payload.reader());
            reqwest::Body::wrap(StreamedRequestBody { left, state: Reading::Idle(reader) })
        }
    }
}

/// A body that holds files, read on the threads that may block.
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

/// Where in the exchange the time ended is not known.
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
    // The URL may hold a key in its query.
    TransportError::new(kind, sent).caused_by(error.without_url())
}
