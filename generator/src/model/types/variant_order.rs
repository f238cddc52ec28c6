//! The order in which the variants of a union without a tag are tried.
//!
//! Stricter variants come first, because the first of several equally good matches wins.

use crate::api::{self, Type, TypeKind};
use crate::model::Inputs;
use crate::names::{Name, TypeNames};

/// An attempt to read a value as a variant.
#[derive(Debug)]
pub struct Attempt<'a> {
    /// The variant.
    pub variant: &'a Name,
    /// `true` if the variant accepts members with any name.
    pub takes_any: bool,
    /// The values that the variant reads.
    pub reads: Reads<'a>,
}

/// The values that a variant reads.
#[derive(Clone, Copy, Debug)]
pub enum Reads<'a> {
    /// Values of the variant's type.
    Value,
    /// One string. The variant has no value, because it stands for the string.
    Constant(&'a str),
    /// Strings that no other variant lists.
    OtherText,
}

impl<'a> Attempt<'a> {
    /// Creates the attempt of the variant for strings that are not listed.
    pub(crate) fn other_text(variant: &'a Name) -> Self {
        Self { variant, takes_any: false, reads: Reads::OtherText }
    }
}

/// Returns the variants in the order in which they are tried.
pub(crate) fn attempts<'a>(
    inputs: Inputs<'a>,
    union: &'a api::Union,
    names: &'a TypeNames,
) -> Vec<Attempt<'a>> {
    let mut variants: Vec<_> = union.variants.iter().zip(&names.members).collect();
    variants.sort_by_key(|(variant, _)| match variant.constant {
        Some(_) => 0,
        None => looseness(inputs, &variant.shape.ty),
    });
    let attempt = |(variant, name): (&'a api::Variant, &'a Name)| Attempt {
        variant: name,
        takes_any: matches!(variant.shape.ty, Type::Any | Type::Map(_)),
        reads: match &variant.constant {
            Some(unit) => Reads::Constant(&unit.value),
            None => Reads::Value,
        },
    };
    variants.into_iter().map(attempt).collect()
}

/// Returns the rank of a type: a higher one for a type that accepts more values than it is meant for.
fn looseness(inputs: Inputs<'_>, ty: &Type) -> u8 {
    match ty {
        Type::Named(id) => match &inputs.api.types[*id].kind {
            TypeKind::Enum(_) => 0,
            TypeKind::Tuple(_) => 2,
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Recursive(_) => 3,
        },
        Type::Bool | Type::Date | Type::DateTime | Type::Uuid | Type::Integer(_) => 1,
        Type::Number | Type::Own(_) => 2,
        Type::Text | Type::Base64 | Type::Base64Url | Type::List(_) => 3,
        Type::Map(_) => 4,
        Type::Any | Type::Binary => 5,
    }
}
