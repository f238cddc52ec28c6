//! The origin of types: a named place in the description, and the steps from there. Names derive from it.

use super::{OperationId, Status};
use crate::source::Location;

/// The origin of an unnamed schema, which its name derives from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The named place.
    pub base: Base,
    /// The location of the named place, or of the operation that it is a part of.
    pub home: Location,
    /// The steps from the named place to the schema; empty for the named schema itself.
    pub steps: Vec<Step>,
}

/// A place in the description that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A component, or another schema that a reference leads to.
    Component(String),
    /// A parameter or response header of an operation.
    Parameter(OperationId, String),
    /// The body of an operation's request.
    Body(OperationId),
    /// The body of an operation's response.
    Response(OperationId, Status),
    /// The body of a webhook of this name.
    Webhook(String),
    /// A component that is no schema, which several operations may refer to: its name, and the word for its kind, such as
    /// `response`.
    Shared(String, &'static str),
}

/// A step from a schema to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the property of this name.
    Property(String),
    /// To the items of an array.
    Item,
    /// To the values of a map.
    Value,
    /// To the variant of a union with this name.
    Variant(String),
}

impl Origin {
    /// Creates the origin of the named place itself.
    pub fn new(base: Base, home: Location) -> Self {
        Self { base, home, steps: Vec::new() }
    }

    /// Returns the origin of a schema one step further in.
    pub fn step(&self, step: Step) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { steps, ..self.clone() }
    }

    /// Returns the operation that the place is a part of.
    pub fn operation(&self) -> Option<OperationId> {
        match self.base {
            Base::Parameter(id, _) | Base::Body(id) | Base::Response(id, _) => Some(id),
            Base::Component(_) | Base::Webhook(_) | Base::Shared(..) => None,
        }
    }
}
