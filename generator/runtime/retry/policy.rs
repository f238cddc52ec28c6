//! Pure functions that decide whether and when a request is sent again. Both kinds of transport use
//! them.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

use super::super::transports::traits::{TransportError, TransportErrorKind};

/// The number of attempts and the waits between them.
///
/// The wait before attempt `n + 1` is a random time up to `base` times `2^(n - 1)`, at most `cap`.
/// It is at least the `Retry-After` of the response. If that exceeds the time left for the call,
/// the request is not sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The most attempts, including the first one.
    pub max_attempts: u32,
    /// The longest wait before the second attempt.
    pub base: Duration,
    /// The longest wait before any attempt.
    pub cap: Duration,
}

/// The result of one attempt, as the retry decision needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A response was received.
    Status {
        /// The status of the response.
        status: StatusCode,
        /// The `Retry-After` of the response, as a time from now.
        retry_after: Option<Duration>,
        /// The documented retry hint of the error (`x-retry`), which takes precedence over the
        /// status. `Some(true)` if a later attempt may succeed.
        retry_hint: Option<bool>,
    },
    /// No response was received.
    Failure {
        /// The kind of the transport error.
        kind: TransportErrorKind,
        /// `true` if a part of the request may have reached the server.
        sent: bool,
    },
}

/// The retry budget of a client. It limits retries to a small share of the calls, so that they do
/// not overload a failing server.
///
/// A retry costs 5, and a retry after a timeout costs 10. A response that needs no retry earns 1.
#[derive(Debug)]
pub struct Budget(AtomicU32);

impl RetryPolicy {
    /// Creates a policy without retries.
    #[must_use]
    pub const fn none() -> Self {
        Self { max_attempts: 1, base: Duration::ZERO, cap: Duration::ZERO }
    }

    /// Sets the most attempts, including the first one.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the longest wait before the second attempt.
    #[must_use]
    pub const fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the longest wait before any attempt.
    #[must_use]
    pub const fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Returns the wait after the attempt number `attempt` (the first is 1), or `None` if there is
    /// no further attempt.
    ///
    /// `repeatable` is `true` if the request may be sent twice. `left` is the time left for the
    /// call. `random` is a number from 0 to 1.
    #[must_use]
    pub fn delay(
        &self,
        attempt: u32,
        repeatable: bool,
        outcome: Outcome,
        left: Duration,
        random: f64,
    ) -> Option<Duration> {
        if attempt >= self.max_attempts || !outcome.allows_retry(repeatable) {
            return None;
        }
        let doublings = 1_u32.checked_shl(attempt.saturating_sub(1));
        let ceiling = doublings
            .and_then(|factor| self.base.checked_mul(factor))
            .map_or(self.cap, |ceiling| ceiling.min(self.cap));
        let jittered = ceiling.mul_f64(random.clamp(0.0, 1.0));
        let delay = jittered.max(outcome.retry_after().unwrap_or_default());
        (delay < left).then_some(delay)
    }
}

impl Default for RetryPolicy {
    /// Returns a policy of three attempts with waits of up to 250 ms, doubling to at most 20 s.
    fn default() -> Self {
        Self { max_attempts: 3, base: Duration::from_millis(250), cap: Duration::from_secs(20) }
    }
}

impl Outcome {
    /// Returns the outcome of an attempt with this response.
    #[must_use]
    pub fn of_response(
        status: StatusCode,
        headers: &HeaderMap,
        retry_hint: Option<bool>,
        now: SystemTime,
    ) -> Self {
        Self::Status { status, retry_after: retry_after(headers, now), retry_hint }
    }

    /// Returns the outcome of an attempt with this error.
    #[must_use]
    pub fn of_error(error: &TransportError) -> Self {
        Self::Failure { kind: error.kind(), sent: error.request_was_sent() }
    }

    /// Returns `true` if a response was received that needs no retry.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Status { .. }) && !self.is_transient()
    }

    fn is_transient(self) -> bool {
        match self {
            Self::Status { status, retry_hint, .. } => {
                retry_hint.unwrap_or_else(|| is_transient(status))
            }
            Self::Failure { .. } => false,
        }
    }

    fn allows_retry(self, repeatable: bool) -> bool {
        match self {
            Self::Status { .. } => repeatable && self.is_transient(),
            Self::Failure { kind, sent } => match kind {
                TransportErrorKind::Connect
                | TransportErrorKind::Timeout
                | TransportErrorKind::Io => repeatable || !sent,
                TransportErrorKind::TooLarge | TransportErrorKind::Other => false,
            },
        }
    }

    fn retry_after(self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => retry_after,
            Self::Failure { .. } => None,
        }
    }

    fn cost(self) -> u32 {
        match self {
            Self::Failure { kind: TransportErrorKind::Timeout, .. } => 10,
            _ => 5,
        }
    }
}

impl Budget {
    const FULL: u32 = 500;

    /// Creates a full budget.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for a retry after `outcome`. Returns `false` if the budget is exhausted.
    pub fn spend(&self, outcome: Outcome) -> bool {
        let cost = outcome.cost();
        let spent = |left: u32| left.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spent).is_ok()
    }

    /// Adds 1 to the budget after a response that needs no retry, up to its maximum.
    pub fn earn(&self) {
        let earned = |left: u32| (left < Self::FULL).then_some(left + 1);
        // An error means that the budget is full.
        _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earned);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns `true` if the same request may succeed later after this status.
#[must_use]
pub fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// Returns the time from `now` that the header `Retry-After` asks to wait. The header holds seconds
/// or a date (RFC 9110, section 10.2.3).
#[must_use]
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number of seconds beyond `u64` is longer than any call.
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}
