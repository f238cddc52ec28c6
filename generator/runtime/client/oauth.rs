//! The OAuth 2.0 client credentials grant (RFC 6749, section 4.4).

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same text or list")]

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::super::client::api_client::Client;
use super::super::client::builder::ClientBuilder;
use super::super::client::call::{Call, CallOptions};
use super::super::client::providers::DeferredProvider;
use super::super::credentials::credential::CredentialLocation;
use super::super::credentials::provider::{CredentialError, CredentialProvider, Token};
use super::super::requests::operation::Operation;
use super::super::requests::url::encode;
use super::super::responses::api_error::DisplayStatus;
use super::super::responses::call_error::Failure;
use super::super::responses::response::Response;
use super::super::text::secret::Secret;
use super::super::transports::traits::{BoxFuture, TransportErrorKind};

/// The client id and client secret with which a program requests tokens from an authorization
/// server.
///
/// The first call requests a token. A later call requests a new one before it expires. Calls that
/// wait at the same time share one request. The request uses the transport, limits and retries of
/// the client. A token without a stated lifetime is kept for five minutes. A token whose lifetime
/// is over is used only by the call that requested it.
#[derive(Clone)]
#[must_use]
pub struct ClientCredentials {
    id: String,
    secret: Secret<String>,
    token_url: String,
    scopes: Option<Vec<String>>,
    parameters: Vec<(String, Secret<String>)>,
    in_body: bool,
}

const TOKEN: Operation = Operation::new("token", "POST", "", "application/json").idempotent();

static AT_URL: Operation = TOKEN;

static AT_URL_WITH_SLASH: Operation = Operation { path: "/", ..TOKEN };

/// The lifetime of a token if the server states none.
const UNTOLD: Duration = Duration::from_secs(300);

impl ClientCredentials {
    /// Creates client credentials, which are sent in the header `Authorization`. Every
    /// authorization server supports that (RFC 6749, section 2.3.1).
    pub fn new(id: impl Into<String>, secret: impl Into<Secret<String>>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_url: String::new(),
            scopes: None,
            parameters: Vec::new(),
            in_body: false,
        }
    }

    /// Sets the token URL, in place of the one in the API description.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = url.into();
        self
    }

    /// Sets the scopes, in place of those that the operations of the API description need.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Adds a parameter to the token request, such as `audience` or `resource` (RFC 8707).
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret<String>>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the id and the secret in the request body, for servers that accept them only there.
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Fills in the token URL and scopes of the API description if none are set.
    pub(crate) fn or(mut self, token_url: &str, scopes: &[&str]) -> Self {
        if self.token_url.is_empty() {
            token_url.clone_into(&mut self.token_url);
        }
        let own = || scopes.iter().map(|&scope| scope.to_owned()).collect();
        self.scopes = Some(self.scopes.unwrap_or_else(own));
        self
    }

    /// Returns the body of the token request (RFC 6749, section 4.4.2).
    fn body(&self) -> String {
        let mut body = String::from("grant_type=client_credentials");
        let mut add = |name: &str, value: &str| {
            body.push('&');
            encode(name, &mut body);
            body.push('=');
            encode(value, &mut body);
        };
        let scopes = self.scopes.as_deref().unwrap_or_default().join(" ");
        if !scopes.is_empty() {
            add("scope", &scopes);
        }
        if self.in_body {
            add("client_id", &self.id);
            add("client_secret", self.secret.expose());
        }
        for (name, value) in &self.parameters {
            add(name, value.expose());
        }
        body
    }

    /// Returns the value of `Authorization`: id and secret are form-encoded, then encoded as
    /// `Basic`.
    fn authorization(&self) -> Secret<String> {
        let mut pair = String::new();
        encode(&self.id, &mut pair);
        pair.push(':');
        encode(self.secret.expose(), &mut pair);
        Secret::new(format!("Basic {}", STANDARD.encode(pair)))
    }

    fn call(&self, client: &Client) -> Call {
        let slash = self.token_url.ends_with('/');
        let mut call = client.call(if slash { &AT_URL_WITH_SLASH } else { &AT_URL });
        call.body("application/x-www-form-urlencoded", self.body().into_bytes());
        call.keep_secret(&self.id);
        call.keep_secret(self.secret.expose());
        self.parameters.iter().for_each(|(_, value)| call.keep_secret(value.expose()));
        if !self.in_body {
            call.options(CallOptions::new().header("authorization", self.authorization()));
        }
        call
    }
}

