//! What the description says about an operation apart from its types.

/// An operation of the description; emitted as a `static`.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or what stands in for it.
    pub id: &'static str,
    /// The method, such as `GET`.
    pub method: &'static str,
    /// The path template, such as `/v1/users/{user_id}`, and a query that every call has.
    pub path: &'static str,
    /// The `Accept` header; empty for none.
    pub accept: &'static str,
    /// The alternatives of `security`, each the ids of the schemes that it needs. An empty
    /// alternative stands for no credentials; no alternative at all does too.
    pub security: &'static [&'static [&'static str]],
    /// Whether the description marks the operation as safe to repeat although its method is not.
    pub idempotent: bool,
    /// The header in which the operation takes a key by which the server knows a repeated request
    /// again, in lower case. A call that sets none has one made for it.
    pub idempotency_key: Option<&'static str>,
    /// The base URL that the description gives this operation alone. It holds where the client was
    /// not given one.
    pub server: Option<&'static str>,
}

impl Operation {
    /// An operation without security, on the server that all have.
    #[must_use]
    pub const fn new(
        id: &'static str,
        method: &'static str,
        path: &'static str,
        accept: &'static str,
    ) -> Self {
        Self {
            id,
            method,
            path,
            accept,
            security: &[],
            idempotent: false,
            idempotency_key: None,
            server: None,
        }
    }

    /// The same with the alternatives of `security`.
    #[must_use]
    pub const fn secured(mut self, security: &'static [&'static [&'static str]]) -> Self {
        self.security = security;
        self
    }

    /// The same, safe to repeat.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// The same, safe to repeat with a key in this header, whose name is in lower case.
    #[must_use]
    pub const fn keyed(mut self, header: &'static str) -> Self {
        self.idempotency_key = Some(header);
        self
    }

    /// The same on a server of its own.
    #[must_use]
    pub const fn on_server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }
}
