//! Checks: the constraints on a value, and on what is inside it, before a request leaves.

use crate::api::{Bound, Constraints, Shape, Type};
use crate::model::{Inputs, Presence};

/// What is checked of a value.
#[derive(Clone, Debug)]
pub struct Check {
    /// How many `Option`s hold the value.
    pub options: u8,
    /// Whether the value is a secret, which is opened first.
    pub is_secret: bool,
    /// The constraints on the value itself.
    pub constraints: Vec<Constraint>,
    /// What is checked inside it.
    pub inside: Option<Inside>,
}

/// A constraint: a method of the runtime's `Checks`, with the bound that it takes.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// The method.
    pub method: &'static str,
    /// What of the value it looks at.
    pub subject: Subject,
    /// The bound.
    pub bound: Option<Number>,
}

/// What of a value a constraint looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A reference to it.
    Reference,
    /// The value itself.
    Value,
    /// The string that it is made of.
    Text,
    /// The number of its items or members.
    Length,
    /// Its items.
    Items,
}

/// What is checked inside a value.
#[derive(Clone, Debug)]
pub enum Inside {
    /// What its type checks by itself.
    Own,
    /// Each item of a list.
    Items(Box<Check>),
    /// Each value of a map.
    Members(Box<Check>),
}

/// A number of the type that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer that is not negative.
    Unsigned(u64),
    /// An integer.
    Signed(i64),
    /// A number with a fraction.
    Float(f64),
}

impl Inputs<'_> {
    /// Returns the check of a field, item or variant, if there is something to check.
    pub(crate) fn check_held(self, shape: &Shape, required: bool) -> Option<Check> {
        let options = Presence::new(required, shape.nullable).options();
        self.analysis
            .is_shape_checked(shape)
            .then(|| Check { options, ..self.check_present(shape) })
    }

    /// Returns the check of a value, if there is something to check.
    pub(crate) fn check(self, shape: &Shape) -> Option<Check> {
        self.check_held(shape, true)
    }

    /// Returns the check of a value that is there.
    fn check_present(self, shape: &Shape) -> Check {
        let constraints = &shape.constraints;
        let bound = |method, subject, bound: Option<u64>| {
            let bound = bound?;
            Some(Constraint { method, subject, bound: Some(Number::Unsigned(bound)) })
        };
        let (constraints, inside) = match &shape.ty {
            Type::Text | Type::Base64 => {
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
            Type::Any | Type::Bool | Type::Date | Type::DateTime | Type::Uuid | Type::Binary => {
                (Vec::new(), None)
            }
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

/// A bound in the type of the value.
fn number(ty: &Type, bound: f64) -> Number {
    match ty {
        Type::Integer(width) if !width.signed => Number::Unsigned(bound as u64),
        Type::Integer(_) => Number::Signed(bound as i64),
        _ => Number::Float(bound),
    }
}
