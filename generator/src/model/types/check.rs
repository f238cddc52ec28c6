//! Checks: the constraints on a value and on the values inside it, which are checked before a request is sent.

use crate::api::{Bound, Constraints, Shape, Type};
use crate::model::{Inputs, Presence};

/// The check of a value.
#[derive(Clone, Debug)]
pub struct Check {
    /// The number of `Option`s around the value.
    pub options: u8,
    /// `true` if the value is a `Secret`.
    pub is_secret: bool,
    /// The constraints on the value itself.
    pub constraints: Vec<Constraint>,
    /// The check of the values inside it.
    pub inside: Option<Inside>,
}

/// A constraint: a method of the runtime's `Checks`, with its bound.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The method.
    pub method: &'static str,
    /// The argument of the method.
    pub subject: Subject,
    /// The bound.
    pub bound: Option<Number>,
}

/// The argument of a constraint's method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A reference to the value.
    Reference,
    /// The value itself.
    Value,
    /// The string inside the value.
    Text,
    /// The number of items or members.
    Length,
    /// The items.
    Items,
}

/// The check of the values inside a value.
#[derive(Clone, Debug)]
pub enum Inside {
    /// The check that its type implements.
    Own,
    /// Each item of a list.
    Items(Box<Check>),
    /// Each value of a map.
    Members(Box<Check>),
}

/// A bound, in the type of the values that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An unsigned integer.
    Unsigned(u128),
    /// A signed integer.
    Signed(i128),
    /// A floating-point number.
    Float(f64),
}

impl Inputs<'_> {
    /// Returns the check of a field, item or variant, if it has constraints.
    pub(crate) fn check_held(self, shape: &Shape, required: bool) -> Option<Check> {
        let options = Presence::new(required, shape.nullable).options();
        self.analysis
            .is_shape_checked(shape)
            .then(|| Check { options, ..self.check_present(shape) })
    }

    /// Returns the check of a value, if it has constraints.
    pub(crate) fn check(self, shape: &Shape) -> Option<Check> {
        self.check_held(shape, true)
    }

    /// Returns the check of a value inside all its `Option`s.
    fn check_present(self, shape: &Shape) -> Check {
        let constraints = &shape.constraints;
        let bound = |method, subject, bound: Option<u64>| {
            let bound = bound?;
            Some(Constraint { method, subject, bound: Some(Number::Unsigned(bound.into())) })
        };
        let (constraints, inside) = match &shape.ty {
            Type::Text | Type::Base64 | Type::Base64Url => {
                let is_text = shape.ty == Type::Text;
                let subject = if is_text { Subject::Reference } else { Subject::Text };
                let least = bound("min_length", subject, constraints.min_length);
                (
                    least
                        .into_iter()
                        .chain(bound("max_length", subject, constraints.max_length))
                        .collect(),
                    None,
                )
            }
            Type::Integer(_) | Type::Number => (range(&shape.ty, constraints), None),
            Type::List(item) => {
                let least = bound("min_items", Subject::Length, constraints.min_items);
                let most = bound("max_items", Subject::Length, constraints.max_items);
                let is_text = item.ty == Type::Text && !item.nullable && !item.sensitive;
                let method = if is_text { "unique_texts" } else { "unique_items" };
                let unique = Constraint { method, subject: Subject::Items, bound: None };
                let unique = constraints.unique_items.then_some(unique);
                let inside = self.check(item).map(|check| Inside::Items(Box::new(check)));
                (least.into_iter().chain(most).chain(unique).collect(), inside)
            }
            Type::Map(item) => {
                let least = bound("min_properties", Subject::Length, constraints.min_properties);
                let most = bound("max_properties", Subject::Length, constraints.max_properties);
                let inside = self.check(item).map(|check| Inside::Members(Box::new(check)));
                (least.into_iter().chain(most).collect(), inside)
            }
            Type::Named(_) => (Vec::new(), Some(Inside::Own)),
            Type::Any
            | Type::Bool
            | Type::Date
            | Type::DateTime
            | Type::Uuid
            | Type::Binary
            | Type::Own(_) => (Vec::new(), None),
        };
        Check { options: 0, is_secret: shape.sensitive, constraints, inside }
    }
}

fn range(ty: &Type, constraints: &Constraints) -> Vec<Constraint> {
    let rule = |method, bound| Constraint {
        method,
        subject: Subject::Value,
        bound: Some(number(ty, bound)),
    };
    let end = |bound: Option<Bound>, inclusive, exclusive| {
        bound.map(|it| rule(if it.exclusive { exclusive } else { inclusive }, it.value))
    };
    let least = end(constraints.minimum, "minimum", "exclusive_minimum");
    let most = end(constraints.maximum, "maximum", "exclusive_maximum");
    let multiple = constraints.multiple_of.map(|factor| rule("multiple_of", factor));
    least.into_iter().chain(most).chain(multiple).collect()
}

/// Returns a bound in the type of the value.
fn number(ty: &Type, bound: f64) -> Number {
    match ty {
        Type::Integer(width) if !width.signed => Number::Unsigned(bound as u128),
        Type::Integer(_) => Number::Signed(bound as i128),
        _ => Number::Float(bound),
    }
}
