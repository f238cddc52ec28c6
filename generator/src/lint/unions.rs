//! Unions without a tag whose branches allow the same values.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::problems;
use crate::api::{
    Api, EnumKind, EnumValue, Literal, Shape, Struct, Type, TypeId, TypeKind, Union, Variant,
};
use crate::report::Report;

/// The number of later branches that a branch is compared with, among those with the same key.
const MOST_COMPARED: usize = 100;

/// The depth to which lists, maps and types are compared.
const DEPTH: usize = 4;

pub(super) fn find(api: &Api) -> Vec<Report> {
    let mut found = Vec::new();
    for (_, def) in api.types.iter() {
        if let TypeKind::Union(union) = &def.kind
            && union.tag.is_none()
            && let Some((one, other)) = first_alike(api, union)
        {
            found.push(problems::ambiguous_union(&def.location, one, other));
        }
    }
    found
}

/// Returns the names of the first two branches that cannot be distinguished.
fn first_alike<'a>(api: &'a Api, union: &'a Union) -> Option<(&'a str, &'a str)> {
    let mut by_signature: HashMap<String, Vec<&Variant>> = HashMap::new();
    // A variant of one string fits best wherever the value is that string.
    let variants = || union.variants.iter().filter(|variant| variant.constant.is_none());
    for variant in variants() {
        by_signature.entry(signature(api, &variant.shape)).or_default().push(variant);
    }
    let mut passed: HashMap<String, usize> = HashMap::new();
    variants().find_map(|one| {
        let signature = signature(api, &one.shape);
        let alike_at_all = by_signature.get(&signature)?;
        let passed = passed.entry(signature).or_default();
        *passed += 1;
        let mut others = alike_at_all.get(*passed..)?.iter().take(MOST_COMPARED);
        let other = others.find(|other| alike(api, &one.shape, &other.shape, DEPTH))?;
        Some((one.word.as_str(), other.word.as_str()))
    })
}

/// Returns a key that is equal for all shapes that may be alike: the required members of a struct,
/// or the kind of type.
fn signature(api: &Api, shape: &Shape) -> String {
    match &shape.ty {
        Type::Named(id) => match &api.types[*id].kind {
            TypeKind::Struct(object) => required(object)
                .into_iter()
                .fold("struct".to_owned(), |signature, name| signature + "\0" + name),
            TypeKind::Enum(_) => "enum".to_owned(),
            _ => "other".to_owned(),
        },
        _ => "in place".to_owned(),
    }
}

/// Returns `true` if a minimal value of one shape may also be a value of the other.
fn alike(api: &Api, one: &Shape, other: &Shape, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    match (&one.ty, &other.ty) {
        (Type::Named(one), Type::Named(other)) => {
            let kind = |id: &TypeId| &api.types[*id].kind;
            match (kind(one), kind(other)) {
                (TypeKind::Struct(one), TypeKind::Struct(other)) => {
                    structs_alike(api, one, other, depth)
                }
                (TypeKind::Enum(one), TypeKind::Enum(other)) => {
                    let text = |value: &'_ EnumValue| match &value.value {
                        Literal::String(text) => Some(text.clone()),
                        _ => None,
                    };
                    let texts: HashSet<String> = other.values.iter().filter_map(text).collect();
                    one.kind == EnumKind::Strings
                        && one.values.iter().filter_map(text).any(|it| texts.contains(&it))
                }
                _ => false,
            }
        }
        (Type::List(one), Type::List(other)) | (Type::Map(one), Type::Map(other)) => {
            alike(api, one, other, depth - 1)
        }
        (Type::Any, _) | (_, Type::Any) => false,
        (one, other) => one == other,
    }
}

/// Returns `true` if both structs require the same members and none of these distinguishes them.
fn structs_alike(api: &Api, one: &Struct, other: &Struct, depth: usize) -> bool {
    if required(one) != required(other) {
        return false;
    }
    let tells = |constant: &crate::api::Constant| {
        let same = other.constants.iter().find(|other| other.name == constant.name);
        same.is_none_or(|same| same.value != constant.value)
    };
    if one.constants.iter().any(tells) || one.constants.len() != other.constants.len() {
        return false;
    }
    one.fields.iter().filter(|field| field.required).all(|field| {
        let same = other.fields.iter().find(|other| other.name == field.name);
        same.is_some_and(|same| {
            let (own, other) = (&field.constant, &same.constant);
            let may_be_same = own == other || own.is_none() || other.is_none();
            may_be_same && may_meet(api, &field.shape, &same.shape, depth - 1)
        })
    })
}

/// Returns `true` if both shapes may have a common value.
fn may_meet(api: &Api, one: &Shape, other: &Shape, depth: usize) -> bool {
    let is_open = |shape: &Shape| shape.ty == Type::Any;
    one == other || is_open(one) || is_open(other) || alike(api, one, other, depth)
}

fn required(object: &Struct) -> BTreeSet<&str> {
    let fields = object.fields.iter().filter(|field| field.required);
    let constants = object.constants.iter().filter(|constant| constant.required);
    fields
        .map(|field| field.name.as_str())
        .chain(constants.map(|constant| constant.name.as_str()))
        .collect()
}
