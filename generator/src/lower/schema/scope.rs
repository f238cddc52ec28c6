//! The place of a schema, passed along while the schema is lowered.

use crate::api::{Origin, Step};

/// The depth of inline schemas inside one another. A deeper nesting is treated as an endless circle.
const DEPTH: usize = 64;

/// The place of a schema.
#[derive(Clone)]
pub(crate) struct Scope {
    /// The origin of unnamed types in this place.
    pub(super) origin: Origin,
    /// The number of inline schemas around the place.
    depth: usize,
    /// `true` if the `data` property is lowered by its `contentSchema`, as in an event.
    pub(super) opens_data: bool,
}

impl Scope {
    /// Creates the place of an origin, with no schema around it.
    pub(crate) fn at(origin: Origin) -> Self {
        Self { origin, depth: 0, opens_data: false }
    }

    /// Creates the place of an event whose `data` has a `contentSchema`.
    pub(crate) fn of_event(origin: Origin) -> Self {
        Self { opens_data: true, ..Self::at(origin) }
    }

    /// Returns a place inside this one.
    pub(super) fn step(&self, step: Step) -> Self {
        Self { origin: self.origin.step(step), ..*self }
    }

    /// Returns the place inside an inline schema, or `None` if it is too deep.
    pub(super) fn within(&self) -> Option<Self> {
        (self.depth < DEPTH).then(|| Self { depth: self.depth + 1, ..self.clone() })
    }
}
