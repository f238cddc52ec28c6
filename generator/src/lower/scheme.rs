//! Security schemes: the carrier of each credential, and the URL and scopes of tokens.

use std::collections::{BTreeMap, HashSet};

use super::problems;
use crate::api::{ClientFlow, Docs, Scheme, Server};
use crate::document::{self, Carried, Context, Document};

/// The scopes that operations require.
#[derive(Default)]
pub(super) struct Scopes<'s> {
    /// The scopes by position of the scheme.
    by_scheme: BTreeMap<usize, Vec<String>>,
    seen: HashSet<(usize, &'s str)>,
}

impl<'s> Scopes<'s> {
    /// Adds the scopes that an operation requires.
    pub(super) fn add(&mut self, scheme: usize, scopes: &[&'s str]) {
        let known = self.by_scheme.entry(scheme).or_default();
        for scope in scopes {
            if self.seen.insert((scheme, *scope)) {
                known.push((*scope).to_owned());
            }
        }
    }

    /// Sets the required scopes of each flow.
    pub(super) fn add_to(self, schemes: &mut [Scheme]) {
        for (scheme, scopes) in self.by_scheme {
            if let Some(flow) = schemes.get_mut(scheme).and_then(|scheme| scheme.flow.as_mut()) {
                flow.scopes = scopes;
            }
        }
    }
}

/// Lowers the security schemes that a client supports.
pub(super) fn schemes(
    cx: &mut Context<'_>,
    document: &Document<'_>,
    servers: &[Server],
) -> Vec<Scheme> {
    let mut schemes = Vec::new();
    for (id, scheme) in &document.schemes {
        let carrier = match &scheme.carrier {
            Carried::By(carrier) => carrier.clone(),
            Carried::Elsewhere => {
                let what = format!("the security scheme `{id}`");
                let instead = "the client sends no credential for it";
                cx.report(problems::not_covered(scheme.location.clone(), &what, instead));
                continue;
            }
            Carried::Unknown => continue,
        };
        schemes.push(Scheme {
            id: (*id).to_owned(),
            carrier,
            flow: scheme.flow.as_ref().map(|flow| client_flow(cx, flow, servers)),
            docs: Docs::of(None, scheme.description, false),
            pinned: scheme.rust_name.map(str::to_owned),
            location: scheme.location.clone(),
        });
    }
    schemes
}

/// Lowers the flow of a scheme.
///
/// A relative URL is resolved against the first server (OpenAPI 3.2, 4.31). Only a path that starts
/// with a slash is supported; it is appended to the origin.
fn client_flow(
    cx: &mut Context<'_>,
    flow: &document::ClientFlow<'_>,
    servers: &[Server],
) -> ClientFlow {
    let url = flow.token_url;
    let origin = servers.first().and_then(|server| {
        let host = server.url.find("://")? + 3;
        let end = server.url.get(host..)?.find('/').map(|end| host + end);
        server.url.get(..end.unwrap_or(server.url.len()))
    });
    let token_url = match origin {
        _ if url.starts_with("https://") || url.starts_with("http://") => url.to_owned(),
        Some(origin) if url.starts_with('/') => format!("{origin}{url}"),
        _ => {
            cx.report(problems::relative_token_url(flow.location.clone()));
            String::new()
        }
    };
    ClientFlow { token_url, scopes: Vec::new() }
}
