//! Facts about an operation that its types do not contain.

/// An operation of the API description; emitted as a `static`.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or the identifier that replaces a missing one.
    pub id: &'static str,
    /// The method, such as `GET`.
    pub method: &'static str,
    /// The path template, such as `/v1/users/{user_id}`. It may end with a query that every call
    /// has.
    pub path: &'static str,
    /// The `Accept` header; empty for none.
    pub accept: &'static str,
    /// The alternatives of `security`. Each lists the ids of the security schemes that it requires.
    /// An empty alternative, or an empty list, requires no credentials.
    pub security: &'static [&'static [&'static str]],
    /// Set if the API description marks the operation as idempotent although its method is not.
    pub idempotent: bool,
    /// The header for the idempotency key, in lower case. The client creates a key for a call that
    /// sets none.
    pub idempotency_key: Option<&'static str>,
    /// The base URL that the API description gives this operation alone. It applies unless the
    /// client has a base URL of its own. A relative URL is resolved against the base URL.
    pub server: Option<&'static str>,
}

impl Operation {
    /// Creates an operation without security on the common server.
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

    /// Sets the alternatives of `security`.
    #[must_use]
    pub const fn secured(mut self, security: &'static [&'static [&'static str]]) -> Self {
        self.security = security;
        self
    }

    /// Marks the operation as idempotent.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the header for the idempotency key, whose name is in lower case.
    #[must_use]
    pub const fn keyed(mut self, header: &'static str) -> Self {
        self.idempotency_key = Some(header);
        self
    }

    /// Sets a server for this operation alone.
    #[must_use]
    pub const fn on_server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }
}
