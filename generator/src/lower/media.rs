//! Bodies by media type: which of several the client speaks, and what it holds.

use super::{Lower, problems};
use crate::api::{Media, Origin, Shape};
use crate::document::MediaType;
use crate::source::Location;

impl<'s> Lower<'s, '_> {
    /// The form of a body that the client speaks: the most structured of those there are.
    pub(super) fn media(
        &mut self,
        content: &[MediaType<'s>],
        location: &Location,
        origin: &Origin,
    ) -> Option<Media> {
        let first = |is: fn(&str) -> bool| content.iter().find(|media| is(media.name));
        let preferred =
            first(is_json).or(first(is_form)).or(first(is_multipart)).or(first(is_text));
        let media = preferred.or(content.first())?;
        let media_type = media.name.to_owned();
        for other in content.iter().filter(|other| is_stream(other.name)) {
            let what = format!("the stream `{}`", other.name);
            let instead =
                if std::ptr::eq(other, media) { "passed on as bytes" } else { "left out" };
            self.cx.report(problems::not_covered(other.location.clone(), &what, instead));
        }
        if content.len() > 1 {
            let location = location.key("content");
            self.cx.report(problems::media_type_chosen(location, &media_type));
        }
        let mut shape = || match &media.schema {
            None => Shape::default(),
            Some(schema) => self.shape(std::slice::from_ref(schema), origin),
        };
        Some(match media.name {
            name if is_json(name) => Media::Json { media_type, shape: shape() },
            name if is_form(name) => {
                let deep = media.deep.iter().map(|&member| member.to_owned()).collect();
                Media::Form { shape: shape(), deep }
            }
            name if is_multipart(name) => Media::Multipart { shape: shape() },
            name if is_text(name) => Media::Text { media_type },
            _ => Media::Bytes { media_type },
        })
    }
}

/// A media type without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON: by name, or by its suffix (RFC 6839, 3.1).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

fn is_multipart(media_type: &str) -> bool {
    essence(media_type) == "multipart/form-data"
}

/// Whether a media type is text: by name, or XML (RFC 7303, 4.2).
fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    let text =
        essence.starts_with("text/") || essence == "application/xml" || essence.ends_with("+xml");
    text && !is_stream(media_type)
}

/// Whether a body of this media type has no end that a client should wait for.
fn is_stream(media_type: &str) -> bool {
    let streams =
        ["text/event-stream", "application/x-ndjson", "application/ndjson", "application/jsonl"];
    streams.contains(&essence(media_type).as_str())
}
