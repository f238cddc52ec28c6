//! Names of operations, their parameters and their errors; of servers, schemes and error codes.

use proc_macro2::Ident;
use quote::format_ident;

use super::assign::{Wish, assign};
use super::form::{self, FormNames};
use super::text::{self, Case, ident, plain, spelled};
use super::types::{PRELUDE, item_of, member};
use super::{CodeNames, ErrorName};
use crate::api::{Api, Codes, Operation, Response, Shape, Status, Type};

/// The names of an operation and what is inside it.
#[derive(Debug)]
pub struct OperationNames {
    /// The method of the client.
    pub method: Ident,
    /// The constant that describes it.
    pub constant: Ident,
    /// The call that the method returns.
    pub call: Ident,
    /// The enum of its documented errors.
    pub error: Ident,
    /// The forms of its answers, by position.
    pub forms: Vec<FormNames>,
    /// The headers of its answers.
    pub headers: Ident,
    /// What reads a header, by position.
    pub header_members: Vec<Ident>,
    /// The parameters, by position: arguments of the method, or setters of the call.
    pub parameters: Vec<Ident>,
    /// The body: an argument of the method, or a setter of the call.
    pub body: Ident,
    /// The enum of the body's forms, where there are several.
    pub body_item: Ident,
    /// Its variants, by position.
    pub body_forms: Vec<Ident>,
    /// The variants for the answers, by position: of the enum of errors or of that of answers.
    pub responses: Vec<Ident>,
}

/// Methods that the runtime's client has.
const CLIENT: [&str; 6] = ["new", "builder", "call", "clone", "base_url", "fmt"];

/// What the templates call their locals, and the setters and methods that every call has.
const CALL: [&str; 13] = [
    "self",
    "call",
    "checks",
    "body",
    "client",
    "send",
    "send_blocking",
    "request",
    "decode",
    "options",
    "new",
    "clone",
    "fmt",
];

