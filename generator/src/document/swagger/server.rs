//! `host`, `basePath` and `schemes`, which together are the servers.

use std::borrow::Cow;

use crate::document::Server;
use crate::document::context::Context;
use crate::document::reader::Fields;
use crate::source::Location;

/// Reads the servers of a description: one for each scheme, that with TLS first.
pub(in crate::document) fn read<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Vec<Server<'s>> {
    let schemes = read_schemes(cx, root);
    servers(cx, root, &schemes)
}

/// Reads the servers of an operation whose schemes are none of the description's.
pub(in crate::document) fn read_own<'s>(
    cx: &mut Context<'s>,
    operation: &Fields<'s>,
) -> Vec<Server<'s>> {
    let schemes = read_schemes(cx, operation);
    let location = cx.source.root_location();
    let root = Fields::here(cx, cx.source.root(), location, "the description");
    let Some(root) = root.filter(|_| !schemes.is_empty()) else { return Vec::new() };
    let shared = read_schemes(cx, &root);
    if !root.has("host") || schemes.iter().any(|own| shared.contains(own)) {
        return Vec::new();
    }
    servers(cx, &root, &schemes)
}

/// Reads the schemes of HTTP, that with TLS first. The others, `ws` and `wss`, are not HTTP requests.
fn read_schemes<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Vec<&'s str> {
    let mut schemes = fields.texts(cx, "schemes");
    schemes.retain(|scheme| matches!(*scheme, "https" | "http"));
    schemes.sort_unstable_by(|a, b| b.cmp(a));
    schemes.dedup();
    schemes
}

fn servers<'s>(cx: &mut Context<'s>, root: &Fields<'s>, schemes: &[&'s str]) -> Vec<Server<'s>> {
    let path = root.text(cx, "basePath").unwrap_or_default();
    let path = match path.trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    };
    let host = root.text(cx, "host").map(|host| host.trim_end_matches('/'));
    let Some(host) = host.filter(|host| !host.is_empty()) else {
        // Without a host, the path is relative to the address of the description.
        let location = root.location.key("basePath");
        return if path.is_empty() { Vec::new() } else { vec![server(path, location)] };
    };
    let location = root.location.key("host");
    // The default is the scheme of the address of the description, which is unknown.
    let schemes = if schemes.is_empty() { &["https"] } else { schemes };
    let url = |scheme| server(format!("{scheme}://{host}{path}"), location.clone());
    schemes.iter().map(url).collect()
}

fn server<'s>(url: String, location: Location) -> Server<'s> {
    Server {
        url: Cow::Owned(url),
        name: None,
        description: None,
        variables: Vec::new(),
        url_location: location.clone(),
        location,
    }
}
