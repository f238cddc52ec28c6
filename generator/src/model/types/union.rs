//! Unions: the variants, the variant for unlisted tags, and the conversions.

use crate::analysis;
use crate::api::{self, Docs, Shape, Type, TypeId};
use crate::model::types::variant_order::{self, Attempt};
use crate::model::{Check, Inputs, RustType};
use crate::names::{Name, TypeNames};

/// An enum of types.
#[derive(Debug)]
pub struct Union<'a> {
    /// The property that selects the variant.
    pub tag: Option<&'a str>,
    /// The variants, in the order of the description.
    pub variants: Vec<Variant<'a>>,
    /// The variant for values that are not listed; `None` for a closed union.
    pub open: Option<&'a Name>,
    /// The way in which a value is read.
    pub reading: Reading<'a>,
}

/// A variant of a union.
#[derive(Debug)]
pub struct Variant<'a> {
    /// The name.
    pub name: &'a Name,
    /// The type of its value.
    pub ty: RustType<'a>,
    /// The only value of a variant that contains nothing.
    pub constant: Option<&'a str>,
    /// The values of the tag that select it.
    pub tags: &'a [String],
    /// The shape of its value.
    pub shape: &'a Shape,
    /// The name of its type, if the type has a definition of its own.
    pub named: Option<&'a Name>,
    /// The documentation of its type, if the type has a definition of its own.
    pub docs: Option<&'a Docs>,
    /// `true` if it also reads values whose tag no other variant has.
    pub is_fallback: bool,
    /// `true` if its value is in a `Box`.
    pub is_boxed: bool,
    /// The type that converts into the union with `From`, if no other variant has it.
    pub converts: Option<RustType<'a>>,
    /// The check of the value.
    pub check: Option<Check>,
}

/// The way in which a value of a union is read.
#[derive(Debug)]
pub enum Reading<'a> {
    /// By its tag.
    Tagged(Tagged<'a>),
    /// As the variant that matches best.
    Fitting(Vec<Attempt<'a>>),
}

/// The reading of a value by its tag.
#[derive(Debug)]
pub struct Tagged<'a> {
    /// The property.
    pub tag: &'a str,
    /// `true` if a value may have no tag.
    pub is_optional: bool,
    /// The values of the tag, each with the variant that it selects.
    pub arms: Vec<(Vec<&'a str>, &'a Name)>,
    /// The attempts for a value without a tag; `None` if the last arm reads it.
    pub untagged: Option<Vec<Attempt<'a>>>,
    /// The variant for all other tags; `None` if they are errors.
    pub others: Option<&'a Name>,
}

impl<'a> Union<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: TypeId, union: &'a api::Union) -> Self {
        let names = inputs.names.of_type(id);
        let members = union.variants.iter().zip(&names.members).enumerate();
        let members = members.map(|(index, (variant, name))| {
            let is_boxed = inputs.analysis.is_boxed(id, index);
            Variant {
                name,
                ty: inputs.held(&variant.shape, is_boxed, true),
                tags: &variant.tags,
                shape: &variant.shape,
                constant: variant.constant.as_ref().map(|unit| unit.value.as_str()),
                named: match variant.shape.ty {
                    Type::Named(id) => Some(&inputs.names.of_type(id).item),
                    _ => None,
                },
                docs: match &variant.constant {
                    Some(unit) => Some(&unit.docs),
                    None => variant.named().map(|id| &inputs.api.types[id].docs),
                },
                is_fallback: union.fallback == Some(index),
                is_boxed,
                converts: None,
                check: inputs.check(&variant.shape),
            }
        });
        let mut variants: Vec<_> = members.collect();
        let converted: Vec<_> =
            variants.iter().map(|variant| converted(inputs, &variants, variant)).collect();
        for (variant, converts) in variants.iter_mut().zip(converted) {
            variant.converts = converts;
        }
        let open = inputs.analysis.keeps_unlisted(inputs.api, id).then_some(&names.rest);
        let reading = match &union.tag {
            Some(tag) => Reading::Tagged(tagged(inputs, union, names, tag, open)),
            None => {
                let mut attempts = variant_order::attempts(inputs, union, names);
                attempts.extend(open.map(Attempt::other_text));
                Reading::Fitting(attempts)
            }
        };
        Self { tag: union.tag.as_deref(), variants, open, reading }
    }
}

fn tagged<'a>(
    inputs: Inputs<'a>,
    union: &'a api::Union,
    names: &'a TypeNames,
    tag: &'a str,
    open: Option<&'a Name>,
) -> Tagged<'a> {
    let fallback = union.fallback.and_then(|index| names.members.get(index));
    let is_lacking = analysis::is_fitted(inputs.api, union);
    let arms = union.variants.iter().zip(&names.members);
    let arms = arms.filter(|(variant, name)| !variant.tags.is_empty() && Some(*name) != fallback);
    Tagged {
        tag,
        is_optional: fallback.is_some() || is_lacking,
        arms: arms
            .map(|(variant, name)| {
                let tags = variant.tags.iter().chain(&variant.implicit);
                (tags.map(String::as_str).collect(), name)
            })
            .collect(),
        untagged: is_lacking.then(|| variant_order::attempts(inputs, union, names)),
        others: fallback.or(open),
    }
}

/// Returns the type of a variant if its values convert into the union: no other variant has the type, and the value is
/// neither nullable nor a secret.
fn converted<'a>(
    inputs: Inputs<'a>,
    variants: &[Variant<'a>],
    variant: &Variant<'a>,
) -> Option<RustType<'a>> {
    let Shape { nullable, sensitive, .. } = *variant.shape;
    if nullable || sensitive || variant.constant.is_some() {
        return None;
    }
    let ty = inputs.bare(variant.shape, false);
    let holds =
        |other: &&Variant<'a>| other.constant.is_none() && inputs.bare(other.shape, false) == ty;
    (variants.iter().filter(holds).count() == 1).then_some(ty)
}
