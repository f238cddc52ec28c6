//! Servers: their URLs and variables.

use std::collections::{HashMap, HashSet};

use super::problems;
use crate::api::{Docs, Server, Variable};
use crate::document::{self, Context, Document};

/// Lowers the servers with an absolute URL.
///
/// Other URLs are relative to the address of the description (OpenAPI 3.1, 4.8.5), which is
/// unknown. They are reported.
pub(super) fn servers(cx: &mut Context<'_>, document: &Document<'_>) -> Vec<Server> {
    let mut servers = Vec::new();
    for server in &document.servers {
        let url = server_url(server);
        if !url.starts_with("https://") && !url.starts_with("http://") {
            cx.report(problems::relative_server(server.url_location.clone()));
            continue;
        }
        servers.push(Server {
            url,
            template: server.url.to_string(),
            variables: variables(server),
            name: server.name.map(str::to_owned),
            docs: Docs::of(None, server.description, false),
            location: server.location.clone(),
        });
    }
    servers
}

/// Returns the variables that the URL of a server contains.
fn variables(server: &document::Server<'_>) -> Vec<Variable> {
    let pieces = server.url.split('{').skip(1);
    let used: HashSet<&str> = pieces.filter_map(|it| Some(it.split_once('}')?.0)).collect();
    let used = server.variables.iter().filter(|variable| used.contains(variable.name));
    let variable = |variable: &document::ServerVariable<'_>| Variable {
        name: variable.name.to_owned(),
        default: variable.default.to_owned(),
        values: variable.values.iter().map(|&value| value.to_owned()).collect(),
        docs: Docs::of(None, variable.description, false),
    };
    used.map(variable).collect()
}

/// Returns the URL of a server, with variables replaced by their defaults.
///
/// Characters of a default that would end the scheme, host or port are percent-encoded, so that a
/// default cannot redirect requests.
pub(super) fn server_url(server: &document::Server<'_>) -> String {
    let (mut url, mut rest) = (String::new(), &*server.url);
    let mut defaults = HashMap::new();
    for variable in &server.variables {
        defaults.entry(variable.name).or_insert(variable.default);
    }
    // The length of the template that is searched for the end of the host.
    let mut origin_ends = server.url.len();
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        url.push_str(text);
        let before = server.url.len() - rest.len() + text.len();
        let before = server.url.get(..before.min(origin_ends)).unwrap_or_default();
        match defaults.get(name) {
            None => url.push_str(&format!("{{{name}}}")),
            Some(default) if Server::has_origin_between(before, default, after) => {
                url.push_str(&in_origin(default));
            }
            Some(default) => url.push_str(default),
        }
        // After the slash that ends the host, a longer prefix does not change the result.
        let host = before.find("://").map_or(0, |at| at + 3);
        if let Some(end) = before.get(host..).and_then(|rest| rest.find('/')) {
            origin_ends = origin_ends.min(host + end + 1);
        }
        rest = after;
    }
    url + rest
}

/// Percent-encodes a part of a scheme, host or port.
fn in_origin(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
