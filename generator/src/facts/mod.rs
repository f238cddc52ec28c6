//! What follows from the API as a whole: side tables by id, worked out once.

mod check;
mod groups;
mod order;
mod problem;
mod reach;
mod recursion;

pub use problem::ProblemFields;

use crate::api::{Api, Carrier, Enum, Form, GroupId, Media, Shape, Type, TypeId, TypeKind};

/// What follows from an API.
#[derive(Debug)]
pub struct Facts {
    received: Vec<bool>,
    checked: Vec<bool>,
    boxed: Vec<Vec<bool>>,
    problems: Vec<Option<ProblemFields>>,
    basic: bool,
    dates: bool,
    maps: bool,
    uploads: bool,
    parts: bool,
    lines: bool,
    streams: bool,
    bytes: bool,
    headers: bool,
    multipart: Vec<bool>,
    text_enums: bool,
    integer_enums: bool,
    order: Vec<TypeId>,
    groups: Vec<Vec<GroupId>>,
}

impl Facts {
    /// Works out what follows from an API.
    pub fn new(api: &Api) -> Self {
        let reach = reach::find(api);
        Self {
            checked: check::find(api, &reach.sent),
            boxed: recursion::find(api),
            problems: problem::find(api),
            basic: api.schemes.iter().any(|scheme| scheme.carrier == Carrier::Basic),
            dates: uses(api, |ty| matches!(ty, Type::Date | Type::DateTime)),
            maps: uses(api, |ty| matches!(ty, Type::Map(_))),
            text_enums: has_enum(api, |values| !values.is_of_integers()),
            integer_enums: has_enum(api, Enum::is_of_integers),
            uploads: uses(api, |ty| matches!(ty, Type::Binary))
                || sent(api).any(|it| matches!(it, Media::Multipart { .. } | Media::Bytes { .. })),
            parts: sends_parts(api),
            lines: sent(api).any(|media| matches!(media, Media::Stream { .. })),
            streams: opened(api, |media| matches!(media, Media::Stream { .. })),
            bytes: api.operations.iter().any(|(_, it)| it.forms.iter().any(Form::is_bytes)),
            headers: api.operations.iter().any(|(_, operation)| !operation.headers.is_empty()),
            multipart: multipart(api),
            order: order::find(api),
            groups: groups::find(api),
            received: reach.received,
        }
    }

    /// Whether values of the type are part of an answer.
    pub fn is_received(&self, id: TypeId) -> bool {
        self.received[id.index()]
    }

    /// Whether there is something to check in values of the type before they are sent.
    pub fn is_checked(&self, id: TypeId) -> bool {
        self.checked[id.index()]
    }

    /// Whether there is something to check in values of the shape before they are sent.
    pub fn is_shape_checked(&self, shape: &Shape) -> bool {
        check::is_checked(shape, &self.checked)
    }

    /// Whether a field or variant, by its position, holds its value in a box, since the type
    /// contains itself.
    pub fn is_boxed(&self, id: TypeId, field: usize) -> bool {
        self.boxed[id.index()].get(field).copied().unwrap_or(false)
    }

    /// Which fields of the type say what went wrong, if it is the body of an error.
    pub fn problem(&self, id: TypeId) -> Option<&ProblemFields> {
        self.problems[id.index()].as_ref()
    }

    /// The types in the order in which they are read best.
    pub fn order(&self) -> &[TypeId] {
        &self.order
    }

    /// The groups that need the type; none where it always has to be there.
    pub fn groups(&self, id: TypeId) -> &[GroupId] {
        &self.groups[id.index()]
    }

    /// Whether values of the type are bodies of their own in `multipart/form-data`.
    pub fn is_multipart(&self, id: TypeId) -> bool {
        self.multipart[id.index()]
    }

    /// Whether some value is that of a file, or may be.
    pub fn uses_uploads(&self) -> bool {
        self.uploads
    }

    /// Whether something is sent in parts.
    pub fn uses_parts(&self) -> bool {
        self.parts
    }

    /// Whether something is sent in lines.
    pub fn uses_lines(&self) -> bool {
        self.lines
    }

    /// Whether some answer is read item by item.
    pub fn uses_streams(&self) -> bool {
        self.streams
    }

    /// Whether some answer is bytes, which can be read piece by piece.
    pub fn uses_byte_streams(&self) -> bool {
        self.bytes
    }

    /// Whether the headers of some answer are described.
    pub fn uses_headers(&self) -> bool {
        self.headers
    }

    /// Whether some value is a map.
    pub fn uses_maps(&self) -> bool {
        self.maps
    }

    /// Whether some type is an enum of texts.
    pub fn uses_text_enums(&self) -> bool {
        self.text_enums
    }

    /// Whether some type is an enum of integers.
    pub fn uses_integer_enums(&self) -> bool {
        self.integer_enums
    }

    /// Whether a user name and a password are one of the credentials.
    pub fn uses_basic(&self) -> bool {
        self.basic
    }

    /// Whether some value is a date or a time.
    pub fn uses_dates(&self) -> bool {
        self.dates
    }
}

/// What requests hold.
fn sent(api: &Api) -> impl Iterator<Item = &Media> {
    let operations = api.operations.iter().map(|(_, operation)| operation);
    operations.flat_map(|operation| operation.body.iter().flat_map(|body| &body.forms))
}

/// What successes hold that is read piece by piece, in any form.
fn opened(api: &Api, is: fn(&Media) -> bool) -> bool {
    let forms = api.operations.iter().flat_map(|(_, operation)| &operation.forms);
    let mut media = forms.flat_map(|form| &form.answers).filter_map(|it| it.media.as_ref());
    media.any(is)
}

/// Whether some request is sent in parts.
fn sends_parts(api: &Api) -> bool {
    sent(api).any(|media| matches!(media, Media::Multipart { .. }))
}

/// Which types are bodies of `multipart/form-data`.
fn multipart(api: &Api) -> Vec<bool> {
    let mut multipart = vec![false; api.types.len()];
    for media in sent(api) {
        if let Media::Multipart { shape: Shape { ty: Type::Named(id), .. }, .. } = media {
            multipart[id.index()] = matches!(api.types[*id].kind, TypeKind::Struct(_));
        }
    }
    multipart
}

/// Whether some type is such an enum.
fn has_enum(api: &Api, is: fn(&Enum) -> bool) -> bool {
    api.types.iter().any(|(_, def)| matches!(&def.kind, TypeKind::Enum(values) if is(values)))
}

/// Whether some type or operation has values of such a type, through lists and maps.
fn uses(api: &Api, is: fn(&Type) -> bool) -> bool {
    fn inside(shape: &Shape, is: fn(&Type) -> bool) -> bool {
        is(&shape.ty)
            || match &shape.ty {
                Type::List(item) | Type::Map(item) => inside(item, is),
                _ => false,
            }
    }
    let in_types = api.types.iter().flat_map(|(_, def)| def.kind.shapes());
    let rests = api.types.iter().any(|(_, def)| match &def.kind {
        TypeKind::Struct(object) => object.rest.is_some() && is(&Type::Map(Box::default())),
        TypeKind::Union(_) | TypeKind::Enum(_) => false,
    });
    rests || in_types.chain(api.shapes()).any(|shape| inside(shape, is))
}
