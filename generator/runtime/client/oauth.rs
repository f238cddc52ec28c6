//! OAuth 2.0 with the credentials of the client itself (RFC 6749, 4.4).

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

/// The id and the secret by which a program has tokens from an authorization server.
///
/// A token is asked for when the first call needs one, and again before it expires; calls that are
/// made meanwhile share one request. It goes through the client's own transport, with its limits
/// and its attempts. A token whose life is not told is kept for five minutes, one whose
/// life is over serves the call for which it was asked.
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

/// How long a token is kept whose life is not told.
const UNTOLD: Duration = Duration::from_secs(300);

impl ClientCredentials {
    /// Credentials that are sent in the way that every server must know, in the header
    /// `Authorization` (RFC 6749, 2.3.1).
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

    /// Asks for tokens at another URL than that of the description.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = url.into();
        self
    }

    /// Asks for these scopes in place of those that the description's operations need.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sends a further parameter with the request for a token, such as `audience` or `resource`
    /// (RFC 8707).
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret<String>>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends id and secret in the body, for servers that take them only there.
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// The same, with what the description says where nothing else was said.
    pub(crate) fn or(mut self, token_url: &str, scopes: &[&str]) -> Self {
        if self.token_url.is_empty() {
            token_url.clone_into(&mut self.token_url);
        }
        let own = || scopes.iter().map(|&scope| scope.to_owned()).collect();
        self.scopes = Some(self.scopes.unwrap_or_else(own));
        self
    }

    /// The body of the request for a token (RFC 6749, 4.4.2).
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

    /// The value of `Authorization`: id and secret encoded as in a form, then as `Basic`.
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
    /// Has tokens for the security scheme with the id `scheme` by the credentials of the client
    /// itself.
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

/// The flow, with a client for the URL of tokens.
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

/// Reads what the authorization server says (RFC 6749, 5).
fn read(answer: Result<Response, Failure>) -> Result<Token, CredentialError> {
    let answer = answer.map_err(|failure| {
        // To ask twice for a token does no harm.
        let retryable = matches!(&failure, Failure::Transport(error) if matches!(
            error.kind(),
            TransportErrorKind::Connect | TransportErrorKind::Timeout | TransportErrorKind::Io
        ));
        CredentialError::new(failure.to_string()).retryable(retryable).caused_by(failure)
    })?;
    let body = serde_json::from_slice(answer.body()).unwrap_or(Value::Null);
    let status = DisplayStatus(answer.status());
    // It may repeat what was sent, or what it gives.
    let mut secrets = answer.secrets().cloned().unwrap_or_default();
    for name in ["access_token", "refresh_token", "id_token"] {
        secrets.add(body[name].as_str().unwrap_or_default());
    }
    if !answer.status().is_success() {
        let code = body["error"].as_str().map(|code| format!(" ({})", secrets.line(code, 80)));
        let reason = format!("the server of tokens answered {status}{}", code.unwrap_or_default());
        let retryable = super::super::retry::policy::is_transient(answer.status());
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

/// How long the token is good for. Some servers write the number as a text or with a fraction; one that
/// is not positive says that the token is not to be used again.
fn life(written: &Value) -> Duration {
    let seconds = match written {
        Value::String(text) => text.trim().parse().ok(),
        written => written.as_f64(),
    };
    let Some(seconds) = seconds.filter(|seconds: &f64| !seconds.is_nan()) else { return UNTOLD };
    // Only what is too long for it is no duration.
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
