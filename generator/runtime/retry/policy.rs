//! When a request is sent again and after how long: pure functions, for both kinds of transport.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

use super::super::transports::traits::{TransportError, TransportErrorKind};

/// How often and after how long a request is sent again.
///
/// The wait before attempt `n + 1` is a random time up to `base` times `2^(n - 1)`, at most `cap`;
/// a `Retry-After` of the answer is waited for in any case, unless that would outlast the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How many times a request is tried, the first time included.
    pub max_attempts: u32,
    /// The longest wait before the second attempt.
    pub base: Duration,
    /// The longest wait before any attempt.
    pub cap: Duration,
}

/// How one attempt ended, as far as it matters for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer came.
    Status {
        /// Its status.
        status: StatusCode,
        /// Its `Retry-After`, from now on.
        retry_after: Option<Duration>,
        /// Whether the same request may succeed a little later, where the description says so of
        /// the error that the answer is (`x-retry`). It goes before what the status says.
        retry_hint: Option<bool>,
    },
    /// No answer came.
    Failure {
        /// Why.
        kind: TransportErrorKind,
        /// Whether any of the request may have reached the server.
        sent: bool,
    },
}

/// What a client may spend on retries: a server in trouble is not to be loaded with more of them
/// than a small share of the calls.
///
/// A retry costs 5 and one after a time-out 10; an answer that needs no retry earns 1.
#[derive(Debug)]
pub struct Budget(AtomicU32);

impl RetryPolicy {
    /// Sends nothing twice.
    #[must_use]
    pub const fn none() -> Self {
        Self { max_attempts: 1, base: Duration::ZERO, cap: Duration::ZERO }
    }

    /// The same policy with this many attempts, the first one included.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The same policy with this longest wait before the second attempt.
    #[must_use]
    pub const fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// The same policy with this longest wait before any attempt.
    #[must_use]
    pub const fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// How long to wait before the attempt that follows `attempt` (the first is 1), or `None` if
    /// there is to be no other.
    ///
    /// `repeatable` says whether the request may reach the server twice, `left` is the time left
    /// for the whole call, and `random` a number from 0 to 1.
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
    /// Three attempts, waits from 250 ms to 20 s.
    fn default() -> Self {
        Self { max_attempts: 3, base: Duration::from_millis(250), cap: Duration::from_secs(20) }
    }
}

impl Outcome {
    /// How the attempt with this answer ended.
    #[must_use]
    pub fn of_answer(
        status: StatusCode,
        headers: &HeaderMap,
        retry_hint: Option<bool>,
        now: SystemTime,
    ) -> Self {
        Self::Status { status, retry_after: retry_after(headers, now), retry_hint }
    }

    /// How the attempt with this error ended.
    #[must_use]
    pub fn of_error(error: &TransportError) -> Self {
        Self::Failure { kind: error.kind(), sent: error.request_was_sent() }
    }

    /// Whether an answer came that needs no other attempt.
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

    /// A full budget.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Pays for a retry after `outcome`, or says that there is nothing left for it.
    pub fn spend(&self, outcome: Outcome) -> bool {
        let cost = outcome.cost();
        let spent = |left: u32| left.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spent).is_ok()
    }

    /// Notes an answer that needs no retry.
    pub fn earn(&self) {
        let earned = |left: u32| (left < Self::FULL).then_some(left + 1);
        // An error says that the budget is full already.
        _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earned);
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether the same request may well succeed a little later.
#[must_use]
pub fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// The time from `now` that a `Retry-After` header asks to wait, in seconds or until a date
/// (RFC 9110, section 10.2.3).
#[must_use]
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than a number holds are more than anyone waits.
        return Some(text.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}
