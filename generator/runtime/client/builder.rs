//! Builds a client from its settings.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue, USER_AGENT};

use super::super::client::api_client::{Client, ClientState};
use super::super::client::build_error::BuildError;
use super::super::client::hooks::{AttemptResult, Hooks, OutgoingRequest};
use super::super::client::providers::CredentialSource;
use super::super::client::transport_choice::{
    MakeBlockingTransport, MakeTransport, PrepareTls, TransportChoice,
};
use super::super::credentials::credential::{Credential, CredentialLocation};
use super::super::requests::url::BaseUrl;
use super::super::retry::policy::{Budget, RetryPolicy};
use super::super::text::secret::Secret;
use super::super::transports::traits::{BlockingTransport, Transport, TransportSettings};

/// Builds a [`Client`]. Invalid settings are reported by [`build`](Self::build).
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    is_default: bool,
    servers: Vec<(String, String)>,
    credentials: Vec<(&'static str, CredentialLocation, Secret<String>)>,
    pub(crate) providers: Vec<(&'static str, CredentialLocation, CredentialSource)>,
    refused: Option<(&'static str, &'static str)>,
    headers: Vec<(String, Secret<String>)>,
    user_agent: String,
    connect_timeout: Duration,
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    idle_timeout: Duration,
    max_body: usize,
    retry: RetryPolicy,
    hooks: Hooks,
    plain_http: bool,
    sends_everywhere: bool,
    allows_missing: bool,
    pub(crate) transports: TransportChoice,
}

impl ClientBuilder {
    /// Creates a builder for clients of the API at `base_url`. The default limits are 10 s to
    /// connect, 60 s for a call with all attempts, and 16 MiB for a response body. Two chunks of a
    /// streamed response may be 120 s apart.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            is_default: true,
            servers: Vec::new(),
            credentials: Vec::new(),
            providers: Vec::new(),
            refused: None,
            headers: Vec::new(),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            attempt_timeout: None,
            idle_timeout: Duration::from_secs(120),
            max_body: 16 * 1024 * 1024,
            retry: RetryPolicy::default(),
            hooks: Hooks::default(),
            plain_http: false,
            sends_everywhere: false,
            allows_missing: false,
            transports: TransportChoice::default(),
        }
    }

    /// Sets the base URL: `http` or `https`, a host, an optional port and an optional path. It also
    /// applies to operations with a server of their own, unless [`own_server`](Self::own_server)
    /// replaces that server. Requests never go to another scheme, host or port than the server of
    /// their operation has.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self.is_default = false;
        self
    }

    /// Replaces the server `described`, which the API description gives to some operations alone.
    /// It takes precedence over [`base_url`](Self::base_url). The documentation of such an
    /// operation names its server.
    pub fn own_server(mut self, described: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.servers.push((described.into(), base_url.into()));
        self
    }

    /// Sets the credential for the security scheme with the id `scheme`. It replaces an earlier
    /// one.
    pub fn credential(
        mut self,
        scheme: &'static str,
        placement: CredentialLocation,
        key: impl Into<Secret<String>>,
    ) -> Self {
        self = self.without(scheme);
        self.credentials.push((scheme, placement, key.into()));
        self
    }

    pub(crate) fn without(mut self, scheme: &'static str) -> Self {
        self.credentials.retain(|credential| credential.0 != scheme);
        self.providers.retain(|provider| provider.0 != scheme);
        self
    }

    /// Makes [`build`](Self::build) fail, because the credential for `scheme` is invalid for this
    /// reason.
    #[allow(dead_code)]
    pub(crate) fn refuse(mut self, scheme: &'static str, reason: &'static str) -> Self {
        self.refused = Some((scheme, reason));
        self
    }

    /// Adds a header to every request. A header that the operation itself sets takes precedence.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret<String>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the `User-Agent`. The default is the name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets the time limit for connecting, including TLS. It applies to the built-in transports.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the time limit for a call, including all attempts and the waits between them. For a
    /// streamed response it ends with the head of the response.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit for one attempt, from connecting to the last byte of the response. For a
    /// streamed response it ends with the head of the response. The default is half of the call's
    /// time limit if the request can be retried, and otherwise all of it.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the time limit between two chunks of a streamed response, which may last for hours in
    /// total. With the built-in blocking transport it also limits the wait for the head.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sets the most bytes of a response body, or of one item of a stream.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets the number of attempts and the waits between them.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Adds a hook that runs before each attempt. It sees the request and can change its headers,
    /// for example to sign it or to propagate a trace. Hooks run in the order in which they were
    /// added.
    pub fn before_send(
        mut self,
        hook: impl Fn(&mut OutgoingRequest<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.before.push(Arc::new(hook));
        self
    }

    /// Adds a hook that runs after each attempt. It sees the head of the response or the error, and
    /// the wait before the next attempt.
    pub fn after_attempt(
        mut self,
        hook: impl Fn(&AttemptResult<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.after.push(Arc::new(hook));
        self
    }

    /// Allows credentials over `http` to other hosts than this machine. Everyone on the network can
    /// read them.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Sends the credentials with every call, also of operations for which the API description has no security
    /// requirement. Use it if the description states `security` for some operations only, but the server expects it for
    /// all. An operation on a server of its own in the description gets them only if
    /// [`base_url`](Self::base_url) or [`own_server`](Self::own_server) sets the URL for it.
    pub fn send_credentials_everywhere(mut self) -> Self {
        self.sends_everywhere = true;
        self
    }

    /// Sends a call without its credential if none is set, for a server that requires less than its API description
    /// says. Otherwise such a call is an error and is not sent.
    pub fn allow_missing_credentials(mut self) -> Self {
        self.allows_missing = true;
        self
    }

    /// Sets the transport of asynchronous calls.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transports.give(Arc::new(transport));
        self
    }

    /// Sets the transport of blocking calls.
    pub fn blocking_transport(mut self, transport: impl BlockingTransport) -> Self {
        self.transports.give_blocking(Arc::new(transport));
        self
    }

    /// Sets the function that creates the asynchronous transport if none is set.
    pub fn default_transport(mut self, make: MakeTransport) -> Self {
        self.transports.make = Some(Box::new(make));
        self
    }

    /// Sets the function that creates the blocking transport if none is set.
    pub fn default_blocking_transport(mut self, make: MakeBlockingTransport) -> Self {
        self.transports.make_blocking = Some(Box::new(make));
        self
    }

    /// Sets the function that is called once before a built-in transport is created.
    pub fn prepare_tls(mut self, prepare: PrepareTls) -> Self {
        self.transports.prepare_tls = Some(prepare);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL, a credential, a header or a certificate is invalid.
    /// Credentials over plain `http`, and a missing transport, are errors too.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let base = self.checked_url(&self.base_url)?;
        // The last URL that was set for a server applies.
        let servers = self.servers.iter().rev();
        let servers = servers.map(|(own, url)| Ok((own.clone(), self.checked_url(url)?)));
        let servers = servers.collect::<Result<_, _>>()?;
        let headers = self.checked_headers()?;
        if let Some((scheme, reason)) = self.refused {
            return Err(BuildError::Credential { scheme, reason });
        }
        let mut credentials = Vec::with_capacity(self.credentials.len());
        for (scheme, placement, key) in &self.credentials {
            let credential = Credential::new(scheme, *placement, key)
                .map_err(|reason| BuildError::Credential { scheme, reason })?;
            credentials.push(credential);
        }
        let mut settings = TransportSettings::new(self.connect_timeout);
        settings.direct = base.is_loopback();
        let choice = std::mem::take(&mut self.transports);
        let (transport, blocking) = choice.create(settings)?;
        let mut shared = ClientState {
            base,
            is_default: self.is_default,
            servers,
            credentials: Vec::new(),
            sends_everywhere: self.sends_everywhere,
            allows_missing: self.allows_missing,
            headers,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            idle_timeout: self.idle_timeout,
            max_body: self.max_body,
            retry: self.retry,
            budget: Budget::new(),
            hooks: std::mem::take(&mut self.hooks),
            transport,
            blocking,
        };
        credentials.extend(self.provided(&shared)?);
        shared.credentials = credentials;
        Ok(Client { shared: Arc::new(shared) })
    }

    /// Parses a URL that requests go to. It must be private if there are credentials.
    fn checked_url(&self, url: &str) -> Result<BaseUrl, BuildError> {
        let base = BaseUrl::parse(url).map_err(BuildError::BaseUrl)?;
        if !self.credentials.is_empty() || !self.providers.is_empty() {
            self.check_private(&base)?;
        }
        Ok(base)
    }

    pub(crate) fn check_private(&self, base: &BaseUrl) -> Result<(), BuildError> {
        if base.is_private() || self.plain_http {
            return Ok(());
        }
        Err(BuildError::PlainHttp { host: base.host().to_owned() })
    }

    fn checked_headers(&self) -> Result<HeaderMap, BuildError> {
        let mut headers = HeaderMap::new();
        if !self.user_agent.is_empty() {
            let value = HeaderValue::try_from(&self.user_agent);
            headers.insert(USER_AGENT, value.map_err(|_| bad_header("user-agent"))?);
        }
        for (name, value) in &self.headers {
            let key = HeaderName::try_from(name).map_err(|_| bad_header(name))?;
            let mut value = HeaderValue::try_from(value.expose()).map_err(|_| bad_header(name))?;
            value.set_sensitive(true);
            headers.append(key, value);
        }
        Ok(headers)
    }
}

fn bad_header(name: &str) -> BuildError {
    BuildError::Header { name: name.to_owned() }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = self.credentials.iter().map(|entry| entry.0);
        let schemes: Vec<_> = given.chain(self.providers.iter().map(|entry| entry.0)).collect();
        f.debug_struct("ClientBuilder")
            .field("credentials", &schemes)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("max_body", &self.max_body)
            .field("retry", &self.retry)
            .field("hooks", &self.hooks)
            .finish_non_exhaustive()
    }
}
