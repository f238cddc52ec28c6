//! Reads the examples of a description as written.

use crate::api::{Content, ExampleValue, Judge, Media, Shape, media_type};
use crate::source::{Location, Source, Value};

/// The description as written, and the validator of its examples.
#[derive(Clone, Copy)]
pub(super) struct Look<'s> {
    pub(super) source: &'s Source,
    pub(super) judge: &'s dyn Judge,
}

/// A node of the description with its location.
pub(super) type Node<'s> = (Location, &'s Value);

/// An example of the description, or the reason why it cannot be used.
pub(super) enum Shown<'s> {
    /// The value is in the description.
    Value(Node<'s>),
    /// The value is in the description as a string of JSON.
    Written(Location, Value),
    /// There is no usable value.
    Nothing(&'static str),
}

/// The length of a chain of references. A longer chain is treated as a circle.
const CHAIN: usize = 32;

impl<'s> Look<'s> {
    /// Returns the node at a location, after resolving references.
    pub(super) fn follow(self, location: &Location) -> Option<Node<'s>> {
        let mut location = location.clone();
        for _ in 0..CHAIN {
            let value = self.source.value(&location)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => {
                    location = self.source.resolve(&location.file, reference).ok()?;
                }
                None => return Some((location, value)),
            }
        }
        None
    }

    /// Returns the examples of a media type or a parameter (OpenAPI 3.1, 4.8.14).
    pub(super) fn shown(self, holder: &Content) -> Vec<(&str, Shown<'s>)> {
        let examples = holder.examples.iter();
        examples.map(|example| (example.name.as_str(), self.value(&example.value))).collect()
    }

    fn value(self, value: &ExampleValue) -> Shown<'s> {
        let find = |location: &Location| Some((location.clone(), self.source.value(location)?));
        match value {
            ExampleValue::At(location) => {
                find(location).map_or(Shown::Nothing("without a value"), Shown::Value)
            }
            // A string that is valid JSON stands for its value, whatever the media type.
            ExampleValue::Serialized(location) => {
                let text = self.source.value(location).and_then(Value::as_str);
                match text.and_then(read_text) {
                    Some(value) => Shown::Written(location.clone(), value),
                    None => Shown::Nothing("written as a text that is not JSON"),
                }
            }
            ExampleValue::Elsewhere => Shown::Nothing("that stand elsewhere (`externalValue`)"),
            ExampleValue::None => Shown::Nothing("without a value"),
        }
    }
}

/// Parses a string as JSON.
pub(super) fn read_text(text: &str) -> Option<Value> {
    Source::from_text("example.json", text).ok().map(|source| source.root().clone())
}

/// Returns the `example` and `examples` of a schema.
pub(super) fn in_schema<'s>(location: &Location, schema: &'s Value) -> Vec<Node<'s>> {
    let example = schema.get("example").map(|value| (location.key("example"), value));
    let examples = location.key("examples");
    let items = schema.get("examples").and_then(Value::as_array).unwrap_or_default();
    let items = items.iter().enumerate().map(|(index, value)| (examples.index(index), value));
    example.into_iter().chain(items).collect()
}

/// Returns the shape of a body that the client decodes into values.
pub(super) fn structured(media: &Media) -> Option<&Shape> {
    match media {
        Media::Json { shape, .. } | Media::Form { shape, .. } | Media::Multipart { shape, .. } => {
            Some(shape)
        }
        _ => None,
    }
}

/// Returns `true` if the form covers the media type of this name.
pub(super) fn speaks(media: &Media, name: &str) -> bool {
    match media {
        Media::Form { .. } | Media::Multipart { .. } => {
            media_type::essence(name) == media.media_type()
        }
        _ => name == media.media_type(),
    }
}
