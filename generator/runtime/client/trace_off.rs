//! Replaces `trace_on` in a client without the feature `tracing`. It does nothing.

use std::future::Future;
use std::time::Duration;

use super::super::client::call::CallState;
use super::super::requests::call_context::Sent;
use super::super::retry::policy::Outcome;

/// The span of a call.
pub(crate) struct Trace;

impl Trace {
    pub(crate) fn begin(_: &Sent<Box<CallState>>) -> Self {
        Self
    }

    pub(crate) fn around<F: Future>(&self, future: F) -> F {
        future
    }

    pub(crate) fn enter<T>(&self, run: impl FnOnce() -> T) -> T {
        run()
    }

    pub(crate) fn retry(&self, _: u32, _: Outcome, _: Duration) {}

    pub(crate) fn end(&self, _: u32, _: Outcome) {}
}
