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
    /// The base URL that the description gives this operation alone. It holds where the client was
    /// not given one.
    pub server: Option<&'static str>,
}
