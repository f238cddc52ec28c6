//! Keeps the token of a provider: a new one is asked for ahead of its end, by one call for all.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::runtime::client::call::Call;
use crate::runtime::credentials::credential::{Credential, CredentialLocation, Form};
use crate::runtime::credentials::provider::{CredentialError, CredentialProvider, Token};
use crate::runtime::responses::call_error::Failure;
use crate::runtime::transports::timer::Timer;
use crate::runtime::transports::traits::BoxFuture;

/// The token of a provider.
pub(crate) struct TokenCache {
    provider: Arc<dyn CredentialProvider>,
    placement: CredentialLocation,
    kept: Mutex<Kept>,
}

/// A token in use, so that it can be given up where the server does not take it.
#[derive(Clone)]
pub(crate) struct TokenLease {
    keeper: Arc<TokenCache>,
    token: Token,
}

#[derive(Default)]
struct Kept {
    /// The last token, if it says when it expires.
    token: Option<Token>,
    /// Whether a new one is being asked for.
    busy: bool,
    /// How often one was asked for.
    asked: u64,
    /// What came of it the last time; nothing where it was given up.
    outcome: Option<Result<Token, CredentialError>>,
    /// Before this time no other attempt is made while the token is still good.
    pause: Option<Instant>,
    waiting: Vec<Waker>,
}

/// How long after a failure a token that is still good is used without asking for another.
const PAUSE: Duration = Duration::from_secs(5);

/// What a call that needs a token does next.
enum Turn<'k> {
    Use(Token),
    Fail(CredentialError),
    Ask(Permit<'k>),
    Wait,
}

/// The right to ask for a token. To drop it is to leave that to another call.
struct Permit<'k> {
    keeper: &'k TokenCache,
    done: bool,
}

impl TokenCache {
    pub(crate) fn new(
        provider: Arc<dyn CredentialProvider>,
        placement: CredentialLocation,
    ) -> Self {
        Self { provider, placement, kept: Mutex::default() }
    }

    async fn token(&self) -> Result<Token, CredentialError> {
        let mut ticket = None;
        let turn = poll_fn(|context| match self.turn(&mut ticket, context.waker()) {
            Turn::Wait => Poll::Pending,
            turn => Poll::Ready(turn),
        });
        match turn.await {
            Turn::Ask(permit) => permit.end(self.provider.credential().await),
            turn => turn.given(),
        }
    }

    fn token_blocking(&self, end: Option<Instant>) -> Result<Token, CredentialError> {
        let mut ticket = None;
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        loop {
            match self.turn(&mut ticket, &waker) {
                Turn::Wait => match end.map(|end| end.saturating_duration_since(Instant::now())) {
                    Some(Duration::ZERO) => return Err(too_late()),
                    Some(left) => thread::park_timeout(left),
                    None => thread::park(),
                },
                Turn::Ask(permit) => return permit.end(self.provider.credential_blocking()),
                turn => return turn.given(),
            }
        }
    }

    /// Decides what a call does. `ticket` is the request for a token that it waits for.
    fn turn(&self, ticket: &mut Option<u64>, waker: &Waker) -> Turn<'_> {
        let mut kept = self.lock();
        if let Some(awaited) = *ticket
            && kept.asked >= awaited
        {
            match kept.outcome.clone() {
                Some(Ok(token)) => return Turn::Use(token),
                Some(Err(error)) => return Turn::Fail(error),
                None => *ticket = None,
            }
        }
        let now = Instant::now();
        let good = kept.good(now);
        let is_near = |token: &Token| token.expiry.is_none_or(|expiry| expiry.is_near(now));
        match good {
            Some(token) if !is_near(&token) || kept.busy || kept.pauses(now) => Turn::Use(token),
            _ if kept.busy => {
                *ticket = Some(kept.asked + 1);
                if !kept.waiting.iter().any(|known| known.will_wake(waker)) {
                    kept.waiting.push(waker.clone());
                }
                Turn::Wait
            }
            _ => {
                kept.busy = true;
                Turn::Ask(Permit { keeper: self, done: false })
            }
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

    fn end(&mut self, outcome: Option<Result<Token, CredentialError>>) {
        self.busy = false;
        self.asked += 1;
        self.outcome = outcome;
        self.waiting.drain(..).for_each(Waker::wake);
    }
}

impl Turn<'_> {
    fn given(self) -> Result<Token, CredentialError> {
        match self {
            Self::Use(token) => Ok(token),
            Self::Fail(error) => Err(error),
            Self::Ask(_) | Self::Wait => Err(CredentialError::new("nobody asked for it")),
        }
    }
}

