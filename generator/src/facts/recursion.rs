//! Which fields hold their value in a box: those that close a circle of types.

use crate::api::{Api, Type, TypeId, TypeKind};

/// For each type and field, by index, whether it is boxed.
pub(super) fn find(api: &Api) -> Vec<Vec<bool>> {
    let fields = |kind: &TypeKind| match kind {
        TypeKind::Struct(object) => vec![false; object.fields.len()],
        TypeKind::Union(_) | TypeKind::Enum(_) => Vec::new(),
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

/// A walk through the structs in depth; an edge back to an open one closes a circle.
struct Walk<'a> {
    api: &'a Api,
    state: Vec<State>,
    boxed: Vec<Vec<bool>>,
}

/// A struct on the way, and the next of its edges.
struct Step {
    id: TypeId,
    edges: Vec<(usize, TypeId)>,
    next: usize,
}

impl Walk<'_> {
    /// Visits a struct and all below it, with a stack of its own: descriptions nest deeply.
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

    /// The structs that a struct's fields hold in place, by field; lists and maps hold theirs apart.
    fn edges(&self, id: TypeId) -> Vec<(usize, TypeId)> {
        let TypeKind::Struct(object) = &self.api.types[id].kind else {
            return Vec::new();
        };
        let mut edges = Vec::new();
        for (index, field) in object.fields.iter().enumerate() {
            let Type::Named(target) = field.shape.ty else { continue };
            match &self.api.types[target].kind {
                TypeKind::Struct(_) => edges.push((index, target)),
                TypeKind::Union(union) => {
                    edges.extend(union.variants.iter().map(|variant| (index, variant.ty)));
                }
                TypeKind::Enum(_) => {}
            }
        }
        edges
    }
}
