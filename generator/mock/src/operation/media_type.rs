//! Bodies by media type (OpenAPI 3.1, section 4.8.14).

use std::sync::OnceLock;

use serde_json::Value;
use specwright::api::media_type::essence;
use specwright::api::{ExampleValue, NamedExample};
use specwright::document;

use crate::description::Description;
use crate::schema::Schema;

/// A media type with its schema and examples.
pub(crate) struct MediaType {
    /// The media type or range, in lower case, without parameters.
    pub(crate) name: String,
    /// The schema.
    pub(crate) schema: Option<Schema>,
    /// The examples by name; `example` has an empty name.
    pub(crate) examples: Vec<(String, Value)>,
    /// The positions of the examples that are valid for the schema.
    pub(crate) valid: OnceLock<Vec<usize>>,
}

/// Reads `content`.
pub(crate) fn read_content(
    description: &Description,
    content: &[document::MediaType<'_>],
) -> Vec<MediaType> {
    let media = |media: &document::MediaType<'_>| MediaType {
        schema: media.schema.as_ref().map(|it| Schema::new(description.at(&it.location))),
        examples: read_examples(description, &media.examples),
        ..MediaType::named(media.name)
    };
    content.iter().map(media).collect()
}

impl MediaType {
    /// Creates an entry with only a media type.
    pub(crate) fn named(media_type: &str) -> MediaType {
        let name = essence(media_type);
        MediaType { name, schema: None, examples: Vec::new(), valid: OnceLock::new() }
    }

    /// Returns how exactly a media type matches: 2 for the type itself, 1 for `image/*`, 0 for `*/*`, `None` for no
    /// match.
    pub(crate) fn fit(&self, essence: &str) -> Option<u8> {
        match self.name.strip_suffix("/*") {
            None => (self.name == essence).then_some(2),
            Some("*") => Some(0),
            Some(kind) => (essence.split('/').next() == Some(kind)).then_some(1),
        }
    }

    /// Returns `true` if the media type is JSON (RFC 6839, section 3.1).
    pub(crate) fn is_json(&self) -> bool {
        is_json(&self.name)
    }

    /// Returns `true` for the media type of forms.
    pub(crate) fn is_form(&self) -> bool {
        self.name == "application/x-www-form-urlencoded"
    }
}

/// Returns `true` if a media type is JSON (RFC 6839, section 3.1).
pub(crate) fn is_json(essence: &str) -> bool {
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Returns the values of the examples, those without a name under the empty name.
pub(crate) fn read_examples(
    description: &Description,
    examples: &[NamedExample],
) -> Vec<(String, Value)> {
    let value = |example: &NamedExample| match &example.value {
        ExampleValue::At(location) => {
            Some((example.name.clone(), description.at(location).clone()))
        }
        ExampleValue::Serialized(_) | ExampleValue::Elsewhere | ExampleValue::None => None,
    };
    examples.iter().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_fit_ranges() {
        let media = MediaType::named;
        assert_eq!(media("Application/JSON; charset=utf-8").fit("application/json"), Some(2));
        assert_eq!(media("image/*").fit("image/png"), Some(1));
        assert_eq!(media("image/*").fit("text/png"), None);
        assert_eq!(media("*/*").fit("text/plain"), Some(0));
        assert!(media("application/problem+json").is_json());
        assert!(!media("application/jsonl").is_json());
    }
}
