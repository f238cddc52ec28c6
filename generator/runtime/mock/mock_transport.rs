//! A server in the program's own process, for tests of what calls the client: it says what a test
//! tells it to say, and keeps what was asked of it.
//!
//! Only the transport is another one: requests are encoded, retried, and answers decoded as ever.

#![allow(clippy::panic, reason = "only tests have mocks, made of known settings")]

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, Request, StatusCode};

use super::super::client::api_client::Client;
use super::super::client::build_error::BuildError;
use super::super::client::builder::ClientBuilder;
use super::super::mock::reply::{Broken, MockError, Reply, unusable};
use super::super::requests::operation::Operation;
use super::super::responses::response::LastPage;
use super::super::retry::policy::RetryPolicy;
use super::super::transports::traits::{
    BlockingTransport, BoxFuture, SendOptions, Transport, TransportError, TransportErrorKind,
};

/// A server in the program's own process. Clones are the same server.
///
/// An operation without a planned answer ends in a transport error that names it. Every test makes
/// its own: nothing is shared between two that were made apart.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<MockState>>,
}

#[derive(Default)]
struct MockState {
    plans: Vec<Plan>,
    calls: Vec<ReceivedRequest>,
}

/// What an operation is answered with, in this order; the last answer stays.
struct Plan {
    operation: &'static Operation,
    replies: VecDeque<Planned>,
}

#[derive(Clone)]
struct Planned {
    reply: Reply,
    delay: Duration,
    left: usize,
}

/// An operation of the mock: what it answers, and how it was called. `T` is what a call brings, `E`
/// the errors that the description lists for it.
///
/// Answers are given in the order in which they are planned, each [once](Self::times), and the last
/// one again and again. A call that is sent again takes one for each attempt. Where the answers are
/// pages, a list ends with the last one that is planned, whatever that says of the next.
pub struct MockedCall<T, E> {
    mock: Mock,
    operation: &'static Operation,
    encode: fn(&T) -> Reply,
    error: PhantomData<fn(E)>,
}

/// A request that came in.
#[derive(Clone)]
pub struct ReceivedRequest {
    operation: &'static Operation,
    request: Request<Bytes>,
}

impl Mock {
    /// A mock without answers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every request that came in, of all operations, each attempt for itself.
    #[must_use]
    pub fn calls(&self) -> Vec<ReceivedRequest> {
        self.lock().calls.clone()
    }

    /// What `operation` is answered with; `encode` makes an answer of a success.
    #[allow(dead_code, reason = "an API need not have operations")]
    pub(crate) fn on<T, E>(
        &self,
        operation: &'static Operation,
        encode: fn(&T) -> Reply,
    ) -> MockedCall<T, E> {
        MockedCall { mock: self.clone(), operation, encode, error: PhantomData }
    }

    /// Lets the calls of a client end here. Between its attempts it waits only where an answer has
    /// `Retry-After`.
    pub(crate) fn attach(&self, builder: ClientBuilder) -> ClientBuilder {
        let retry = RetryPolicy::default().base(Duration::ZERO);
        builder.transport(self.clone()).blocking_transport(self.clone()).retry(retry)
    }

    /// The client of a builder to which nothing was added but what the description needs.
    pub(crate) fn built(built: Result<Client, BuildError>) -> Client {
        match built {
            Ok(client) => client,
            Err(error) => panic!("no client for the mock: {error}"),
        }
    }

    fn lock(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request and takes its answer.
    fn take(&self, request: Request<Bytes>) -> Result<Planned, TransportError> {
        let Some(&operation) = request.extensions().get::<&'static Operation>() else {
            return Err(unanswered("the request is not one of this client"));
        };
        let mut state = self.lock();
        state.calls.push(ReceivedRequest { operation, request });
        let plan = state.plans.iter_mut().find(|plan| std::ptr::eq(plan.operation, operation));
        let planned = plan.and_then(|plan| {
            while plan.replies.len() > 1 && plan.replies.front().is_some_and(|it| it.left == 0) {
                plan.replies.pop_front();
            }
            let first = plan.replies.front_mut()?;
            first.left = first.left.saturating_sub(1);
            let mut planned = first.clone();
            let is_last = planned.left == 0 && plan.replies.len() == 1;
            if let (true, Ok(response)) = (is_last, &mut planned.reply.0) {
                response.extensions_mut().insert(LastPage);
            }
            Some(planned)
        });
        planned.ok_or_else(|| {
            let id = operation.id;
            unanswered(&format!("the mock has no answer for `{id}`: plan one with `returns`"))
        })
    }
}

impl<T, E> MockedCall<T, E> {
    /// Answers with this value: the call succeeds.
    pub fn returns(self, value: impl Into<T>) -> Self {
        let reply = (self.encode)(&value.into());
        self.plan(reply)
    }

