//! UUIDs as the type of the crate `uuid` (a string in JSON).

use std::borrow::Cow;

use uuid::Uuid;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::requests::parameter::Parameter;

impl Json for Uuid {
    /// Reads a UUID with or without hyphens, as a URN, or in braces.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        Self::parse_str(node.string()?).map_err(|_| ReadError::expected("a UUID", node))
    }

    /// Writes the UUID with hyphens and in lower case (RFC 9562, section 4).
    fn write(&self, writer: &mut Writer) {
        writer.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl Parameter for Uuid {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.hyphenated().to_string())
    }
}
