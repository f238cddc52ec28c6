//! The order in which types are emitted: each type is followed by the inline schemas in it.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, Shape, TypeId};

/// Returns every type once. A type with a name of its own comes in the order of the description and is followed by the
/// inline types in it. The remaining types come last.
pub(super) fn find(api: &Api) -> Vec<TypeId> {
    let mut order = Order { api, seen: vec![false; api.types.len()], ids: Vec::new() };
    let is_root = |id: &TypeId| api.types[*id].origin.steps.is_empty();
    for id in api.types.ids().filter(is_root) {
        order.add(id);
    }
    for id in api.types.ids() {
        order.add(id);
    }
    order.ids
}

struct Order<'a> {
    api: &'a Api,
    seen: Vec<bool>,
    ids: Vec<TypeId>,
}

impl Order<'_> {
    fn add(&mut self, root: TypeId) {
        let mut next = vec![root];
        while let Some(id) = next.pop() {
            if std::mem::replace(&mut self.seen[id.index()], true) {
                continue;
            }
            self.ids.push(id);
            let shapes = self.api.types[id].kind.shapes();
            let inside: Vec<_> = shapes.into_iter().filter_map(Shape::named).collect();
            let inline = |id: &TypeId| !self.api.types[*id].origin.steps.is_empty();
            // The stack returns the last one first.
            next.extend(inside.into_iter().filter(inline).rev());
        }
    }
}
