//! Schemas of Swagger 2.0: the keywords that differ from those of OpenAPI 3.

use crate::document::reader::Fields;
use crate::document::schema::Discriminator;
use crate::source::Value;

/// The types of a schema that one `type` cannot state.
pub(in crate::document) struct Spelled<'s> {
    /// The types.
    pub(in crate::document) types: &'static [&'static str],
    /// The format that replaces the written one.
    pub(in crate::document) format: Option<&'s str>,
}

/// Returns the types of a file, and of an integer or string as Kubernetes writes it.
pub(in crate::document) fn types<'s>(fields: &Fields<'s>) -> Option<Spelled<'s>> {
    let text = |key| fields.value(key).and_then(Value::as_str);
    if text("type") == Some("file") {
        return Some(Spelled { types: &["string"], format: Some("binary") });
    }
    let is_either = text("format") == Some("int-or-string")
        || fields.value("x-kubernetes-int-or-string").and_then(Value::as_bool) == Some(true);
    is_either.then_some(Spelled { types: &["integer", "string"], format: None })
}

/// Returns `true` for `x-nullable: true`, the common extension for `null` in Swagger 2.0.
pub(in crate::document) fn is_nullable(fields: &Fields<'_>) -> bool {
    fields.value("x-nullable").and_then(Value::as_bool) == Some(true)
}

/// Returns the discriminator, which is the name of a property. Its values are the names of definitions.
pub(in crate::document) fn discriminator<'s>(fields: &Fields<'s>) -> Option<Discriminator<'s>> {
    let property = fields.value("discriminator")?.as_str()?;
    let location = fields.location.key("discriminator");
    Some(Discriminator { property, mapping: Vec::new(), default: None, location })
}
