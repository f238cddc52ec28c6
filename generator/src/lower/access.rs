//! `readOnly` and `writeOnly`: which properties a type has, by the directions that it travels in.

use std::collections::HashSet;

use super::Lower;
use crate::api::{Access, Arena, Field, Operation, Reach, TypeKind, Webhook};

impl Lower<'_, '_> {
    /// Lets each type have the properties that travel where it does (OpenAPI 3.0, 4.7.24.2; JSON Schema
    /// 2020-12, Validation 9.4).
    ///
    /// In a type that is only sent nothing is `readOnly`, in one that is only received nothing
    /// `writeOnly`. A type that travels both ways has both, and requires neither: a property that it
    /// need not have in one of the directions. So one type is enough, a value that was read can be
    /// changed and sent, and where an operation is added that uses a type in the other direction, no
    /// name changes: properties are added, and those that only one direction requires become optional.
    pub(super) fn settle_access(&mut self, operations: &Arena<Operation>, webhooks: &[Webhook]) {
        let reach = Reach::find(&self.types, operations, webhooks);
        // What tells the types of a union apart travels with all of them.
        let tags: HashSet<_> = self.tags.iter().map(|it| (it.ty, it.tag.as_str())).collect();
        for id in self.types.ids() {
            let sent = reach.sent.get(id.index()).copied().unwrap_or(false);
            let received = reach.received.get(id.index()).copied().unwrap_or(false);
            let is_tag = |field: &Field| tags.contains(&(id, field.name.as_str()));
            let TypeKind::Struct(object) = &mut self.types[id].kind else { continue };
            let foreign = match (sent, received) {
                (true, false) => Some(Access::Read),
                (false, true) => Some(Access::Write),
                _ => None,
            };
            object.fields.retain(|field| foreign != Some(field.access) || is_tag(field));
            if sent && received {
                for field in &mut object.fields {
                    field.required &= field.access == Access::Both || is_tag(field);
                }
            }
        }
    }
}
