//! Setters of the client builder for credential providers, and providers that need a client of
//! their own.

use std::sync::Arc;

use super::super::client::api_client::{Client, ClientState};
use super::super::client::build_error::BuildError;
use super::super::client::builder::ClientBuilder;
use super::super::credentials::credential::{Credential, CredentialLocation, Form};
use super::super::credentials::provider::CredentialProvider;
use super::super::credentials::token_source::TokenSource;
use super::super::requests::url::BaseUrl;
use super::super::text::secret::Secret;

/// The source of a provided credential.
pub(crate) enum CredentialSource {
    Provider(Arc<dyn CredentialProvider>),
    Deferred(Box<dyn DeferredProvider>),
}

/// A provider that needs a client. That client shares the transports of the client that is built.
pub(crate) trait DeferredProvider: Send + Sync {
    /// Returns the URL that its client calls.
    fn url(&self) -> &str;

    /// Creates the provider.
    fn make(self: Box<Self>, client: Client) -> Arc<dyn CredentialProvider>;
}

impl ClientBuilder {
    /// Sets a provider that supplies the credential for the security scheme with the id `scheme`.
    /// It replaces an earlier credential.
    pub fn credential_provider(
        mut self,
        scheme: &'static str,
        placement: CredentialLocation,
        provider: impl CredentialProvider,
    ) -> Self {
        self = self.without(scheme);
        self.providers.push((scheme, placement, CredentialSource::Provider(Arc::new(provider))));
        self
    }

    #[allow(dead_code, reason = "not every API has such schemes")]
    pub(crate) fn deferred_provider(
        mut self,
        scheme: &'static str,
        placement: CredentialLocation,
        deferred: Box<dyn DeferredProvider>,
    ) -> Self {
        self = self.without(scheme);
        self.providers.push((scheme, placement, CredentialSource::Deferred(deferred)));
        self
    }

    /// Returns the provided credentials. `shared` is the template for the clients of their
    /// providers.
    pub(crate) fn provided(&mut self, shared: &ClientState) -> Result<Vec<Credential>, BuildError> {
        let mut credentials = Vec::new();
        for (scheme, placement, source) in std::mem::take(&mut self.providers) {
            let provider = match source {
                CredentialSource::Provider(provider) => provider,
                CredentialSource::Deferred(deferred) => {
                    let base = self.provider_url(scheme, deferred.url())?;
                    deferred.make(Client { shared: Arc::new(shared.bare(base)) })
                }
            };
            let source = Arc::new(TokenSource::new(provider, placement));
            let (form, key) = (Form::Provided(source), Secret::default());
            credentials.push(Credential { scheme, form, key });
        }
        Ok(credentials)
    }

    /// Parses the URL of a provider, which receives credentials too.
    fn provider_url(&self, scheme: &'static str, url: &str) -> Result<BaseUrl, BuildError> {
        if url.is_empty() {
            let reason = "has no URL for tokens: the description gives none, so `token_url` has to";
            return Err(BuildError::Credential { scheme, reason });
        }
        let reason = "has a URL for tokens that is none of `https` or `http`, or has a query";
        let base = BaseUrl::parse(url).map_err(|_| BuildError::Credential { scheme, reason })?;
        self.check_private(&base)?;
        Ok(base)
    }
}
