//! Credentials that change while the program runs: who gives them, and why one cannot be had.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::text::display_text::clean;
use super::super::text::secret::Secret;
use super::super::transports::traits::BoxFuture;

/// Gives the credential for a security scheme whenever a call needs one.
///
/// A closure that gives one at once is a provider:
///
/// ```text
/// let keys = Arc::clone(&current_key);
/// builder.api_key_from(move || Ok(keys.read().clone().into()))
/// ```
///
/// What has to be fetched first implements the trait. A [`Token`] that says when it expires is kept
/// until shortly before, and calls that need one meanwhile share a single request for it; one that
/// does not is asked for anew by every call.
pub trait CredentialProvider: Send + Sync + 'static {
    /// The credential for an asynchronous call.
    fn credential(&self) -> BoxFuture<'_, Result<Token, CredentialError>>;

    /// The credential for a blocking call. Without it, blocking calls fail.
    ///
    /// # Errors
    ///
    /// There is none to be had.
    fn credential_blocking(&self) -> Result<Token, CredentialError> {
        Err(CredentialError::new("its provider serves asynchronous calls only"))
    }
}

/// A credential, and how long it is good for.
#[derive(Clone, Debug)]
pub struct Token {
    pub(crate) secret: Secret<String>,
    pub(crate) expiry: Option<Expiry>,
}

/// When a token is no longer to be used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expiry {
    pub(crate) at: Instant,
    /// How long before that a new one is asked for.
    ahead: Duration,
}

/// The longest life of a token: clocks count no further than some centuries.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Why a credential cannot be had. It holds no credential.
#[derive(Clone, Debug)]
pub struct CredentialError {
    scheme: &'static str,
    reason: String,
    retryable: bool,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Token {
    /// A token that every call asks for anew.
    pub fn new(secret: impl Into<Secret<String>>) -> Self {
        Self { secret: secret.into(), expiry: None }
    }

    /// The same token, good for so long from now on. A new one is asked for a minute before it
    /// expires, or with a fifth of the time left where that is less. A time of more than a century is
    /// taken for one.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        let time = time.min(CENTURY);
        let ahead = (time / 5).min(Duration::from_secs(60));
        self.expiry = Instant::now().checked_add(time).map(|at| Expiry { at, ahead });
        self
    }

    /// The same token, for which a new one is asked so long before it expires.
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

    /// Whether it is time to ask for a new one.
    pub(crate) fn is_near(self, now: Instant) -> bool {
        now.checked_add(self.ahead).is_none_or(|then| then >= self.at)
    }
}

impl CredentialError {
    /// An error for this reason, worded to follow `the credential could not be had: `.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { scheme: "", reason: reason.into(), retryable: false, source: None }
    }

    /// The same error with what caused it, whose texts must not hold the credential.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// The same error, one that a later attempt may not meet.
    #[must_use]
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.retryable = retryable;
        self
    }

    /// The id of the security scheme that the credential is for.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Whether the credential may be had a little later.
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
        write!(f, "the credential for `{}` could not be had: {reason}", self.scheme)
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
