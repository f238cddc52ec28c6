//! Pinned names (`x-rust-name`): checks that no name is used twice in one scope.

use std::collections::HashMap;

use crate::api::{Arena, Operation, TypeDef, TypeKind};
use crate::document::Context;
use crate::lower::problems;
use crate::source::Location;

/// Reports each name that is pinned more than once in one scope.
pub(crate) fn check(cx: &mut Context<'_>, types: &Arena<TypeDef>, operations: &Arena<Operation>) {
    check_scope(cx, types.iter().map(|(_, def)| (&def.pinned, &def.location)));
    check_scope(
        cx,
        operations.iter().map(|(_, operation)| (&operation.pinned, &operation.location)),
    );
    for (_, operation) in operations.iter() {
        check_scope(cx, operation.parameters.iter().map(|it| (&it.pinned, &it.location)));
    }
    for (_, def) in types.iter() {
        match &def.kind {
            TypeKind::Struct(object) => {
                check_scope(cx, object.fields.iter().map(|field| (&field.pinned, &field.location)));
            }
            TypeKind::Enum(values) => {
                check_scope(cx, values.values.iter().map(|value| (&value.pinned, &value.location)));
            }
            TypeKind::Union(_) | TypeKind::Tuple(_) | TypeKind::Recursive(_) => {}
        }
    }
}

fn check_scope<'a>(
    cx: &mut Context<'_>,
    things: impl Iterator<Item = (&'a Option<String>, &'a Location)>,
) {
    let mut known: HashMap<String, &Location> = HashMap::new();
    for (pinned, location) in things {
        let Some(name) = pinned else { continue };
        // Case and underscores are ignored, as in all comparisons of names.
        let folded = name.to_lowercase().replace('_', "");
        if let Some(first) = known.get(&folded) {
            let first = place(cx, first);
            let report = problems::duplicate_rust_name(place(cx, location), name, &first);
            cx.mistake(report, "called otherwise");
        } else {
            known.insert(folded, location);
        }
    }
}

/// Returns the location of `x-rust-name`, in the node or in its parent.
fn place(cx: &Context<'_>, location: &Location) -> Location {
    let beside = location.parent();
    let places = [Some(location), beside.as_ref()].into_iter().flatten();
    let mut pins = places.map(|place| place.key("x-rust-name"));
    pins.find(|pin| cx.source.value(pin).is_some()).unwrap_or_else(|| location.clone())
}
