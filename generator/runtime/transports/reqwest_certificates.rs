//! Certificates for the asynchronous transport with rustls.

use reqwest::{Certificate, ClientBuilder, Identity};

use super::super::transports::reqwest_transport::failure;
use super::super::transports::tls_settings::TlsSettings;
use super::super::transports::traits::TransportError;

/// Adds the certificates to those of a builder.
///
/// # Errors
///
/// Returns an error if a certificate is malformed.
pub fn add(builder: ClientBuilder, tls: &TlsSettings) -> Result<ClientBuilder, TransportError> {
    if tls.is_empty() {
        return Ok(builder);
    }
    // The program may also enable another TLS library of reqwest, which needs another type of key.
    let mut builder = builder.tls_backend_rustls();
    if !tls.roots.is_empty() {
        let roots = tls.roots.iter().map(|root| Certificate::from_pem(root));
        let roots: Vec<_> = roots.collect::<Result<_, _>>().map_err(failure)?;
        builder = builder.tls_certs_merge(roots);
    }
    if let Some(client) = &tls.client {
        let pem = [&*client.chain, client.key.expose()].concat();
        builder = builder.identity(Identity::from_pem(&pem).map_err(failure)?);
    }
    Ok(builder)
}
