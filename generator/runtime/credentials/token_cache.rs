//! The cache of a provider's token: which call asks for a new one, which calls wait for it, and when it is dropped.

use std::future::poll_fn;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use super::provider::{CredentialError, Token};
use super::sync::{Mutex, MutexGuard, PoisonError};

/// The token of one provider. Calls of all threads share it.
#[derive(Default)]
pub(crate) struct TokenCache {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The last token, if it says when it expires.
    token: Option<Token>,
    /// `true` while a call asks for a new token.
    busy: bool,
    /// The number of requests for a token that have ended.
    asked: u64,
    /// The result of the last request; `None` if it was given up or its token was refused.
    outcome: Option<Result<Token, CredentialError>>,
    /// No new request is made before this time while the token is still good.
    pause: Option<Instant>,
    waiting: Vec<Waker>,
}

/// How long after a failure a token that is still good is used without asking for another.
const PAUSE: Duration = Duration::from_secs(5);

/// The next step of a call that needs a token.
pub(crate) enum Turn<'c> {
    Use(Token),
    Fail(CredentialError),
    Ask(Permit<'c>),
}

/// The request for a token that a call waits for.
#[derive(Default)]
struct Ticket(Option<u64>);

/// The right to ask for a token. A permit that is dropped leaves it to another call.
pub(crate) struct Permit<'c> {
    cache: &'c TokenCache,
    done: bool,
}

impl TokenCache {
    /// Waits for the turn of an asynchronous call.
    pub(crate) async fn wait(&self, now: impl Fn() -> Instant) -> Turn<'_> {
        let mut ticket = Ticket::default();
        poll_fn(|context| {
            self.turn(&mut ticket, context.waker(), now()).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    /// Waits for the turn of a blocking call. `park` blocks the thread until `waker` is woken, or
    /// returns `false` if the time of the call is over; then there is no turn.
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

    /// Decides the next step of a call; `None` if it has to wait until `waker` is woken.
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

    /// Drops a token that a server refused, unless there is another one already.
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
    /// The token, if it has not expired.
    fn good(&self, now: Instant) -> Option<Token> {
        let is_over = |token: &Token| token.expiry.is_none_or(|expiry| expiry.is_over(now));
        self.token.clone().filter(|token| !is_over(token))
    }

    fn pauses(&self, now: Instant) -> bool {
        self.pause.is_some_and(|end| now < end)
    }

    /// Ends a request for a token. The calls that wait for it are woken behind the lock.
    #[must_use]
    fn end(&mut self, outcome: Option<Result<Token, CredentialError>>) -> Vec<Waker> {
        self.busy = false;
        self.asked += 1;
        self.outcome = outcome;
        std::mem::take(&mut self.waiting)
    }
}

impl Permit<'_> {
    /// Keeps the result of the request and gives it to all calls that wait. A failure counts only
    /// if the last token is no longer good.
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
