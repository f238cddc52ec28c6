//! A transport that answers in the process, for tests of programs that use the client. A test plans its
//! responses and reads the requests that it received.
//!
//! It replaces only the transport: requests are encoded, retried and decoded as usual.

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

/// A mock transport in the process. Clones are handles of the same mock.
///
/// A call of an operation without a planned response fails with a transport error that names the
/// operation. Mocks created by separate calls of `new` share nothing.
#[derive(Clone, Default)]
pub struct Mock {
    state: Arc<Mutex<MockState>>,
}

#[derive(Default)]
struct MockState {
    plans: Vec<Plan>,
    calls: Vec<ReceivedRequest>,
}

/// The planned responses of an operation, in order. The last one is kept.
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

/// A mocked operation: its planned responses and its received requests. `T` is the result of a
/// call, `E` the enum of its documented errors.
///
/// Responses are used in the order in which they were planned, each [once](Self::times), and the
/// last one repeatedly. Each attempt of a call uses one. A list of pages ends with the last planned
/// response, even if it names a next page.
pub struct MockedCall<T, E> {
    mock: Mock,
    operation: &'static Operation,
    encode: fn(&T) -> Reply,
    error: PhantomData<fn(E)>,
}

/// A request that the mock received.
#[derive(Clone)]
pub struct ReceivedRequest {
    operation: &'static Operation,
    request: Request<Bytes>,
}

impl Mock {
    /// Creates a mock without planned responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the received requests of all operations, one for each attempt.
    #[must_use]
    pub fn calls(&self) -> Vec<ReceivedRequest> {
        self.lock().calls.clone()
    }

    /// Returns the mocked `operation`. `encode` creates a successful response.
    #[allow(dead_code, reason = "an API need not have operations")]
    pub(crate) fn on<T, E>(
        &self,
        operation: &'static Operation,
        encode: fn(&T) -> Reply,
    ) -> MockedCall<T, E> {
        MockedCall { mock: self.clone(), operation, encode, error: PhantomData }
    }

    /// Connects the clients of a builder to the mock. Retries wait only for a `Retry-After`.
    pub(crate) fn attach(&self, builder: ClientBuilder) -> ClientBuilder {
        let retry = RetryPolicy::default().base(Duration::ZERO);
        builder.transport(self.clone()).blocking_transport(self.clone()).retry(retry)
    }

    /// Returns the client of a builder. It panics on an error, which the emitted settings cannot
    /// cause.
    pub(crate) fn built(built: Result<Client, BuildError>) -> Client {
        match built {
            Ok(client) => client,
            Err(error) => panic!("no client for the mock: {error}"),
        }
    }

    fn lock(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and takes its planned response.
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
            unanswered(&format!("the mock has no response for `{id}`: plan one with `returns`"))
        })
    }
}

impl<T, E> MockedCall<T, E> {
    /// Plans a successful response with this value.
    pub fn returns(self, value: impl Into<T>) -> Self {
        let reply = (self.encode)(&value.into());
        self.plan(reply)
    }

    /// Plans a response with this documented error.
    pub fn fails(self, error: E) -> Self
    where
        E: MockError,
    {
        let reply = error.reply();
        self.plan(reply)
    }

    /// Plans this response as it is, even if the API description does not allow it.
    pub fn answers(self, response: http::Response<impl Into<Bytes>>) -> Self {
        self.plan(Reply(Ok(response.map(Into::into))))
    }

    /// Plans a transport error of this kind instead of a response.
    pub fn breaks(self, kind: TransportErrorKind) -> Self {
        self.plan(Reply(Err(Broken::Transport(kind))))
    }

    /// Uses the last planned response this many times before the next one.
    pub fn times(self, times: usize) -> Self {
        self.change(|planned| planned.left = times.max(1))
    }

    /// Delays the last planned response. A call with a shorter time limit fails with a timeout.
    pub fn after(self, delay: Duration) -> Self {
        self.change(|planned| planned.delay = delay)
    }

    /// Sets the status of the last planned response.
    pub fn status(self, status: StatusCode) -> Self {
        self.change(|planned| {
            if let Ok(response) = &mut planned.reply.0 {
                *response.status_mut() = status;
            }
        })
    }

    /// Adds a header to the last planned response.
    pub fn header(self, name: &str, value: &str) -> Self {
        let pair = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
        self.change(|planned| match (&mut planned.reply.0, pair) {
            (Ok(response), Some((name, value))) => _ = response.headers_mut().append(name, value),
            (Ok(_), None) => planned.reply = unusable("a header of it is not one of HTTP"),
            (Err(_), _) => {}
        })
    }

    /// Returns the received requests of this operation, one for each attempt.
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
    /// Returns the `operationId`, or the identifier that replaces a missing one.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation.id
    }

    /// Returns the request as it would be sent.
    #[must_use]
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the encoded path and query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.request.uri().path_and_query().map_or("", |path| path.as_str())
    }

    /// Returns the text of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// Returns the body, if it is JSON.
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
        let response = match self.reply.0 {
            Ok(response) => response,
            Err(Broken::Unusable(reason)) => {
                return Err(unanswered(&format!("the planned response cannot be sent: {reason}")));
            }
            Err(Broken::Transport(kind)) => {
                return Err(TransportError::new(kind, kind != TransportErrorKind::Connect));
            }
        };
        if response.body().len() > options.max_body {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        Ok(response)
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
    /// Shows the path template, but neither query nor body, because these may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("operation", &self.operation.id)
            .field("method", self.request.method())
            .field("path", &self.operation.path)
            .field("headers", self.request.headers())
            .finish_non_exhaustive()
    }
}
