//! `readOnly` and `writeOnly`: selects the properties of a type by the directions that it travels in.

use super::tags::Tags;
use crate::api::{Access, Arena, Field, Operation, Reach, TypeDef, TypeKind, Webhook};

/// Removes the properties that do not travel in the direction of their type (OpenAPI 3.0, 4.7.24.2;
/// JSON Schema 2020-12, Validation 9.4).
///
/// A type that is only sent keeps no `readOnly` property, and a type that is only received keeps no
/// `writeOnly` property. A type that travels both ways keeps both, as optional fields, because each
/// is absent in one direction.
///
/// One type for both directions lets a program change a received value and send it. If a later
/// version of the API uses the type in the other direction, no name changes.
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
        // The tag of a union travels in both directions.
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
