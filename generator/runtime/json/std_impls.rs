//! The JSON forms of types of the standard library and of free-form values.

use indexmap::IndexMap;
use serde_json::{Map, Number, Value};

use super::super::json::convert::Json;
use super::super::json::mismatches;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::text::secret::Secret;

impl Json for () {
    /// Reads `null`.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        match node {
            Node::Null => Ok(()),
            _ => Err(ReadError::expected("null", node)),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.null();
    }
}

impl Json for bool {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        node.boolean()
    }

    fn write(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }
}

impl Json for String {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        node.string().map(str::to_owned)
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

macro_rules! integers {
    ($($type:ty: $name:literal),*) => { $(
        impl Json for $type {
            fn read(node: &Node<'_>) -> Result<Self, ReadError> {
                Self::try_from(node.integer()?).map_err(|_| ReadError::expected($name, node))
            }

            fn write(&self, writer: &mut Writer) {
                writer.integer(i128::from(*self));
            }
        }
    )* };
}

integers!(
    i8: "an integer of 8 bits",
    i16: "an integer of 16 bits",
    i32: "an integer of 32 bits",
    i64: "an integer of 64 bits",
    u8: "an integer of 8 bits that is not negative",
    u16: "an integer of 16 bits that is not negative",
    u32: "an integer of 32 bits that is not negative",
    u64: "an integer of 64 bits that is not negative"
);

/// Returns this number as an integer. A number that was rounded on the way, as by a reader of other formats, is an error.
fn exact(node: &Node<'_>) -> Result<i128, ReadError> {
    /// 2^53. Up to this number, every integer is an `f64`.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match node {
        Node::Number(value) if value.abs() > EXACT => {
            Err(ReadError::expected("an integer whose digits are all known", node))
        }
        _ => node.integer(),
    }
}

impl Json for i128 {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        exact(node)
    }

    fn write(&self, writer: &mut Writer) {
        writer.integer(*self);
    }
}

impl Json for u128 {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let expected = || ReadError::expected("an integer of 128 bits that is not negative", node);
        match node {
            Node::Digits(text) if !text.contains('.') => text.parse().map_err(|_| expected()),
            _ => Self::try_from(exact(node)?).map_err(|_| expected()),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.unsigned(*self);
    }
}

impl Json for f64 {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        node.number()
    }

    fn write(&self, writer: &mut Writer) {
        writer.number(*self);
    }
}

impl Json for f32 {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let value = node.number()? as Self;
        if value.is_finite() {
            Ok(value)
        } else {
            Err(ReadError::expected("a number in the range of 32 bits", node))
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.short_number(*self);
    }
}

impl<T: Json> Json for Option<T> {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        match node {
            Node::Null => Ok(None),
            _ => T::read(node).map(Some),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.null(),
        }
    }
}

impl<T: Json> Json for Box<T> {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        T::read(node).map(Self::new)
    }

    fn write(&self, writer: &mut Writer) {
        T::write(self, writer);
    }
}

impl<T: Json> Json for Vec<T> {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let nodes = node.array()?;
        // The vector grows, because one large allocation is slower: glibc first consolidates all small blocks. For a
        // list of a hundred structs this takes a seventh of the time.
        let mut items = Self::new();
        let mut errors: Option<ReadError> = None;
        for (index, node) in nodes.iter().enumerate() {
            match T::read(node) {
                Ok(item) => items.push(item),
                Err(error) => {
                    let is_read = !error.is_postponed();
                    let error = error.at_index(index);
                    let all = match errors.take() {
                        Some(all) => all.and(error),
                        None => error,
                    };
                    // A variant of a union needs no list, because other variants may fit.
                    if all.is_full() || (is_read && mismatches::are_counted()) {
                        return Err(all);
                    }
                    errors = Some(all);
                }
            }
        }
        errors.map_or(Ok(items), Err)
    }

    fn write(&self, writer: &mut Writer) {
        let mut array = writer.array();
        for item in self {
            array.item(item);
        }
        array.end();
    }
}

impl<T: Json> Json for IndexMap<String, T> {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        let members = object.rest(&[]);
        object.finish(members)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.rest(&[], self);
        object.end();
    }
}

impl Json for Value {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        Ok(match node {
            Node::Null => Self::Null,
            Node::Boolean(value) => Self::Bool(*value),
            Node::Integer(value) => Self::Number((*value).into()),
            Node::Unsigned(value) => Self::Number((*value).into()),
            // Without the feature `arbitrary_precision` of serde_json, this is the nearest `f64`.
            Node::Digits(text) => text
                .parse()
                .map(Self::Number)
                .map_err(|_| ReadError::expected("a number of 64 bits", node))?,
            Node::Number(value) => Number::from_f64(*value)
                .map(Self::Number)
                .ok_or_else(|| ReadError::expected("a finite number", node))?,
            Node::String(text) => Self::String(text.clone().into_owned()),
            Node::Array(_) => Vec::read(node).map(Self::Array)?,
            Node::Object(_) => Map::read(node).map(Self::Object)?,
        })
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.boolean(*value),
            Self::Number(value) => writer.verbatim(value),
            Self::String(text) => writer.string(text),
            Self::Array(items) => items.write(writer),
            Self::Object(members) => members.write(writer),
        }
    }
}

impl Json for Map<String, Value> {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let Node::Object(members) = node else {
            return Err(ReadError::expected("an object", node));
        };
        let mut map = Self::with_capacity(members.len());
        for (name, node) in members {
            let value = Value::read(node).map_err(|error| error.at_field(name))?;
            map.insert(name.clone().into_owned(), value);
        }
        Ok(map)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        for (name, value) in self {
            object.required(name, value);
        }
        object.end();
    }
}

impl<T: Json> Json for Secret<T> {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        T::read(node).map(Self::new).map_err(ReadError::redacted)
    }

    fn write(&self, writer: &mut Writer) {
        writer.secret(self.expose());
    }
}
