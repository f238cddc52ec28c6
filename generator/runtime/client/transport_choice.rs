//! The transports of a client: given to the builder, or created from its settings.

use std::sync::Arc;

use super::super::client::build_error::BuildError;
use super::super::transports::tls_settings::{CertificateError, TlsSettings};
use super::super::transports::traits::{
    BlockingTransport, Transport, TransportError, TransportSettings,
};

/// Creates the asynchronous transport of a client that was given none.
pub type MakeTransport = fn(&TransportSettings) -> Result<Arc<dyn Transport>, TransportError>;

/// Creates the blocking transport of a client that was given none.
pub type MakeBlockingTransport =
    fn(&TransportSettings) -> Result<Arc<dyn BlockingTransport>, TransportError>;

/// Prepares the TLS library of the process and checks the certificates of the builder.
pub type PrepareTls = fn(&TlsSettings) -> Result<(), CertificateError>;

/// Creates a transport when the client is built.
type Make<T> = Box<dyn FnOnce(&TransportSettings) -> Result<Arc<T>, TransportError> + Send + Sync>;

/// The transports of a client, at least one of them `Some`.
type Transports = (Option<Arc<dyn Transport>>, Option<Arc<dyn BlockingTransport>>);

/// The transports given to a builder, and the functions that create the others.
#[derive(Default)]
pub(crate) struct TransportChoice {
    given: Option<Arc<dyn Transport>>,
    given_blocking: Option<Arc<dyn BlockingTransport>>,
    pub(crate) make: Option<Make<dyn Transport>>,
    pub(crate) make_blocking: Option<Make<dyn BlockingTransport>>,
    pub(crate) prepare_tls: Option<PrepareTls>,
    pub(crate) tls: TlsSettings,
    /// The first invalid certificate.
    pub(crate) refused: Option<CertificateError>,
    /// Set if a given transport has its own TLS settings.
    has_own_tls: bool,
}

impl TransportChoice {
    pub(crate) fn give(&mut self, transport: Arc<dyn Transport>) {
        self.given = Some(transport);
        self.has_own_tls = true;
    }

    pub(crate) fn give_blocking(&mut self, transport: Arc<dyn BlockingTransport>) {
        self.given_blocking = Some(transport);
        self.has_own_tls = true;
    }

    /// Sets the function that creates the asynchronous transport.
    #[allow(dead_code, reason = "for the feature `reqwest-client`")]
    pub(crate) fn give_from<F>(&mut self, make: F)
    where
        F: FnOnce(&TransportSettings) -> Result<Arc<dyn Transport>, TransportError>,
        F: Send + Sync + 'static,
    {
        self.given = None;
        self.make = Some(Box::new(make));
    }

    /// Sets the function that creates the blocking transport, which has its own TLS settings.
    #[allow(dead_code, reason = "for the feature `ureq-client`")]
    pub(crate) fn give_blocking_from<F>(&mut self, make: F)
    where
        F: FnOnce(&TransportSettings) -> Result<Arc<dyn BlockingTransport>, TransportError>,
        F: Send + Sync + 'static,
    {
        self.given_blocking = None;
        self.make_blocking = Some(Box::new(make));
        self.has_own_tls = true;
    }

    /// Returns the given transports and creates the others.
    pub(crate) fn create(self, mut settings: TransportSettings) -> Result<Transports, BuildError> {
        if let Some(error) = self.refused {
            return Err(BuildError::Certificate(error));
        }
        if self.has_own_tls && !self.tls.is_empty() {
            return Err(BuildError::Certificate(self.tls.without_transport()));
        }
        settings.tls = self.tls;
        let (mut transport, mut blocking) = (self.given, self.given_blocking);
        let make = self.make.filter(|_| transport.is_none());
        let make_blocking = self.make_blocking.filter(|_| blocking.is_none());
        if make.is_none() && make_blocking.is_none() {
            return match (&transport, &blocking) {
                (None, None) => Err(BuildError::NoTransport),
                _ => Ok((transport, blocking)),
            };
        }
        if let Some(prepare) = self.prepare_tls {
            prepare(&settings.tls).map_err(BuildError::Certificate)?;
        }
        if let Some(make) = make {
            transport = Some(make(&settings).map_err(BuildError::Transport)?);
        }
        if let Some(make) = make_blocking {
            blocking = Some(make(&settings).map_err(BuildError::Transport)?);
        }
        Ok((transport, blocking))
    }
}
