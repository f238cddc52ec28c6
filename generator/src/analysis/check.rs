//! Which types have something to check before they are sent.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, Shape, Type};

/// The types among `sent` with a rule somewhere inside.
pub(super) fn find(api: &Api, sent: &[bool]) -> Vec<bool> {
    let mut checked = vec![false; api.types.len()];
    // What a type needs depends on the types inside it: go round until nothing is added.
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

/// Whether a value of the shape has something to check.
pub(super) fn is_checked(shape: &Shape, checked: &[bool]) -> bool {
    let inside = match &shape.ty {
        Type::List(item) | Type::Map(item) => is_checked(item, checked),
        Type::Named(id) => checked[id.index()],
        _ => false,
    };
    inside || !shape.constraints.is_empty()
}
