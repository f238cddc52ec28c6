//! The blocking transport by `ureq` with the TLS library of the platform.

use ureq::tls::{RootCerts, TlsConfig, TlsConfigBuilder, TlsProvider};

/// Returns a configuration of TLS with the platform's library and the roots that it has.
#[must_use]
pub fn tls() -> TlsConfigBuilder {
    TlsConfig::builder().provider(TlsProvider::NativeTls).root_certs(RootCerts::PlatformVerifier)
}
