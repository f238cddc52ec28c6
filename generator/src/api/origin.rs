//! The origin of types: a named place in the description, and the steps from there. Names derive from it.

use super::{OperationId, Status};

/// The origin of an unnamed schema, which its name derives from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The named place.
    pub base: Base,
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
    pub fn new(base: Base) -> Self {
        Self { base, steps: Vec::new() }
    }

    /// Returns the origin of a schema one step further in.
    pub fn step(&self, step: Step) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { base: self.base.clone(), steps }
    }
}
