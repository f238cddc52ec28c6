//! Which types hold unions whose variant is the one that a value fits best.

use crate::api::{Api, Shape, TypeId, TypeKind, Union, Variant};

/// Whether some values of the union are read as what they fit: no tag tells its variants apart, or
/// one of them may do without.
pub fn is_fitted(api: &Api, union: &Union) -> bool {
    match &union.tag {
        None => true,
        Some(tag) => {
            union.fallback.is_none() && union.variants.iter().any(|it| lacks_tag(api, it, tag))
        }
    }
}

/// For each type, by index, whether such a union is part of its values.
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

/// Whether values of the variant may do without the tag.
fn lacks_tag(api: &Api, variant: &Variant, tag: &str) -> bool {
    variant.named().is_some_and(|id| match &api.types[id].kind {
        TypeKind::Struct(object) => {
            object.constants.iter().any(|constant| constant.name == tag && !constant.required)
        }
        _ => false,
    })
}
