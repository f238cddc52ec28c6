//! Bodies by media type: their forms, and the content of each.

use crate::api::{Media, Origin, Shape, Step, Type, TypeKind, media_type};
use crate::document::MediaType;
use crate::lower::{Lower, Of, Scope, problems};
use crate::source::Location;

/// The kind of a media type, the preferred first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
    Stream,
}

/// A form of a response, with all media types that are decoded in the same way.
pub(super) struct Group {
    pub(super) media: Media,
    pub(super) accept: Vec<String>,
}

impl<'s> Lower<'s, '_> {
    /// Lowers the forms of a request body, no two of one shape.
    pub(super) fn body_forms(
        &mut self,
        content: &[MediaType<'s>],
        media_types: &Location,
        origin: &Origin,
    ) -> Vec<Media> {
        let mut forms: Vec<Media> = Vec::new();
        let mut chosen = None;
        let described = self.by_preference(content, media_types);
        for (kind, media) in described.iter().copied() {
            let origin = if forms.is_empty() { origin } else { &beside(origin, media.name) };
            let media = self.form(kind, media, origin, true);
            match forms.iter_mut().find(|known| known.is_made_as(&media)) {
                None => forms.push(media),
                Some(known) => {
                    // Only the multipart form can carry a file.
                    if kind == Kind::Multipart && self.holds_files(media.shape()) {
                        *known = media;
                    }
                    chosen.get_or_insert_with(|| known.media_type().to_owned());
                }
            }
        }
        if let Some(chosen) = chosen {
            self.cx.report(problems::media_type_chosen(media_types.clone(), &chosen));
        }
        let is_typed = |media: &Media| media.shape().is_some();
        self.note_untyped(&described, forms.iter().any(is_typed), true);
        forms
    }

    /// Lowers the forms of a response, the preferred first.
    pub(super) fn response_forms(
        &mut self,
        content: &[MediaType<'s>],
        media_types: &Location,
        origin: &Origin,
    ) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let described = self.by_preference(content, media_types);
        for (kind, media) in described.iter().copied() {
            let name = media.name.to_owned();
            let origin = if groups.is_empty() { origin } else { &beside(origin, media.name) };
            let media = self.form(kind, media, origin, false);
            let is_structured = matches!(kind, Kind::Json | Kind::Stream);
            let same = groups.iter_mut().enumerate().find(|(index, group)| {
                // Text and bytes that are not the default form are only useful by their own media type.
                (*index == 0 || is_structured) && group.media.reads_as(&media)
            });
            match same {
                None => groups.push(Group { media, accept: vec![name] }),
                Some((_, group)) => {
                    if !group
                        .accept
                        .iter()
                        .any(|known| media_type::essence(known) == media_type::essence(&name))
                    {
                        group.accept.push(name);
                    }
                }
            }
        }
        let is_typed = groups.iter().any(|group| is_read_typed(&group.media));
        self.note_untyped(&described, is_typed, false);
        groups
    }

    /// Lowers the preferred form of a body of which the client supports one form only.
    pub(super) fn only_form(
        &mut self,
        content: &[MediaType<'s>],
        media_types: &Location,
        origin: &Origin,
    ) -> Option<Media> {
        let described = by_preference(content);
        let (kind, media) = described.first().copied()?;
        if content.len() > 1 {
            let location = media_types.clone();
            self.cx.report(problems::media_type_chosen(location, media.name));
        }
        let form = self.form(kind, media, origin, false);
        let is_stream = matches!(form, Media::Stream { .. });
        if is_stream && (media.schema.is_some() || media.item.is_some()) {
            let instead = "the body is received as a string";
            let what = "a stream in this place";
            self.cx.report(problems::not_covered(media.location.clone(), what, instead));
        }
        self.note_untyped(&described, is_stream || is_read_typed(&form), false);
        Some(form)
    }

    /// Returns the media types with their kinds, the preferred first. Those beyond the limit are reported.
    fn by_preference<'m>(
        &mut self,
        content: &'m [MediaType<'s>],
        media_types: &Location,
    ) -> Vec<(Kind, &'m MediaType<'s>)> {
        let mut forms = by_preference(content);
        if forms.len() > MAX_FORMS {
            forms.truncate(MAX_FORMS);
            let what = format!("more than {MAX_FORMS} media types of one body");
            let report = problems::not_covered(media_types.clone(), &what, "left out");
            self.cx.report(report);
        }
        forms
    }

    fn form(&mut self, kind: Kind, media: &MediaType<'s>, origin: &Origin, is_sent: bool) -> Media {
        let media_type = media.name.to_owned();
        match kind {
            Kind::Json if !is_sent && self.is_file(media) => Media::Bytes { media_type },
            Kind::Json => match self.whole(media, origin) {
                // Servers send the bytes of a file, whatever media type the description states.
                shape if !is_sent && shape.ty == Type::Binary => Media::Bytes { media_type },
                shape => Media::Json { media_type, shape },
            },
            Kind::Form => {
                let shape = self.whole(media, origin);
                if is_sent && !self.may_be_object(&shape) {
                    self.note_without_names(media, &shape, "a string that the caller encodes");
                    return Media::Text { media_type };
                }
                let fields = if is_sent { self.fields(media, &shape) } else { Vec::new() };
                Media::Form { shape, fields }
            }
            Kind::Multipart => {
                let shape = self.whole(media, origin);
                if !is_sent {
                    return Media::Multipart { shape, parts: Vec::new() };
                }
                if !self.may_be_object(&shape) {
                    self.note_without_names(media, &shape, "bytes that the caller encodes");
                    return Media::Bytes { media_type };
                }
                let mut parts = self.files(media, &shape);
                parts.append(&mut self.parts(media, &shape));
                Media::Multipart { shape, parts }
            }
            Kind::Stream => self.stream(media, origin),
            Kind::Text => Media::Text { media_type },
            Kind::Bytes => Media::Bytes { media_type },
        }
    }

    /// Reports a form that is no object, unless it is a string.
    fn note_without_names(&mut self, media: &MediaType<'s>, shape: &Shape, instead: &str) {
        if shape.ty == Type::Text {
            return;
        }
        let location = media.location.key("schema");
        let what = "a form that is no object, so that its fields have no names,";
        let report = problems::not_covered(location, what, &format!("the body is {instead}"));
        self.cx.report(report);
    }

    fn whole(&mut self, media: &MediaType<'s>, origin: &Origin) -> Shape {
        match &media.schema {
            None => Shape::default(),
            Some(schema) => {
                self.shape(Of::Place(std::slice::from_ref(schema)), &Scope::at(origin.clone()))
            }
        }
    }

    /// Returns `true` if a property of the object is a file.
    fn holds_files(&self, shape: Option<&Shape>) -> bool {
        let Some(Shape { ty: Type::Named(id), .. }) = shape else { return false };
        let Some(TypeKind::Struct(object)) = self.types.kind(*id) else { return false };
        object.fields.iter().any(|field| *field.shape.innermost() == Type::Binary)
    }
}

