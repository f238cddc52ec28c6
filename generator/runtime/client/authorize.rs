//! Resolves the credentials that providers supply, within the time limit of the call.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::super::client::call::Call;
use super::super::credentials::credential::{Credential, Form};
use super::super::credentials::provider::{CredentialError, Token};
use super::super::credentials::token_source::{TokenLease, TokenSource, misfit, too_late};
use super::super::responses::call_error::Failure;
use super::super::transports::timer::Timer;
use super::super::transports::traits::BoxFuture;

impl Call {
    /// Asks the providers for the credentials of the call, within its time limit.
    pub(crate) async fn authorize(&mut self) -> Result<(), Failure> {
        let provided = self.provided();
        if provided.is_empty() {
            return Ok(());
        }
        self.state.begun = Some(Instant::now());
        let mut end = self.sleep(self.time());
        for (scheme, source) in provided {
            let token = {
                let mut token = pin!(source.token());
                poll_fn(|context| match token.as_mut().poll(context) {
                    Poll::Pending => end.as_mut().poll(context).map(|()| Err(too_late())),
                    ready => ready,
                })
                .await
            };
            self.provide(scheme, source, token)?;
        }
        Ok(())
    }

    /// The blocking counterpart of [`authorize`](Self::authorize). It does not interrupt a running
    /// provider.
    pub(crate) fn authorize_blocking(&mut self) -> Result<(), Failure> {
        let provided = self.provided();
        if provided.is_empty() {
            return Ok(());
        }
        let now = Instant::now();
        self.state.begun = Some(now);
        for (scheme, source) in provided {
            let token = source.token_blocking(now.checked_add(self.time()));
            self.provide(scheme, source, token)?;
        }
        Ok(())
    }

    /// Returns the time limit of the call.
    fn time(&self) -> Duration {
        self.state.options.timeout.unwrap_or(self.state.client.shared.timeout)
    }

    /// Waits with the asynchronous transport of the client, or with a timer if it has none.
    pub(crate) fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        match self.state.client.shared.transport.clone() {
            Some(transport) => Box::pin(async move { transport.sleep(duration).await }),
            None => Box::pin(Timer::new(duration)),
        }
    }

    /// Returns the providers that the call needs; none if its arguments are invalid.
    fn provided(&self) -> Vec<(&'static str, Arc<TokenSource>)> {
        let sources = self.state.credentials().filter_map(|it| match &it.form {
            Form::Provided(source) => Some((it.scheme, Arc::clone(source))),
            _ => None,
        });
        if self.state.arguments.violations.is_empty() { sources.collect() } else { Vec::new() }
    }

    fn provide(
        &mut self,
        scheme: &'static str,
        source: Arc<TokenSource>,
        token: Result<Token, CredentialError>,
    ) -> Result<(), CredentialError> {
        let token = token.map_err(|error| error.of(scheme))?;
        let credential = Credential::new(scheme, source.placement, &token.secret)
            .map_err(|reason| misfit(reason).of(scheme))?;
        self.state.provided.push(credential);
        self.state.tokens.push(TokenLease { source, token });
        Ok(())
    }
}
