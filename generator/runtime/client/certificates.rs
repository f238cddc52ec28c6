//! The builder's setters for certificates.

use super::super::client::builder::ClientBuilder;
use super::super::transports::certificates;

impl ClientBuilder {
    /// Trusts these certificate authorities beside those that the system trusts: one certificate
    /// in PEM, or several one after the other.
    ///
    /// It holds for both transports of this crate and for the `reqwest::ClientBuilder` given to
    /// `http_client`. The blocking transport trusts the system's authorities then, in place of those
    /// that `ureq` brings. A transport, client or agent of your own has settings of its own:
    /// [`build`](Self::build) fails rather than leave a certificate unused.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        match certificates::roots(pem.as_ref()) {
            Ok(roots) => self.transports.tls.roots.extend(roots),
            Err(error) => _ = self.transports.refused.get_or_insert(error),
        }
        self
    }

    /// Shows this certificate to servers that ask for one (mutual TLS): the chain in PEM, the
    /// client's own certificate first, and its private key in PEM (PKCS #8, PKCS #1 or SEC 1,
    /// without a password). One text with both can be given twice.
    ///
    /// With the feature `native-tls` alone the key has to be in PKCS #8. Every server to which the
    /// client connects can ask for the certificate, that of tokens included. The key is kept out of
    /// all texts. For a transport of your own the same holds as for
    /// [`root_certificate`](Self::root_certificate).
    pub fn client_certificate(
        mut self,
        chain: impl AsRef<[u8]>,
        private_key: impl AsRef<[u8]>,
    ) -> Self {
        match certificates::client(chain.as_ref(), private_key.as_ref()) {
            Ok(client) => self.transports.tls.client = Some(client),
            Err(error) => _ = self.transports.refused.get_or_insert(error),
        }
        self
    }
}
