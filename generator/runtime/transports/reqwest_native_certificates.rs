//! Certificates for the asynchronous transport with the TLS library of the platform.

use reqwest::{Certificate, ClientBuilder, Identity};

use super::super::transports::reqwest_transport::failure;
use super::super::transports::tls_settings::TlsSettings;
use super::super::transports::traits::TransportError;

/// Adds the certificates to those of a builder.
///
/// # Errors
///
/// Returns an error if a certificate is malformed, or if the private key is not PKCS #8.
pub fn add(builder: ClientBuilder, tls: &TlsSettings) -> Result<ClientBuilder, TransportError> {
    if tls.is_empty() {
        return Ok(builder);
    }
    let mut builder = builder.tls_backend_native();
    if !tls.roots.is_empty() {
        let roots = tls.roots.iter().map(|root| Certificate::from_pem(root));
        let roots: Vec<_> = roots.collect::<Result<_, _>>().map_err(failure)?;
        builder = builder.tls_certs_merge(roots);
    }
    if let Some(client) = &tls.client {
        let identity = Identity::from_pkcs8_pem(&client.chain, client.key.expose());
        builder = builder.identity(identity.map_err(failure)?);
    }
    Ok(builder)
}
