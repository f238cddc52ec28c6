//! TLS with rustls and ring.

use rustls::crypto::{CryptoProvider, ring};

/// Installs ring as the crypto provider of the process, unless one is installed.
pub fn install() {
    if CryptoProvider::get_default().is_none() {
        // An error means that another thread has installed one.
        _ = ring::default_provider().install_default();
    }
}
