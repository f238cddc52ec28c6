//! The blocking transport by `ureq`.

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

/// The most bytes of a head: as many as `ureq` has room for where it reads one.
const LONGEST_HEAD: usize = 128 * 1024;

/// Makes the transport, with TLS by rustls. Where rustls has no provider of its own, one has to be
/// installed before.
///
/// # Errors
///
/// None so far: what TLS needs is looked for when it is used.
pub fn connect(settings: &TransportSettings) -> Result<Arc<dyn BlockingTransport>, TransportError> {
    Ok(by_agent(Agent::new_with_defaults(), settings))
}

/// Creates the transport by an agent that has settings of its own.
///
/// Each request overrides these: redirects are not followed, because they carry secrets to other hosts;
/// no status is an error; every method is allowed; heads may be as long as `ureq` can read them; the
/// time to connect is the client's; and a server on this machine is called without a proxy,
/// because plain HTTP is private only there.
#[must_use]
pub fn by_agent(agent: Agent, settings: &TransportSettings) -> Arc<dyn BlockingTransport> {
    let overrides = Overrides { connect: settings.connect_timeout, direct: settings.direct };
    // A proxy that was set in the configuration is for all schemes.
    let from_env = agent.config().proxy().is_some_and(Proxy::is_from_env);
    let proxies = (from_env && !settings.direct).then(Proxies::from_env);
    Arc::new(UreqTransport(Connections { agent, proxies, overrides: Some(overrides) }))
}

/// Creates the transport by an agent, with its own redirects, proxy and time to connect.
#[must_use]
#[allow(dead_code, reason = "for the feature `ureq-client`")]
pub fn by_agent_as_it_is(agent: Agent) -> Arc<dyn BlockingTransport> {
    Arc::new(UreqTransport(Connections { agent, proxies: None, overrides: None }))
}

struct UreqTransport(Connections);

#[derive(Clone)]
struct Connections {
    agent: Agent,
    /// The proxies of the environment, where they are to be used.
    proxies: Option<Proxies>,
    /// The settings that go before those of the agent.
    overrides: Option<Overrides>,
}

#[derive(Clone, Copy)]
struct Overrides {
    connect: Duration,
    /// `true` if the transport must not use a proxy.
    direct: bool,
}

/// The proxies of the environment. `ureq` takes the first that it finds for all requests.
#[derive(Clone)]
struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
}

impl Proxies {
    fn from_env() -> Self {
        let all = || proxy(["ALL_PROXY", "all_proxy"]);
        // In a CGI program the variable holds the header `Proxy` of a request, which anybody can send.
        let is_cgi = env::var_os("REQUEST_METHOD").is_some();
        let http = if is_cgi { None } else { proxy(["HTTP_PROXY", "http_proxy"]) };
        Self { http: http.or_else(all), https: proxy(["HTTPS_PROXY", "https_proxy"]).or_else(all) }
    }
}

/// The proxy that the first of these variables names, with the hosts that `NO_PROXY` excepts.
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
        let answer = if body.is_empty() {
            self.0.run(Request::from_parts(parts, ()), limits)
        } else {
            self.0.run(Request::from_parts(parts, &*body), limits)
        };
        let (parts, body) = answer?.into_parts();
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
        // `ureq` knows limits for connecting, for sending and for what comes back, each from where the
        // one before ends, and none for all of these.
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

/// Sends the request and waits for the head of the answer.
fn open(
    connections: &Connections,
    request: Request<RequestBody>,
    options: SendOptions,
    given_up: Arc<AtomicBool>,
) -> Result<http::Response<BlockingBodyStream>, TransportError> {
    let limits = AttemptLimits::Head(options);
    let (mut parts, body) = request.into_parts();
    let answer = match body.bytes().filter(|_| !body.needs_reader()) {
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
    Ok(answer?.map(|body| pieces(body) as BlockingBodyStream))
}

/// The body of a request, for as long as somebody waits for the answer.
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

/// How far the limits of an attempt reach.
#[derive(Clone, Copy)]
enum AttemptLimits {
    /// To the end of the answer.
    Whole(SendOptions),
    /// To the end of its head; behind it each piece has a time of its own. That time binds the
    /// head too, since `ureq` knows one for all it reads.
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

/// The body of an answer; `None` once it has ended.
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
        // The texts of these may hold the URL, which may hold a key in its query.
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

/// How rustls begins what it says of a certificate that is not to be trusted.
const UNTRUSTED: &str = "invalid peer certificate";

/// How the standard library begins what it says of a host that the system does not find.
const NOT_FOUND: &str = "failed to lookup address information";

/// The errors of Windows for such a host, from `WSAHOST_NOT_FOUND` to `WSANO_DATA`.
const NOT_FOUND_CODES: RangeInclusive<i32> = 11001..=11004;

fn is_not_found(error: &io::Error) -> bool {
    let is_code = |code| cfg!(windows) && NOT_FOUND_CODES.contains(&code);
    error.raw_os_error().is_some_and(is_code) || error.to_string().starts_with(NOT_FOUND)
}

/// Errors that only connecting has are told from those that may come after the request was sent.
fn io_failure(error: io::Error) -> TransportError {
    let (kind, sent) = match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::AddrNotAvailable => {
            (TransportErrorKind::Connect, false)
        }
        // A connection that is up can end so too.
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            (TransportErrorKind::Connect, true)
        }
        io::ErrorKind::TimedOut => (TransportErrorKind::Timeout, true),
        _ if is_not_found(&error) => (TransportErrorKind::Connect, false),
        // rustls says so in no other way. Nothing is sent to a server before it is trusted.
        io::ErrorKind::InvalidData if error.to_string().starts_with(UNTRUSTED) => {
            (TransportErrorKind::Connect, false)
        }
        _ => (TransportErrorKind::Io, true),
    };
    TransportError::new(kind, sent).caused_by(error)
}
