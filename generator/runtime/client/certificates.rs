//! Setters of the client builder for certificates.

use super::super::client::builder::ClientBuilder;
use super::super::transports::certificates;

impl ClientBuilder {
    /// Adds trusted root certificates to those of the system. `pem` holds one certificate or
    /// several.
    ///
    /// It applies to both built-in transports and to the `reqwest::ClientBuilder` given to
    /// `http_client`. The blocking transport then trusts the system's roots in place of those that
    /// `ureq` contains. A transport, client or agent of your own has its own TLS settings, so that
    /// [`build`](Self::build) returns an error instead of ignoring a certificate.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        match certificates::roots(pem.as_ref()) {
            Ok(roots) => self.transports.tls.roots.extend(roots),
            Err(error) => _ = self.transports.refused.get_or_insert(error),
        }
        self
    }

    /// Sets the client certificate for mutual TLS. `chain` is PEM that starts with the client's own
    /// certificate. `private_key` is unencrypted PEM (PKCS #8, PKCS #1 or SEC 1). Both may be the
    /// same PEM.
    ///
    /// With only the feature `native-tls`, the key must be PKCS #8. The certificate is sent to
    /// every server that asks for one, including the token endpoint. The key is redacted in every
    /// text. The limits of [`root_certificate`](Self::root_certificate) for other transports apply
    /// here too.
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
