//! The blocking transport with the TLS library of the platform.

use ureq::tls::{RootCerts, TlsConfig, TlsConfigBuilder, TlsProvider};

/// Returns a TLS configuration with the library and the root certificates of the platform.
#[must_use]
pub fn tls() -> TlsConfigBuilder {
    TlsConfig::builder().provider(TlsProvider::NativeTls).root_certs(RootCerts::PlatformVerifier)
}
