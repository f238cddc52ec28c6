//! Finds the types that contain a union whose variant is the one that fits a value best.

use crate::api::{Api, Shape, TypeId, TypeKind, Union, Variant};

/// Returns `true` if some values are read as the variant that fits them best.
///
/// This is so if the union has no tag, or if one of its variants does not require the tag.
pub fn is_fitted(api: &Api, union: &Union) -> bool {
    match &union.tag {
        None => true,
        Some(tag) => {
            union.fallback.is_none() && union.variants.iter().any(|it| lacks_tag(api, it, tag))
        }
    }
}

/// Returns, for each type by index, `true` if its values contain such a union.
pub(super) fn find(api: &Api) -> Vec<bool> {
    let mut holders = vec![Vec::new(); api.types.len()];
    let mut next: Vec<TypeId> = Vec::new();
    for (id, def) in api.types.iter() {
        for inside in def.kind.shapes().into_iter().filter_map(Shape::named) {
            if let Some(holders) = holders.get_mut(inside.index()) {
                holders.push(id);
            }
        }
        if matches!(&def.kind, TypeKind::Union(union) if is_fitted(api, union)) {
            next.push(id);
        }
    }
    let mut found = vec![false; api.types.len()];
    while let Some(id) = next.pop() {
        if let Some(mark) = found.get_mut(id.index())
            && !std::mem::replace(mark, true)
        {
            next.extend(holders.get(id.index()).into_iter().flatten());
        }
    }
    found
}

/// Returns `true` if the variant does not require the tag.
fn lacks_tag(api: &Api, variant: &Variant, tag: &str) -> bool {
    variant.named().is_some_and(|id| match &api.types[id].kind {
        TypeKind::Struct(object) => {
            object.constants.iter().any(|constant| constant.name == tag && !constant.required)
        }
        _ => false,
    })
}
