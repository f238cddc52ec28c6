//! The blocking transport, based on `ureq`.

use std::env;
use std::io::{self, Read};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, header};
use ureq::config::ConfigBuilder;
use ureq::typestate::HttpCrateScope;
use ureq::{Agent, AsSendBody, Body, BodyReader, Error, Proxy, SendBody, Timeout};

use super::super::requests::body::RequestBody;
use super::super::transports::traits::{
    BlockingBodyStream, BlockingTransport, SendOptions, TransportError, TransportErrorKind,
    TransportSettings,
};
use super::super::transports::worker;

/// The most bytes of a response head, the size of the buffer in `ureq`.
const LONGEST_HEAD: usize = 128 * 1024;

/// Creates the transport with rustls. A rustls without a built-in provider needs one that was
/// installed before.
///
/// # Errors
///
/// Returns no errors at present, because TLS is set up by the first connection.
pub fn connect(settings: &TransportSettings) -> Result<Arc<dyn BlockingTransport>, TransportError> {
    Ok(by_agent(Agent::new_with_defaults(), settings))
}

/// Creates the transport from an agent with custom settings.
///
/// The following settings are overridden for each request. Redirects are off, because they send
/// secrets to other hosts. No status is an error, and every method is allowed. Response heads may
/// be as long as `ureq` supports. The connect timeout is that of the client. A server on this
/// machine is called without a proxy, because plain HTTP is private only on this machine.
#[must_use]
pub fn by_agent(agent: Agent, settings: &TransportSettings) -> Arc<dyn BlockingTransport> {
    let overrides = Overrides { connect: settings.connect_timeout, direct: settings.direct };
    // A proxy set in the configuration applies to all schemes.
    let from_env = agent.config().proxy().is_some_and(Proxy::is_from_env);
    let proxies = (from_env && !settings.direct).then(Proxies::from_env);
    Arc::new(UreqTransport(Connections { agent, proxies, overrides: Some(overrides) }))
}

/// Creates the transport from an agent and keeps its redirects, proxy and connect timeout.
#[must_use]
#[allow(dead_code, reason = "for the feature `ureq-client`")]
pub fn by_agent_as_it_is(agent: Agent) -> Arc<dyn BlockingTransport> {
    Arc::new(UreqTransport(Connections { agent, proxies: None, overrides: None }))
}

struct UreqTransport(Connections);

#[derive(Clone)]
struct Connections {
    agent: Agent,
    /// The proxies of the environment, if they are used.
    proxies: Option<Proxies>,
    /// The settings that override those of the agent.
    overrides: Option<Overrides>,
}

#[derive(Clone, Copy)]
struct Overrides {
    connect: Duration,
    /// Set if no proxy may be used.
    direct: bool,
}

/// The proxies of the environment. `ureq` itself uses the first one that it finds for all requests.
#[derive(Clone)]
struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
}

impl Proxies {
    fn from_env() -> Self {
        let all = || proxy(["ALL_PROXY", "all_proxy"]);
        // In a CGI program the variable contains the request header `Proxy`, which any client can
        // send.
        let is_cgi = env::var_os("REQUEST_METHOD").is_some();
        let http = if is_cgi { None } else { proxy(["HTTP_PROXY", "http_proxy"]) };
        Self { http: http.or_else(all), https: proxy(["HTTPS_PROXY", "https_proxy"]).or_else(all) }
    }
}

/// Returns the proxy in the first of these variables, with the exceptions in `NO_PROXY`.
fn proxy(names: [&str; 2]) -> Option<Proxy> {
    let first = |names: [&str; 2]| names.iter().find_map(|name| env::var(name).ok());
    let named = Proxy::new(&first(names)?).ok()?;
    let mut proxy = Proxy::builder(named.protocol()).host(named.host()).port(named.port());
    if let Some(username) = named.username() {
        proxy = proxy.username(username);
    }
    if let Some(password) = named.password() {
        proxy = proxy.password(password);
    }
    let excepted = first(["NO_PROXY", "no_proxy"]).unwrap_or_default();
    excepted.split(',').fold(proxy, |proxy, host| proxy.no_proxy(host.trim())).build().ok()
}

