//! Parameters: the argument, the way it is passed, and the check.

use crate::api::{self, Operation, Serialization, Shape, Type};
use crate::model::{Check, Expression, Inputs, RustType};
use crate::names::Name;

/// A parameter of an operation: an argument of its method, or a setter of its call.
#[derive(Debug)]
pub struct Parameter<'a> {
    /// The argument or setter.
    pub name: &'a Name,
    /// The parameter, as the description has it.
    pub described: &'a api::Parameter,
    /// The type of its values.
    pub ty: RustType<'a>,
    /// The form of the argument.
    pub taken: Taken,
    /// The type of the argument.
    pub argument: RustType<'a>,
    /// The check of the value.
    pub check: Option<Check>,
    /// `true` for the idempotency key. A call without a value generates one.
    pub is_made: bool,
}

/// The form of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The value itself, for types of a few bytes.
    Value,
    /// A string slice.
    Text,
    /// A slice of string slices.
    Strings,
    /// A slice of values.
    Slice,
    /// A reference.
    Reference,
}

impl<'a> Parameter<'a> {
    pub(crate) fn new(
        inputs: Inputs<'a>,
        operation: &Operation,
        described: &'a api::Parameter,
        name: &'a Name,
    ) -> Self {
        // A parameter without a value is left out, so `null` is never an argument.
        let shape = Shape { nullable: false, ..described.shape.clone() };
        let ty = inputs.bare(&shape, false);
        let taken = taken(described);
        let argument = match (taken, &shape.ty) {
            (Taken::Value, _) => ty.clone(),
            (Taken::Text, _) => RustType::Reference(Box::new(RustType::Path("str"))),
            (Taken::Strings, _) => {
                RustType::Slice(Box::new(RustType::Reference(Box::new(RustType::Path("str")))))
            }
            (Taken::Slice, Type::List(item)) => RustType::Slice(Box::new(inputs.bare(item, false))),
            (Taken::Slice | Taken::Reference, _) => RustType::Reference(Box::new(ty.clone())),
        };
        Self {
            name,
            described,
            ty,
            taken,
            argument,
            check: inputs.check(&shape),
            is_made: described.idempotency_key && operation.idempotency_key.is_some(),
        }
    }
}

impl Parameter<'_> {
    /// Returns the expression that passes a value of the parameter's type.
    pub fn pass<'e>(&self, value: Expression<'e>) -> Expression<'e> {
        match self.taken {
            Taken::Value => value,
            Taken::Strings => Expression::Slices(Box::new(value)).reference(),
            Taken::Text | Taken::Slice | Taken::Reference => value.reference(),
        }
    }
}

fn taken(parameter: &api::Parameter) -> Taken {
    let shape = &parameter.shape;
    match &shape.ty {
        _ if shape.sensitive => Taken::Reference,
        Type::Text => Taken::Text,
        Type::Own(_) => Taken::Reference,
        Type::Bool | Type::Integer(_) | Type::Number | Type::Date | Type::DateTime | Type::Uuid => {
            Taken::Value
        }
        _ if parameter.serialization == Serialization::Text => Taken::Value,
        Type::List(item) if item.nullable => Taken::Reference,
        Type::List(item) if item.ty == Type::Text && !item.sensitive => Taken::Strings,
        Type::List(_) => Taken::Slice,
        _ => Taken::Reference,
    }
}
