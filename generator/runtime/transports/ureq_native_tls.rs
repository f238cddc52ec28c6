//! The blocking transport by `ureq` with the TLS library of the platform.

use std::sync::Arc;

use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use super::super::transports::traits::{BlockingTransport, TransportError, TransportSettings};
use super::super::transports::ureq_transport::{config, connect_with};

/// Makes the transport.
///
/// # Errors
///
/// None so far: what TLS needs is looked for when it is used.
pub fn connect(settings: &TransportSettings) -> Result<Arc<dyn BlockingTransport>, TransportError> {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::NativeTls)
        .root_certs(RootCerts::PlatformVerifier)
        .build();
    connect_with(config(settings).tls_config(tls))
}