impl BlockingTransport for UreqTransport {
    fn wants_operation(&self) -> bool {
        false
    }

    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let limits = AttemptLimits::Whole(options);
        let (parts, body) = request.into_parts();
        let response = if body.is_empty() {
            self.0.run(Request::from_parts(parts, ()), limits)
        } else {
            self.0.run(Request::from_parts(parts, &*body), limits)
        };
        let (parts, body) = response?.into_parts();
        let limit = options.max_body as u64;
        if body.content_length().is_some_and(|length| length > limit) {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        let body = body.into_with_config().limit(limit).read_to_vec();
        Ok(http::Response::from_parts(parts, body.map_err(failure)?.into()))
    }

    fn open(
        &self,
        request: Request<RequestBody>,
        options: SendOptions,
    ) -> Result<http::Response<BlockingBodyStream>, TransportError> {
        // `ureq` limits connecting, sending and receiving one after the other, but not their sum.
        let (given_up, connections) = (Arc::new(AtomicBool::new(false)), self.0.clone());
        let work = {
            let given_up = Arc::clone(&given_up);
            move || open(&connections, request, options, given_up)
        };
        let result = worker::within(options.timeout, work);
        given_up.store(true, Ordering::Relaxed);
        result
    }
}

/// Sends the request and waits for the head of the response.
fn open(
    connections: &Connections,
    request: Request<RequestBody>,
    options: SendOptions,
    given_up: Arc<AtomicBool>,
) -> Result<http::Response<BlockingBodyStream>, TransportError> {
    let limits = AttemptLimits::Head(options);
    let (mut parts, body) = request.into_parts();
    let response = match body.bytes().filter(|_| !body.needs_reader()) {
        Some(bytes) if bytes.is_empty() => connections.run(Request::from_parts(parts, ()), limits),
        Some(bytes) => connections.run(Request::from_parts(parts, &*bytes), limits),
        None => {
            parts.headers.insert(header::CONTENT_LENGTH, body.length().into());
            let reader = Wanted { reader: body.reader(), given_up };
            let body = SendBody::from_owned_reader(reader);
            connections.run(Request::from_parts(parts, body), limits)
        }
    };
    let pieces = |body: Body| Box::new(ResponseBody(Some(body.into_reader())));
    Ok(response?.map(|body| pieces(body) as BlockingBodyStream))
}

/// A request body that fails to read once the caller has stopped waiting.
struct Wanted<R> {
    reader: R,
    given_up: Arc<AtomicBool>,
}

impl<R: Read> Read for Wanted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given_up.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.reader.read(buffer)
    }
}

/// The part of the exchange that the time limit of an attempt covers.
#[derive(Clone, Copy)]
enum AttemptLimits {
    /// The whole response.
    Whole(SendOptions),
    /// The head. Each chunk of the body then has its own time limit, which applies to the head too,
    /// because `ureq` has a single limit for reading.
    Head(SendOptions),
}

impl AttemptLimits {
    fn configure<S: AsSendBody>(
        self,
        request: ConfigBuilder<HttpCrateScope<S>>,
    ) -> ConfigBuilder<HttpCrateScope<S>> {
        match self {
            Self::Whole(options) => request.timeout_global(Some(options.timeout)),
            Self::Head(options) => request
                .timeout_send_request(Some(options.timeout))
                .timeout_send_body(Some(options.timeout))
                .timeout_recv_response(Some(options.timeout))
                .timeout_per_read(Some(options.idle_timeout)),
        }
    }
}

