//! A string that the API description does not list for its enum or union.

use std::fmt;

use super::super::json::convert::Json;
use super::super::json::mismatches;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// A string that the API description does not list for its enum or union.
///
/// Only reading creates one, so it never holds a listed value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the string as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Json for UnknownValue {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let text = node.string()?;
        // Less than for an enum, so that no enum takes a string that another one may have meant.
        mismatches::add(1);
        Ok(Self::new(text))
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(&self.0);
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
