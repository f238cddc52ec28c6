//! Lowers operations and webhooks.
//!
//! [`paths`] selects the operations that a client can call, and `operation` lowers each of them.

mod encoding;
pub(super) mod groups;
mod idempotency;
mod marks;
mod media;
mod origin;
mod parameter;
mod path_parameter;
mod paths;
mod response;
mod security;
mod stream;
mod template;
mod webhook;

use std::collections::{HashMap, HashSet};

use crate::api::{Arena, Base, Body, Docs, GroupId, Operation, OperationId};
use crate::document::{self, Document, Pagination, PathItem};
use crate::lower::scheme::Scopes;
use crate::lower::server::server_url;
use crate::lower::{Lower, problems};

use response::Responses;
use template::Template;

/// The lowered operations, with the parts that need all types before they can be lowered.
#[derive(Default)]
pub(super) struct Gathered<'s> {
    pub(super) operations: Arena<Operation>,
    /// The names of the operations that are left out.
    pub(super) left_out: Vec<String>,
    /// The paging that operations declare.
    pub(super) pages: Vec<(OperationId, Pagination<'s>)>,
    pub(super) scopes: Scopes<'s>,
}

/// The data that all operations share.
struct Common<'d, 's> {
    document: &'d Document<'s>,
    /// The positions of the supported security schemes.
    schemes: HashMap<&'d str, usize>,
    declared: HashSet<&'s str>,
    groups: HashMap<&'d str, GroupId>,
}

impl<'s> Lower<'s, '_> {
    fn operation(
        &mut self,
        common: &Common<'_, 's>,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
        path: &Template<'s>,
        gathered: &mut Gathered<'s>,
    ) -> Operation {
        // The id is taken first, because the origins of the types inside contain it.
        let id = gathered.operations.next_id();
        let method = &operation.method;
        gathered.pages.push((id, operation.pagination.clone()));
        let parameters = self.parameters(item, operation, &path.segments, id);
        let query = path.query(&parameters);
        let idempotency_key = idempotency::header(method, &parameters);
        let body = self.body(operation, id);
        let Responses { responses, forms, headers } = self.responses(operation, id);
        Operation {
            id: operation.name(item.template),
            pinned: operation.rust_name.map(str::to_owned),
            method: method.clone(),
            path: path.segments.clone(),
            query,
            template: item.template.to_owned(),
            parameters,
            body,
            responses,
            forms,
            headers,
            security: self.security(common, &mut gathered.scopes, operation),
            paging: None,
            idempotent: operation.idempotent.unwrap_or(method.is_idempotent()),
            idempotency_key,
            server: self.server(item, operation),
            group: operation.tags.first().and_then(|tag| common.groups.get(tag).copied()),
            docs: Docs::of(operation.summary, operation.description, operation.deprecated),
            location: operation.location.clone(),
        }
    }

    /// Returns the server URL of the operation, or that of its path item.
    fn server(
        &mut self,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
    ) -> Option<String> {
        let server = operation.servers.first().or(item.servers.first())?;
        let url = server_url(server);
        // An operation with an empty URL differs from the others only if the root of the host is meant.
        let url = if url.is_empty() { "/".to_owned() } else { url };
        // A URL without TLS would expose credentials. A relative one is resolved against the base URL of the client.
        if url.starts_with("https://") || is_relative(&url) {
            return Some(url);
        }
        let location = server.url_location.clone();
        let what = "a server of its own that is not `https`";
        let instead = "the client sends this to its own base URL";
        self.cx.report(problems::not_covered(location, what, instead));
        None
    }

    fn body(&mut self, operation: &document::Operation<'s>, id: OperationId) -> Option<Body> {
        let body = operation.body.as_ref()?;
        let origin = origin::of_part(Base::Body(id), &body.location, &operation.location);
        let forms = self.body_forms(&body.content, &body.media_types, &origin);
        if forms.is_empty() {
            return None;
        }
        Some(Body {
            required: body.required,
            forms,
            content: body.content.iter().map(|media| media.described()).collect(),
            docs: Docs::of(None, body.description, false),
            location: body.location.clone(),
        })
    }
}

/// Returns `true` if the URL of a server is a path without a host, which stays on the host that it is resolved against.
fn is_relative(url: &str) -> bool {
    let first = url.split('/').next().unwrap_or_default();
    let is_plain = |char: char| !char.is_control() && !" \\?#{}".contains(char);
    !url.is_empty() && !url.starts_with("//") && !first.contains(':') && url.chars().all(is_plain)
}
