//! Checks certificates with rustls when the client is built, before the first connection.

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys, RootCertStore};

use super::super::transports::tls_settings::{
    CLIENT, CertificateError, ClientCertificate, ROOT, TlsSettings,
};

/// Checks that rustls accepts the certificates.
///
/// # Errors
///
/// Returns an error if a certificate is malformed, or if the private key does not match its
/// certificate.
pub fn check(settings: &TlsSettings) -> Result<(), CertificateError> {
    let mut store = RootCertStore::empty();
    for root in &settings.roots {
        let added = CertificateDer::from_pem_slice(root).map(|root| store.add(root));
        if !matches!(added, Ok(Ok(()))) {
            return Err(CertificateError::new(
                ROOT,
                "has a certificate that is malformed inside of its PEM block",
            ));
        }
    }
    settings.client.as_ref().map_or(Ok(()), check_client)
}

fn check_client(client: &ClientCertificate) -> Result<(), CertificateError> {
    let error = |reason: &str| CertificateError::new(CLIENT, reason);
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&client.chain).collect();
    let chain = chain.map_err(|_| error("has a malformed certificate"))?;
    let key = PrivateKeyDer::from_pem_slice(client.key.expose());
    let key = key.map_err(|_| error("has a malformed private key"))?;
    let Some(provider) = CryptoProvider::get_default() else {
        return Ok(());
    };
    match CertifiedKey::from_der(chain, key, provider) {
        Ok(_) => Ok(()),
        Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => Err(error(
            "has a private key of another certificate: the client's own certificate stands first \
             in the chain",
        )),
        Err(Error::InvalidCertificate(_)) => {
            Err(error("has a certificate that is malformed inside of its PEM block"))
        }
        Err(_) => Err(error(
            "has a private key that cannot be used: it is malformed inside of its PEM block, or of \
             a kind that rustls does not know",
        )),
    }
}
