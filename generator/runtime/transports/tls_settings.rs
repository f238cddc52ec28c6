//! The certificates of a client, and the error for an invalid one.

use std::error::Error;
use std::fmt;

use super::super::text::secret::Secret;

/// The name of the setter of root certificates, for messages.
pub(crate) const ROOT: &str = "root_certificate";

/// The name of the setter of the client certificate, for messages.
pub(crate) const CLIENT: &str = "client_certificate";

/// TLS settings that are added to the defaults of the TLS library.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TlsSettings {
    /// The trusted root certificates besides those of the system, each one as PEM.
    pub roots: Vec<Vec<u8>>,
    /// The client certificate for mutual TLS.
    pub client: Option<ClientCertificate>,
}

/// A client certificate and its private key, both as PEM.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientCertificate {
    /// The certificate, followed by the intermediate certificates.
    pub chain: Vec<u8>,
    /// The private key of the certificate.
    pub key: Secret<Vec<u8>>,
}

/// The error for an invalid certificate or private key. Its message contains neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateError {
    setter: &'static str,
    reason: String,
}

impl TlsSettings {
    /// Returns `true` if no certificate is set.
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
    /// Creates a client certificate from a chain and a private key, both as PEM.
    #[must_use]
    pub fn new(chain: Vec<u8>, key: Secret<Vec<u8>>) -> Self {
        Self { chain, key }
    }
}

impl CertificateError {
    /// Creates an error. The reason follows the name of the setter.
    pub(crate) fn new(setter: &'static str, reason: impl Into<String>) -> Self {
        Self { setter, reason: reason.into() }
    }

    /// Returns the name of the builder method that received the certificate.
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
