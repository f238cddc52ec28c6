//! Sends a call, again where that may help, within the time that it has.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{Request, Response};

use crate::runtime::answer::Answer;
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::error::Failure;
use crate::runtime::invalid::{InvalidRequest, Place, Violation};
use crate::runtime::retry::{Outcome, RetryPolicy};
use crate::runtime::transport::{SendOptions, TransportError};

impl Call {
    /// Sends the call by the client's asynchronous transport.
    ///
    /// # Errors
    ///
    /// The arguments break the description, the client has no such transport, or no answer came.
    pub async fn send(self) -> Result<Answer, Failure> {
        let (request, mut attempts) = self.prepare()?;
        let Some(transport) = &attempts.client.shared.transport else {
            return Err(self.without_transport(
                "has no asynchronous transport: enable the feature `reqwest` or call `transport` \
                 on its builder",
            ));
        };
        let transport = Arc::clone(transport);
        loop {
            let result = transport.send(request.clone(), attempts.begin()).await;
            match attempts.end(result) {
                Next::Wait(duration) => transport.sleep(duration).await,
                Next::Done(result) => return result,
            }
        }
    }

    /// Sends the call by the client's blocking transport.
    ///
    /// # Errors
    ///
    /// The arguments break the description, the client has no such transport, or no answer came.
    pub fn send_blocking(self) -> Result<Answer, Failure> {
        let (request, mut attempts) = self.prepare()?;
        let Some(transport) = &attempts.client.shared.blocking else {
            return Err(self.without_transport(
                "has no blocking transport: enable the feature `blocking` or call \
                 `blocking_transport` on its builder",
            ));
        };
        let transport = Arc::clone(transport);
        loop {
            let result = transport.send(request.clone(), attempts.begin());
            match attempts.end(result) {
                Next::Wait(duration) => thread::sleep(duration),
                Next::Done(result) => return result,
            }
        }
    }

    fn prepare(&self) -> Result<(Request<Bytes>, Attempts), InvalidRequest> {
        let request = self.request()?;
        let shared = &self.state.client.shared;
        let options = &self.state.options;
        let attempts = Attempts {
            client: self.state.client.clone(),
            policy: options.retry.unwrap_or(shared.retry),
            repeatable: self.is_repeatable(&request),
            timeout: options.timeout.unwrap_or(shared.timeout),
            started: Instant::now(),
            count: 0,
        };
        Ok((request, attempts))
    }

    fn without_transport(&self, rule: &'static str) -> Failure {
        let violation = Violation::new(Place::Client, "", rule);
        InvalidRequest::new(self.state.operation.id, vec![violation]).into()
    }
}

/// The attempts of one call.
struct Attempts {
    client: Client,
    policy: RetryPolicy,
    repeatable: bool,
    timeout: Duration,
    started: Instant,
    count: u32,
}

enum Next {
    Wait(Duration),
    Done(Result<Answer, Failure>),
}

impl Attempts {
    fn begin(&mut self) -> SendOptions {
        self.count += 1;
        SendOptions::new(self.left(), self.client.shared.max_body)
    }

    fn end(&self, result: Result<Response<Bytes>, TransportError>) -> Next {
        let outcome = match &result {
            Ok(answer) => Outcome::of_answer(answer.status(), answer.headers(), SystemTime::now()),
            Err(error) => Outcome::of_error(error),
        };
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
        Next::Done(match result {
            Ok(answer) => Ok(Answer::from(answer).after(self.count)),
            Err(error) => Err(error.after(self.count).into()),
        })
    }

    fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.started.elapsed())
    }
}