impl Permit<'_> {
    /// Keeps what the provider gave, and gives it to all that wait. A failure counts only where
    /// the last token is no longer good; a token that does not fit its place is one.
    fn end(mut self, result: Result<Token, CredentialError>) -> Result<Token, CredentialError> {
        self.done = true;
        let placement = self.keeper.placement;
        let result = result.and_then(|token| {
            Credential::new("", placement, &token.secret).map_err(misfit).map(|_| token)
        });
        let now = Instant::now();
        let mut kept = self.keeper.lock();
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
        kept.end(Some(result.clone()));
        result
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.keeper.lock().end(None);
        }
    }
}

impl TokenLease {
    /// Gives the token up, unless there is another one already.
    pub(crate) fn reject(&self) {
        let mut kept = self.keeper.lock();
        if kept.token.as_ref().is_some_and(|token| token.secret == self.token.secret) {
            kept.token = None;
        }
    }
}

fn misfit(reason: &str) -> CredentialError {
    CredentialError::new(format!("it {reason}"))
}

fn too_late() -> CredentialError {
    CredentialError::new("it was not there in the time of the call").retryable(true)
}

/// Wakes a thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Call {
    /// Asks the providers for the credentials of the call, within its time.
    pub(crate) async fn authorize(&mut self) -> Result<(), Failure> {
        let provided = self.provided();
        if provided.is_empty() {
            return Ok(());
        }
        self.state.begun = Some(Instant::now());
        let mut end = self.sleep(self.time());
        for (scheme, keeper) in provided {
            let token = {
                let mut token = pin!(keeper.token());
                poll_fn(|context| match token.as_mut().poll(context) {
                    Poll::Pending => end.as_mut().poll(context).map(|()| Err(too_late())),
                    ready => ready,
                })
                .await
            };
            self.provide(scheme, keeper, token)?;
        }
        Ok(())
    }

    /// As [`authorize`](Self::authorize). A provider that is asked at the moment is not interrupted.
    pub(crate) fn authorize_blocking(&mut self) -> Result<(), Failure> {
        let provided = self.provided();
        if provided.is_empty() {
            return Ok(());
        }
        let now = Instant::now();
        self.state.begun = Some(now);
        for (scheme, keeper) in provided {
            let token = keeper.token_blocking(now.checked_add(self.time()));
            self.provide(scheme, keeper, token)?;
        }
        Ok(())
    }

    /// The time for all of the call.
    fn time(&self) -> Duration {
        self.state.options.timeout.unwrap_or(self.state.client.shared.timeout)
    }

    /// Waits by the call's transport.
    pub(crate) fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        match self.state.client.shared.transport.clone() {
            Some(transport) => Box::pin(async move { transport.sleep(duration).await }),
            None => Box::pin(Timer::new(duration)),
        }
    }

    /// The credentials of the call that a provider gives; none of a call that is not to be sent.
    fn provided(&self) -> Vec<(&'static str, Arc<TokenCache>)> {
        let keepers = self.credentials().filter_map(|it| match &it.form {
            Form::Provided(keeper) => Some((it.scheme, Arc::clone(keeper))),
            _ => None,
        });
        if self.state.violations.is_empty() { keepers.collect() } else { Vec::new() }
    }

    fn provide(
        &mut self,
        scheme: &'static str,
        keeper: Arc<TokenCache>,
        token: Result<Token, CredentialError>,
    ) -> Result<(), CredentialError> {
        let token = token.map_err(|error| error.of(scheme))?;
        let credential = Credential::new(scheme, keeper.placement, &token.secret)
            .map_err(|reason| misfit(reason).of(scheme))?;
        self.state.provided.push(credential);
        self.state.tokens.push(TokenLease { keeper, token });
        Ok(())
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").finish_non_exhaustive()
    }
}
