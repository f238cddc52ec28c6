//! Sends a call, with retries, within its time limit.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{Request, StatusCode};

use super::super::client::call::{Call, CallState};
use super::super::client::hooks::Content;
use super::super::credentials::token_source::TokenLease;
use super::super::requests::call_context::{CallContext, DescribeCall, Sent};
use super::super::requests::invalid::{InvalidRequest, RequestPart, Violation};
use super::super::responses::call_error::Failure;
use super::super::responses::response::Response;
use super::super::responses::streaming_response::{
    BlockingStreamingResponse, Limits, StreamingResponse,
};
use super::super::retry::policy::{Outcome, RetryPolicy};
use super::super::trace::Trace;
use super::super::transports::traits::{BlockingTransport, SendOptions, Transport, TransportError};

impl Call {
    /// Sends the call with the asynchronous transport of the client.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument violates the API description, if the client has no
    /// asynchronous transport, or if no response is received.
    pub async fn send(mut self) -> Result<Response, Failure> {
        if self.needs_reader() {
            // On the heap, because few calls need this future and it is large.
            return Box::pin(async move { self.open().await?.whole().await }).await;
        }
        self.authorize().await?;
        let mut request = self.state.whole_request()?;
        let transport = self.transport()?;
        let mut attempts = self.attempts(&request, transport.wants_operation());
        loop {
            let options = attempts.begin(&mut request);
            let result = attempts.trace.around(transport.send(request, options)).await;
            let retry_hint = attempts.sent.call.retry_hint(&result);
            match attempts.end(result, retry_hint) {
                NextAttempt::Wait(duration) => {
                    attempts.trace.around(transport.sleep(duration)).await
                }
                NextAttempt::Done(result) => {
                    return Ok(Response::from(result?).of_sent(attempts.sent.map(|call| call as _)));
                }
            }
            request = attempts.sent.call.whole_request()?;
        }
    }

    /// Sends the call with the asynchronous transport of the client. Returns when the head of the
    /// response has been received.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send`](Self::send).
    pub async fn open(mut self) -> Result<StreamingResponse, Failure> {
        self.authorize().await?;
        let mut request = self.state.build_request()?;
        let transport = self.transport()?;
        let mut attempts = self.attempts(&request, transport.wants_operation());
        loop {
            let options = attempts.begin(&mut request);
            let result = attempts.trace.around(transport.open(request, options)).await;
            match attempts.end(result, None) {
                NextAttempt::Wait(duration) => {
                    attempts.trace.around(transport.sleep(duration)).await
                }
                NextAttempt::Done(result) => {
                    let limits = attempts.limits();
                    return Ok(StreamingResponse::new(
                        result?,
                        attempts.without_body(),
                        limits,
                        transport,
                    ));
                }
            }
            request = attempts.sent.call.build_request()?;
        }
    }

    /// Sends the call with the blocking transport of the client.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument violates the API description, if the client has no blocking
    /// transport, or if no response is received.
    pub fn send_blocking(mut self) -> Result<Response, Failure> {
        if self.needs_reader() {
            return self.open_blocking()?.whole();
        }
        self.authorize_blocking()?;
        let mut request = self.state.whole_request()?;
        let transport = self.blocking_transport()?;
        let mut attempts = self.attempts(&request, transport.wants_operation());
        loop {
            let options = attempts.begin(&mut request);
            let result = attempts.trace.enter(|| transport.send(request, options));
            let retry_hint = attempts.sent.call.retry_hint(&result);
            match attempts.end(result, retry_hint) {
                NextAttempt::Wait(duration) => thread::sleep(duration),
                NextAttempt::Done(result) => {
                    return Ok(Response::from(result?).of_sent(attempts.sent.map(|call| call as _)));
                }
            }
            request = attempts.sent.call.whole_request()?;
        }
    }

    /// Sends the call with the blocking transport of the client. Returns when the head of the
    /// response has been received.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send_blocking`](Self::send_blocking).
    pub fn open_blocking(mut self) -> Result<BlockingStreamingResponse, Failure> {
        self.authorize_blocking()?;
        let mut request = self.state.build_request()?;
        let transport = self.blocking_transport()?;
        let mut attempts = self.attempts(&request, transport.wants_operation());
        loop {
            let options = attempts.begin(&mut request);
            let result = attempts.trace.enter(|| transport.open(request, options));
            match attempts.end(result, None) {
                NextAttempt::Wait(duration) => thread::sleep(duration),
                NextAttempt::Done(result) => {
                    let limits = attempts.limits();
                    return Ok(BlockingStreamingResponse::new(
                        result?,
                        attempts.without_body(),
                        limits,
                    ));
                }
            }
            request = attempts.sent.call.build_request()?;
        }
    }

    /// Returns `true` if the body is sent chunk by chunk.
    fn needs_reader(&self) -> bool {
        let is_watched = self.state.options.on_upload.is_some();
        self.state
            .arguments
            .body
            .as_ref()
            .is_some_and(|(_, body)| is_watched || body.needs_reader())
    }

    fn transport(&self) -> Result<Arc<dyn Transport>, InvalidRequest> {
        self.state.client.shared.transport.clone().ok_or_else(|| {
            self.without_transport(
                "has no asynchronous transport: enable the feature `reqwest` or call `transport` \
                 on its builder",
            )
        })
    }

    fn blocking_transport(&self) -> Result<Arc<dyn BlockingTransport>, InvalidRequest> {
        self.state.client.shared.blocking.clone().ok_or_else(|| {
            self.without_transport(
                "has no blocking transport: enable the feature `blocking` or call \
                 `blocking_transport` on its builder",
            )
        })
    }

