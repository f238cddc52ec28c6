//! Names that the runtime has taken. A test compares them with the runtime.

/// Methods of `Client`.
pub const CLIENT: [&str; 7] = ["new", "builder", "bare", "call", "clone", "base_url", "fmt"];

/// Methods of `Mock`.
pub const MOCK: [&str; 15] = [
    "new", "builder", "client", "calls", "on", "attach", "built", "lock", "take", "send", "open",
    "sleep", "clone", "fmt", "default",
];

/// Local variables of emitted methods, and the setters and methods that every call has.
pub const CALL: [&str; 18] = [
    "self",
    "call",
    "checks",
    "body",
    "client",
    "send",
    "send_blocking",
    "raw_body",
    "send_raw",
    "send_raw_blocking",
    "request",
    "curl",
    "decode",
    "options",
    "new",
    "clone",
    "fmt",
    "server",
];

/// Methods of `ClientBuilder`.
pub const BUILDER: [&str; 45] = [
    "new",
    "base_url",
    "own_server",
    "server",
    "transport",
    "blocking_transport",
    "build",
    "retry",
    "timeout",
    "attempt_timeout",
    "idle_timeout",
    "before_send",
    "after_attempt",
    "connect_timeout",
    "header",
    "user_agent",
    "max_body",
    "credential",
    "basic_credential",
    "credential_provider",
    "client_credentials",
    "unmade_provider",
    "deferred_provider",
    "provided",
    "without",
    "provider_url",
    "checked_url",
    "checked_headers",
    "check_private",
    "refuse",
    "allow_plain_http",
    "send_credentials_everywhere",
    "allow_missing_credentials",
    "default_transport",
    "default_blocking_transport",
    "prepare_tls",
    "http_client",
    "http_client_as_it_is",
    "http_agent",
    "http_agent_as_it_is",
    "root_certificate",
    "client_certificate",
    "self",
    "clone",
    "fmt",
];
