//! Exact decimal numbers as the type of the crate `rust_decimal`.

use rust_decimal::Decimal;

use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// Reads a number with all its digits, or a string that holds one.
pub(crate) fn read(node: &Node<'_>) -> Result<Decimal, ReadError> {
    let parse = |text: &str| {
        let number = text.parse().or_else(|_| Decimal::from_scientific(text));
        number.map_err(|error| ReadError::rejected("a decimal number", node, error))
    };
    match (node, node.digits()) {
        (Node::String(text), _) => parse(text.trim()),
        (_, Some(digits)) => parse(&digits),
        _ => Err(ReadError::expected("a decimal number", node)),
    }
}

/// Implements `Json` for `Decimal`, which is written by the function `text` or `number`.
#[allow(unused_macros, reason = "used by the file of the client")]
macro_rules! decimal_type {
    ($form:ident) => {
        impl rt::json::convert::Json for ::rust_decimal::Decimal {
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                rt::formats::decimal::read(node)
            }

            fn write(&self, writer: &mut rt::json::write::Writer) {
                rt::formats::decimal::$form(self, writer);
            }
        }
    };
}

/// Writes a string.
#[allow(dead_code, reason = "a client has decimals of one form")]
pub(crate) fn text(value: &Decimal, writer: &mut Writer) {
    writer.string(&value.to_string());
}

/// Writes a number with all its digits.
#[allow(dead_code, reason = "a client has decimals of one form")]
pub(crate) fn number(value: &Decimal, writer: &mut Writer) {
    writer.digits(value);
}

#[allow(unused_imports, reason = "used by the file of the client")]
pub(crate) use decimal_type;
