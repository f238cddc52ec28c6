//! Primitive values that the description contains: members of enums, and constants.

use std::fmt;

use super::schema::{Type, Width};

/// A primitive value that the description contains.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A boolean.
    Bool(bool),
}

impl Literal {
    /// Returns the type of the value.
    pub fn ty(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Integer(_) => Type::Integer(Width::USUAL),
            Self::Number(_) => Type::Number,
            Self::Bool(_) => Type::Bool,
        }
    }
}

/// Formats the value as on the wire, strings without quotes.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(integer) => integer.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Bool(bool) => bool.fmt(f),
        }
    }
}
