//! The trait that reads a type from JSON and writes it as JSON.

use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// A type that can be read from JSON and written as JSON.
pub trait Json: Sized {
    /// Reads a value of this type.
    ///
    /// # Errors
    ///
    /// Returns an error, with the path to the value, if the value does not match the API description.
    fn read(node: &Node<'_>) -> Result<Self, ReadError>;

    /// Writes this value.
    ///
    /// A value that JSON cannot hold, such as a number that is not finite, is recorded as a fault of the writer.
    fn write(&self, writer: &mut Writer);
}

/// A value that a schema fixes with the keyword `const`.
pub trait Constant {
    /// The type of a field with this value.
    type Value: Json;

    /// Returns this value for a field.
    fn value(&self) -> Self::Value;

    /// Returns `true` if `node` is this value.
    fn is(&self, node: &Node<'_>) -> bool;

    /// Returns `true` if `node` is this value in another type: the string `"1"` for the number 1, or the reverse.
    fn is_spelled(&self, node: &Node<'_>) -> bool;

    /// Writes this value.
    fn write(&self, writer: &mut Writer);

    /// Returns this value as JSON, for messages.
    fn text(&self) -> String;
}

impl Constant for &str {
    type Value = String;

    fn value(&self) -> String {
        (*self).to_owned()
    }

    fn is(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::String(text) if text == self)
    }

    fn is_spelled(&self, node: &Node<'_>) -> bool {
        match node {
            Node::Boolean(value) => self.eq_ignore_ascii_case(&value.to_string()),
            Node::Integer(_) | Node::Unsigned(_) | Node::Digits(_) | Node::Number(_) => {
                self.parse::<f64>().is_ok_and(|value| value.is(node))
            }
            _ => false,
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn text(&self) -> String {
        format!("\"{self}\"")
    }
}

/// The first string is written, and the others are read as well.
impl<const N: usize> Constant for [&str; N] {
    type Value = String;

    fn value(&self) -> String {
        self.first().map(Constant::value).unwrap_or_default()
    }

    fn is(&self, node: &Node<'_>) -> bool {
        self.iter().any(|text| text.is(node))
    }

    fn is_spelled(&self, node: &Node<'_>) -> bool {
        self.iter().any(|text| text.is_spelled(node))
    }

    fn write(&self, writer: &mut Writer) {
        if let Some(text) = self.first() {
            writer.string(text);
        }
    }

    fn text(&self) -> String {
        self.first().map(Constant::text).unwrap_or_default()
    }
}

impl Constant for i64 {
    type Value = i64;

    fn value(&self) -> i64 {
        *self
    }

    fn is(&self, node: &Node<'_>) -> bool {
        node.integer().is_ok_and(|value| value == i128::from(*self))
    }

    fn is_spelled(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::String(text) if text.trim().parse() == Ok(*self))
    }

    fn write(&self, writer: &mut Writer) {
        writer.integer(i128::from(*self));
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Constant for f64 {
    type Value = f64;

    fn value(&self) -> f64 {
        *self
    }

    fn is(&self, node: &Node<'_>) -> bool {
        node.number().is_ok_and(|value| value == *self)
    }

    fn is_spelled(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::String(text) if text.trim().parse() == Ok(*self))
    }

    fn write(&self, writer: &mut Writer) {
        writer.number(*self);
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Constant for bool {
    type Value = bool;

    fn value(&self) -> bool {
        *self
    }

    fn is(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::Boolean(value) if value == self)
    }

    fn is_spelled(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::String(text) if text.eq_ignore_ascii_case(&self.to_string()))
    }

    fn write(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }

    fn text(&self) -> String {
        self.to_string()
    }
}
