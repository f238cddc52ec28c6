//! Types as Rust writes them: in fields, as arguments, and inside one another.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Home};
use crate::api::{Shape, Type, TypeKind, Width};
use crate::formats::Dates;

/// What a field, item or variant holds: `None` where `null` is, and one more where nothing need be.
pub(super) fn held(cx: Context<'_>, shape: &Shape, boxed: bool, required: bool) -> TokenStream {
    let ty = bare(cx, shape, boxed);
    let ty = if shape.nullable { quote!(Option<#ty>) } else { ty };
    if required { ty } else { quote!(Option<#ty>) }
}

/// A value of the shape, `None` where `null` is.
pub(super) fn value(cx: Context<'_>, shape: &Shape) -> TokenStream {
    held(cx, shape, false, true)
}

/// A value of the shape that is there.
pub(super) fn bare(cx: Context<'_>, shape: &Shape, boxed: bool) -> TokenStream {
    let ty = ty(cx, &shape.ty);
    let ty = if boxed { quote!(Box<#ty>) } else { ty };
    if shape.sensitive { quote!(rt::Secret<#ty>) } else { ty }
}

/// Whether the type of a value of the shape has a `Default`.
pub(super) fn has_default(cx: Context<'_>, shape: &Shape) -> bool {
    match &shape.ty {
        Type::Any | Type::Bool | Type::Integer(_) | Type::Number | Type::Text => true,
        Type::Base64 | Type::Uuid | Type::List(_) | Type::Map(_) => true,
        Type::Date | Type::DateTime | Type::Binary => false,
        Type::Named(id) => match &cx.api.types[*id].kind {
            TypeKind::Struct(object) => object.requires_nothing(),
            TypeKind::Recursive(_) => true,
            TypeKind::Enum(_) | TypeKind::Tuple(_) | TypeKind::Union(_) => false,
        },
    }
}

fn ty(cx: Context<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Any => quote!(serde_json::Value),
        Type::Bool => quote!(bool),
        Type::Integer(width) => integer(*width),
        Type::Number => quote!(f64),
        Type::Text => quote!(String),
        Type::Date if cx.facts.dates() == Dates::Jiff => quote!(jiff::civil::Date),
        Type::Date => quote!(time::Date),
        Type::DateTime if cx.facts.dates() == Dates::Jiff => quote!(jiff::Timestamp),
        Type::DateTime => quote!(time::OffsetDateTime),
        Type::Uuid => quote!(uuid::Uuid),
        Type::Base64 => quote!(rt::Base64),
        Type::Binary => quote!(rt::Upload),
        Type::List(item) => {
            let item = value(cx, item);
            quote!(Vec<#item>)
        }
        Type::Map(item) => {
            let item = value(cx, item);
            quote!(indexmap::IndexMap<String, #item>)
        }
        Type::Named(id) => {
            let name = &cx.names.of_type(*id).item;
            match cx.home {
                Home::Types => quote!(#name),
                Home::Elsewhere => quote!(types::#name),
            }
        }
    }
}

/// The integer of a width.
fn integer(width: Width) -> TokenStream {
    match (width.bits, width.signed) {
        (8, true) => quote!(i8),
        (16, true) => quote!(i16),
        (32, true) => quote!(i32),
        (8, false) => quote!(u8),
        (16, false) => quote!(u16),
        (32, false) => quote!(u32),
        (_, true) => quote!(i64),
        (_, false) => quote!(u64),
    }
}

/// An argument that becomes a value of the shape, and the expression that makes the value of it.
pub(super) struct Argument {
    /// The type of the argument.
    pub(super) ty: TokenStream,
    /// Whether `.into()` makes the value of it.
    pub(super) into: bool,
}

/// How a value of the shape is taken: as what is at hand, where that cannot be mistaken.
pub(super) fn argument(cx: Context<'_>, shape: &Shape, boxed: bool) -> Argument {
    let ty = bare(cx, shape, boxed);
    let converts = match &shape.ty {
        Type::Text | Type::Binary | Type::Base64 => true,
        Type::Named(id) => {
            matches!(cx.api.types[*id].kind, TypeKind::Union(_) | TypeKind::Recursive(_))
        }
        _ => false,
    };
    if converts || shape.sensitive || boxed {
        Argument { ty: quote!(impl Into<#ty>), into: true }
    } else {
        Argument { ty, into: false }
    }
}
