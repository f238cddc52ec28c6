//! Constraints on values, and which of them are about which type.

use super::schema::{Type, Width};

/// Constraints on a value (JSON Schema 2020-12, Validation 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `minimum` or `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The end.
    pub value: f64,
    /// Whether the end itself lies outside.
    pub exclusive: bool,
}

impl Rules {
    /// The rules that are about values of a type (JSON Schema 2020-12, Validation 6: a keyword says
    /// nothing about values of another type), without those that every value of it keeps.
    pub fn only_for(&self, ty: &Type) -> Self {
        let none = Self::default();
        match ty {
            // The length of bytes in base64 is that of their text.
            Type::Text | Type::Base64 => {
                Self { min_length: self.min_length, max_length: self.max_length, ..none }
            }
            Type::List(_) => Self {
                min_items: self.min_items,
                max_items: self.max_items,
                unique_items: self.unique_items,
                ..none
            },
            Type::Map(_) => Self {
                min_properties: self.min_properties,
                max_properties: self.max_properties,
                ..none
            },
            Type::Number => Self {
                minimum: self.minimum,
                maximum: self.maximum,
                multiple_of: self.multiple_of,
                ..none
            },
            Type::Integer(width) => self.only_for_integers(*width),
            Type::Any
            | Type::Bool
            | Type::Date
            | Type::DateTime
            | Type::Uuid
            | Type::Binary
            | Type::Named(_) => none,
        }
    }

    /// The rules for integers: their bounds integers too, and inside of what the type holds.
    fn only_for_integers(&self, width: Width) -> Self {
        let (least, most) = width.range();
        let inside = |bound: &Bound| least < bound.value && bound.value < most;
        // The greatest integer of 64 bits is none that `f64` can say.
        let at_end = |bound: &Bound| {
            bound.exclusive && (bound.value == least || (bound.value == most && width.bits < 64))
        };
        let whole = |bound: Bound, value: f64| Bound {
            value,
            exclusive: bound.exclusive && value == bound.value,
        };
        Self {
            minimum: self
                .minimum
                .map(|bound| whole(bound, bound.value.ceil()))
                .filter(|bound| inside(bound) || at_end(bound)),
            maximum: self
                .maximum
                .map(|bound| whole(bound, bound.value.floor()))
                .filter(|bound| inside(bound) || at_end(bound)),
            multiple_of: self
                .multiple_of
                .filter(|factor| factor.fract() == 0.0 && *factor >= 1.0 && *factor < most),
            ..Self::default()
        }
    }

    /// Whether nothing is checked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
