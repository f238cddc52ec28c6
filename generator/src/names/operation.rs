//! Names of operations, their parameters and responses, of webhooks, and of security schemes.

use super::assign::{Wish, are_shared, assign};
use super::form::{self, FormNames};
use super::name::Name;
use super::reserved::{BUILDER, CALL, CLIENT, MOCK};
use super::status::status_word;
use super::text::{self, Case, ident, plain, spelled};
use super::types::{PRELUDE, member};
use crate::api::{Api, Operation, Parameter, Place, Response, Segment};

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
    /// The enum of the operation's documented errors, or its alias.
    pub error: Name,
    /// The enum of the documented errors, if other operations share it.
    pub shared_error: Name,
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

/// Returns the names of every operation, by index. `ids` has the words of each operation.
pub(super) fn find(api: &Api, ids: &[String]) -> Vec<OperationNames> {
    let wishes = |case, taken: &[&str]| {
        let operations = || api.operations.iter().map(|(_, operation)| operation).zip(ids);
        let mut wishes: Vec<_> = operations().map(|(it, id)| wish(it, id, case)).collect();
        let are_shared = are_shared(&wishes, taken);
        for ((wish, (it, id)), is_shared) in wishes.iter_mut().zip(operations()).zip(are_shared) {
            wish.names.extend(is_shared.then(|| longer(it, id, case)).into_iter().flatten());
        }
        wishes
    };
    let methods = wishes(Case::Snake, &[&MOCK[..], &CLIENT].concat());
    let mocked = assign(&methods, &MOCK);
    let methods = assign(&methods, &CLIENT);
    let calls = assign(&wishes(Case::Camel, &PRELUDE), &PRELUDE);
    let mut families = families(api, &calls).into_iter();
    let constants = constants(api, &methods);
    let operations = api.operations.iter().zip(methods.into_iter().zip(calls).zip(mocked));
    operations
        .zip(constants)
        .map(|(((_, operation), ((method, call), mocked)), constant)| {
            // The family has the same members in the same order.
            let family: Vec<_> = suffixes(operation).into_iter().zip(families.by_ref()).collect();
            let beside = |suffix: &str| {
                let known = family.iter().find(|(known, _)| known == suffix);
                known.map_or_else(|| ident(&joined(&call, suffix)), |(_, name)| name.clone())
            };
            OperationNames {
                mocked,
                constant,
                error: beside("Error"),
                shared_error: beside("Errors"),
                headers: beside("Headers"),
                header_members: form::headers(operation),
                body_item: beside("Body"),
                body_forms: form::of_body(operation),
                forms: form::forms(operation, &beside),
                parameters: parameters(operation),
                body: ident("body"),
                responses: responses(operation),
                method,
                call,
            }
        })
        .collect()
}

/// Returns the items that are emitted beside the call of an operation, by the words behind its name.
fn suffixes(operation: &Operation) -> Vec<String> {
    let fails = operation.responses.iter().any(|response| response.is_error);
    let mut suffixes = Vec::new();
    let mut add = |is_emitted: bool, suffix: &str| {
        suffixes.extend(is_emitted.then(|| suffix.to_owned()));
    };
    add(fails, "Error");
    add(!operation.headers.is_empty(), "Headers");
    add(operation.body.as_ref().is_some_and(|body| body.forms.len() > 1), "Body");
    suffixes.extend(form::suffixes(operation));
    // The last one, so that a name that may not be needed does not take the place of another.
    suffixes.extend(fails.then(|| "Errors".to_owned()));
    suffixes
}

/// Returns the names of the items beside each call, by operation and suffix: `{Operation}Error`. If that is the name of
/// another item, the word `Call` is put in between.
fn families(api: &Api, calls: &[Name]) -> Vec<Name> {
    let wish = |call: &Name, operation: &Operation, suffix: String| Wish {
        names: vec![joined(call, &suffix), joined(call, &format!("Call{suffix}"))],
        place: format!("{} {suffix}", operation.location),
        ..Wish::default()
    };
    let wishes: Vec<_> = api
        .operations
        .iter()
        .zip(calls)
        .flat_map(|((_, it), call)| {
            suffixes(it).into_iter().map(move |suffix| wish(call, it, suffix))
        })
        .collect();
    let taken: Vec<_> = PRELUDE.into_iter().chain(calls.iter().map(Name::unraw)).collect();
    assign(&wishes, &taken)
}

