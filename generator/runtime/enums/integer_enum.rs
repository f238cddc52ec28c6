//! The trait implementations of enums of integers.

use std::fmt;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// An integer that the API description does not list for its enum.
///
/// Only reading an enum creates one, so it never holds a listed value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    pub(crate) const fn new(value: i64) -> Self {
        Self(value)
    }

    /// Returns the integer as received.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Reads an integer, or a string that holds one.
#[allow(dead_code, reason = "not every API has such an enum")]
pub(crate) fn integer_or_text(node: &Node<'_>) -> Result<i64, ReadError> {
    match node {
        Node::String(text) => {
            text.trim().parse().map_err(|_| ReadError::expected("an integer", node))
        }
        _ => i64::read(node),
    }
}

/// Implements `Json`, `Parameter`, `From<i64>` and `Display` for an enum with `as_i64`, `from_i64` and `is_known`.
///
/// `$read` reads an integer.
macro_rules! integer_enum {
    ($type:ty) => {
        rt::integer_enum!($type, <i64 as rt::json::convert::Json>::read);
    };
    ($type:ty, $read:expr) => {
        impl rt::json::convert::Json for $type {
            #[inline]
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                let value = $read(node).map(Self::from_i64)?;
                if !value.is_known() {
                    rt::json::mismatches::add(2);
                }
                Ok(value)
            }

            #[inline]
            fn write(&self, writer: &mut rt::json::write::Writer) {
                writer.integer(self.as_i64().into());
            }
        }

        impl rt::requests::parameter::Parameter for $type {
            #[inline]
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(self.as_i64().to_string())
            }
        }

        impl ::core::convert::From<i64> for $type {
            #[inline]
            fn from(value: i64) -> Self {
                Self::from_i64(value)
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }
    };
}

pub(crate) use integer_enum;
