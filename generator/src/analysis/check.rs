//! Finds the types whose constraints are checked before they are sent.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, Shape, Type};

/// Returns, for each type by index, `true` if it is sent and contains a constraint.
pub(super) fn find(api: &Api, sent: &[bool]) -> Vec<bool> {
    let mut checked = vec![false; api.types.len()];
    // Constraints of a type propagate to the types that contain it, so the pass repeats until nothing changes.
    loop {
        let mut added = false;
        for (id, def) in api.types.iter() {
            let needed = sent[id.index()]
                && def.kind.shapes().into_iter().any(|shape| is_checked(shape, &checked));
            added |= needed && !std::mem::replace(&mut checked[id.index()], needed);
        }
        if !added {
            return checked;
        }
    }
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
