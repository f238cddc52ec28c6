//! Per-call overrides of the client's settings.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::super::requests::progress::{Progress, Watcher};
use super::super::retry::policy::RetryPolicy;
use super::super::text::secret::Secret;

/// Per-call overrides of the client's settings.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_body: Option<usize>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) on_upload: Option<Watcher>,
    pub(crate) headers: Vec<(String, Secret<String>)>,
}

impl CallOptions {
    /// Options that change nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The time for the whole call, with all its attempts and the waits between them. Where the
    /// answer is read piece by piece it ends with its head.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time for one attempt, from connecting to the last byte of the answer. Unless it is set
    /// here or on the builder, an attempt has half the time of the call where the request may be
    /// sent again, and all of it where it may not.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// The most bytes that the body of the answer may have, or one item of a stream.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// The time to the next piece of an answer that is read piece by piece.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// How often and after how long the request is sent again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Lets a function know how much of the body has been handed to the connection, piece by piece.
    /// Each attempt begins at the beginning.
    #[must_use]
    pub fn on_upload(mut self, progress: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_upload = Some(Arc::new(progress));
        self
    }

    /// Sends a header, in place of the operation's or the client's own of that name. With an
    /// `Idempotency-Key` the call is one that may be sent again.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<Secret<String>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|header| &header.0).collect();
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_body", &self.max_body)
            .field("idle_timeout", &self.idle_timeout)
            .field("retry", &self.retry)
            .field("headers", &headers)
            .finish()
    }
}
