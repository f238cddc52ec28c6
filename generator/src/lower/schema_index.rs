//! Records of the schemas: which shape each became, for the stages that start from a place in the description.

use std::collections::HashMap;
use std::rc::Rc;

use super::Lower;
use super::merge::Target;
use super::schema::Component;
use crate::api::{Described, Role, Shape, Type};
use crate::document::Schema;
use crate::source::{Location, Source};

/// What became of a schema that stands in place.
pub(super) struct Noted {
    shape: Shape,
    role: Role,
    /// Whether the schema alone says what the values are; otherwise others hold with it.
    alone: bool,
}

impl<'s> Lower<'s, '_> {
    /// Keeps what became of schemas in one place that become a type of their own, or show examples.
    pub(super) fn note_inline(&mut self, schemas: &[Rc<Schema<'s>>], shape: &Shape) {
        match shape.ty {
            Type::Named(_) => self.note(schemas, shape, Role::Inline),
            _ => self.note_place(schemas, shape),
        }
    }

    /// Keeps what became of schemas in one place that show examples.
    pub(super) fn note_place(&mut self, schemas: &[Rc<Schema<'s>>], shape: &Shape) {
        if schemas.first().is_some_and(|schema| schema.exemplified) {
            self.note(schemas, shape, Role::Place);
        }
    }

    /// The first of the schemas is the one that stands in the place. It may be met again where
    /// more holds, so its word alone counts more; of equals the last counts, since a schema is
    /// noted after those that were made of its parts.
    fn note(&mut self, schemas: &[Rc<Schema<'s>>], shape: &Shape, role: Role) {
        let Some(first) = schemas.first() else { return };
        let alone = schemas.len() == 1;
        let known = self.noted.get(&first.location);
        if known.is_none_or(|known| alone || !known.alone) {
            let noted = Noted { shape: shape.clone(), role, alone };
            self.noted.insert(first.location.clone(), noted);
        }
    }
}

/// All schemas that a place in the description is known of, in the order in which they are written.
pub(super) fn in_order(
    source: &Source,
    components: &HashMap<Target<'_>, Component>,
    noted: HashMap<Location, Noted>,
) -> Vec<Described> {
    let component = |(target, component): (&Target<'_>, &Component)| match component {
        // One whose anchors are bound is what it is in one place only.
        Component::Done(shape) if target.bindings.is_empty() => Some(Described {
            location: target.location.clone(),
            shape: shape.clone(),
            role: Role::Component,
        }),
        Component::Done(_) | Component::Pending { .. } => None,
    };
    let mut described: Vec<_> = components.iter().filter_map(component).collect();
    let is_component =
        |location: &Location| components.contains_key(&Target::plain(location.clone()));
    let inline = noted.into_iter().filter(|(location, _)| !is_component(location));
    described.extend(inline.map(|(location, Noted { shape, role, .. })| Described {
        location,
        shape,
        role,
    }));
    described.sort_by_cached_key(|described| {
        (source.order(&described.location), described.location.clone())
    });
    described
}
