//! The retry decision, as pure functions.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, StatusCode};

use crate::runtime::retry::policy::{Budget, Outcome, RetryPolicy, retry_after};
use crate::runtime::transports::traits::TransportErrorKind;

const MINUTE: Duration = Duration::from_secs(60);

fn status(code: u16) -> Outcome {
    retry_hint(code, None)
}

fn retry_hint(code: u16, retry_hint: Option<bool>) -> Outcome {
    let status = StatusCode::from_u16(code).unwrap();
    Outcome::Status { status, retry_after: None, retry_hint }
}

fn failure(kind: TransportErrorKind, sent: bool) -> Outcome {
    Outcome::Failure { kind, sent }
}

fn retries(repeatable: bool, outcome: Outcome) -> bool {
    let policy = RetryPolicy::default();
    policy.delay(1, repeatable, outcome, MINUTE, 0.5).is_some()
}

#[test]
fn only_passing_troubles_are_retried() {
    for code in [408, 429, 500, 502, 503, 504] {
        assert!(retries(true, status(code)), "{code}");
        assert!(!retries(false, status(code)), "{code}");
    }
    for code in [200, 302, 400, 401, 404, 409, 501, 505] {
        assert!(!retries(true, status(code)), "{code}");
    }
}

#[test]
fn what_the_description_says_of_an_error_goes_before_its_status() {
    assert!(retries(true, retry_hint(409, Some(true))));
    assert!(!retries(false, retry_hint(409, Some(true))));
    assert!(!retries(true, retry_hint(503, Some(false))));
    assert!(retry_hint(503, Some(false)).is_settled() && !retry_hint(409, Some(true)).is_settled());
}

#[test]
fn what_was_sent_is_sent_again_only_if_it_may() {
    use TransportErrorKind::{Connect, Io, Other, Timeout, TooLarge};
    for kind in [Connect, Timeout, Io] {
        assert!(retries(false, failure(kind, false)), "{kind:?}");
        assert!(!retries(false, failure(kind, true)), "{kind:?}");
        assert!(retries(true, failure(kind, true)), "{kind:?}");
    }
    for kind in [TooLarge, Other] {
        assert!(!retries(true, failure(kind, false)), "{kind:?}");
    }
}

#[test]
fn attempts_end() {
    let policy = RetryPolicy::default();
    let delay = |attempt| policy.delay(attempt, true, status(503), MINUTE, 0.5);
    assert!(delay(2).is_some());
    assert_eq!(delay(3), None);
    assert_eq!(RetryPolicy::none().delay(1, true, status(503), MINUTE, 0.5), None);
}

#[test]
fn waits_double_up_to_the_cap_and_are_jittered_in_full() {
    let policy = RetryPolicy::default().max_attempts(100);
    let delay = |attempt, random| policy.delay(attempt, true, status(503), MINUTE, random);
    assert_eq!(delay(1, 1.0), Some(Duration::from_millis(250)));
    assert_eq!(delay(2, 1.0), Some(Duration::from_millis(500)));
    assert_eq!(delay(3, 0.5), Some(Duration::from_millis(500)));
    assert_eq!(delay(8, 1.0), Some(Duration::from_secs(20)));
    assert_eq!(delay(40, 1.0), Some(Duration::from_secs(20)));
    assert_eq!(delay(1, 0.0), Some(Duration::ZERO));
}

#[test]
fn retry_after_is_a_floor_and_never_outlasts_the_call() {
    let policy = RetryPolicy::default();
    let after = |seconds, left| {
        let outcome = Outcome::Status {
            status: StatusCode::SERVICE_UNAVAILABLE,
            retry_after: Some(Duration::from_secs(seconds)),
            retry_hint: None,
        };
        policy.delay(1, true, outcome, left, 1.0)
    };
    assert_eq!(after(0, MINUTE), Some(Duration::from_millis(250)));
    assert_eq!(after(30, MINUTE), Some(Duration::from_secs(30)));
    assert_eq!(after(60, MINUTE), None);
    assert_eq!(after(1, Duration::ZERO), None);
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
    let after = |text: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_static(text));
        retry_after(&headers, now)
    };
    assert_eq!(after("120"), Some(Duration::from_secs(120)));
    assert_eq!(after("Sun, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)));
    assert_eq!(after("Sun, 06 Nov 1994 08:49:07 GMT"), Some(Duration::ZERO));
    assert_eq!(after("soon"), None);
    assert_eq!(after("-1"), None);
    assert_eq!(after(""), None);
    assert_eq!(after("1.5"), None);
    // A wait that exceeds the range of a number is not treated as no wait.
    for text in ["18446744073709551615", "18446744073709551616", "99999999999999999999999"] {
        let asked = after(text);
        assert!(asked.is_some_and(|time| time >= Duration::from_secs(u64::MAX)), "{text}");
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let outcome = Outcome::Status { status, retry_after: asked, retry_hint: None };
        let left = Duration::from_secs(u64::MAX - 1);
        assert_eq!(RetryPolicy::default().delay(1, true, outcome, left, 0.5), None);
    }
    assert_eq!(retry_after(&HeaderMap::new(), SystemTime::UNIX_EPOCH), None);
}

#[test]
fn the_budget_runs_dry_and_is_earned_back() {
    let budget = Budget::new();
    for _ in 0..49 {
        assert!(budget.spend(failure(TransportErrorKind::Timeout, true)));
    }
    assert!(budget.spend(status(503)) && budget.spend(status(503)));
    assert!(!budget.spend(status(503)));
    for _ in 0..4 {
        budget.earn();
    }
    assert!(!budget.spend(status(503)));
    budget.earn();
    assert!(budget.spend(status(503)));
    let full = Budget::new();
    full.earn();
    assert!((0..100).all(|_| full.spend(status(503))));
    assert!(!full.spend(status(503)));
}
