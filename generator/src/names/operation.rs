//! Names of operations, their parameters and responses, of webhooks, and of security schemes.

use std::collections::HashSet;

use super::assign::{Wish, assign};
use super::form::{self, FormNames};
use super::name::Name;
use super::status::status_word;
use super::text::{self, Case, ident, plain, spelled};
use super::types::{PRELUDE, member};
use crate::api::{Api, Operation, Response};

/// The names of an operation and its parts.
#[derive(Debug)]
pub struct OperationNames {
    /// The method of the client.
    pub method: Name,
    /// The method of the mock.
    pub mocked: Name,
    /// The constant that holds the operation's method, path and other data.
    pub constant: Name,
    /// The type of the call that the method returns.
    pub call: Name,
    /// The enum of the operation's documented errors.
    pub error: Name,
    /// The names of each media type of the responses, by position.
    pub forms: Vec<FormNames>,
    /// The type of the response headers.
    pub headers: Name,
    /// The methods that read a response header, by position.
    pub header_members: Vec<Name>,
    /// The parameters, by position: arguments of the method, or setters of the call.
    pub parameters: Vec<Name>,
    /// The body: an argument of the method, or a setter of the call.
    pub body: Name,
    /// The enum of the body's media types, if there are several.
    pub body_item: Name,
    /// The variants of that enum, by position.
    pub body_forms: Vec<Name>,
    /// The variants for the responses, by position: in the enum of errors or in that of responses.
    pub responses: Vec<Name>,
}

/// Methods of the runtime's `Client`.
const CLIENT: [&str; 6] = ["new", "builder", "call", "clone", "base_url", "fmt"];

/// Methods of the runtime's `Mock`.
const MOCK: [&str; 15] = [
    "new", "builder", "client", "calls", "on", "attach", "built", "lock", "take", "send", "open",
    "sleep", "clone", "fmt", "default",
];

/// Local variables of emitted methods, and the setters and methods that every call has.
const CALL: [&str; 17] = [
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
];

/// Returns the names of every operation, by index.
pub(super) fn find(api: &Api) -> Vec<OperationNames> {
    let methods: Vec<_> = api.operations.iter().map(|(_, o)| wish(o, Case::Snake)).collect();
    let mocked = assign(&methods, &MOCK);
    let methods = assign(&methods, &CLIENT);
    let calls: Vec<_> = api.operations.iter().map(|(_, o)| wish(o, Case::Camel)).collect();
    let calls = assign(&calls, &PRELUDE);
    // `{Operation}Error` may be another operation's call, and `{Operation}CsvResponse` the response of the operation
    // `{Operation}Csv`; then the word `Call` is put in between.
    let items: HashSet<String> = calls.iter().map(ToString::to_string).collect();
    let beside = |call: &Name, suffix: &str| {
        let name = format!("{call}{suffix}");
        let of_other = name.strip_suffix("Response").filter(|_| suffix != "Response");
        if items.contains(&name) || of_other.is_some_and(|call| items.contains(call)) {
            ident(&format!("{call}Call{suffix}"))
        } else {
            ident(&name)
        }
    };
    let operations = api.operations.iter().zip(methods.into_iter().zip(calls).zip(mocked));
    operations
        .map(|((_, operation), ((method, call), mocked))| OperationNames {
            mocked,
            constant: ident(&plain(&method.to_string(), Case::Snake).to_uppercase()),
            error: beside(&call, "Error"),
            headers: beside(&call, "Headers"),
            header_members: form::headers(operation),
            body_item: beside(&call, "Body"),
            body_forms: form::of_body(operation),
            forms: form::forms(operation, &|suffix| beside(&call, suffix)),
            parameters: parameters(operation),
            body: ident("body"),
            responses: responses(operation),
            method,
            call,
        })
        .collect()
}

fn wish(operation: &Operation, case: Case) -> Wish {
    let pinned = operation.pinned.as_ref();
    Wish {
        pinned: pinned.map(|name| text::pinned(name, case)),
        names: vec![plain(&operation.id, case), spelled(&operation.id, case)],
        rank: 0,
        place: operation.location.to_string(),
    }
}

fn parameters(operation: &Operation) -> Vec<Name> {
    let wishes: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| Wish {
            pinned: parameter.pinned.as_deref().map(|name| text::pinned(name, Case::Snake)),
            ..member(&parameter.name, Case::Snake)
        })
        .collect();
    // The methods for the media types of the responses are taken too.
    let taken = form::methods(operation);
    let taken: Vec<_> = taken.iter().map(String::as_str).chain(CALL).collect();
    assign(&wishes, &taken)
}

fn responses(operation: &Operation) -> Vec<Name> {
    let wish = |response: &Response| Wish {
        names: vec![plain(&status_word(response.status), Case::Camel)],
        ..Wish::default()
    };
    let wishes: Vec<_> = operation.responses.iter().map(wish).collect();
    assign(&wishes, &["Self"])
}

/// Returns the types of the webhooks.
pub(super) fn webhooks(api: &Api) -> Vec<Name> {
    let wish = |webhook: &crate::api::Webhook| Wish {
        pinned: webhook.pinned.as_deref().map(|name| text::pinned(name, Case::Camel)),
        place: webhook.location.to_string(),
        ..member(&webhook.id, Case::Camel)
    };
    let wishes: Vec<_> = api.webhooks.iter().map(wish).collect();
    assign(&wishes, &PRELUDE)
}

/// The builder's methods for a security scheme.
#[derive(Debug)]
pub struct SchemeNames {
    /// Sets a fixed credential.
    pub setter: Name,
    /// Sets the provider of a credential.
    pub provider: Name,
    /// Sets the OAuth client that fetches tokens.
    pub client: Name,
}

/// Returns the builder's methods for the security schemes.
pub(super) fn schemes(api: &Api) -> Vec<SchemeNames> {
    let taken = [
        "new",
        "base_url",
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
        "without",
        "provider_url",
        "check_private",
        "refuse",
        "allow_plain_http",
        "default_transport",
        "default_blocking_transport",
        "prepare_tls",
        "http_client",
        "http_client_as_it_is",
        "http_agent",
        "http_agent_as_it_is",
        "root_certificate",
        "client_certificate",
        "clone",
        "fmt",
    ];
    let wish = |scheme: &crate::api::Scheme| Wish {
        pinned: scheme.pinned.as_deref().map(|name| text::pinned(name, Case::Snake)),
        ..member(&scheme.id, Case::Snake)
    };
    let wishes: Vec<_> = api.schemes.iter().map(wish).collect();
    let setters = assign(&wishes, &taken);
    let taken: Vec<_> = setters.iter().map(Name::unraw).chain(taken).collect();
    let beside = |behind: &str| {
        let wish = |(setter, scheme): (&Name, &crate::api::Scheme)| {
            let setter = setter.unraw();
            let names = [format!("{setter}_{behind}"), format!("{setter}_credential_{behind}")];
            Wish { names: names.to_vec(), place: scheme.location.to_string(), ..Wish::default() }
        };
        let wishes: Vec<_> = setters.iter().zip(&api.schemes).map(wish).collect();
        assign(&wishes, &taken)
    };
    let names = setters.iter().zip(beside("from").into_iter().zip(beside("client")));
    let names = names.map(|(setter, (provider, client))| SchemeNames {
        setter: setter.clone(),
        provider,
        client,
    });
    names.collect()
}
