//! The trait by which every type of the client is read from JSON and written as JSON.

use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// A type with a form in JSON.
pub trait Json: Sized {
    /// Reads a value of this type.
    ///
    /// # Errors
    ///
    /// The value is not what the description says; the error holds the path to the place.
    fn read(node: &Node<'_>) -> Result<Self, ReadError>;

    /// Writes this value. What JSON cannot hold, such as a number that is not finite, is noted in
    /// the writer.
    fn write(&self, writer: &mut Writer);
}

/// A value that the description pins with `const`.
pub trait Constant {
    /// Whether `node` is this value.
    fn is(&self, node: &Node<'_>) -> bool;

    /// Writes this value.
    fn write(&self, writer: &mut Writer);

    /// This value as JSON, for messages.
    fn text(&self) -> String;
}

impl Constant for &str {
    fn is(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::String(text) if text == self)
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn text(&self) -> String {
        format!("\"{self}\"")
    }
}

impl Constant for i64 {
    fn is(&self, node: &Node<'_>) -> bool {
        node.integer().is_ok_and(|value| value == i128::from(*self))
    }

    fn write(&self, writer: &mut Writer) {
        writer.integer(i128::from(*self));
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Constant for f64 {
    fn is(&self, node: &Node<'_>) -> bool {
        node.number().is_ok_and(|value| value == *self)
    }

    fn write(&self, writer: &mut Writer) {
        writer.number(*self);
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl Constant for bool {
    fn is(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::Boolean(value) if value == self)
    }

    fn write(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }

    fn text(&self) -> String {
        self.to_string()
    }
}
