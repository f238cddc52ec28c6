//! The client: the settings that all of its calls share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;

use super::super::client::call::Call;
use super::super::client::hooks::Hooks;
use super::super::credentials::credential::Credential;
use super::super::requests::operation::Operation;
use super::super::requests::url::BaseUrl;
use super::super::retry::policy::{Budget, RetryPolicy};
use super::super::transports::traits::{BlockingTransport, Transport};

/// A client of the API. Clones are cheap and share connections and the retry budget.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<ClientState>,
}

pub(crate) struct ClientState {
    pub(crate) base: BaseUrl,
    /// Set if the base URL is the one in the API description.
    pub(crate) is_default: bool,
    /// The base URLs that replace servers of single operations.
    pub(crate) servers: Vec<(String, BaseUrl)>,
    pub(crate) credentials: Vec<Credential>,
    /// Set if operations without a security requirement carry the credentials too.
    pub(crate) sends_everywhere: bool,
    /// Set if a call is sent although its credential is missing.
    pub(crate) allows_missing: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_body: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) hooks: Hooks,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) blocking: Option<Arc<dyn BlockingTransport>>,
}

impl ClientState {
    /// Returns the same settings for another base URL, without credentials, custom headers and
    /// hooks.
    pub(crate) fn bare(&self, base: BaseUrl) -> Self {
        let mut headers = HeaderMap::new();
        headers.extend(self.headers.get(USER_AGENT).map(|agent| (USER_AGENT, agent.clone())));
        Self {
            base,
            is_default: false,
            servers: Vec::new(),
            credentials: Vec::new(),
            headers,
            budget: Budget::new(),
            hooks: Hooks::default(),
            transport: self.transport.clone(),
            blocking: self.blocking.clone(),
            ..*self
        }
    }
}

impl Client {
    /// Returns the base URL without a trailing slash. An operation with a server of its own in the
    /// API description uses that server, unless the base URL was set explicitly.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.shared.base.as_str()
    }

    /// Creates a call of `operation`, which may be one that the API description does not have:
    ///
    /// ```ignore
    /// static PING: Operation = Operation::new("ping", "POST", "/ping/{id}", "text/plain");
    ///
    /// let mut call = client.call(&PING);
    /// call.path("id", &7);
    /// call.raw_body("text/plain", "hello");
    /// let response = call.send().await?;
    /// ```
    ///
    /// Credentials, retries and limits are those of every call. `Operation` is in
    /// `runtime::requests::operation`.
    #[must_use]
    pub fn call(&self, operation: &'static Operation) -> Call {
        Call::new(self.clone(), operation)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.shared.headers.keys().collect();
        f.debug_struct("Client")
            .field("base_url", &self.shared.base)
            .field("credentials", &self.shared.credentials)
            .field("sends_everywhere", &self.shared.sends_everywhere)
            .field("allows_missing", &self.shared.allows_missing)
            .field("headers", &headers)
            .field("timeout", &self.shared.timeout)
            .field("attempt_timeout", &self.shared.attempt_timeout)
            .field("idle_timeout", &self.shared.idle_timeout)
            .field("max_body", &self.shared.max_body)
            .field("retry", &self.shared.retry)
            .field("hooks", &self.shared.hooks)
            .finish_non_exhaustive()
    }
}
