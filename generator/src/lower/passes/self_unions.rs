//! Unions that directly contain themselves. Such a branch allows no further value, and decoding it would never end.

use crate::api::{Arena, TypeDef, TypeId, TypeKind};
use crate::document::Context;
use crate::lower::problems;

/// Removes the branches that lead back to their union.
pub(crate) fn cut(cx: &mut Context<'_>, mut types: Arena<TypeDef>) -> Arena<TypeDef> {
    for id in types.ids() {
        let TypeKind::Union(union) = &types[id].kind else { continue };
        let named = union.variants.iter().map(|variant| variant.named());
        let circular: Vec<bool> =
            named.map(|target| target.is_some_and(|target| leads_to(&types, target, id))).collect();
        if !circular.contains(&true) {
            continue;
        }
        let location = types[id].location.clone();
        cx.mistake(problems::circular_schema(location), "the branch is left out");
        let TypeKind::Union(union) = &mut types[id].kind else { continue };
        let is_kept = |index: &usize| !circular.get(*index).copied().unwrap_or(false);
        union.fallback =
            union.fallback.filter(is_kept).map(|index| (0..index).filter(is_kept).count());
        let mut circular = circular.into_iter();
        union.variants.retain(|_| !circular.next().unwrap_or(false));
    }
    types
}

/// Returns `true` if `from` is `to`, or a union with a branch that leads to it.
fn leads_to(types: &Arena<TypeDef>, from: TypeId, to: TypeId) -> bool {
    let mut seen = vec![false; types.len()];
    let mut next = vec![from];
    while let Some(id) = next.pop() {
        if id == to {
            return true;
        }
        if let (Some(seen), TypeKind::Union(union)) = (seen.get_mut(id.index()), &types[id].kind)
            && !std::mem::replace(seen, true)
        {
            next.extend(union.variants.iter().filter_map(|variant| variant.named()));
        }
    }
    false
}
