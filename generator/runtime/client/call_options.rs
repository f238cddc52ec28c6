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
    pub(crate) send_credentials: Option<bool>,
    pub(crate) headers: Vec<(String, Secret<String>)>,
    pub(crate) strict: bool,
}

impl CallOptions {
    /// Creates options that override nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time limit for the call, including all attempts and the waits between them. For a
    /// streamed response it ends with the head of the response.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the time limit for one attempt, from connecting to the last byte of the response. The
    /// default of the builder is half of the call's time limit if the request can be retried, and
    /// otherwise all of it.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the most bytes of the response body, or of one item of a stream.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Sets the time limit between two chunks of a streamed response.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Sets the number of attempts and the waits between them.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets a function that receives the number of sent bytes after each chunk of the request body.
    /// Each attempt starts at zero.
    #[must_use]
    pub fn on_upload(mut self, progress: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_upload = Some(Arc::new(progress));
        self
    }

    /// Makes members of a JSON response that the API description does not list an error with their paths. By default they are
    /// ignored. This is for tests and for finding what a description lacks: each response is read twice.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// `true` sends the credentials of the client even if the operation has no security requirement; `false` sends and
    /// requires none. See `ClientBuilder::send_credentials_everywhere`.
    #[must_use]
    pub fn send_credentials(mut self, is_sent: bool) -> Self {
        self.send_credentials = Some(is_sent);
        self
    }

    /// Sets a header. It replaces one of the operation or the client with the same name. A call
    /// with an `Idempotency-Key` counts as idempotent and is retried.
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
            .field("send_credentials", &self.send_credentials)
            .field("headers", &headers)
            .field("strict", &self.strict)
            .finish()
    }
}