/// The number of media types of one body that are lowered. The limit exists because each form
/// becomes types and functions of its own.
const MAX_FORMS: usize = 100;

/// Returns `true` if a response body of this form is a value of a type.
fn is_read_typed(media: &Media) -> bool {
    match media {
        Media::Form { .. } | Media::Multipart { .. } => false,
        media => media.shape().is_some(),
    }
}

/// Returns the media types with their kinds, the preferred first.
fn by_preference<'m, 's>(content: &'m [MediaType<'s>]) -> Vec<(Kind, &'m MediaType<'s>)> {
    let kind = |media: &'m MediaType<'s>| match media_type::essence(media.name).as_str() {
        // Next to other media types it stands for the unlisted ones. Without a schema, nothing is known of the body.
        "*/*" if content.len() > 1 || media.schema.is_none() => Kind::Bytes,
        _ => Kind::of(media.name),
    };
    let mut forms: Vec<_> = content.iter().map(|media| (kind(media), media)).collect();
    forms.sort_by_key(|(kind, _)| *kind);
    forms
}

/// Returns the origin of the schema of a further form.
fn beside(origin: &Origin, name: &str) -> Origin {
    origin.step(Step::Variant(media_type::word(name)))
}

impl Kind {
    /// Returns the kind of a media type.
    pub(super) fn of(name: &str) -> Self {
        let essence = media_type::essence(name);
        match essence.as_str() {
            _ if media_type::is_stream(&essence) => Self::Stream,
            // By name, or by the structured syntax suffix (RFC 6839, 3.1).
            "application/json" | "text/json" | "*/*" => Self::Json,
            other if other.ends_with("+json") => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" => Self::Multipart,
            // XML (RFC 7303, 4.2), YAML (RFC 9512, 2.1).
            "application/xml" | "application/yaml" | "application/x-yaml" => Self::Text,
            other if other.ends_with("+xml") || other.ends_with("+yaml") => Self::Text,
            other if other.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }
}
