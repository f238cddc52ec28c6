//! What all calls of a client share: where they go, what they carry, how they are sent.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::USER_AGENT;

use crate::runtime::call::Call;
use crate::runtime::credential::Credential;
use crate::runtime::hooks::Hooks;
use crate::runtime::operation::Operation;
use crate::runtime::retry::{Budget, RetryPolicy};
use crate::runtime::transport::{BlockingTransport, Transport};
use crate::runtime::url::BaseUrl;

/// A client of the API. Clones are cheap and share connections and the budget for retries.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) base: BaseUrl,
    /// Whether the base URL is that of the description.
    pub(super) is_default: bool,
    /// The base URLs in place of servers that the description gives to operations alone.
    pub(super) servers: Vec<(String, BaseUrl)>,
    pub(super) credentials: Vec<Credential>,
    pub(super) headers: HeaderMap,
    pub(super) timeout: Duration,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) idle_timeout: Duration,
    pub(super) max_body: usize,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Budget,
    pub(super) hooks: Hooks,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) blocking: Option<Arc<dyn BlockingTransport>>,
}

impl Shared {
    /// The same without credentials, the caller's headers and hooks, for another address.
    pub(super) fn bare(&self, base: BaseUrl) -> Self {
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
    /// The base URL of every call, without a slash at its end. An operation to which the API
    /// description gives a server of its own goes there as long as no base URL was given.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.shared.base.as_str()
    }

    /// Begins a call of `operation`.
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
