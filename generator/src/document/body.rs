//! Request bodies and responses, as written (OpenAPI 3.1, 4.8.13 and 4.8.17).

use super::context::Context;
use super::media::{self, Header, MediaType};
use super::problems;
use super::reader::Fields;
use crate::source::Location;

/// A request body (OpenAPI 3.1, 4.8.13).
#[derive(Debug)]
pub struct RequestBody<'s> {
    /// `description`
    pub description: Option<&'s str>,
    /// `required`
    pub required: bool,
    /// `content`, in order
    pub content: Vec<MediaType<'s>>,
    /// The location in the description.
    pub location: Location,
    /// The location of the list of media types.
    pub media_types: Location,
}

/// A response (OpenAPI 3.1, 4.8.17).
#[derive(Debug)]
pub struct Response<'s> {
    /// `description`
    pub description: Option<&'s str>,
    /// `headers`, in order
    pub headers: Vec<Header<'s>>,
    /// `content`, in order
    pub content: Vec<MediaType<'s>>,
    /// The location in the description.
    pub location: Location,
    /// The location of the list of media types.
    pub media_types: Location,
}

pub(super) fn read<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> RequestBody<'s> {
    if !fields.has("content") {
        cx.mistake(problems::missing(fields.location.clone(), "content"), "nothing is sent");
        cx.losses.push(fields.location.clone());
    }
    RequestBody {
        description: fields.description(cx),
        required: fields.flag(cx, "required").unwrap_or(false),
        content: media::read_content(cx, fields),
        media_types: fields.location.key("content"),
        location: fields.location.clone(),
    }
}

pub(super) fn read_response<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Response<'s> {
    if fields.has("links") {
        cx.report(problems::not_read(fields.location.key("links"), "links").once());
    }
    Response {
        description: fields.description(cx),
        headers: media::read_headers(cx, fields),
        content: media::read_content(cx, fields),
        media_types: fields.location.key("content"),
        location: fields.location.clone(),
    }
}