impl ClientBuilder {
    /// Sets the client credentials for the security scheme with the id `scheme`.
    pub fn client_credentials(self, scheme: &'static str, client: ClientCredentials) -> Self {
        let placement = CredentialLocation::Header { name: "authorization", prefix: "Bearer " };
        self.deferred_provider(scheme, placement, Box::new(client))
    }
}

impl DeferredProvider for ClientCredentials {
    fn url(&self) -> &str {
        &self.token_url
    }

    fn make(self: Box<Self>, client: Client) -> Arc<dyn CredentialProvider> {
        Arc::new(Flow { credentials: *self, client })
    }
}

/// The grant with a client for the token URL.
struct Flow {
    credentials: ClientCredentials,
    client: Client,
}

impl CredentialProvider for Flow {
    fn credential(&self) -> BoxFuture<'_, Result<Token, CredentialError>> {
        Box::pin(async move { read(self.credentials.call(&self.client).send().await) })
    }

    fn credential_blocking(&self) -> Result<Token, CredentialError> {
        read(self.credentials.call(&self.client).send_blocking())
    }
}

/// Reads the response of the authorization server (RFC 6749, section 5).
fn read(response: Result<Response, Failure>) -> Result<Token, CredentialError> {
    let response = response.map_err(|failure| {
        // Requesting a token twice has no side effects.
        let retryable = matches!(&failure, Failure::Transport(error) if matches!(
            error.kind(),
            TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Io
        ));
        CredentialError::new(failure.to_string()).retryable(retryable).caused_by(failure)
    })?;
    let body = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
    let status = DisplayStatus(response.status());
    // The response may repeat the secrets of the request, or contain tokens.
    let mut secrets = response.secrets().cloned().unwrap_or_default();
    for name in ["access_token", "refresh_token", "id_token"] {
        secrets.add(body[name].as_str().unwrap_or_default());
    }
    if !response.status().is_success() {
        let code = body["error"].as_str().map(|code| format!(" ({})", secrets.line(code, 80)));
        let reason = format!("the server of tokens answered {status}{}", code.unwrap_or_default());
        let retryable = super::super::retry::policy::is_transient(response.status());
        return Err(CredentialError::new(reason).retryable(retryable));
    }
    let error = |reason: String| Err(CredentialError::new(reason));
    let kind = match &body["token_type"] {
        Value::Null => "bearer",
        Value::String(kind) => kind,
        _ => return error("the type of the token is no text".to_owned()),
    };
    if !kind.eq_ignore_ascii_case("bearer") {
        let kind = secrets.line(kind, 40);
        return error(format!("the token is of the type `{kind}`, not a bearer's"));
    }
    match body["access_token"].as_str() {
        None => error(format!("the server of tokens answered {status} without `access_token`")),
        Some("") => error(format!("the server of tokens answered {status} with an empty token")),
        Some(token) if !token.bytes().all(|byte| byte.is_ascii_graphic()) => error(format!(
            "the server of tokens answered {status} with a token that no header can carry"
        )),
        Some(token) => Ok(Token::new(token).expires_in(life(&body["expires_in"]))),
    }
}

/// Returns the lifetime of a token. Some servers write it as a string or with a fraction. A token
/// with a lifetime of zero or less is not used again.
fn life(written: &Value) -> Duration {
    let seconds = match written {
        Value::String(text) => text.trim().parse().ok(),
        written => written.as_f64(),
    };
    let Some(seconds) = seconds.filter(|seconds: &f64| !seconds.is_nan()) else { return UNTOLD };
    // A positive number fails here only if it is too large.
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("secret", &self.secret)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
