//! Finds the types whose constraints are checked before they are sent.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, Shape, Type, TypeId};

/// Returns, for each type by index, `true` if it is sent and contains a constraint.
pub(super) fn find(api: &Api, sent: &[bool]) -> Vec<bool> {
    let mut holders = vec![Vec::new(); api.types.len()];
    let mut next: Vec<TypeId> = Vec::new();
    let none = vec![false; api.types.len()];
    for (id, def) in api.types.iter() {
        for shape in def.kind.shapes() {
            if is_checked(shape, &none) {
                next.push(id);
            }
            if let Some(inside) = shape.named() {
                holders[inside.index()].push(id);
            }
        }
    }
    let mut checked = none;
    while let Some(id) = next.pop() {
        if sent[id.index()] && !std::mem::replace(&mut checked[id.index()], true) {
            next.extend(&holders[id.index()]);
        }
    }
    checked
}

/// Returns `true` if values of the shape have a constraint, at any depth.
pub(super) fn is_checked(shape: &Shape, checked: &[bool]) -> bool {
    let inside = match &shape.ty {
        Type::List(item) | Type::Map(item) => is_checked(item, checked),
        Type::Named(id) => checked[id.index()],
        _ => false,
    };
    inside || !shape.constraints.is_empty()
}
