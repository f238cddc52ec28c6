//! The blocking transport by `ureq`.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;
use ureq::{Agent, AsSendBody, Body, Error, Timeout};

use crate::runtime::transport::{
    BlockingTransport, SendOptions, TransportError, TransportErrorKind, TransportSettings,
};

/// Makes the transport, with TLS by rustls. Where rustls has no provider of its own, one has to be
/// installed before.
///
/// # Errors
///
/// None so far: what TLS needs is looked for when it is used.
pub fn connect(settings: &TransportSettings) -> Result<Arc<dyn BlockingTransport>, TransportError> {
    connect_with(config(settings))
}

/// The configuration that the transport is made with.
#[must_use]
pub fn config(settings: &TransportSettings) -> ConfigBuilder<AgentScope> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .allow_non_standard_methods(true)
        .timeout_connect(Some(settings.connect_timeout));
    if settings.direct { config.proxy(None) } else { config }
}

/// Makes the transport with a configuration that began as [`config`].
///
/// # Errors
///
/// None so far.
pub fn connect_with(
    config: ConfigBuilder<AgentScope>,
) -> Result<Arc<dyn BlockingTransport>, TransportError> {
    let agent = config.build().new_agent();
    Ok(Arc::new(UreqTransport { agent }))
}

struct UreqTransport {
    agent: Agent,
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> Result<Response<Bytes>, TransportError> {
        let (parts, body) = request.into_parts();
        let answer = if body.is_empty() {
            self.run(Request::from_parts(parts, ()), options)
        } else {
            self.run(Request::from_parts(parts, &*body), options)
        };
        let (parts, body) = answer?.into_parts();
        let limit = options.max_body as u64;
        if body.content_length().is_some_and(|length| length > limit) {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        let body = body.into_with_config().limit(limit).read_to_vec();
        Ok(Response::from_parts(parts, body.map_err(failure)?.into()))
    }
}

impl UreqTransport {
    fn run(
        &self,
        request: Request<impl AsSendBody>,
        options: SendOptions,
    ) -> Result<Response<Body>, TransportError> {
        let request =
            self.agent.configure_request(request).timeout_global(Some(options.timeout)).build();
        self.agent.run(request).map_err(failure)
    }
}

fn failure(error: Error) -> TransportError {
    use TransportErrorKind::{Connect, Io, Other, Timeout as TimedOut, TooLarge};

    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportError::new(TimedOut, false),
        Error::Timeout(_) => TransportError::new(TimedOut, true),
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => {
            TransportError::new(TooLarge, true)
        }
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
        _ => (TransportErrorKind::Io, true),
    };
    TransportError::new(kind, sent).caused_by(error)
}
