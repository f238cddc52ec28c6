//! What a type is made of, as a text: equal texts, equal types.

use std::fmt::Write;

use crate::api::{Enum, TypeKind};

/// The text. Words about the type and its place are not part of it.
pub(super) fn of(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Struct(object) => {
            let mut text = format!("struct {:?} {:?}", object.constants, object.rest);
            for field in &object.fields {
                let _ = write!(text, " {} {} {:?}", field.name, field.required, field.shape);
            }
            text
        }
        TypeKind::Union(union) => format!("{union:?}"),
        TypeKind::Enum(Enum { values }) => {
            let mut text = "enum".to_owned();
            for value in values {
                let _ = write!(text, " {:?} {:?} {:?}", value.value, value.retry, value.pinned);
            }
            text
        }
    }
}
