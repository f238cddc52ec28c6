//! A call of an operation before it is sent.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Instant;

use bytes::Bytes;
use http::Uri;

use super::super::client::api_client::Client;
use super::super::credentials::credential::Credential;
use super::super::credentials::token_source::TokenLease;
use super::super::requests::arguments::Arguments;
use super::super::requests::idempotency_key;
use super::super::requests::operation::Operation;
use super::super::text::secret::Secret;

pub use super::super::client::call_options::CallOptions;

/// A call of an operation: its encoded arguments and their violations.
///
/// A parameter that is set twice keeps the later value. Violations are reported when the request is
/// built.
pub struct Call {
    pub(crate) state: Box<CallState>,
}

#[derive(Clone)]
pub(crate) struct CallState {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) arguments: Arguments,
    /// The accepted media types, if they differ from the operation's own.
    pub(crate) accept: Option<&'static str>,
    /// The credentials that providers resolved for this call, and the tokens that they contain.
    pub(crate) provided: Vec<Credential>,
    pub(crate) tokens: Vec<TokenLease>,
    /// The time at which the call started, if a provider was asked first.
    pub(crate) begun: Option<Instant>,
    /// A URL on the same origin that replaces the URL of the operation.
    pub(crate) target: Option<Uri>,
    pub(crate) options: CallOptions,
    /// The idempotency key, if the operation takes one. The caller's own key takes precedence. All
    /// attempts send the same key.
    pub(crate) key: Option<String>,
    /// Reads from an error response whether a later attempt may succeed, as the API description
    /// documents it.
    pub(crate) retry_hint: fn(&http::Response<Bytes>) -> Option<bool>,
}

impl Call {
    pub(crate) fn new(client: Client, operation: &'static Operation) -> Self {
        Self {
            state: Box::new(CallState {
                client,
                operation,
                arguments: Arguments::default(),
                accept: None,
                provided: Vec::new(),
                tokens: Vec::new(),
                begun: None,
                target: None,
                options: CallOptions::default(),
                key: operation.idempotency_key.and_then(|_| idempotency_key::make()),
                retry_hint: |_| None,
            }),
        }
    }

    /// Sets the accepted media types, in place of the operation's own.
    pub fn accept(&mut self, media_types: &'static str) {
        self.state.accept = Some(media_types);
    }

    /// Returns a copy of the call.
    #[allow(dead_code, reason = "not every API has pages or events")]
    pub(crate) fn again(&self) -> Self {
        Self { state: self.state.clone() }
    }

    /// Sets a header of this call. It replaces an earlier one of the same name.
    #[allow(dead_code, reason = "not every API has events")]
    pub(crate) fn send_header(&mut self, name: &str, value: &str) {
        let headers = &mut self.state.options.headers;
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.to_owned(), Secret::from(value)));
    }

    /// Sets the options, which override the client's settings.
    pub fn options(&mut self, options: CallOptions) {
        self.state.options = options;
    }
}

// Emitted methods set arguments on the call directly.
impl Deref for Call {
    type Target = Arguments;

    fn deref(&self) -> &Arguments {
        &self.state.arguments
    }
}

impl DerefMut for Call {
    fn deref_mut(&mut self) -> &mut Arguments {
        &mut self.state.arguments
    }
}

impl fmt::Debug for Call {
    /// Shows only the operation, because arguments may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.state.operation;
        f.debug_struct("Call")
            .field("operation", &operation.id)
            .field("method", &operation.method)
            .field("path", &operation.path)
            .finish_non_exhaustive()
    }
}
