//! The order in which types are read best: each type before those that only it is made of.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, Shape, TypeId};

/// Every type once: those with a name in the order of the description, each followed by the types
/// that stand inside it; then the rest.
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
            // The last one in is the first one out.
            next.extend(inside.into_iter().filter(inline).rev());
        }
    }
}
