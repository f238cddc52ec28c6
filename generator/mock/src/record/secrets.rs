//! The places of secrets in requests, as the description marks them.

use std::collections::HashSet;

use serde_json::Value;
use specwright::vocabulary::{Holds, SCHEMA};

use crate::api::Api;
use crate::description::Description;
use crate::operation::Operation;
use crate::operation::parameter::Parameter;

/// The names of headers, parameters and members with secrets, in lower case.
pub(crate) struct Secrets {
    names: HashSet<String>,
    /// The names that the description uses for values without secrets.
    known: HashSet<String>,
    /// `true` if the whole query is one value with a secret (OpenAPI 3.2, `in: querystring`).
    has_query: bool,
}

/// Names of secrets in every API: HTTP headers, and parameters of OAuth 2.0 (RFC 6749, 7009, 7521, 7523, 7636, 8628,
/// 8693).
const ALWAYS: [&str; 26] = [
    "access_token",
    "actor_token",
    "api-key",
    "api_key",
    "apikey",
    "assertion",
    "authorization",
    "client_assertion",
    "client_secret",
    "code_verifier",
    "cookie",
    "device_code",
    "id_token",
    "id_token_hint",
    "login_hint_token",
    "passwd",
    "password",
    "proxy-authorization",
    // The value contains the query and path of another request.
    "referer",
    "refresh_token",
    "registration_access_token",
    "set-cookie",
    "subject_token",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
];

/// Names of secrets in OAuth 2.0 requests, which may be harmless elsewhere.
const OAUTH: [&str; 6] = ["code", "state", "token", "user_code", "nonce", "request"];

/// Names that identify an OAuth 2.0 request.
const TELLING: [&str; 5] =
    ["grant_type", "client_id", "response_type", "token_type_hint", "redirect_uri"];

/// Parts of names that suggest a secret if the description does not contain the name.
const SUSPICIOUS: [&str; 10] = [
    "api-key",
    "api_key",
    "apikey",
    "credential",
    "passphrase",
    "passwd",
    "password",
    "secret",
    "session",
    "token",
];

impl Secrets {
    /// Reads the places of secrets from a description.
    pub(crate) fn new(api: &Api) -> Secrets {
        let description = &api.description;
        let mut found = Secrets { names: HashSet::new(), known: HashSet::new(), has_query: false };
        found.names.extend(ALWAYS.map(str::to_owned));
        found.names.extend(api.credentials.iter().map(|name| name.to_lowercase()));
        for file in description.files() {
            found.collect(description, file);
        }
        found
    }

    /// Returns `true` if a value of this name is a secret. Each part of `a[b][0]` counts.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let mut parts = name.split(['[', ']', '.']).filter(|part| !part.is_empty());
        let is_suspicious = || SUSPICIOUS.iter().any(|part| name.contains(part));
        self.names.contains(&name)
            || parts.any(|part| self.names.contains(part))
            || !self.known.contains(&name) && is_suspicious()
    }

    /// Returns `true` if a name may be shown: the description contains it, or it is short and plain.
    pub(crate) fn may_be_shown(&self, name: &str, has_value: bool) -> bool {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.[]".contains(&byte);
        let plain = name.len() <= 64 && name.bytes().all(is_plain);
        self.known.contains(&name.to_lowercase()) || plain && has_value
    }

    /// Returns `true` if the description uses the name for a value without secrets.
    pub(crate) fn is_known(&self, name: &str) -> bool {
        self.known.contains(&name.to_lowercase())
    }

    /// Returns `true` if the query of one of these operations may have secrets with undocumented names.
    pub(crate) fn in_query(&self, description: &Description, operations: &[&Operation]) -> bool {
        let parameters = operations.iter().flat_map(|operation| &operation.parameters);
        let mut spread = parameters.filter_map(Parameter::spread);
        self.has_query || spread.any(|schema| search(description, &schema.value, false))
    }

    /// Returns `true` if a value is a secret because of its name and the names next to it.
    pub(crate) fn is_secret_beside(&self, name: &str, names: &[&str]) -> bool {
        let has = |list: &[&str], name: &str| list.iter().any(|one| name.eq_ignore_ascii_case(one));
        let tells = names.iter().any(|name| has(&TELLING, name))
            || ["code", "state"].iter().all(|both| has(names, both));
        self.is_secret(name) || tells && has(&OAUTH, name)
    }

    /// Returns `true` if a value of the schema is a secret or contains one without a name.
    pub(crate) fn holds(description: &Description, schema: &Value) -> bool {
        search(description, schema, false)
    }

    fn collect(&mut self, description: &Description, node: &Value) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.collect(description, item)),
            Value::Object(members) => {
                let properties = members.get("properties").and_then(Value::as_object);
                for (name, schema) in properties.into_iter().flatten() {
                    self.add(name, search(description, schema, false));
                }
                if let (
                    Some(name),
                    Some("path" | "query" | "header" | "cookie" | "querystring" | "formData"),
                ) = (
                    members.get("name").and_then(Value::as_str),
                    members.get("in").and_then(Value::as_str),
                ) {
                    // The members of a parameter may be serialized without their names.
                    let is_secret = is_marked(node) || parameter(description, node);
                    self.add(name, is_secret);
                    let whole = members.get("in").is_some_and(|place| place == "querystring");
                    self.has_query |= whole && is_secret;
                }
                members.values().for_each(|member| self.collect(description, member));
            }
            _ => {}
        }
    }

    fn add(&mut self, name: &str, is_secret: bool) {
        let names = if is_secret { &mut self.names } else { &mut self.known };
        names.insert(name.to_lowercase());
    }
}

fn parameter(description: &Description, node: &Value) -> bool {
    let content = description.entries(node, "content").map(|(_, media)| media);
    let mut holders = content.chain([node]);
    holders.any(|holder| {
        is_marked(holder)
            || holder.get("schema").is_some_and(|schema| search(description, schema, true))
    })
}

fn is_marked(node: &Value) -> bool {
    node.get("format").is_some_and(|format| format == "password")
        || node.get("x-sensitive") == Some(&Value::Bool(true))
}

/// Searches a schema for a secret; with `with_members`, also in named members.
fn search(description: &Description, schema: &Value, with_members: bool) -> bool {
    let mut seen = HashSet::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        if !seen.insert(std::ptr::from_ref(schema).addr()) {
            continue;
        }
        if is_marked(schema) {
            return true;
        }
        waiting.extend(description.target(schema));
        for key in SCHEMA.keys().filter(|key| with_members || key.name != "properties") {
            let Some(value) = schema.get(key.name) else { continue };
            let (items, members) = (value.as_array(), value.as_object());
            match key.holds {
                Holds::OneOrList(_) | Holds::List(_) if items.is_some() => {
                    waiting.extend(items.into_iter().flatten());
                }
                Holds::Map(_) if key.name != "$defs" => {
                    waiting.extend(members.into_iter().flat_map(|map| map.values()));
                }
                Holds::One(_) | Holds::OneOrList(_) => waiting.push(value),
                _ => {}
            }
        }
    }
    false
}
