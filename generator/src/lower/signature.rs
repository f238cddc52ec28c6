//! What a type is made of, as a text: equal texts, equal types.

use std::fmt::Write;

use crate::api::{Enum, TypeKind};

/// The text. Words about the type and its place are not part of it.
pub(super) fn of(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Struct(object) => {
            let mut text = format!(
                "struct {:?} {:?} {}",
                object.constants, object.rest, object.rest_is_partial
            );
            for field in &object.fields {
                let _ = write!(text, " {} {} {:?}", field.name, field.required, field.shape);
                let _ = write!(text, " {:?} {:?}", field.access, field.pinned);
            }
            text
        }
        TypeKind::Union(union) => format!("{union:?}"),
        TypeKind::Tuple(tuple) => {
            let mut text = format!("tuple {:?}", tuple.rest);
            for item in &tuple.items {
                let _ = write!(text, " {} {:?}", item.required, item.shape);
            }
            text
        }
        TypeKind::Recursive(shape) => format!("recursive {shape:?}"),
        TypeKind::Enum(Enum { kind, values }) => {
            let mut text = format!("enum {kind:?}");
            for value in values {
                let _ = write!(text, " {:?} {:?} {:?}", value.value, value.retry, value.pinned);
            }
            text
        }
    }
}
