//! One call of an operation while its arguments are gathered.

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

/// A call of an operation: its arguments, encoded, and what is wrong with them.
///
/// A parameter that is set again takes the place of the earlier one. What is wrong with an argument
/// is told when the request is made.
pub struct Call {
    pub(crate) state: Box<CallState>,
}

#[derive(Clone)]
pub(crate) struct CallState {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) arguments: Arguments,
    /// The media types to ask for, where they are not the operation's own.
    pub(crate) accept: Option<&'static str>,
    /// The credentials that providers gave for this call, and what they are made of.
    pub(crate) provided: Vec<Credential>,
    pub(crate) tokens: Vec<TokenLease>,
    /// When the call began, where it asked for credentials first.
    pub(crate) begun: Option<Instant>,
    /// The URL to call in place of that of the operation; it is on the same origin.
    pub(crate) target: Option<Uri>,
    pub(crate) options: CallOptions,
    /// The key by which the server knows a repeated request again, where the operation takes one
    /// and the caller sets none. It is the same for as long as the call lives.
    pub(crate) key: Option<String>,
    /// Reads from an error response whether a later attempt may succeed, as the API description documents it.
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

    /// Asks for answers of these media types, in place of the operation's own.
    pub fn accept(&mut self, media_types: &'static str) {
        self.state.accept = Some(media_types);
    }

    /// The same call once more.
    #[allow(dead_code, reason = "not every API has pages or events")]
    pub(crate) fn again(&self) -> Self {
        Self { state: self.state.clone() }
    }

    /// Sends a header of the call's own, in place of an earlier one of the name.
    #[allow(dead_code, reason = "not every API has events")]
    pub(crate) fn send_header(&mut self, name: &str, value: &str) {
        let headers = &mut self.state.options.headers;
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.to_owned(), Secret::from(value)));
    }

    /// Does this call otherwise than its client would.
    pub fn options(&mut self, options: CallOptions) {
        self.state.options = options;
    }
}

// A generated method sets arguments on the call itself.
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
    /// Shows the operation alone: arguments may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.state.operation;
        f.debug_struct("Call")
            .field("operation", &operation.id)
            .field("method", &operation.method)
            .field("path", &operation.path)
            .finish_non_exhaustive()
    }
}
