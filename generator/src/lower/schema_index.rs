//! The index of schemas: records the shape of each, for stages that start from a location.

use std::collections::HashMap;
use std::rc::Rc;

use super::Lower;
use super::merge::Target;
use super::schema::Component;
use crate::api::{Described, Role, Shape, Type};
use crate::document::Schema;
use crate::source::{Location, Source};

/// The recorded shape of an inline schema.
pub(super) struct Noted {
    shape: Shape,
    role: Role,
    /// `true` if the schema alone determines the shape, without others in the same place.
    alone: bool,
}

impl<'s> Lower<'s, '_> {
    /// Records inline schemas that become a type of their own or have examples.
    pub(super) fn note_inline(&mut self, schemas: &[Rc<Schema<'s>>], shape: &Shape) {
        match shape.ty {
            Type::Named(_) => self.note(schemas, shape, Role::Inline),
            _ => self.note_place(schemas, shape),
        }
    }

    /// Records inline schemas that have examples.
    pub(super) fn note_place(&mut self, schemas: &[Rc<Schema<'s>>], shape: &Shape) {
        if schemas.first().is_some_and(|schema| schema.exemplified) {
            self.note(schemas, shape, Role::Place);
        }
    }

    /// Records the first of the schemas, which stands in the place itself.
    ///
    /// The same schema can occur again together with others, so a record of it alone takes
    /// precedence. Otherwise the last record wins, because schemas are recorded after their parts.
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

/// Returns all schemas with a location, in the order of the description.
pub(super) fn in_order(
    source: &Source,
    components: &HashMap<Target<'_>, Component>,
    noted: HashMap<Location, Noted>,
) -> Vec<Described> {
    let component = |(target, component): (&Target<'_>, &Component)| match component {
        // A schema with bound anchors has this shape in one place only.
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
