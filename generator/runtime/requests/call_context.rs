//! The context of a response or error: the call that it belongs to.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;
use std::time::Duration;

use super::super::text::display_text::clean;
use super::super::text::redact::Secrets;

/// Describes a call that was sent, without its secrets.
///
/// `Display` writes `createUser: POST https://api.example/v1/users, 3 attempts in 1.24 s`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallContext {
    /// The `operationId` in the API description.
    pub operation: &'static str,
    /// The method, such as `GET`.
    pub method: &'static str,
    /// The path template of the API description, such as `/v1/users/{user_id}`.
    pub template: &'static str,
    /// The URL without its query. A secret path parameter is replaced by its name in braces.
    pub url: String,
    /// The number of attempts so far.
    pub attempts: u32,
    /// The time since the call was sent, including all attempts and the waits between them.
    pub elapsed: Duration,
    pub(crate) secrets: Secrets,
}

/// A call from which a response or an error creates its context.
pub(crate) trait DescribeCall: Send + Sync {
    /// Returns the context after this number of attempts and this time.
    fn context(&self, attempts: u32, elapsed: Duration) -> CallContext;

    /// Returns `true` if members that the API description does not list are errors.
    fn is_strict(&self) -> bool;

    /// Returns a copy of the call.
    fn duplicate(&self) -> Box<dyn DescribeCall>;
}

/// A call that was sent. Its context is created on demand, because most successful calls never need
/// it.
pub(crate) struct Sent<C> {
    pub(crate) call: C,
    pub(crate) attempts: u32,
    elapsed: Duration,
    context: OnceLock<Box<CallContext>>,
}

impl<C> Sent<C> {
    pub(crate) fn new(call: C) -> Self {
        Self { call, attempts: 0, elapsed: Duration::ZERO, context: OnceLock::new() }
    }

    /// Records the number of attempts and the time that they took.
    pub(crate) fn note(&mut self, attempts: u32, elapsed: Duration) {
        (self.attempts, self.elapsed) = (attempts, elapsed);
        if let Some(context) = self.context.get_mut() {
            (context.attempts, context.elapsed) = (attempts, elapsed);
        }
    }

    /// Converts the call and keeps the other fields.
    pub(crate) fn map<D>(self, convert: impl FnOnce(C) -> D) -> Sent<D> {
        let Self { call, attempts, elapsed, context } = self;
        Sent { call: convert(call), attempts, elapsed, context }
    }
}

impl<C: Deref<Target: DescribeCall>> Sent<C> {
    pub(crate) fn context(&self) -> &CallContext {
        self.context.get_or_init(|| Box::new(self.call.context(self.attempts, self.elapsed)))
    }
}

impl Clone for Sent<Box<dyn DescribeCall>> {
    fn clone(&self) -> Self {
        let Self { call, attempts, elapsed, context } = self;
        Self {
            call: call.duplicate(),
            attempts: *attempts,
            elapsed: *elapsed,
            context: context.clone(),
        }
    }
}

impl fmt::Debug for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallContext")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("template", &self.template)
            .field("url", &self.url)
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish()
    }
}

impl fmt::Display for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, method, url, attempts, elapsed, .. } = self;
        write!(f, "{}: {method} {}, ", clean(operation, 80), clean(url, 300))?;
        match attempts {
            1 => f.write_str("1 attempt in ")?,
            attempts => write!(f, "{attempts} attempts in ")?,
        }
        match elapsed.as_millis() {
            0..1000 => write!(f, "{} ms", elapsed.as_millis()),
            _ => write!(f, "{:.2} s", elapsed.as_secs_f64()),
        }
    }
}

/// The end of a message: the call that the message is about, if it is known.
pub(crate) struct Shown<'a>(pub(crate) Option<&'a CallContext>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(call) => write!(f, " [{call}]"),
            None => Ok(()),
        }
    }
}
