//! TLS by rustls with the cryptography of aws-lc.

use rustls::crypto::{CryptoProvider, aws_lc_rs};

/// Makes aws-lc the provider of the process, unless there is one.
pub fn install() {
    if CryptoProvider::get_default().is_none() {
        // An error says that another thread was faster.
        _ = aws_lc_rs::default_provider().install_default();
    }
}
