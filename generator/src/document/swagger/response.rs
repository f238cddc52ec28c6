//! Responses of Swagger 2.0, which have one schema for all media types.

use std::rc::Rc;

use super::media_types::{MediaTypes, is_file, is_text};
use super::parameter::{is_list, read_format};
use crate::api::media_type::essence;
use crate::api::{ExampleValue, NamedExample, Status};
use crate::document::body::Response;
use crate::document::context::Context;
use crate::document::media::{self, Header, MediaType};
use crate::document::reader::Fields;
use crate::document::{example, keywords, problems};

/// Reads a response of an operation.
pub(in crate::document) fn read<'s>(
    cx: &mut Context<'s>,
    operation: &Fields<'s>,
    status: Status,
    fields: &Fields<'s>,
) -> Response<'s> {
    if fields.has("content") {
        let help = "write the schema under `schema`, and the media types under `produces`";
        let location = fields.location.key("content");
        cx.mistake(problems::of_openapi_3(location, "content", help), "left out");
    }
    let types = MediaTypes::read(cx, operation, "produces");
    let headers = media::header_entries(cx, fields);
    Response {
        description: fields.description(cx),
        headers: headers.iter().map(|(name, header)| read_header(cx, name, header)).collect(),
        media_types: types.location.clone(),
        content: read_content(cx, fields, status, types),
        location: fields.location.clone(),
    }
}

fn read_content<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    status: Status,
    mut types: MediaTypes<'s>,
) -> Vec<MediaType<'s>> {
    let schema = keywords::read_one(cx, fields, "schema");
    let examples = fields.object(cx, "examples");
    let shown = || examples.iter().flat_map(|examples| examples.object.keys());
    let shown = || shown().filter(|name| name.contains('/'));
    // A response without a schema has no body, but some describe it by examples alone.
    if schema.is_none() && shown().next().is_none() {
        return Vec::new();
    }
    let described = fields.object(cx, "schema");
    let is_file = is_file(described.as_ref());
    if is_file {
        types.prefer_files();
    }
    // An example states a media type as well as the list does, and more than `*/*`.
    if shown().next().is_some() {
        types.names.retain(|name| *name != "*/*");
    }
    for name in shown() {
        if !types.has(name) {
            types.names.push(name);
        }
    }
    // `produces` is about successes. An error with members is rarely a picture or an archive.
    let has_members = schema.is_some() && !is_text(described.as_ref());
    if types.names.is_empty() || has_members && !status.is_success() && !types.may_have_members() {
        types.names = vec![if is_file { "application/octet-stream" } else { "application/json" }];
    }
    let example = |name: &str| {
        let key = shown().find(|key| essence(key) == essence(name))?;
        let location = examples.as_ref()?.location.key(key);
        Some(NamedExample { name: String::new(), value: ExampleValue::At(location) })
    };
    let media = |name: &'s str| MediaType {
        name,
        schema: schema.clone(),
        item: None,
        has_part_encodings: false,
        encoding: Vec::new(),
        examples: example(name).into_iter().collect(),
        location: fields.location.clone(),
    };
    types.names.iter().copied().map(media).collect()
}

fn read_header<'s>(cx: &mut Context<'s>, name: &'s str, fields: &Fields<'s>) -> Header<'s> {
    let (delimiter, _) = read_format(cx, fields, false);
    // The client splits lists at commas. Others stay text.
    let is_typed = delimiter.is_none() || !is_list(fields);
    let schema = fields.has("type").then(|| keywords::read_inline(cx, fields));
    Header {
        name,
        required: false,
        description: fields.description(cx),
        deprecated: false,
        schema: schema.filter(|_| is_typed).map(Rc::new),
        content: Vec::new(),
        examples: example::only(fields, "x-example").into_iter().collect(),
        location: fields.location.clone(),
    }
}
