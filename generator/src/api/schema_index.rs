//! The index of schemas: the location and shape of each.

use super::Shape;
use crate::source::Location;

/// A schema and the shape of its values.
#[derive(Clone, Debug)]
pub struct Described {
    /// The location in the description.
    pub location: Location,
    /// The shape of its values.
    pub shape: Shape,
    /// The role of the schema in the description.
    pub role: Role,
}

/// The role of a schema in its description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A component, or another schema that a reference leads to.
    Component,
    /// An inline schema that becomes a type of its own.
    Inline,
    /// An inline schema that becomes no type but has examples.
    Place,
}