/// The names of every operation, by index.
pub(super) fn find(api: &Api) -> Vec<OperationNames> {
    let methods: Vec<_> = api.operations.iter().map(|(_, o)| wish(o, Case::Snake)).collect();
    let methods = assign(&methods, &CLIENT);
    let calls: Vec<_> = api.operations.iter().map(|(_, o)| wish(o, Case::Camel)).collect();
    let calls = assign(&calls, &PRELUDE);
    // The names around a call are made of it; where they meet another call, a word parts them.
    let items: Vec<String> = calls.iter().map(ToString::to_string).collect();
    let beside = |call: &Ident, suffix: &str| {
        let name = format!("{call}{suffix}");
        if items.contains(&name) { format_ident!("{call}Call{suffix}") } else { ident(&name) }
    };
    let operations = api.operations.iter().zip(methods.into_iter().zip(calls));
    operations
        .map(|((_, operation), (method, call))| OperationNames {
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

fn parameters(operation: &Operation) -> Vec<Ident> {
    let wishes: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| Wish {
            pinned: parameter.pinned.as_deref().map(|name| text::pinned(name, Case::Snake)),
            ..member(&parameter.name, Case::Snake)
        })
        .collect();
    // Its methods for the forms of its answers are taken too.
    let taken = form::methods(operation);
    let taken: Vec<_> = taken.iter().map(String::as_str).chain(CALL).collect();
    assign(&wishes, &taken)
}

fn responses(operation: &Operation) -> Vec<Ident> {
    let wish = |response: &Response| Wish {
        names: vec![plain(&status_word(response.status), Case::Camel)],
        ..Wish::default()
    };
    let wishes: Vec<_> = operation.responses.iter().map(wish).collect();
    assign(&wishes, &["Self"])
}

/// The variants of the servers.
pub(super) fn servers(api: &Api) -> Vec<Ident> {
    let wish = |(index, server): (usize, &crate::api::Server)| {
        let words = server.docs.description.as_deref().unwrap_or_default();
        let few = words.split_whitespace().count() <= 3 && !words.is_empty();
        let host = server.url.split("://").last().unwrap_or_default();
        let mut names = Vec::new();
        names.extend(few.then(|| plain(words, Case::Camel)));
        names.push(if index == 0 { "Production".to_owned() } else { plain(host, Case::Camel) });
        names.retain(|name| !name.is_empty());
        Wish {
            pinned: server.name.as_deref().map(|name| text::pinned(name, Case::Camel)),
            names,
            ..Wish::default()
        }
    };
    let wishes: Vec<_> = api.servers.iter().enumerate().map(wish).collect();
    assign(&wishes, &["Self"])
}

/// The builder's methods for the security schemes.
pub(super) fn schemes(api: &Api) -> Vec<Ident> {
    let taken = [
        "new",
        "base_url",
        "server",
        "transport",
        "blocking_transport",
        "build",
        "retry",
        "timeout",
        "connect_timeout",
        "header",
        "user_agent",
        "max_body",
        "credential",
        "clone",
        "fmt",
    ];
    let wish = |scheme: &crate::api::Scheme| Wish {
        pinned: scheme.pinned.as_deref().map(|name| text::pinned(name, Case::Snake)),
        ..member(&scheme.id, Case::Snake)
    };
    let wishes: Vec<_> = api.schemes.iter().map(wish).collect();
    assign(&wishes, &taken)
}

/// The variants of the enum of all documented errors: one for each status and body.
pub(super) fn errors(api: &Api, items: &[Ident]) -> Vec<ErrorName> {
    let mut kinds: Vec<(Status, Option<&Shape>)> = Vec::new();
    for response in api.operations.iter().flat_map(|(_, operation)| &operation.responses) {
        let kind = (response.status, response.read_shape());
        if response.status.is_error() && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort_by_key(|(status, _)| *status);
    let wish = |&(status, body): &(Status, Option<&Shape>)| {
        let word = plain(&status_word(status), Case::Camel);
        let body = match body.map(|shape| &shape.ty) {
            Some(Type::Named(id)) => item_of(items, *id),
            Some(_) => "Body".to_owned(),
            None => "Empty".to_owned(),
        };
        // Where a status has several bodies each is called after its own, so that one more
        // renames none.
        let names =
            if body == word { vec![word] } else { vec![word.clone(), format!("{word}{body}")] };
        Wish { names, ..Wish::default() }
    };
    let wishes: Vec<_> = kinds.iter().map(wish).collect();
    let variants = assign(&wishes, &["Self"]);
    let named = kinds.into_iter().zip(variants);
    let name = |((status, body), variant): ((Status, Option<&Shape>), Ident)| ErrorName {
        status,
        body: body.cloned(),
        variant,
    };
    named.map(name).collect()
}

/// The names around the property that tells errors apart.
pub(super) fn codes(codes: &Codes) -> CodeNames {
    let property = plain(&codes.property, Case::Snake);
    let word = property.strip_prefix("error_").unwrap_or(&property);
    let word = if word == "error" { "kind" } else { word };
    // What all values begin with tells nothing: `errors/expired_link` is `ExpiredLink`.
    let values: Vec<_> = codes.values.iter().map(|code| code.value.as_str()).collect();
    let common = common_prefix(&values);
    let mut wishes: Vec<_> = codes
        .values
        .iter()
        .map(|code| Wish {
            pinned: code.pinned.as_deref().map(|name| text::pinned(name, Case::Camel)),
            ..member(&code.value[common..], Case::Camel)
        })
        .collect();
    let unknown = vec!["Unknown".into(), "Unrecognized".into()];
    wishes.push(Wish { names: unknown, rank: 9, ..Wish::default() });
    CodeNames {
        ty: ident(&format!("Error{}", plain(word, Case::Camel))),
        method: ident(&format!("error_{word}")),
        variants: assign(&wishes, &["Self"]),
    }
}

/// How many bytes all texts begin with in common, up to and with their last `/`, `.`, `:` or `#`.
pub(super) fn common_prefix(texts: &[&str]) -> usize {
    let [first, rest @ ..] = texts else { return 0 };
    let end = first.rfind(['/', '.', ':', '#']).map_or(0, |end| end + 1);
    let prefix = &first[..end];
    let shared = rest.iter().all(|text| text.len() > end && text.starts_with(prefix));
    if shared && first.len() > end { end } else { 0 }
}

/// A status in words (RFC 9110, 15).
pub(super) fn status_word(status: Status) -> String {
    let word = match status {
        Status::Code(code) => match REASONS.iter().find(|(known, _)| *known == code) {
            Some((_, reason)) => reason,
            None => return format!("Status{code}"),
        },
        Status::Range(1) => "Informational",
        Status::Range(2) => "Success",
        Status::Range(3) => "Redirection",
        Status::Range(4) => "ClientError",
        Status::Range(_) => "ServerError",
        Status::Default => "Other",
    };
    word.to_owned()
}

/// The status codes of the IANA registry.
const REASONS: [(u16, &str); 55] = [
    (100, "Continue"),
    (101, "SwitchingProtocols"),
    (102, "Processing"),
    (103, "EarlyHints"),
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritativeInformation"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (208, "AlreadyReported"),
    (226, "ImUsed"),
    (300, "MultipleChoices"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (402, "PaymentRequired"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (405, "MethodNotAllowed"),
    (406, "NotAcceptable"),
    (407, "ProxyAuthenticationRequired"),
    (408, "RequestTimeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "LengthRequired"),
    (412, "PreconditionFailed"),
    (413, "ContentTooLarge"),
    (414, "UriTooLong"),
    (415, "UnsupportedMediaType"),
    (416, "RangeNotSatisfiable"),
    (417, "ExpectationFailed"),
    (421, "MisdirectedRequest"),
    (422, "UnprocessableContent"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (425, "TooEarly"),
    (426, "UpgradeRequired"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "RequestHeaderFieldsTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (500, "InternalServerError"),
    (501, "NotImplemented"),
    (502, "BadGateway"),
    (503, "ServiceUnavailable"),
    (504, "GatewayTimeout"),
    (507, "InsufficientStorage"),
];
