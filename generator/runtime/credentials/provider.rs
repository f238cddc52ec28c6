//! Providers of credentials that change while the program runs.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::text::display_text::clean;
use super::super::text::secret::Secret;
use super::super::transports::traits::BoxFuture;

/// Supplies the credential for a security scheme when a call needs one.
///
/// A closure that returns the credential at once is a provider:
///
/// ```text
/// let keys = Arc::clone(&current_key);
/// builder.api_key_from(move || Ok(keys.read().clone().into()))
/// ```
///
/// Implement the trait for a credential that has to be fetched. A [`Token`] with an expiry is
/// cached until shortly before it. Calls that need a new token at the same time share one request
/// for it. A token without an expiry is requested for each call.
pub trait CredentialProvider: Send + Sync + 'static {
    /// Returns the credential for an asynchronous call.
    fn credential(&self) -> BoxFuture<'_, Result<Token, CredentialError>>;

    /// Returns the credential for a blocking call. The default is an error.
    ///
    /// # Errors
    ///
    /// Returns an error if no credential can be obtained.
    fn credential_blocking(&self) -> Result<Token, CredentialError> {
        Err(CredentialError::new("its provider serves asynchronous calls only"))
    }
}

/// A credential and its expiry.
#[derive(Clone, Debug)]
pub struct Token {
    pub(crate) secret: Secret<String>,
    pub(crate) expiry: Option<Expiry>,
}

/// The expiry of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expiry {
    pub(crate) at: Instant,
    /// The time before `at` from which a new token is requested.
    ahead: Duration,
}

/// The longest lifetime of a token, because some clocks cannot represent times further in the
/// future.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// The error of obtaining a credential. It does not contain the credential.
#[derive(Clone, Debug)]
pub struct CredentialError {
    scheme: &'static str,
    reason: String,
    retryable: bool,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Token {
    /// Creates a token that is requested for each call.
    pub fn new(secret: impl Into<Secret<String>>) -> Self {
        Self { secret: secret.into(), expiry: None }
    }

    /// Sets the lifetime of the token from now, at most a century. A new token is requested one
    /// minute before it ends, or a fifth of the lifetime if that is less.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        let time = time.min(CENTURY);
        let ahead = (time / 5).min(Duration::from_secs(60));
        self.expiry = Instant::now().checked_add(time).map(|at| Expiry { at, ahead });
        self
    }

    /// Sets the time before the expiry at which a new token is requested.
    #[must_use]
    pub fn renew_before(mut self, time: Duration) -> Self {
        self.expiry = self.expiry.map(|expiry| Expiry { ahead: time, ..expiry });
        self
    }
}

macro_rules! from {
    ($($secret:ty),*) => { $(
        impl From<$secret> for Token {
            fn from(secret: $secret) -> Self {
                Self::new(secret)
            }
        }
    )* };
}

from!(&str, String, Secret<String>);

impl Expiry {
    pub(crate) fn is_over(self, now: Instant) -> bool {
        now >= self.at
    }

    /// Returns `true` if it is time to request a new token.
    pub(crate) fn is_near(self, now: Instant) -> bool {
        now.checked_add(self.ahead).is_none_or(|then| then >= self.at)
    }
}

impl CredentialError {
    /// Creates an error. The reason follows `the credential could not be obtained: `.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { scheme: "", reason: reason.into(), retryable: false, source: None }
    }

    /// Sets the cause. Its message must not contain the credential.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Sets whether a later attempt may succeed.
    #[must_use]
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.retryable = retryable;
        self
    }

    /// Returns the id of the security scheme of the credential.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Returns `true` if a later attempt may succeed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retryable
    }

    pub(crate) fn of(mut self, scheme: &'static str) -> Self {
        self.scheme = scheme;
        self
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = clean(&self.reason, 300);
        write!(f, "the credential for `{}` could not be obtained: {reason}", self.scheme)
    }
}

impl Error for CredentialError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl<F> CredentialProvider for F
where
    F: Fn() -> Result<Token, CredentialError> + Send + Sync + 'static,
{
    fn credential(&self) -> BoxFuture<'_, Result<Token, CredentialError>> {
        Box::pin(std::future::ready(self()))
    }

    fn credential_blocking(&self) -> Result<Token, CredentialError> {
        self()
    }
}
