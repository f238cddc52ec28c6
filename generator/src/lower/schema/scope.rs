//! What is known of a place while the schemas in it are lowered.

use crate::api::{Origin, Step};

/// How many schemas in place may stand within one another. More is a circle that has no end.
const DEPTH: usize = 64;

/// A place with schemas in it.
#[derive(Clone)]
pub(crate) struct Scope {
    /// What a type is called after that has no other name.
    pub(super) origin: Origin,
    /// How many schemas in place stand around the place.
    depth: usize,
    /// Whether the property `data` is lowered as what its text holds: in an event it is.
    pub(super) opens_data: bool,
}

impl Scope {
    /// A place that is called after this, with no schema around it.
    pub(crate) fn at(origin: Origin) -> Self {
        Self { origin, depth: 0, opens_data: false }
    }

    /// The place of an event whose `data` holds more than a text.
    pub(crate) fn of_event(origin: Origin) -> Self {
        Self { opens_data: true, ..Self::at(origin) }
    }

    /// A place inside this one.
    pub(super) fn step(&self, step: Step) -> Self {
        Self { origin: self.origin.step(step), ..*self }
    }

    /// The place within a schema that stands in this one; `None` if it is too deep.
    pub(super) fn within(&self) -> Option<Self> {
        (self.depth < DEPTH).then(|| Self { depth: self.depth + 1, ..self.clone() })
    }
}
