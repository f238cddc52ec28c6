//! Finds the fields and variants that need a `Box`: those that close a cycle of types.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, Type, TypeDef, TypeId, TypeKind, components};

/// Returns, for each type by index, a flag for each field or variant: `true` if it needs a `Box`.
///
/// Each cycle has a member whose type has a lower location. All such members are boxed, so that no other type of the
/// description decides which ones are.
pub(super) fn find(api: &Api) -> Vec<Vec<bool>> {
    let edges: Vec<_> = api.types.ids().map(|id| edges(api, id)).collect();
    let targets = edges.iter().map(|it| it.iter().map(|(_, target)| target.index()).collect());
    let targets: Vec<_> = targets.collect();
    // A number that a type shares with the types of its cycles.
    let mut cycles = vec![0; edges.len()];
    for (number, component) in components(&targets).into_iter().enumerate() {
        component.into_iter().for_each(|index| cycles[index] = number);
    }
    let mut sorted: Vec<_> = api.types.ids().collect();
    sorted.sort_by_cached_key(|id| place(&api.types[*id]));
    let mut ranks = vec![0; sorted.len()];
    sorted.iter().enumerate().for_each(|(rank, id)| ranks[id.index()] = rank);
    let boxed = api.types.iter().map(|(id, def)| {
        let from = id.index();
        let mut boxed = vec![false; members(&def.kind)];
        for (member, target) in &edges[from] {
            let to = target.index();
            boxed[*member] = cycles[from] == cycles[to] && ranks[to] <= ranks[from];
        }
        boxed
    });
    boxed.collect()
}

/// Returns the place of a type, which differs from that of every other type.
fn place(def: &TypeDef) -> (String, String, String, String) {
    let (location, origin) = (&def.location, &def.origin);
    let pointer = location.pointer.as_str().to_owned();
    let home = origin.home.pointer.as_str().to_owned();
    (location.file.name().to_owned(), pointer, home, format!("{:?}", origin.steps))
}

/// Returns the number of fields or variants that may need a box.
fn members(kind: &TypeKind) -> usize {
    match kind {
        TypeKind::Struct(object) => object.fields.len(),
        TypeKind::Union(union) => union.variants.len(),
        TypeKind::Tuple(tuple) => tuple.items.len(),
        // These need no box: a list or map is on the heap, and an enum holds no other type.
        TypeKind::Enum(_) | TypeKind::Recursive(_) => 0,
    }
}

/// Returns the types that a type holds inline, each with its field or variant. Lists and maps are on the heap.
fn edges(api: &Api, id: TypeId) -> Vec<(usize, TypeId)> {
    let kind = &api.types[id].kind;
    let shapes = kind.shapes().into_iter().enumerate();
    let named = shapes.filter_map(|(index, shape)| match shape.ty {
        Type::Named(target) => Some((index, target)),
        _ => None,
    });
    // The map of further properties, or the list of further items, has an index behind the fields and needs no box.
    named.filter(|(index, _)| *index < members(kind)).collect()
}
