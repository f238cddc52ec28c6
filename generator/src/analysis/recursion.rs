//! Finds the fields and variants that need a `Box`: those that close a cycle of types.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, Type, TypeId, TypeKind};

/// Returns, for each type by index, a flag for each field or variant: `true` if it needs a `Box`.
pub(super) fn find(api: &Api) -> Vec<Vec<bool>> {
    let fields = |kind: &TypeKind| match kind {
        TypeKind::Struct(object) => vec![false; object.fields.len()],
        TypeKind::Union(union) => vec![false; union.variants.len()],
        TypeKind::Tuple(tuple) => vec![false; tuple.items.len()],
        // These need no box: a list or map is on the heap, and an enum holds no other type.
        TypeKind::Enum(_) | TypeKind::Recursive(_) => Vec::new(),
    };
    let mut walk = Walk {
        api,
        state: vec![State::New; api.types.len()],
        boxed: api.types.iter().map(|(_, def)| fields(&def.kind)).collect(),
    };
    for id in api.types.ids() {
        walk.visit(id);
    }
    walk.boxed
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// A depth-first search through the types. An edge to a type that is still open closes a cycle.
struct Walk<'a> {
    api: &'a Api,
    state: Vec<State>,
    boxed: Vec<Vec<bool>>,
}

/// A type on the path from the root, and its next edge to follow.
struct Step {
    id: TypeId,
    edges: Vec<(usize, TypeId)>,
    next: usize,
}

impl Walk<'_> {
    /// Visits a type and all types below it. The stack is a `Vec`, because descriptions may nest deeply.
    fn visit(&mut self, id: TypeId) {
        let mut stack = Vec::new();
        self.enter(id, &mut stack);
        while let Some(step) = stack.last_mut() {
            let Some(&(field, target)) = step.edges.get(step.next) else {
                self.state[step.id.index()] = State::Done;
                stack.pop();
                continue;
            };
            step.next += 1;
            let from = step.id;
            match self.state[target.index()] {
                State::Open => self.boxed[from.index()][field] = true,
                State::New if !self.boxed[from.index()][field] => self.enter(target, &mut stack),
                State::New | State::Done => {}
            }
        }
    }

    fn enter(&mut self, id: TypeId, stack: &mut Vec<Step>) {
        if self.state[id.index()] == State::New {
            self.state[id.index()] = State::Open;
            stack.push(Step { id, edges: self.edges(id), next: 0 });
        }
    }

    /// Returns the types that a type holds inline, each with its field or variant. Lists and maps are on the heap.
    fn edges(&self, id: TypeId) -> Vec<(usize, TypeId)> {
        let shapes = self.api.types[id].kind.shapes().into_iter().enumerate();
        let named = shapes.filter_map(|(index, shape)| match shape.ty {
            Type::Named(target) => Some((index, target)),
            _ => None,
        });
        // The map of further properties, or the list of further items, has an index behind the fields and needs no box.
        named.filter(|(index, _)| *index < self.boxed[id.index()].len()).collect()
    }
}
