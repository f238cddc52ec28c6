//! Facts about the API as a whole, such as recursion: tables by id, computed once.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

mod best_match;
mod check;
mod groups;
mod problem;
mod recursion;
mod type_order;

pub use best_match::is_fitted;
pub use problem::ProblemFields;

use crate::api::{Api, GroupId, Media, Reach, Shape, Type, TypeId, TypeKind};

/// Facts about an API as a whole.
#[derive(Debug)]
pub struct Analysis {
    sent: Vec<bool>,
    received: Vec<bool>,
    checked: Vec<bool>,
    boxed: Vec<Vec<bool>>,
    fitted: Vec<bool>,
    problems: Vec<Option<ProblemFields>>,
    multipart: Vec<bool>,
    order: Vec<TypeId>,
    groups: groups::Groups,
    of_errors: Vec<bool>,
}

impl Analysis {
    /// Analyses an API.
    pub fn new(api: &Api) -> Self {
        let reach = Reach::find(&api.types, &api.operations, &api.webhooks);
        Self {
            checked: check::find(api, &reach.sent),
            boxed: recursion::find(api),
            fitted: best_match::find(api),
            problems: problem::find(api),
            multipart: multipart(api),
            order: type_order::find(api),
            groups: groups::find(api),
            of_errors: groups::of_errors(api),
            sent: reach.sent,
            received: reach.received,
        }
    }

    /// Returns the facts for a client that has types alone. Nothing is checked before it is sent, and all types are in one
    /// file. A type that no operation sends may be received.
    #[must_use]
    pub fn types_only(mut self) -> Self {
        let count = self.sent.len();
        self.groups.clear(count);
        let received = self.received.iter().zip(&self.sent);
        Self {
            received: received.map(|(received, sent)| *received || !sent).collect(),
            checked: vec![false; count],
            problems: vec![None; count],
            multipart: vec![false; count],
            of_errors: vec![false; count],
            ..self
        }
    }

    /// Returns `true` if values of the type are part of a response or a webhook.
    pub fn is_received(&self, id: TypeId) -> bool {
        self.received[id.index()]
    }

    /// Returns `true` if values of the type are part of a request.
    pub fn is_sent(&self, id: TypeId) -> bool {
        self.sent[id.index()]
    }

    /// Returns `true` if values of the type are checked before they are sent.
    pub fn is_checked(&self, id: TypeId) -> bool {
        self.checked[id.index()]
    }

    /// Returns `true` if values of the shape are checked before they are sent.
    pub fn is_shape_checked(&self, shape: &Shape) -> bool {
        check::is_checked(shape, &self.checked)
    }

    /// Returns `true` if a field or variant, by its position, is a `Box`, because the type contains itself.
    pub fn is_boxed(&self, id: TypeId, field: usize) -> bool {
        self.boxed[id.index()].get(field).copied().unwrap_or(false)
    }

    /// Returns `true` if values of the shape contain a union whose variant is the one that fits best.
    pub fn holds_fitted(&self, shape: &Shape) -> bool {
        shape.named().is_some_and(|id| self.fitted[id.index()])
    }

    /// Returns `true` if a type contains a union whose variant is the one that fits best.
    pub fn has_fitted(&self) -> bool {
        self.fitted.contains(&true)
    }

    /// Returns the fields that describe the error, if the type is the body of an error.
    pub fn problem(&self, id: TypeId) -> Option<&ProblemFields> {
        self.problems[id.index()].as_ref()
    }

    /// Returns the types in the order in which they are emitted.
    pub fn order(&self) -> &[TypeId] {
        &self.order
    }

    /// Returns the groups that need the type. Empty if the type is in every build.
    pub fn groups(&self, id: TypeId) -> &[GroupId] {
        &self.group_sets()[self.group_set(id)]
    }

    /// Returns the position of a type's groups among [`group_sets`](Self::group_sets).
    pub fn group_set(&self, id: TypeId) -> usize {
        self.groups.set_of(id)
    }

    /// Returns the sets of groups that need types, each set once.
    pub fn group_sets(&self) -> &[Vec<GroupId>] {
        self.groups.sets()
    }

    /// Returns the group whose file contains the type. `None` if the type is in the file that all groups share.
    pub fn home(&self, id: TypeId) -> Option<GroupId> {
        match self.groups(id) {
            [only] if !self.of_errors[id.index()] => Some(*only),
            _ => None,
        }
    }

    /// Returns `true` if the body of an error is or contains the type.
    pub fn is_of_error(&self, id: TypeId) -> bool {
        self.of_errors[id.index()]
    }

    /// Returns `true` if the type is a union that keeps values with a tag or string that the description does not list.
    pub fn keeps_unlisted(&self, api: &Api, id: TypeId) -> bool {
        let TypeKind::Union(union) = &api.types[id].kind else { return false };
        // A server may send a tag or string that was added later.
        let is_extensible = match union.tag {
            Some(_) => union.fallback.is_none(),
            None => union.keeps_other_strings(api),
        };
        is_extensible && self.is_received(id)
    }

    /// Returns `true` if the type is a body of `multipart/form-data`.
    pub fn is_multipart(&self, id: TypeId) -> bool {
        self.multipart[id.index()]
    }
}

/// Returns, for each type by index, `true` if it is a body of `multipart/form-data`.
fn multipart(api: &Api) -> Vec<bool> {
    let mut multipart = vec![false; api.types.len()];
    let operations = api.operations.iter();
    let bodies = operations.filter_map(|(_, operation)| operation.body.as_ref());
    for media in bodies.flat_map(|body| &body.forms) {
        if let Media::Multipart { shape: Shape { ty: Type::Named(id), .. }, .. } = media {
            multipart[id.index()] = matches!(api.types[*id].kind, TypeKind::Struct(_));
        }
    }
    multipart
}