/// Returns the name of a call with more behind it. The underscore of `Self_` is not needed there.
fn joined(call: &Name, suffix: &str) -> String {
    format!("{}{suffix}", call.unraw().trim_end_matches('_'))
}

/// Returns the constant of each operation: its method in capitals.
fn constants(api: &Api, methods: &[Name]) -> Vec<Name> {
    let wish = |((_, operation), method): ((_, &Operation), &Name)| {
        let capitals = plain(method.unraw(), Case::Snake).to_uppercase();
        // In a script without capitals, the constant would have the name of a parameter.
        let is_distinct = capitals.chars().any(char::is_uppercase);
        let name = if is_distinct { capitals } else { format!("OPERATION_{capitals}") };
        Wish { names: vec![name], place: operation.location.to_string(), ..Wish::default() }
    };
    let wishes: Vec<_> = api.operations.iter().zip(methods).map(wish).collect();
    assign(&wishes, &[])
}

/// Returns the wish of an operation, with its first candidate alone.
fn wish(operation: &Operation, id: &str, case: Case) -> Wish {
    let pinned = operation.pinned.as_ref();
    let mut names = vec![plain(id, case)];
    names.retain(|name| !name.is_empty());
    Wish {
        pinned: pinned.map(|name| text::pinned(name, case)),
        names,
        rank: 0,
        place: operation.location.to_string(),
    }
}

/// Returns the candidates for the name of an operation behind its first one.
fn longer(operation: &Operation, id: &str, case: Case) -> Vec<String> {
    let mut names = vec![spelled(id, case)];
    // A word of the path comes before a number, and a method before the whole path.
    let literals = operation.path.iter().filter_map(|segment| match segment {
        Segment::Literal(text) => Some(text.as_str()),
        Segment::Parameter(_) => None,
    });
    let own = plain(id, Case::Snake);
    let is_telling = |text: &&str| {
        let word = plain(text, Case::Snake);
        !word.is_empty() && word != own
    };
    let literals: Vec<_> = literals.flat_map(|text| text.split('/')).filter(is_telling).collect();
    names.extend(literals.last().map(|last| plain(&format!("{id} {last}"), case)));
    names.push(plain(&format!("{id} {}", literals.join(" ")), case));
    let method = operation.method.as_str().to_lowercase();
    names.push(plain(&format!("{method} {id}"), case));
    names.push(plain(&format!("{id} {} {method}", operation.template), case));
    names.retain(|name| !name.is_empty());
    names
}

fn parameters(operation: &Operation) -> Vec<Name> {
    let wish = |parameter: &Parameter| {
        let mut wish = member(&parameter.name, Case::Snake);
        wish.pinned = parameter.pinned.as_deref().map(|name| text::pinned(name, Case::Snake));
        // Parameters in different places may have the same name.
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        };
        wish.names.extend(wish.names.first().map(|name| format!("{name}_{place}")));
        wish.place = format!("{place} {}", wish.place);
        wish
    };
    let wishes: Vec<_> = operation.parameters.iter().map(wish).collect();
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
    let wish = |scheme: &crate::api::Scheme| {
        let mut wish = member(&scheme.id, Case::Snake);
        wish.pinned = scheme.pinned.as_deref().map(|name| text::pinned(name, Case::Snake));
        wish.names.extend(wish.names.first().map(|name| format!("{name}_credential")));
        wish
    };
    let wishes: Vec<_> = api.schemes.iter().map(wish).collect();
    let setters = assign(&wishes, &BUILDER);
    let taken: Vec<_> = setters.iter().map(Name::unraw).chain(BUILDER).collect();
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