    fn without_transport(&self, rule: &'static str) -> InvalidRequest {
        let violation = Violation::new(RequestPart::Client, "", rule);
        InvalidRequest::new(self.state.operation.id, vec![violation])
    }

    fn attempts<B>(self, request: &Request<B>, marked: bool) -> Attempts {
        let (shared, options) = (&self.state.client.shared, &self.state.options);
        let policy = options.retry.unwrap_or(shared.retry);
        let repeatable = self.state.is_repeatable(request);
        let timeout = options.timeout.unwrap_or(shared.timeout);
        // Leaves time for a second attempt if the call can be retried.
        let usual = if repeatable && policy.max_attempts > 1 { timeout / 2 } else { timeout };
        let attempt_timeout = options.attempt_timeout.or(shared.attempt_timeout).unwrap_or(usual);
        let idle_timeout = options.idle_timeout.unwrap_or(shared.idle_timeout);
        let max_body = options.max_body.unwrap_or(shared.max_body);
        let started = self.state.begun.unwrap_or_else(Instant::now);
        let sent = Sent::new(self.state);
        let trace = Trace::begin(&sent);
        Attempts {
            policy,
            repeatable,
            timeout,
            attempt_timeout,
            idle_timeout,
            max_body,
            started,
            trace,
            marked,
            sent,
        }
    }
}

impl CallState {
    /// Returns the documented retry hint of an error response.
    fn retry_hint(&self, result: &Result<http::Response<Bytes>, TransportError>) -> Option<bool> {
        let response = result.as_ref().ok().filter(|response| !response.status().is_success())?;
        (self.retry_hint)(response)
    }
}

impl DescribeCall for CallState {
    fn context(&self, attempts: u32, elapsed: Duration) -> CallContext {
        let operation = self.operation;
        let secrets = self.secrets();
        CallContext {
            operation: operation.id,
            method: operation.method,
            template: operation.path,
            url: self.shown_url(&secrets),
            attempts,
            elapsed,
            secrets,
        }
    }

    fn is_strict(&self) -> bool {
        self.options.strict
    }

    fn duplicate(&self) -> Box<dyn DescribeCall> {
        Box::new(self.clone())
    }
}

/// The attempts of one call.
struct Attempts {
    policy: RetryPolicy,
    repeatable: bool,
    timeout: Duration,
    attempt_timeout: Duration,
    idle_timeout: Duration,
    max_body: usize,
    started: Instant,
    trace: Trace,
    /// Set if the transport reads the operation from the request.
    marked: bool,
    sent: Sent<Box<CallState>>,
}

enum NextAttempt<B> {
    Wait(Duration),
    Done(Result<http::Response<B>, TransportError>),
}

impl Attempts {
    /// Runs the hooks of the next attempt and returns its limits.
    fn begin<B: Content>(&mut self, request: &mut Request<B>) -> SendOptions {
        let elapsed = self.started.elapsed();
        self.sent.note(self.sent.attempts + 1, elapsed);
        if self.marked {
            self.sent.call.mark(request);
        }
        let hooks = &self.sent.call.client.shared.hooks;
        self.trace.enter(|| hooks.before(&self.sent, request));
        let timeout = self.timeout.saturating_sub(elapsed).min(self.attempt_timeout);
        SendOptions::new(timeout, self.max_body).idle_timeout(self.idle_timeout)
    }

    fn end<B>(
        &mut self,
        result: Result<http::Response<B>, TransportError>,
        retry_hint: Option<bool>,
    ) -> NextAttempt<B> {
        let outcome = match &result {
            Ok(response) => {
                let (status, headers) = (response.status(), response.headers());
                Outcome::of_response(status, headers, retry_hint, SystemTime::now())
            }
            Err(error) => Outcome::of_error(error),
        };
        if result.as_ref().is_ok_and(|response| response.status() == StatusCode::UNAUTHORIZED) {
            self.sent.call.tokens.iter().for_each(TokenLease::reject);
        }
        let (attempts, random) = (self.sent.attempts, fastrand::f64());
        let elapsed = self.started.elapsed();
        self.sent.note(attempts, elapsed);
        // The secrets are removed from the error here, before hooks, traces or the caller see it.
        let result = result.map_err(|error| error.of(self.context()));
        let shared = &self.sent.call.client.shared;
        let left = self.timeout.saturating_sub(elapsed);
        let delay = self.policy.delay(attempts, self.repeatable, outcome, left, random);
        let delay = delay.filter(|_| shared.budget.spend(outcome));
        self.trace.enter(|| shared.hooks.after(&self.sent, &result, delay));
        if let Some(delay) = delay {
            self.trace.retry(attempts, outcome, delay);
            return NextAttempt::Wait(delay);
        }
        self.trace.end(attempts, outcome);
        if outcome.is_settled() {
            shared.budget.earn();
        }
        NextAttempt::Done(result)
    }

    fn context(&self) -> CallContext {
        self.sent.context().clone()
    }

    /// Returns the call without the body of its request, which a long response must not keep in memory.
    fn without_body(mut self) -> Sent<Box<dyn DescribeCall>> {
        self.sent.call.arguments.drop_body();
        self.sent.map(|call| call as _)
    }

    /// Returns the limits of a response whose body has not been read.
    fn limits(&self) -> Limits {
        Limits { started: self.started, timeout: self.timeout, max_body: self.max_body }
    }
}