impl Connections {
    fn run<S: AsSendBody>(
        &self,
        request: Request<S>,
        limits: AttemptLimits,
    ) -> Result<http::Response<Body>, TransportError> {
        let is_https = request.uri().scheme() == Some(&Scheme::HTTPS);
        let request = self.agent.configure_request(request);
        let request = request.http_status_as_error(false).allow_non_standard_methods(true);
        let mut request = limits.configure(request);
        if let Some(overrides) = self.overrides {
            request = request
                .max_redirects(0)
                .max_redirects_will_error(false)
                .max_response_header_size(LONGEST_HEAD)
                .timeout_connect(Some(overrides.connect));
            if overrides.direct {
                request = request.proxy(None);
            }
        }
        if let Some(Proxies { http, https }) = &self.proxies {
            request = request.proxy(if is_https { https } else { http }.clone());
        }
        self.agent.run(request.build()).map_err(failure)
    }
}

/// A response body; `None` after its end.
struct ResponseBody(Option<BodyReader<'static>>);

impl Iterator for ResponseBody {
    type Item = Result<Bytes, TransportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut piece = vec![0; 16 * 1024];
        let read = self.0.as_mut()?.read(&mut piece);
        if !matches!(read, Ok(1..)) {
            self.0 = None;
        }
        match read {
            Ok(0) => None,
            Ok(count) => {
                piece.truncate(count);
                Some(Ok(piece.into()))
            }
            Err(error) => Some(Err(failure(error.into()))),
        }
    }
}

pub(crate) fn failure(error: Error) -> TransportError {
    use TransportErrorKind::{Connect, Io, Other, Timeout as TimedOut, TooLarge};

    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportError::new(TimedOut, false),
        Error::Timeout(_) => TransportError::new(TimedOut, true),
        Error::BodyExceedsLimit(_) => TransportError::new(TooLarge, true),
        // The messages of these errors may contain the URL, whose query may contain a key.
        Error::BadUri(_) | Error::RequireHttpsOnly(_) => TransportError::new(Other, false),
        Error::ConnectProxyFailed(_) => TransportError::new(Connect, false),
        Error::Http(_) => TransportError::new(Other, false).caused_by(error),
        Error::HostNotFound | Error::ConnectionFailed | Error::InvalidProxyUrl => {
            TransportError::new(Connect, false).caused_by(error)
        }
        Error::Tls(_) | Error::TlsRequired => TransportError::new(Connect, false).caused_by(error),
        Error::Io(error) => io_failure(error),
        _ => TransportError::new(Io, true).caused_by(error),
    }
}

/// The start of rustls' message for an untrusted certificate.
const UNTRUSTED: &str = "invalid peer certificate";

/// The start of the standard library's message for an unknown host.
const NOT_FOUND: &str = "failed to lookup address information";

/// The Windows error codes for an unknown host, from `WSAHOST_NOT_FOUND` to `WSANO_DATA`.
const NOT_FOUND_CODES: RangeInclusive<i32> = 11001..=11004;

fn is_not_found(error: &io::Error) -> bool {
    let is_code = |code| cfg!(windows) && NOT_FOUND_CODES.contains(&code);
    error.raw_os_error().is_some_and(is_code) || error.to_string().starts_with(NOT_FOUND)
}

/// Distinguishes errors of connecting from errors that may occur after the request was sent.
fn io_failure(error: io::Error) -> TransportError {
    let (kind, sent) = match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::AddrNotAvailable => {
            (TransportErrorKind::Connect, false)
        }
        // An established connection can end with these errors too.
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            (TransportErrorKind::Connect, true)
        }
        io::ErrorKind::TimedOut => (TransportErrorKind::Timeout, true),
        _ if is_not_found(&error) => (TransportErrorKind::Connect, false),
        // rustls has no other sign of this error. No request is sent to an untrusted server.
        io::ErrorKind::InvalidData if error.to_string().starts_with(UNTRUSTED) => {
            (TransportErrorKind::Connect, false)
        }
        _ => (TransportErrorKind::Io, true),
    };
    TransportError::new(kind, sent).caused_by(error)
}
