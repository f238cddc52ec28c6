//! TLS with rustls and aws-lc.

use rustls::crypto::{CryptoProvider, aws_lc_rs};

/// Installs aws-lc as the crypto provider of the process, unless one is installed.
pub fn install() {
    if CryptoProvider::get_default().is_none() {
        // An error means that another thread has installed one.
        _ = aws_lc_rs::default_provider().install_default();
    }
}
