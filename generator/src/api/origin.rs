//! What types are called after: a named place in the description, and the way from there.

use super::{OperationId, Status};

/// What an unnamed schema can be called after: a named place, and the way from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The named place.
    pub base: Base,
    /// The way from there; empty for the named schema itself.
    pub steps: Vec<Step>,
}

/// A place that has a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A component, or another schema that a reference names.
    Component(String),
    /// A parameter of an operation.
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
    /// To a property.
    Property(String),
    /// To the items of an array.
    Item,
    /// To the values of a map.
    Value,
    /// To a variant of a union.
    Variant(String),
}

impl Origin {
    /// The place itself.
    pub fn new(base: Base) -> Self {
        Self { base, steps: Vec::new() }
    }

    /// One step further in.
    pub fn step(&self, step: Step) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { base: self.base.clone(), steps }
    }
}
