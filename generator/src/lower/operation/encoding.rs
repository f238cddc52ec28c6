//! The encoding of the fields and parts of forms (OpenAPI 3.1, 4.8.15), and the parts that are files.

use std::rc::Rc;

use super::media::Kind;
use super::parameter::joined_by;
use crate::api::media_type::essence;
use crate::api::{OrDefault, Part, Shape, Style, Type, TypeKind};
use crate::document::{Encoding, MediaType, Schema};
use crate::lower::merge::Conjunction;
use crate::lower::{Lower, problems};

impl<'s> Lower<'s, '_> {
    /// Returns the fields of an `application/x-www-form-urlencoded` body whose encoding differs from the default.
    pub(super) fn fields(&mut self, media: &MediaType<'s>, shape: &Shape) -> Vec<Part> {
        let mut fields = Vec::new();
        for encoding in &media.encoding {
            let value = self.property(shape, encoding.name);
            let is_single = value.as_ref().is_some_and(|value| self.types.is_textual(&value.ty));
            let is_list = matches!(value.as_ref().map(|it| &it.ty), Some(Type::List(_)));
            let field = match self.encoding_style(encoding) {
                // A string or number is the same in all styles, and so is an exploded list by default.
                _ if is_single => None,
                Some((Style::Form, true)) if is_list => None,
                Some(styled) => Some(styled),
                None => self.media_style(encoding, is_list),
            };
            let name = encoding.name.to_owned();
            fields.extend(field.map(|(style, explode)| Part {
                name,
                media_type: None,
                style: Some(style),
                explode,
            }));
        }
        fields
    }

    /// Returns the style of a field of a form that has a media type: JSON, or the default.
    fn media_style(&mut self, encoding: &Encoding<'s>, is_list: bool) -> Option<(Style, bool)> {
        let media_type = encoding.content_type?;
        if Kind::of(media_type) == Kind::Json {
            return Some((Style::Json, false));
        }
        if !is_list {
            let location = encoding.location.key("contentType");
            let what = "this media type of an object in a form";
            self.cx.report(problems::not_covered(location, what, "the object is sent as JSON"));
        }
        None
    }

    /// Returns the parts of a `multipart/form-data` body whose encoding differs from the default.
    pub(super) fn parts(&mut self, media: &MediaType<'s>, shape: &Shape) -> Vec<Part> {
        let mut parts = Vec::new();
        for encoding in &media.encoding {
            if encoding.has_headers {
                let location = encoding.location.key("headers");
                let report = problems::not_covered(location, "a header of a part", "left out");
                self.cx.report(report);
            }
            if encoding.content_type.is_some_and(|it| it.contains(char::is_control)) {
                let location = encoding.location.key("contentType");
                let what = "a media type with control characters";
                self.cx.report(problems::not_covered(location, what, "left out"));
            }
            // If `contentType` lists several media types, the caller chooses.
            let one =
                |it: &&str| !it.contains(|char: char| ",*".contains(char) || char.is_control());
            let media_type = encoding.content_type.filter(one).map(str::trim);
            let media_type = media_type.filter(|it| self.can_be_sent_as(it, encoding, shape));
            let media_type = media_type.map(str::to_owned);
            let styled = self.part_style(encoding, shape);
            if media_type.is_some() || styled.is_some() {
                let (style, explode) = (styled.map(|it| it.0), styled.is_some_and(|it| it.1));
                parts.push(Part { name: encoding.name.to_owned(), media_type, style, explode });
            }
        }
        parts
    }

    /// Returns `true` if the value of a part can be sent as this media type. Reports an object as one that is neither JSON nor
    /// plain text.
    fn can_be_sent_as(&mut self, media_type: &str, encoding: &Encoding<'s>, shape: &Shape) -> bool {
        let value = self.property(shape, encoding.name);
        let value = value.as_ref().map(|value| match &value.ty {
            Type::List(item) => item.as_ref(),
            _ => value,
        });
        let is_object = value.is_some_and(|value| {
            let is_scalar = self.types.is_textual(&value.ty) || self.is_scalar_union(value);
            value.ty != Type::Binary && !is_scalar
        });
        let is_json = Kind::of(media_type) == Kind::Json || essence(media_type) == "text/plain";
        if is_object && !is_json && !encoding.is_styled() {
            let location = encoding.location.key("contentType");
            let what = "this media type of an object in a form";
            self.cx.report(problems::not_covered(location, what, "the object is sent as JSON"));
        }
        is_json || !is_object
    }

    fn part_style(&mut self, encoding: &Encoding<'s>, shape: &Shape) -> Option<(Style, bool)> {
        let (style, explode) = self.encoding_style(encoding)?;
        let value = self.property(shape, encoding.name);
        match value.as_ref().map(|value| &value.ty) {
            Some(Type::List(_)) if explode && style == Style::Form => None,
            Some(Type::List(item)) if item.ty == Type::Binary => {
                let location = encoding.location.clone();
                let instead = "each file is a part of its own";
                self.cx.report(problems::not_covered(location, "this style of files", instead));
                None
            }
            Some(ty) if self.types.is_textual(ty) || *ty == Type::Binary => None,
            _ => Some((style, explode)),
        }
    }

    /// Returns the style that the description sets for a field or part. `contentType` is then ignored.
    fn encoding_style(&mut self, encoding: &Encoding<'s>) -> Option<(Style, bool)> {
        if let Some(delimiter) = encoding.delimiter {
            return Some((joined_by(delimiter), false));
        }
        let style = match encoding.style {
            None => encoding.explode.map(|_| Style::Form)?,
            Some("form") => Style::Form,
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            Some(other) => {
                let known = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
                let location = encoding.location.key("style");
                let report = problems::unknown_style(location, other, &known);
                self.cx.mistake(report, "the default is taken");
                return None;
            }
        };
        Some((style, encoding.explode.unwrap_or(style == Style::Form)))
    }

    /// Returns the shape of a property of an object.
    fn property(&self, shape: &Shape, name: &str) -> Option<Shape> {
        let Type::Named(id) = &shape.ty else { return None };
        let Some(TypeKind::Struct(object)) = self.types.kind(*id) else { return None };
        let field = object.fields.iter().find(|field| field.name == name)?;
        Some(field.shape.clone())
    }

    /// Returns `true` if values of the shape may be objects, so that they have names for fields or parts.
    pub(super) fn may_be_object(&self, shape: &Shape) -> bool {
        match &shape.ty {
            Type::Any | Type::Map(_) => true,
            Type::Named(id) => match self.types.kind(*id) {
                Some(TypeKind::Struct(_)) | None => true,
                Some(TypeKind::Union(union)) => union.variants.iter().any(|variant| {
                    // A union inside a union may contain the outer one.
                    matches!(variant.shape.ty, Type::Any | Type::Map(_))
                        || variant.shape.named().and_then(|id| self.types.kind(id)).is_some_and(
                            |kind| matches!(kind, TypeKind::Struct(_) | TypeKind::Union(_)),
                        )
                }),
                Some(TypeKind::Recursive(inner)) => matches!(inner.ty, Type::Map(_)),
                Some(TypeKind::Enum(_) | TypeKind::Tuple(_)) => false,
            },
            _ => false,
        }
    }

    /// Returns `true` if the shape is a union without a branch that is an object.
    fn is_scalar_union(&self, shape: &Shape) -> bool {
        let kind = shape.named().and_then(|id| self.types.kind(id));
        matches!(kind, Some(TypeKind::Union(_))) && !self.may_be_object(shape)
    }

    /// Makes files of the parts that `contentMediaType` or `encoding` describes as bytes, and returns the media types of
    /// parts (OpenAPI 3.1, 4.8.14.2).
    pub(super) fn files(&mut self, media: &MediaType<'s>, shape: &Shape) -> Vec<Part> {
        let (Some(schema), Type::Named(id)) = (&media.schema, &shape.ty) else { return Vec::new() };
        let conjunction = self.flatten(std::slice::from_ref(schema));
        let is_own = !self.types.is_of_component(*id);
        let mut parts = Vec::new();
        for property in conjunction.properties() {
            let encoding = media.encoding.iter().find(|it| it.name == property.name);
            let (described, is_encoded) = self.content_media_type(&property.schemas);
            let described = described.filter(|_| !is_encoded);
            if let (Some(described), None) = (&described, encoding) {
                parts.push(Part {
                    name: property.name.to_owned(),
                    media_type: Some((*described).to_owned()),
                    style: None,
                    explode: false,
                });
            }
            let first = encoding.and_then(|it| it.content_type?.split(',').next());
            let is_bytes = |name: &str| Kind::of(name) == Kind::Bytes;
            let is_file = described.is_some_and(is_bytes);
            let is_styled = encoding.is_some_and(Encoding::is_styled);
            let is_other = !is_styled && first.is_some_and(|it| Kind::of(it.trim()) != Kind::Json);
            let is_plain = first.is_some_and(|it| essence(it.trim()) == "text/plain");
            let Some(TypeKind::Struct(object)) = self.types.kind_mut(*id) else { break };
            let Some(field) = object.fields.iter_mut().find(|it| it.name == property.name) else {
                continue;
            };
            let value = match &mut field.shape.ty {
                Type::List(item) => item.as_mut(),
                _ => &mut field.shape,
            };
            let becomes_file = match &value.ty {
                Type::Text => is_file,
                Type::Any => is_file || is_other,
                // An object without properties says nothing against its media type, unless the schema is also used elsewhere.
                Type::Map(values) => is_other && !is_plain && is_own && values.ty == Type::Any,
                _ => false,
            };
            if becomes_file {
                value.ty = Type::Binary;
                value.constraints = OrDefault::default();
            }
        }
        parts
    }

    /// Returns `contentMediaType` of a value or of the items of a list, and `true` if it has a `contentEncoding`.
    fn content_media_type(&mut self, schemas: &[Rc<Schema<'s>>]) -> (Option<&'s str>, bool) {
        let mut conjunction = self.flatten(schemas);
        let items = conjunction.items();
        if !items.is_empty() {
            conjunction = self.flatten(&items);
        }
        (media_type_of(&conjunction), conjunction.any(|part| part.encoding.is_some()))
    }

    /// Returns `true` if the root of a body is bytes, by its `contentMediaType`.
    pub(super) fn is_file(&mut self, media: &MediaType<'s>) -> bool {
        let Some(schema) = &media.schema else { return false };
        let conjunction = self.flatten(std::slice::from_ref(schema));
        let is_text = matches!(conjunction.types(), [] | ["string"]);
        is_text
            && !conjunction.any(|part| part.encoding.is_some())
            && media_type_of(&conjunction).is_some_and(|it| Kind::of(it) == Kind::Bytes)
    }

    /// Reports a body that is a string or bytes in the client although the description says more of it. `is_typed` is `true` if
    /// another media type of the body has a type.
    pub(super) fn note_untyped(
        &mut self,
        content: &[(Kind, &MediaType<'s>)],
        is_typed: bool,
        is_sent: bool,
    ) {
        for (kind, media) in content {
            let essence = essence(media.name);
            let is_multipart = essence.starts_with("multipart/");
            let has_items = media.item.is_some() || media.has_part_encodings;
            let as_what = match kind {
                Kind::Multipart if has_items && is_sent => "bytes",
                _ if is_typed => continue,
                Kind::Multipart | Kind::Form if is_sent => continue,
                Kind::Multipart | Kind::Bytes => "bytes",
                Kind::Form | Kind::Text => "a string",
                Kind::Json | Kind::Stream => continue,
            };
            if !has_items && !self.says_more_than_text(media) {
                continue;
            }
            let what = match essence.as_str() {
                it if it == "application/xml" || it == "text/xml" || it.ends_with("+xml") => {
                    "an XML body"
                }
                _ if is_multipart && has_items => "a multipart body without names",
                _ => "a schema of this media type",
            };
            let how = if is_sent { "sent" } else { "received" };
            let instead = format!("the body is {how} as {as_what}");
            self.cx.report(problems::not_covered(media.location.clone(), what, &instead));
            return;
        }
    }

    /// Returns `true` if the schema of a body is not that of a string.
    fn says_more_than_text(&mut self, media: &MediaType<'s>) -> bool {
        let Some(schema) = &media.schema else { return false };
        let conjunction = self.flatten(std::slice::from_ref(schema));
        !conjunction.choosers.is_empty()
            || !conjunction.properties().is_empty()
            || !conjunction.items().is_empty()
            || conjunction.types().iter().any(|ty| *ty != "string")
    }
}

/// Returns `contentMediaType` of a value.
fn media_type_of<'s>(conjunction: &Conjunction<'s>) -> Option<&'s str> {
    let is_plain = |it: &&str| !it.contains(|char: char| "*,".contains(char) || char.is_control());
    conjunction.first(|part| part.media_type).filter(is_plain)
}
