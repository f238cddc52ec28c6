//! Unions: the variants, openness and conversions.

use crate::analysis;
use crate::api::{self, Docs, Shape, TypeId};
use crate::model::types::variant_order::{self, Attempt};
use crate::model::{Check, Inputs, RustType};
use crate::names::{Name, TypeNames};

/// An enum of types.
#[derive(Debug)]
pub struct Union<'a> {
    /// The property that tells the variants apart.
    pub tag: Option<&'a str>,
    /// The variants, in the order of the description.
    pub variants: Vec<Variant<'a>>,
    /// The variant for tags that are not listed; `None` for a closed union.
    pub open: Option<&'a Name>,
    /// How a value is read.
    pub reading: Reading<'a>,
}

/// A variant of a union.
#[derive(Debug)]
pub struct Variant<'a> {
    /// Its name.
    pub name: &'a Name,
    /// What it holds.
    pub ty: RustType<'a>,
    /// The values of the tag that choose it.
    pub tags: &'a [String],
    /// The shape of what it holds.
    pub shape: &'a Shape,
    /// What the description says of its type, if that has a name.
    pub docs: Option<&'a Docs>,
    /// Whether it takes values whose tag no other variant has.
    pub is_fallback: bool,
    /// Whether what it holds is in a box.
    pub is_boxed: bool,
    /// The type that becomes the union by `From`, if this variant alone has it.
    pub converts: Option<&'a Name>,
    /// What is checked of it.
    pub check: Option<Check>,
}

/// How a value of a union is read.
#[derive(Debug)]
pub enum Reading<'a> {
    /// By its tag.
    Tagged(Tagged<'a>),
    /// By the variant that it fits best.
    Fitting(Vec<Attempt<'a>>),
}

/// How a value is read by its tag.
#[derive(Debug)]
pub struct Tagged<'a> {
    /// The property.
    pub tag: &'a str,
    /// Whether a value may do without it.
    pub is_optional: bool,
    /// The values of the tag, and the variant that reads values with them.
    pub arms: Vec<(&'a [String], &'a Name)>,
    /// How a value without the tag is read, where that is not by the last arm.
    pub untagged: Option<Vec<Attempt<'a>>>,
    /// The variant that takes all others; `None` if they are refused.
    pub others: Option<&'a Name>,
}

impl<'a> Union<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: TypeId, union: &'a api::Union) -> Self {
        let names = inputs.names.of_type(id);
        let variants = union.variants.iter().zip(&names.members).enumerate();
        let variants = variants.map(|(index, (variant, name))| {
            let is_boxed = inputs.analysis.is_boxed(id, index);
            Variant {
                name,
                ty: inputs.held(&variant.shape, is_boxed, true),
                tags: &variant.tags,
                shape: &variant.shape,
                docs: variant.named().map(|id| &inputs.api.types[id].docs),
                is_fallback: union.fallback == Some(index),
                is_boxed,
                converts: converted(union, variant, is_boxed)
                    .map(|id| &inputs.names.of_type(id).item),
                check: inputs.check(&variant.shape),
            }
        });
        // A tag that is added later comes from a server, and is kept.
        let is_open =
            union.tag.is_some() && union.fallback.is_none() && inputs.analysis.is_received(id);
        let open = is_open.then_some(&names.rest);
        let reading = match &union.tag {
            Some(tag) => Reading::Tagged(tagged(inputs, union, names, tag, open)),
            None => Reading::Fitting(variant_order::attempts(inputs, union, names)),
        };
        Self { tag: union.tag.as_deref(), variants: variants.collect(), open, reading }
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
        arms: arms.map(|(variant, name)| (variant.tags.as_slice(), name)).collect(),
        untagged: is_lacking.then(|| variant_order::attempts(inputs, union, names)),
        others: fallback.or(open),
    }
}

/// The type of a variant, if a value of it becomes the union by itself: only this variant holds it, and nothing is around it.
fn converted(union: &api::Union, variant: &api::Variant, is_boxed: bool) -> Option<TypeId> {
    let Shape { nullable, sensitive, .. } = variant.shape;
    let is_once = |ty| union.variants.iter().filter(|other| other.named() == Some(ty)).count() == 1;
    variant.named().filter(|ty| !nullable && !sensitive && !is_boxed && is_once(*ty))
}
