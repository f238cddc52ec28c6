//! Certificates for the blocking transport.

use ureq::tls::{
    Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfigBuilder, parse_pem,
};

use super::super::transports::certificates::system_roots;
use super::super::transports::tls_settings::TlsSettings;
use super::super::transports::traits::TransportError;
use super::super::transports::ureq_transport::failure;

/// Adds the certificates to a configuration. `ureq` trusts either its own roots or the given ones,
/// so the roots of the system are added to the given ones.
///
/// # Errors
///
/// Returns an error if a certificate is malformed.
pub fn add(
    mut config: TlsConfigBuilder,
    tls: &TlsSettings,
) -> Result<TlsConfigBuilder, TransportError> {
    if !tls.roots.is_empty() {
        let system = system_roots();
        let system = system.iter().map(|der| Ok(Certificate::from_der(der).to_owned()));
        let given = tls.roots.iter().map(|root| Certificate::from_pem(root));
        let roots: Vec<_> = system.chain(given).collect::<Result<_, _>>().map_err(failure)?;
        config = config.root_certs(RootCerts::from(roots));
    }
    if let Some(client) = &tls.client {
        let mut chain = Vec::new();
        for item in parse_pem(&client.chain) {
            if let PemItem::Certificate(certificate) = item.map_err(failure)? {
                chain.push(certificate);
            }
        }
        let key = PrivateKey::from_pem(client.key.expose()).map_err(failure)?;
        config = config.client_cert(Some(ClientCert::new_with_certs(&chain, key)));
    }
    Ok(config)
}