    /// Answers with this error of the description.
    pub fn fails(self, error: E) -> Self
    where
        E: MockError,
    {
        let reply = error.reply();
        self.plan(reply)
    }

    /// Answers with these very bytes, as documented or not.
    pub fn answers(self, response: http::Response<impl Into<Bytes>>) -> Self {
        self.plan(Reply(Ok(response.map(Into::into))))
    }

    /// Answers not at all, for this reason.
    pub fn breaks(self, kind: TransportErrorKind) -> Self {
        self.plan(Reply(Err(Broken::Transport(kind))))
    }

    /// Gives the answer that was planned last so many times before the next one.
    pub fn times(self, times: usize) -> Self {
        self.change(|planned| planned.left = times.max(1))
    }

    /// Lets the answer that was planned last wait. Where the time of the call is shorter, the call
    /// ends with its time.
    pub fn after(self, delay: Duration) -> Self {
        self.change(|planned| planned.delay = delay)
    }

    /// Sends the answer that was planned last with another status.
    pub fn status(self, status: StatusCode) -> Self {
        self.change(|planned| {
            if let Ok(answer) = &mut planned.reply.0 {
                *answer.status_mut() = status;
            }
        })
    }

    /// Sends the answer that was planned last with a header.
    pub fn header(self, name: &str, value: &str) -> Self {
        let pair = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
        self.change(|planned| match (&mut planned.reply.0, pair) {
            (Ok(answer), Some((name, value))) => _ = answer.headers_mut().append(name, value),
            (Ok(_), None) => planned.reply = unusable("a header of it is not one of HTTP"),
            (Err(_), _) => {}
        })
    }

    /// The requests of this operation that came in, each attempt for itself.
    #[must_use]
    pub fn calls(&self) -> Vec<ReceivedRequest> {
        let state = self.mock.lock();
        let calls = state.calls.iter().filter(|call| std::ptr::eq(call.operation, self.operation));
        calls.cloned().collect()
    }

    fn plan(self, reply: Reply) -> Self {
        let planned = Planned { reply, delay: Duration::ZERO, left: 1 };
        let mut state = self.mock.lock();
        let plans = &mut state.plans;
        match plans.iter_mut().find(|plan| std::ptr::eq(plan.operation, self.operation)) {
            Some(plan) => plan.replies.push_back(planned),
            None => plans.push(Plan { operation: self.operation, replies: [planned].into() }),
        }
        drop(state);
        self
    }

    fn change(self, change: impl FnOnce(&mut Planned)) -> Self {
        let mut state = self.mock.lock();
        let mut plans = state.plans.iter_mut();
        let plan = plans.find(|plan| std::ptr::eq(plan.operation, self.operation));
        if let Some(last) = plan.and_then(|plan| plan.replies.back_mut()) {
            change(last);
        }
        drop(state);
        self
    }
}

impl ReceivedRequest {
    /// The `operationId`, or what stands in for it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation.id
    }

    /// The request as it would have gone over the wire.
    #[must_use]
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// The path and the query, as they are encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.request.uri().path_and_query().map_or("", |path| path.as_str())
    }

    /// The text of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// The body, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(self.request.body()).ok()
    }
}

impl Planned {
    fn response(self, options: SendOptions) -> Result<http::Response<Bytes>, TransportError> {
        if self.delay >= options.timeout && self.delay > Duration::ZERO {
            return Err(TransportError::new(TransportErrorKind::Timeout, true));
        }
        let answer = match self.reply.0 {
            Ok(answer) => answer,
            Err(Broken::Unusable(reason)) => {
                return Err(unanswered(&format!("the planned answer cannot be sent: {reason}")));
            }
            Err(Broken::Transport(kind)) => {
                return Err(TransportError::new(kind, kind != TransportErrorKind::Connect));
            }
        };
        if answer.body().len() > options.max_body {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        Ok(answer)
    }
}

impl Transport for Mock {
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let planned = self.take(request)?;
            let wait = planned.delay.min(options.timeout);
            if !wait.is_zero() {
                self.sleep(wait).await;
            }
            planned.response(options)
        })
    }
}

impl BlockingTransport for Mock {
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let planned = self.take(request)?;
        thread::sleep(planned.delay.min(options.timeout));
        planned.response(options)
    }
}

fn unanswered(reason: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, false).caused_by(reason)
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("calls", &self.lock().calls).finish_non_exhaustive()
    }
}

impl<T, E> fmt::Debug for MockedCall<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockedCall").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for ReceivedRequest {
    /// Shows the template of the path, and neither query nor body: they may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("operation", &self.operation.id)
            .field("method", self.request.method())
            .field("path", &self.operation.path)
            .field("headers", self.request.headers())
            .finish_non_exhaustive()
    }
}
