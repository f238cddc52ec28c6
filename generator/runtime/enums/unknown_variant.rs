//! A value of a union whose tag the description does not list.

use serde_json::Value;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// A value of a union that was not known when the client was generated.
///
/// Only reading a union makes one, so that a value with a known tag is never in it.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownVariant(Value);

impl UnknownVariant {
    /// The value as the server wrote it.
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
