//! Sends a call, again where that may help, within the time that it has.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use http::{Request, Response, StatusCode};

use crate::runtime::answer::Answer;
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::error::Failure;
use crate::runtime::invalid::{InvalidRequest, Place, Violation};
use crate::runtime::opened::{BlockingOpened, Limits, Opened};
use crate::runtime::retry::{Outcome, RetryPolicy};
use crate::runtime::token::Used;
use crate::runtime::transport::{BlockingTransport, SendOptions, Transport, TransportError};

impl Call {
    /// Sends the call by the client's asynchronous transport.
    ///
    /// # Errors
    ///
    /// The arguments break the description, the client has no such transport, or no answer came.
    pub async fn send(mut self) -> Result<Answer, Failure> {
        if self.holds_files() {
            return self.open().await?.whole().await;
        }
        self.authorize().await?;
        let request = self.request()?;
        let transport = self.transport()?;
        let mut attempts = self.attempts(&request);
        loop {
            let result = transport.send(request.clone(), attempts.begin()).await;
            match attempts.end(result) {
                Next::Wait(duration) => transport.sleep(duration).await,
                Next::Done(result) => return Ok(Answer::from(result?).after(attempts.count)),
            }
        }
    }

    /// Sends the call by the client's asynchronous transport and gives the answer as soon as its
    /// head is there.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn open(mut self) -> Result<Opened, Failure> {
        self.authorize().await?;
        let request = self.assemble()?;
        let transport = self.transport()?;
        let mut attempts = self.attempts(&request);
        loop {
            let result = transport.open(request.clone(), attempts.begin()).await;
            match attempts.end(result) {
                Next::Wait(duration) => transport.sleep(duration).await,
                Next::Done(result) => {
                    let limits = attempts.limits();
                    return Ok(Opened::new(result?, attempts.count, limits, transport));
                }
            }
        }
    }

    /// Sends the call by the client's blocking transport.
    ///
    /// # Errors
    ///
    /// The arguments break the description, the client has no such transport, or no answer came.
    pub fn send_blocking(mut self) -> Result<Answer, Failure> {
        if self.holds_files() {
            return self.open_blocking()?.whole();
        }
        self.authorize_blocking()?;
        let request = self.request()?;
        let transport = self.blocking_transport()?;
        let mut attempts = self.attempts(&request);
        loop {
            let result = transport.send(request.clone(), attempts.begin());
            match attempts.end(result) {
                Next::Wait(duration) => thread::sleep(duration),
                Next::Done(result) => return Ok(Answer::from(result?).after(attempts.count)),
            }
        }
    }

    /// Sends the call by the client's blocking transport and gives the answer as soon as its head
    /// is there.
    ///
    /// # Errors
    ///
    /// As [`send_blocking`](Self::send_blocking).
    pub fn open_blocking(mut self) -> Result<BlockingOpened, Failure> {
        self.authorize_blocking()?;
        let request = self.assemble()?;
        let transport = self.blocking_transport()?;
        let mut attempts = self.attempts(&request);
        loop {
            let result = transport.open(request.clone(), attempts.begin());
            match attempts.end(result) {
                Next::Wait(duration) => thread::sleep(duration),
                Next::Done(result) => {
                    return Ok(BlockingOpened::new(result?, attempts.count, attempts.limits()));
                }
            }
        }
    }

    fn holds_files(&self) -> bool {
        self.state.body.as_ref().is_some_and(|(_, body)| body.holds_files())
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
        let violation = Violation::new(Place::Client, "", rule);
        InvalidRequest::new(self.state.operation.id, vec![violation])
    }

    fn attempts<B>(&self, request: &Request<B>) -> Attempts {
        let shared = &self.state.client.shared;
        let options = &self.state.options;
        Attempts {
            client: self.state.client.clone(),
            tokens: self.state.tokens.clone(),
            policy: options.retry.unwrap_or(shared.retry),
            repeatable: self.is_repeatable(request),
            timeout: options.timeout.unwrap_or(shared.timeout),
            idle_timeout: options.idle_timeout.unwrap_or(shared.idle_timeout),
            started: self.state.begun.unwrap_or_else(Instant::now),
            count: 0,
        }
    }
}

/// The attempts of one call.
struct Attempts {
    client: Client,
    tokens: Vec<Used>,
    policy: RetryPolicy,
    repeatable: bool,
    timeout: Duration,
    idle_timeout: Duration,
    started: Instant,
    count: u32,
}

enum Next<B> {
    Wait(Duration),
    Done(Result<Response<B>, TransportError>),
}

impl Attempts {
    fn begin(&mut self) -> SendOptions {
        self.count += 1;
        SendOptions::new(self.left(), self.client.shared.max_body).idle_timeout(self.idle_timeout)
    }

    fn end<B>(&self, result: Result<Response<B>, TransportError>) -> Next<B> {
        let outcome = match &result {
            Ok(answer) => Outcome::of_answer(answer.status(), answer.headers(), SystemTime::now()),
            Err(error) => Outcome::of_error(error),
        };
        if let Ok(answer) = &result
            && answer.status() == StatusCode::UNAUTHORIZED
        {
            self.tokens.iter().for_each(Used::reject);
        }
        let budget = &self.client.shared.budget;
        let random = fastrand::f64();
        let delay = self.policy.delay(self.count, self.repeatable, outcome, self.left(), random);
        if let Some(delay) = delay
            && budget.spend(outcome)
        {
            return Next::Wait(delay);
        }
        if outcome.is_settled() {
            budget.earn();
        }
        Next::Done(result.map_err(|error| error.after(self.count)))
    }

    /// The limits of an answer of which only the head is there.
    fn limits(&self) -> Limits {
        Limits { left: self.left(), max_body: self.client.shared.max_body }
    }

    fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed())
    }
}
