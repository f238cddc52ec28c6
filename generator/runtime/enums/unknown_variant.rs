//! A value of a union whose discriminator is not in the API description.

use serde_json::Value;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// A value of a union whose discriminator is not in the API description.
///
/// Only reading a union creates one, so it never holds a value with a listed discriminator.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownVariant(Value);

impl UnknownVariant {
    /// Returns the value as received.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }
}

impl Json for UnknownVariant {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        Value::read(node).map(Self)
    }

    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }
}
