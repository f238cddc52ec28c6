//! `readOnly` and `writeOnly`: which properties a type has, by the directions that it travels in.

use super::tags::Tags;
use crate::api::{Access, Arena, Field, Operation, Reach, TypeDef, TypeKind, Webhook};

/// Lets each type have the properties that travel where it does (OpenAPI 3.0, 4.7.24.2; JSON Schema
/// 2020-12, Validation 9.4).
///
/// In a type that is only sent nothing is `readOnly`, in one that is only received nothing
/// `writeOnly`. A type that travels both ways has both, and requires neither: a property that it
/// need not have in one of the directions. So one type is enough, a value that was read can be
/// changed and sent, and where an operation is added that uses a type in the other direction, no
/// name changes: properties are added, and those that only one direction requires become optional.
pub(crate) fn run(
    mut types: Arena<TypeDef>,
    tags: &Tags,
    operations: &Arena<Operation>,
    webhooks: &[Webhook],
) -> Arena<TypeDef> {
    let reach = Reach::find(&types, operations, webhooks);
    for id in types.ids() {
        let sent = reach.sent.get(id.index()).copied().unwrap_or(false);
        let received = reach.received.get(id.index()).copied().unwrap_or(false);
        // What tells the types of a union apart travels with all of them.
        let is_tag = |field: &Field| tags.contains(id, &field.name);
        let TypeKind::Struct(object) = &mut types[id].kind else { continue };
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
    types
}
