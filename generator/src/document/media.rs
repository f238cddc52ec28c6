//! Bodies by media type, and response headers, as written (OpenAPI 3.1, 4.8.14 to 4.8.21).

use std::rc::Rc;

use super::context::Context;
use super::problems;
use super::reader::{Fields, check_token};
use super::schema::Schema;
use super::{example, keywords};
use crate::api::{Content, NamedExample};
use crate::source::{Location, Value};

/// A media type of a body.
#[derive(Debug)]
pub struct MediaType<'s> {
    /// The media type, as written.
    pub name: &'s str,
    /// `schema`
    pub schema: Option<Rc<Schema<'s>>>,
    /// `itemSchema` of OpenAPI 3.2
    pub item: Option<Rc<Schema<'s>>>,
    /// `true` if there are `prefixEncoding` or `itemEncoding` of OpenAPI 3.2.
    pub has_part_encodings: bool,
    /// `encoding`, in order
    pub encoding: Vec<Encoding<'s>>,
    /// `example` and `examples`, in order
    pub examples: Vec<NamedExample>,
    /// The location in the description.
    pub location: Location,
}

/// The encoding of a property in a form (OpenAPI 3.1, 4.8.15).
#[derive(Debug)]
pub struct Encoding<'s> {
    /// The name of the property.
    pub name: &'s str,
    /// `contentType`
    pub content_type: Option<&'s str>,
    /// `style`
    pub style: Option<&'s str>,
    /// `explode`
    pub explode: Option<bool>,
    /// The character that joins the items of a list in Swagger 2.0, in place of `style`
    pub delimiter: Option<Delimiter>,
    /// `true` if there are `headers` beside `Content-Type`.
    pub has_headers: bool,
    /// The location in the description.
    pub location: Location,
}

impl Encoding<'_> {
    /// Returns `true` if the property is written in a style. `contentType` is without effect then (OpenAPI 3.1, 4.8.15.1.2).
    pub fn is_styled(&self) -> bool {
        self.style.is_some() || self.explode.is_some() || self.delimiter.is_some()
    }
}

/// A character that joins the items of a list, in place of a style (`collectionFormat` in Swagger 2.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// A space (`ssv`)
    Space,
    /// A tab (`tsv`)
    Tab,
    /// A pipe (`pipes`)
    Pipe,
}

impl Delimiter {
    /// Returns the name of the style, in the manner of OpenAPI 3, which has none for tabs.
    pub fn style(self) -> &'static str {
        match self {
            Self::Space => "spaceDelimited",
            Self::Tab => "tabDelimited",
            Self::Pipe => "pipeDelimited",
        }
    }
}

/// A header of a response.
#[derive(Debug)]
pub struct Header<'s> {
    /// The name.
    pub name: &'s str,
    /// `required`
    pub required: bool,
    /// `description`
    pub description: Option<&'s str>,
    /// `deprecated`
    pub deprecated: bool,
    /// `schema`
    pub schema: Option<Rc<Schema<'s>>>,
    /// `content`, in place of `schema`
    pub content: Vec<MediaType<'s>>,
    /// `example` and `examples`, in order
    pub examples: Vec<NamedExample>,
    /// The location in the description.
    pub location: Location,
}

impl MediaType<'_> {
    /// Returns the locations of the schema and the examples.
    pub fn described(&self) -> Content {
        Content {
            media_type: self.name.to_owned(),
            schema: self.schema.as_ref().map(|schema| schema.location.clone()),
            examples: self.examples.clone(),
        }
    }
}

/// Reads `content`.
pub(super) fn read_content<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Vec<MediaType<'s>> {
    // A media type that starts with `x-` has a slash, and an extension has none.
    let is_meant = |name: &str| !name.starts_with("x-") || name.contains('/');
    let entries = fields.entries_named(cx, "content", is_meant).into_iter();
    let read = |(name, media): (&'s str, Fields<'s>)| {
        let schema = keywords::read_one(cx, &media, "schema");
        let item = keywords::read_one(cx, &media, "itemSchema");
        let encoding = media.entries(cx, "encoding");
        MediaType {
            name,
            schema,
            item,
            has_part_encodings: media.has("prefixEncoding") || media.has("itemEncoding"),
            encoding: encoding
                .iter()
                .map(|(name, fields)| read_encoding(cx, name, fields))
                .collect(),
            examples: example::read(cx, &media),
            location: media.location,
        }
    };
    entries.map(read).collect()
}

fn read_encoding<'s>(cx: &mut Context<'s>, name: &'s str, fields: &Fields<'s>) -> Encoding<'s> {
    Encoding {
        name,
        content_type: fields.text(cx, "contentType"),
        style: fields.text(cx, "style"),
        explode: fields.flag(cx, "explode"),
        delimiter: None,
        // `Content-Type` is set by `contentType` alone (OpenAPI 3.1, 4.8.15.1.1).
        has_headers: fields.value("headers").and_then(Value::as_object).is_some_and(|headers| {
            headers.keys().any(|name| !name.eq_ignore_ascii_case("content-type"))
        }),
        location: fields.location.clone(),
    }
}

/// Reads `headers`.
pub(super) fn read_headers<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Vec<Header<'s>> {
    let headers = header_entries(cx, fields);
    headers.iter().map(|(name, fields)| read_header(cx, name, fields)).collect()
}

/// Returns the members of `headers`. A name that starts with `x-` is a header here, not an extension.
pub(super) fn header_entries<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
) -> Vec<(&'s str, Fields<'s>)> {
    let mut headers = fields.entries_named(cx, "headers", |_| true);
    let Some(map) = fields.object(cx, "headers") else { return Vec::new() };
    headers.retain(|(name, _)| {
        let at = map.location.key(name);
        let is_name = check_token(cx, name, || problems::header_name(at.clone(), name).at_key(&at));
        if !is_name {
            cx.losses.push(at);
        }
        is_name
    });
    headers
}

fn read_header<'s>(cx: &mut Context<'s>, name: &'s str, fields: &Fields<'s>) -> Header<'s> {
    let schema = keywords::read_one(cx, fields, "schema");
    Header {
        name,
        required: fields.flag(cx, "required").unwrap_or(false),
        description: fields.description(cx),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        schema,
        content: read_content(cx, fields),
        examples: example::read(cx, fields),
        location: fields.location.clone(),
    }
}
