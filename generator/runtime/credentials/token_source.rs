//! A provider with the cache of its token.

use std::fmt;
use std::sync::Arc;
use std::task::{Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::super::credentials::credential::{Credential, CredentialLocation};
use super::super::credentials::provider::{CredentialError, CredentialProvider, Token};
use super::super::credentials::token_cache::{TokenCache, Turn};

/// A provider with the cache of its token.
pub(crate) struct TokenSource {
    provider: Arc<dyn CredentialProvider>,
    pub(crate) placement: CredentialLocation,
    cache: TokenCache,
}

/// A token that a call uses. The call rejects it if the server refuses it.
#[derive(Clone)]
pub(crate) struct TokenLease {
    pub(crate) source: Arc<TokenSource>,
    pub(crate) token: Token,
}

impl TokenSource {
    pub(crate) fn new(
        provider: Arc<dyn CredentialProvider>,
        placement: CredentialLocation,
    ) -> Self {
        Self { provider, placement, cache: TokenCache::default() }
    }

    /// Returns a valid token from the cache or the provider.
    pub(crate) async fn token(&self) -> Result<Token, CredentialError> {
        match self.cache.wait(Instant::now).await {
            Turn::Ask(permit) => {
                let result = self.provider.credential().await;
                permit.end(self.fitting(result), Instant::now())
            }
            Turn::Use(token) => Ok(token),
            Turn::Fail(error) => Err(error),
        }
    }

    /// Returns a valid token, waiting until `end` at most.
    pub(crate) fn token_blocking(&self, end: Option<Instant>) -> Result<Token, CredentialError> {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let park = || {
            match end.map(|end| end.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => return false,
                Some(left) => thread::park_timeout(left),
                None => thread::park(),
            }
            true
        };
        match self.cache.wait_blocking(Instant::now, &waker, park) {
            Some(Turn::Ask(permit)) => {
                let result = self.provider.credential_blocking();
                permit.end(self.fitting(result), Instant::now())
            }
            Some(Turn::Use(token)) => Ok(token),
            Some(Turn::Fail(error)) => Err(error),
            None => Err(too_late()),
        }
    }

    /// Returns an error for a token that its place in a request cannot carry.
    fn fitting(&self, result: Result<Token, CredentialError>) -> Result<Token, CredentialError> {
        result.and_then(|token| {
            Credential::new("", self.placement, &token.secret).map_err(misfit).map(|_| token)
        })
    }
}

impl TokenLease {
    /// Drops the token from the cache, unless a newer one is cached.
    pub(crate) fn reject(&self) {
        self.source.cache.reject(&self.token);
    }
}

/// Returns the error for a credential that its place in a request cannot carry.
pub(crate) fn misfit(reason: &str) -> CredentialError {
    CredentialError::new(format!("it {reason}"))
}

/// Returns the error for a credential that was not supplied within the time limit of the call.
pub(crate) fn too_late() -> CredentialError {
    CredentialError::new("it was not there in the time of the call").retryable(true)
}

/// Wakes a parked thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").finish_non_exhaustive()
    }
}
