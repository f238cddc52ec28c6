//! Operations and webhooks: parameters merged, bodies and responses by media type, security by scheme.
//!
//! [`paths`] goes through the paths and decides which of their operations a client can have; `operation` puts each
//! together.

pub(super) mod groups;
mod idempotency;
mod media;
mod parameter;
mod paths;
mod response;
mod security;
mod stream;
mod template;
mod webhook;

use std::collections::{HashMap, HashSet};

use crate::api::{Arena, Base, Body, Docs, GroupId, Operation, OperationId, Origin};
use crate::document::{self, Document, Pagination, PathItem};
use crate::lower::scheme::Scopes;
use crate::lower::server::server_url;
use crate::lower::{Lower, problems};

use response::Answers;
use template::Template;

/// The operations, with what they say that is settled when all types are there.
#[derive(Default)]
pub(super) struct Gathered<'s> {
    pub(super) operations: Arena<Operation>,
    /// The names of operations that are left out.
    pub(super) left_out: Vec<String>,
    /// What operations say of their pages.
    pub(super) pages: Vec<(OperationId, Pagination<'s>)>,
    pub(super) scopes: Scopes<'s>,
}

/// What is the same for all operations.
struct Common<'d, 's> {
    document: &'d Document<'s>,
    /// The positions of those that the client has.
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
        // The id is the next in line, so that what is inside can be called after it.
        let id = gathered.operations.next_id();
        let method = &operation.method;
        gathered.pages.push((id, operation.pagination.clone()));
        let parameters = self.parameters(item, operation, &path.segments, id);
        let query = path.query(&parameters);
        let idempotency_key = idempotency::header(method, &parameters);
        let body = self.body(operation, id);
        let Answers { responses, forms, headers } = self.answers(operation, id);
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

    /// The server of an operation alone, or of its path.
    fn server(
        &mut self,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
    ) -> Option<String> {
        let server = operation.servers.first().or(item.servers.first())?;
        let url = server_url(server);
        // Others are relative to the description's own address, or would let keys travel openly.
        if url.starts_with("https://") {
            return Some(url);
        }
        let location = server.location.key("url");
        let what = "a server of its own that is not `https`";
        let instead = "the client sends this to its own base URL";
        self.cx.report(problems::not_covered(location, what, instead));
        None
    }

    fn body(&mut self, operation: &document::Operation<'s>, id: OperationId) -> Option<Body> {
        let body = operation.body.as_ref()?;
        let origin = Origin::new(Base::Body(id));
        let forms = self.body_forms(&body.content, &body.location, &origin);
        if forms.is_empty() {
            return None;
        }
        Some(Body {
            required: body.required,
            forms,
            docs: Docs::of(None, body.description, false),
            location: body.location.clone(),
        })
    }
}
