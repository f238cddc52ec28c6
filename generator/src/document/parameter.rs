//! Parameters, as written (OpenAPI 3.1, 4.8.12).

use std::rc::Rc;

use super::context::Context;
use super::media::{self, Delimiter, MediaType};
use super::reader::{Fields, check_token};
use super::schema::Schema;
use super::{example, extensions, keywords, problems};
use crate::api::{Content, NamedExample, Place};
use crate::report::did_you_mean;
use crate::settings::Extension;
use crate::source::Location;

/// A parameter (OpenAPI 3.1, 4.8.12).
#[derive(Debug)]
pub struct Parameter<'s> {
    /// `name`
    pub name: &'s str,
    /// `in`
    pub place: Place,
    /// `true` for `in: querystring`: the value is the whole query
    pub is_whole_query: bool,
    /// `required`
    pub required: bool,
    /// `description`
    pub description: Option<&'s str>,
    /// `deprecated`
    pub deprecated: bool,
    /// `style`
    pub style: Option<&'s str>,
    /// `explode`
    pub explode: Option<bool>,
    /// The character that joins the items of a list in Swagger 2.0, in place of `style`
    pub delimiter: Option<Delimiter>,
    /// `allowReserved`
    pub reserved: bool,
    /// `schema`
    pub schema: Option<Rc<Schema<'s>>>,
    /// `content`, in place of `schema`
    pub content: Vec<MediaType<'s>>,
    /// `example` and `examples`, in order
    pub examples: Vec<NamedExample>,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// `x-idempotency-key`
    pub idempotency_key: Option<bool>,
    /// The location in the description.
    pub location: Location,
}

impl Parameter<'_> {
    /// Returns the locations of the schema and the examples.
    pub fn described(&self) -> Content {
        match self.content.first() {
            Some(media) => media.described(),
            None => Content {
                media_type: String::new(),
                schema: self.schema.as_ref().map(|schema| schema.location.clone()),
                examples: self.examples.clone(),
            },
        }
    }
}

/// Returns the place of the parameters with this value of `in`.
pub(super) fn place_of(word: &str) -> Option<Place> {
    match word {
        "path" => Some(Place::Path),
        // The whole query string of OpenAPI 3.2 is a parameter of the query.
        "query" | "querystring" => Some(Place::Query),
        "header" => Some(Place::Header),
        "cookie" => Some(Place::Cookie),
        _ => None,
    }
}

fn read_place<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Place> {
    let found = fields.required_text(cx, "in")?;
    let location = fields.location.key("in");
    if let Some(place) = place_of(found) {
        return Some(place);
    }
    let report = match found {
        "body" | "formData" => problems::parameter_in_body(location, found),
        other => {
            let known = ["path", "query", "querystring", "header", "cookie"];
            let report = problems::unknown_value(location, "a place for parameters", other, &known);
            // Read as the place that is meant, so that one slip has one report.
            if let Some(meant) = did_you_mean(other, known) {
                cx.mistake(report, &format!("read as `{meant}`"));
                return place_of(meant);
            }
            report
        }
    };
    cx.mistake(report, "left out");
    None
}

/// Reads a parameter. Reports a malformed one.
pub(super) fn read<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Parameter<'s>> {
    // The schema is read first, so that its mistakes are reported even if the parameter is left out.
    let schema = keywords::read_one(cx, fields, "schema");
    let style = fields.text(cx, "style");
    let place = read_place(cx, fields);
    let parameter = read_common(cx, fields, place, schema)?;
    Some(Parameter {
        style,
        explode: fields.flag(cx, "explode"),
        reserved: fields.flag(cx, "allowReserved").unwrap_or(false),
        content: media::read_content(cx, fields),
        examples: example::read(cx, fields),
        ..parameter
    })
}

/// Reads the members that parameters have in all versions.
pub(super) fn read_common<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    place: Option<Place>,
    schema: Option<Rc<Schema<'s>>>,
) -> Option<Parameter<'s>> {
    let name = fields.required_text(cx, "name");
    let name = name.filter(|name| {
        let at = fields.location.key("name");
        match place {
            Some(Place::Header) => check_token(cx, name, || problems::header_name(at, name)),
            Some(Place::Cookie) => check_token(cx, name, || problems::cookie_name(at, name)),
            _ => true,
        }
    });
    let mut required = fields.flag(cx, "required").unwrap_or(false);
    if place == Some(Place::Path) && !required {
        let report = problems::optional_in_path(fields.location.clone(), name.unwrap_or_default());
        cx.mistake(report, "taken for required");
        required = true;
    }
    Some(Parameter {
        name: name?,
        place: place?,
        is_whole_query: fields.text(cx, "in") == Some("querystring"),
        required,
        description: fields.description(cx),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        style: None,
        explode: None,
        delimiter: None,
        reserved: false,
        schema,
        content: Vec::new(),
        examples: Vec::new(),
        rust_name: fields.rust_name(cx),
        idempotency_key: extensions::flag(cx, fields, Extension::IdempotencyKey, || {
            extensions::parameter(fields)
        }),
        location: fields.location.clone(),
    })
}
