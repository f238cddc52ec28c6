//! The certificates that a client is given, and the reasons why one cannot be used.

use std::error::Error;
use std::fmt;

use super::super::text::secret::Secret;

/// The setter of roots, by which messages name it.
pub(crate) const ROOT: &str = "root_certificate";

/// The setter of the client's certificate, by which messages name it.
pub(crate) const CLIENT: &str = "client_certificate";

/// Settings for TLS beside those that the TLS library has.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TlsSettings {
    /// The roots to trust beside those of the system: one certificate in PEM each.
    pub roots: Vec<Vec<u8>>,
    /// The certificate that the client shows.
    pub client: Option<ClientCertificate>,
}

/// A certificate that the client shows to the server, and its private key, both in PEM.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientCertificate {
    /// The certificate, and behind it those that lead to a root.
    pub chain: Vec<u8>,
    /// The private key of the certificate.
    pub key: Secret<Vec<u8>>,
}

/// The reason why a certificate or its private key cannot be used. No text of it shows either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateError {
    setter: &'static str,
    reason: String,
}

impl TlsSettings {
    /// Returns `true` if there is no certificate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty() && self.client.is_none()
    }

    /// Returns the error for certificates that no transport would use.
    pub(crate) fn without_transport(&self) -> CertificateError {
        let setter = if self.client.is_some() { CLIENT } else { ROOT };
        CertificateError::new(
            setter,
            "would not be used: a transport, client or agent of your own has TLS settings of its \
             own, so set it there",
        )
    }
}

impl ClientCertificate {
    /// Creates a `ClientCertificate` from a chain and a private key, both in PEM.
    #[must_use]
    pub fn new(chain: Vec<u8>, key: Secret<Vec<u8>>) -> Self {
        Self { chain, key }
    }
}

impl CertificateError {
    /// Creates the error of a setter. The reason is worded to follow its name.
    pub(crate) fn new(setter: &'static str, reason: impl Into<String>) -> Self {
        Self { setter, reason: reason.into() }
    }

    /// The method of the builder that was given the certificate.
    #[must_use]
    pub fn setter(&self) -> &'static str {
        self.setter
    }
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.setter, self.reason)
    }
}

impl Error for CertificateError {}

impl fmt::Debug for TlsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsSettings")
            .field("roots", &self.roots.len())
            .field("client", &self.client)
            .finish()
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").field("key", &self.key).finish_non_exhaustive()
    }
}
