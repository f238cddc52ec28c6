//! The trait implementations of enums of fractional numbers, or of values of several types.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::super::json::convert::{Constant, Json};
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// A value that the API description does not list for its enum.
///
/// Only reading an enum creates one, so it never holds a listed value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownScalar(Value);

/// A value of an enum of fractional numbers, or of values of several types.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// A string.
    Text(&'a str),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// A value that is not in the API description.
    Unknown(&'a Value),
}

impl UnknownScalar {
    /// Reads any value except an array or object, which no enum lists.
    pub(crate) fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        match node {
            Node::Array(_) | Node::Object(_) => {
                Err(ReadError::expected("a string, a number or a boolean", node))
            }
            _ => Value::read(node).map(Self),
        }
    }

    /// Returns the value as received.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }
}

impl Scalar<'_> {
    pub(crate) fn is(&self, node: &Node<'_>) -> bool {
        match self {
            Self::Text(text) => text.is(node),
            Self::Integer(integer) => integer.is(node),
            Self::Number(number) => number.is(node),
            Self::Boolean(boolean) => boolean.is(node),
            Self::Unknown(_) => false,
        }
    }

    /// Returns `true` if `node` is this value, or a string that holds it.
    #[allow(dead_code, reason = "not every API has such an enum")]
    pub(crate) fn is_either(&self, node: &Node<'_>) -> bool {
        let Node::String(text) = node else { return self.is(node) };
        match self {
            Self::Text(_) | Self::Unknown(_) => self.is(node),
            Self::Integer(integer) => integer.is_spelled(node),
            Self::Number(number) => number.is_spelled(node),
            Self::Boolean(boolean) => text.eq_ignore_ascii_case(&boolean.to_string()),
        }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        match self {
            Self::Text(text) => writer.string(text),
            Self::Integer(integer) => writer.integer((*integer).into()),
            Self::Number(number) => writer.number(*number),
            Self::Boolean(boolean) => writer.boolean(*boolean),
            Self::Unknown(value) => value.write(writer),
        }
    }
}

impl<'a> Scalar<'a> {
    /// Returns a string as it is, and any other value as JSON.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(integer) => Cow::Owned(integer.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Boolean(boolean) => Cow::Owned(boolean.to_string()),
            Self::Unknown(Value::String(text)) => Cow::Borrowed(text),
            Self::Unknown(value) => Cow::Owned(value.to_string()),
        }
    }
}

impl fmt::Debug for UnknownScalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Implements `Json`, `Parameter` and `Display` for an enum with `scalar`, `from_node` and `is_known`.
macro_rules! value_enum {
    ($type:ty) => {
        impl rt::json::convert::Json for $type {
            #[inline]
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                let value = Self::from_node(node)?;
                if !value.is_known() {
                    rt::json::mismatches::add(2);
                }
                Ok(value)
            }

            #[inline]
            fn write(&self, writer: &mut rt::json::write::Writer) {
                self.scalar().write(writer);
            }
        }

        impl rt::requests::parameter::Parameter for $type {
            #[inline]
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                self.scalar().text()
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(&self.scalar().text())
            }
        }
    };
}

pub(crate) use value_enum;
