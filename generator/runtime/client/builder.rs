//! Puts a client together and says what is wrong with its parts.

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

/// Builds a [`Client`]. What is wrong with a part is told by [`build`](Self::build).
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
    pub(crate) transports: TransportChoice,
}

impl ClientBuilder {
    /// A builder for clients of the API at `base_url`, with the default limits: 10 s to connect,
    /// 60 s for a call with all its attempts, 120 s between two pieces of an answer that is read
    /// piece by piece, 16 MiB for the body of an answer.
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
            transports: TransportChoice::default(),
        }
    }

    /// Sends calls to another base URL: `http` or `https`, a host, perhaps a port and a path. It
    /// holds for every operation, also those that the description gives a server of their own,
    /// unless [`own_server`](Self::own_server) says otherwise. No request goes to another scheme,
    /// host or port than those of the server that is set for its operation.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self.is_default = false;
        self
    }

    /// Sends the operations to which the description gives the server `described` alone to this
    /// base URL, whatever the base URL of the other operations is. The documentation of such an
    /// operation names its server.
    pub fn own_server(mut self, described: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.servers.push((described.into(), base_url.into()));
        self
    }

    /// Sets the credential for the security scheme with the id `scheme`, in place of an earlier
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

    /// Lets the builder fail: no credential for the scheme can be made, for this reason.
    #[allow(dead_code)]
    pub(crate) fn refuse(mut self, scheme: &'static str, reason: &'static str) -> Self {
        self.refused = Some((scheme, reason));
        self
    }

    /// Sends a header with every call. An operation's own header of the same name goes before it.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret<String>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends another `User-Agent` than the name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// The time to connect, TLS included. It binds the transports that come with this crate.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The time for a whole call, with all its attempts and the waits between them. Where the
    /// answer is read piece by piece it ends with its head.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time for one attempt, from connecting to the last byte of the answer, or of its head
    /// where it is read piece by piece. Unless it is set, an attempt has half the time of the call
    /// where the request may be sent again, and all of it where it may not.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// The time to the next piece of an answer that is read piece by piece: a stream may last for
    /// hours, but not fall silent for long. The blocking transport of this crate has its time for
    /// the head of such an answer bound by it too.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// The most bytes that the body of an answer may have, or one item of a stream.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// How often and after how long a request is sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Lets a function see each request before it is sent, and change its headers: to sign it, or
    /// to tell which trace it belongs to. It is called for each attempt; several are called in the
    /// order in which they are given.
    pub fn before_send(
        mut self,
        hook: impl Fn(&mut OutgoingRequest<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.before.push(Arc::new(hook));
        self
    }

    /// Lets a function see how each attempt ended: the head of the answer, or why none came, and
    /// how long it is until the next attempt.
    pub fn after_attempt(
        mut self,
        hook: impl Fn(&AttemptResult<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.after.push(Arc::new(hook));
        self
    }

    /// Sends credentials over `http` to hosts other than this machine, where everyone on the way
    /// can read them.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Sends asynchronous calls by a transport of your own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transports.give(Arc::new(transport));
        self
    }

    /// Sends blocking calls by a transport of your own.
    pub fn blocking_transport(mut self, transport: impl BlockingTransport) -> Self {
        self.transports.give_blocking(Arc::new(transport));
        self
    }

    /// What makes the asynchronous transport where none is given.
    pub fn default_transport(mut self, make: MakeTransport) -> Self {
        self.transports.make = Some(Box::new(make));
        self
    }

    /// What makes the blocking transport where none is given.
    pub fn default_blocking_transport(mut self, make: MakeBlockingTransport) -> Self {
        self.transports.make_blocking = Some(Box::new(make));
        self
    }

    /// Sets the function that is called once, before a transport of this crate is created.
    pub fn prepare_tls(mut self, prepare: PrepareTls) -> Self {
        self.transports.prepare_tls = Some(prepare);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// The base URL, a credential or a header cannot be what it is given as; credentials would go
    /// over plain `http`; or no transport is there or can be made.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let base = self.checked_url(&self.base_url)?;
        // The last that was given for a server holds.
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

    /// Reads a URL that requests go to, with the credentials that there are.
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
