//! The cache of a provider's token. It decides which call requests a new token, which calls wait
//! for it, and when a token is dropped.

use std::future::poll_fn;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use super::provider::{CredentialError, Token};
use super::sync::{Mutex, MutexGuard, PoisonError};

/// The token of one provider, shared by the calls of all threads.
#[derive(Default)]
pub(crate) struct TokenCache {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The last token, if it has an expiry.
    token: Option<Token>,
    /// Set while a call requests a token.
    busy: bool,
    /// The number of finished requests for a token.
    asked: u64,
    /// The result of the last request; `None` if it was cancelled or if the server refused its
    /// token.
    outcome: Option<Result<Token, CredentialError>>,
    /// The time before which no new token is requested, as long as the last one is valid.
    pause: Option<Instant>,
    waiting: Vec<Waker>,
}

/// The time after a failed request during which a valid token is used without a new request.
const PAUSE: Duration = Duration::from_secs(5);

/// The next step of a call that needs a token.
pub(crate) enum Turn<'c> {
    Use(Token),
    Fail(CredentialError),
    Ask(Permit<'c>),
}

/// The number of the token request that a call waits for.
#[derive(Default)]
struct Ticket(Option<u64>);

/// The right to request a token. Dropping it gives the right to another call.
pub(crate) struct Permit<'c> {
    cache: &'c TokenCache,
    done: bool,
}

impl TokenCache {
    /// Waits for the next step of an asynchronous call.
    pub(crate) async fn wait(&self, now: impl Fn() -> Instant) -> Turn<'_> {
        let mut ticket = Ticket::default();
        poll_fn(|context| {
            self.turn(&mut ticket, context.waker(), now()).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    /// Waits for the next step of a blocking call. `park` blocks the thread until `waker` is woken.
    /// It returns `false` if the time limit of the call has passed, and then the result is `None`.
    pub(crate) fn wait_blocking(
        &self,
        now: impl Fn() -> Instant,
        waker: &Waker,
        mut park: impl FnMut() -> bool,
    ) -> Option<Turn<'_>> {
        let mut ticket = Ticket::default();
        loop {
            let turn = self.turn(&mut ticket, waker, now());
            if turn.is_some() || !park() {
                return turn;
            }
        }
    }

    /// Decides the next step of a call. Returns `None` if the call has to wait until `waker` is
    /// woken.
    fn turn(&self, ticket: &mut Ticket, waker: &Waker, now: Instant) -> Option<Turn<'_>> {
        let mut kept = self.lock();
        if ticket.0.is_some_and(|awaited| kept.asked >= awaited) {
            match kept.outcome.clone() {
                Some(Ok(token)) => return Some(Turn::Use(token)),
                Some(Err(error)) => return Some(Turn::Fail(error)),
                None => ticket.0 = None,
            }
        }
        let good = kept.good(now);
        let is_near = |token: &Token| token.expiry.is_none_or(|expiry| expiry.is_near(now));
        match good {
            Some(token) if !is_near(&token) || kept.busy || kept.pauses(now) => {
                Some(Turn::Use(token))
            }
            _ if kept.busy => {
                ticket.0 = Some(kept.asked + 1);
                if !kept.waiting.iter().any(|known| known.will_wake(waker)) {
                    kept.waiting.push(waker.clone());
                }
                None
            }
            _ => {
                kept.busy = true;
                Some(Turn::Ask(Permit { cache: self, done: false }))
            }
        }
    }

    /// Drops a token that a server refused, unless a newer one is cached.
    pub(crate) fn reject(&self, refused: &Token) {
        let mut kept = self.lock();
        let is_refused = |token: &Token| token.secret == refused.secret;
        if kept.token.as_ref().is_some_and(is_refused) {
            kept.token = None;
        }
        if matches!(&kept.outcome, Some(Ok(token)) if is_refused(token)) {
            kept.outcome = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Returns the token, unless it has expired.
    fn good(&self, now: Instant) -> Option<Token> {
        let is_over = |token: &Token| token.expiry.is_none_or(|expiry| expiry.is_over(now));
        self.token.clone().filter(|token| !is_over(token))
    }

    fn pauses(&self, now: Instant) -> bool {
        self.pause.is_some_and(|end| now < end)
    }

    /// Ends a token request. Returns the waiting calls, which the caller wakes after it has
    /// released the lock.
    #[must_use]
    fn end(&mut self, outcome: Option<Result<Token, CredentialError>>) -> Vec<Waker> {
        self.busy = false;
        self.asked += 1;
        self.outcome = outcome;
        std::mem::take(&mut self.waiting)
    }
}

impl Permit<'_> {
    /// Stores the result of the request and returns it to all waiting calls. A failure is ignored
    /// as long as the last token is valid.
    pub(crate) fn end(
        mut self,
        result: Result<Token, CredentialError>,
        now: Instant,
    ) -> Result<Token, CredentialError> {
        self.done = true;
        let mut kept = self.cache.lock();
        let result = match (result, kept.good(now)) {
            (Ok(token), _) => {
                kept.token = token.expiry.is_some().then(|| token.clone());
                kept.pause = None;
                Ok(token)
            }
            (Err(_), Some(token)) => {
                kept.pause = now.checked_add(PAUSE);
                Ok(token)
            }
            (Err(error), None) => Err(error),
        };
        let waiting = kept.end(Some(result.clone()));
        drop(kept);
        waiting.into_iter().for_each(Waker::wake);
        result
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.done {
            let waiting = self.cache.lock().end(None);
            waiting.into_iter().for_each(Waker::wake);
        }
    }
}
