//! Types of the program in the place of schemas and formats: their JSON by `FromStr` and `Display`, or by serde.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// Parses the value of a string.
#[allow(dead_code, reason = "not every client has such a type")]
pub(crate) fn parse<T>(node: &Node<'_>, expected: &'static str) -> Result<T, ReadError>
where
    T: FromStr,
    T::Err: Display,
{
    let Node::String(text) = node else { return Err(ReadError::expected(expected, node)) };
    text.parse().map_err(|error| ReadError::rejected(expected, node, error))
}

/// Parses the digits of a number, or a string that holds some.
#[allow(dead_code, reason = "not every client has such a type")]
pub(crate) fn parse_number<T>(node: &Node<'_>, expected: &'static str) -> Result<T, ReadError>
where
    T: FromStr,
    T::Err: Display,
{
    let text = match node {
        Node::String(text) => Some(Cow::Borrowed(&**text)),
        node => node.digits(),
    };
    let text = text.ok_or_else(|| ReadError::expected(expected, node))?;
    text.parse().map_err(|error| ReadError::rejected(expected, node, error))
}

/// Writes a value whose text is a number.
#[allow(dead_code, reason = "not every client has such a type")]
pub(crate) fn write_number(value: &impl Display, writer: &mut Writer) {
    let text = value.to_string();
    match Node::parse(text.as_bytes()) {
        Ok(number) if number.number().is_ok() => writer.digits(&text),
        _ => writer.fault("must be a number that its type displays as JSON"),
    }
}

/// Deserializes a value with serde.
#[allow(dead_code, reason = "not every client has such a type")]
pub(crate) fn deserialize<T: DeserializeOwned>(
    node: &Node<'_>,
    expected: &'static str,
) -> Result<T, ReadError> {
    serde_json::from_value(Value::read(node)?)
        .map_err(|error| ReadError::rejected(expected, node, error))
}

/// Serializes a value with serde.
#[allow(dead_code, reason = "not every client has such a type")]
pub(crate) fn serialize<T: Serialize>(value: &T, writer: &mut Writer) {
    match serde_json::to_value(value) {
        Ok(value) => value.write(writer),
        Err(_) => writer.fault("must be a value that its type serializes as JSON"),
    }
}

/// Implements `Json` for a type by `FromStr` and `Display`.
#[allow(unused_macros, reason = "not every client has such a type")]
macro_rules! text_type {
    ($type:ty, $expected:literal) => {
        impl rt::json::convert::Json for $type {
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                rt::formats::own_types::parse(node, $expected)
            }

            fn write(&self, writer: &mut rt::json::write::Writer) {
                writer.string(&::std::string::ToString::to_string(self));
            }
        }
    };
}

/// Implements `Json` for a type of numbers by `FromStr` and `Display`.
#[allow(unused_macros, reason = "not every client has such a type")]
macro_rules! number_type {
    ($type:ty, $expected:literal) => {
        impl rt::json::convert::Json for $type {
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                rt::formats::own_types::parse_number(node, $expected)
            }

            fn write(&self, writer: &mut rt::json::write::Writer) {
                rt::formats::own_types::write_number(self, writer);
            }
        }
    };
}

/// Implements `Json` for a type by serde's traits.
#[allow(unused_macros, reason = "not every client has such a type")]
macro_rules! serde_type {
    ($type:ty, $expected:literal) => {
        impl rt::json::convert::Json for $type {
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                rt::formats::own_types::deserialize(node, $expected)
            }

            fn write(&self, writer: &mut rt::json::write::Writer) {
                rt::formats::own_types::serialize(self, writer);
            }
        }
    };
}

/// Implements `Parameter` for a type by `Display`.
#[allow(unused_macros, reason = "not every client has such a type")]
macro_rules! displayed_type {
    ($type:ty) => {
        impl rt::requests::parameter::Parameter for $type {
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Owned(::std::string::ToString::to_string(self))
            }
        }
    };
}

#[allow(unused_imports, reason = "not every client has such a type")]
pub(crate) use {displayed_type, number_type, serde_type, text_type};
