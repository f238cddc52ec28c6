//! TLS by rustls with the cryptography of ring.

use rustls::crypto::{CryptoProvider, ring};

/// Makes ring the provider of the process, unless there is one.
pub fn install() {
    if CryptoProvider::get_default().is_none() {
        // An error says that another thread was faster.
        _ = ring::default_provider().install_default();
    }
}
