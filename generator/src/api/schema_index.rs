//! What became of the schemas: where each stands, and the shape that values have there.

use super::Shape;
use crate::source::Location;

/// A schema and what became of it.
#[derive(Clone, Debug)]
pub struct Described {
    /// Where it stands.
    pub location: Location,
    /// The shape of its values.
    pub shape: Shape,
    /// What the description uses it for.
    pub role: Role,
}

/// What a schema is in its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A component, or another schema that a reference leads to.
    Component,
    /// A schema that stands in place and becomes a type of its own.
    Inline,
    /// A schema that stands in place and says how values look by examples.
    Place,
}
