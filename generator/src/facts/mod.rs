//! What follows from the API as a whole: side tables by id, worked out once.

mod check;
mod fitting;
mod groups;
mod order;
mod problem;
mod recursion;

pub use fitting::is_fitted;
pub use problem::ProblemFields;

use crate::api::{
    Api, Carrier, EnumKind, Form, GroupId, Media, Reach, Shape, Type, TypeId, TypeKind,
};
use crate::formats::{Dates, Formats};

/// What follows from an API.
#[derive(Debug)]
pub struct Facts {
    sent: Vec<bool>,
    received: Vec<bool>,
    checked: Vec<bool>,
    boxed: Vec<Vec<bool>>,
    fitted: Vec<bool>,
    problems: Vec<Option<ProblemFields>>,
    basic: bool,
    oauth: bool,
    dates: Dates,
    /// The types without content of their own that are used, through lists and maps.
    used: Vec<Type>,
    maps: bool,
    uploads: bool,
    parts: bool,
    lines: bool,
    streams: bool,
    events: bool,
    bytes: bool,
    headers: bool,
    pages: bool,
    multipart: Vec<bool>,
    enums: Vec<EnumKind>,
    tuples: bool,
    order: Vec<TypeId>,
    groups: Vec<Vec<GroupId>>,
}

impl Facts {
    /// Works out what follows from an API.
    pub fn new(api: &Api, formats: Formats) -> Self {
        let reach = Reach::find(&api.types, &api.operations, &api.webhooks);
        let used = used(api);
        let kinds = || api.types.iter().map(|(_, def)| &def.kind);
        Self {
            checked: check::find(api, &reach.sent),
            boxed: recursion::find(api),
            fitted: fitting::find(api),
            problems: problem::find(api),
            basic: api.schemes.iter().any(|scheme| scheme.carrier == Carrier::Basic),
            oauth: api.schemes.iter().any(|scheme| scheme.flow.is_some()),
            dates: formats.dates,
            maps: used.iter().any(|ty| matches!(ty, Type::Map(_))) || kinds().any(has_rest),
            enums: kinds()
                .filter_map(|kind| match kind {
                    TypeKind::Enum(values) => Some(values.kind),
                    _ => None,
                })
                .collect(),
            tuples: kinds().any(|kind| matches!(kind, TypeKind::Tuple(_))),
            uploads: used.contains(&Type::Binary)
                || sent(api).any(|it| matches!(it, Media::Multipart { .. } | Media::Bytes { .. })),
            used,
            parts: sends_parts(api),
            lines: sent(api).any(|media| matches!(media, Media::Stream { .. })),
            streams: opened(api, |media| matches!(media, Media::Stream { .. })),
            events: api.operations.iter().any(|(_, it)| it.forms.iter().any(Form::is_events)),
            bytes: api.operations.iter().any(|(_, it)| it.forms.iter().any(Form::is_bytes)),
            headers: api.operations.iter().any(|(_, operation)| !operation.headers.is_empty()),
            pages: api.operations.iter().any(|(_, operation)| operation.paging.is_some()),
            multipart: multipart(api),
            order: order::find(api),
            groups: groups::find(api),
            sent: reach.sent,
            received: reach.received,
        }
    }

    /// Whether values of the type are part of an answer.
    pub fn is_received(&self, id: TypeId) -> bool {
        self.received[id.index()]
    }

    /// Whether values of the type are part of a request.
    pub fn is_sent(&self, id: TypeId) -> bool {
        self.sent[id.index()]
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

    /// Whether values of the shape hold unions whose variant is the one that a value fits best.
    pub fn holds_fitted(&self, shape: &Shape) -> bool {
        shape.named().is_some_and(|id| self.fitted[id.index()])
    }

    /// Whether some type holds unions whose variant is the one that a value fits best.
    pub fn uses_choices(&self) -> bool {
        self.fitted.contains(&true)
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

    /// Whether some answer is a stream of events.
    pub fn uses_events(&self) -> bool {
        self.events
    }

    /// Whether some answer is bytes, which can be read piece by piece.
    pub fn uses_byte_streams(&self) -> bool {
        self.bytes
    }

    /// Whether the headers of some answer are described.
    pub fn uses_headers(&self) -> bool {
        self.headers
    }

    /// Whether some answer is one page of many.
    pub fn uses_pages(&self) -> bool {
        self.pages
    }

    /// Whether tokens are had by the credentials of the client itself.
    pub fn uses_oauth(&self) -> bool {
        self.oauth
    }

    /// Whether some value is a map.
    pub fn uses_maps(&self) -> bool {
        self.maps
    }

    /// Whether some type is an enum of this kind.
    pub fn has_enum(&self, kind: EnumKind) -> bool {
        self.enums.contains(&kind)
    }

    /// Whether some type is a tuple.
    pub fn uses_tuples(&self) -> bool {
        self.tuples
    }

    /// Whether some value is of this type, which is none of its own.
    pub fn uses(&self, ty: &Type) -> bool {
        self.used.contains(ty)
    }

    /// Whether a user name and a password are one of the credentials.
    pub fn uses_basic(&self) -> bool {
        self.basic
    }

    /// Whether some value is a date or a time.
    pub fn uses_dates(&self) -> bool {
        self.uses(&Type::Date) || self.uses(&Type::DateTime)
    }

    /// What dates and times become.
    pub fn dates(&self) -> Dates {
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

/// Whether a type holds a map of what has no field of its own.
fn has_rest(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Struct(object) if object.rest.is_some())
}

/// Every type without a name that values are of, through lists and maps, which count themselves.
fn used(api: &Api) -> Vec<Type> {
    let in_types = api.types.iter().flat_map(|(_, def)| def.kind.shapes());
    let mut used: Vec<Type> = Vec::new();
    for shape in in_types.chain(api.shapes()) {
        let mut next = Some(shape);
        while let Some(shape) = next {
            let (ty, inside) = match &shape.ty {
                Type::List(item) => (Type::List(Box::default()), Some(&**item)),
                Type::Map(item) => (Type::Map(Box::default()), Some(&**item)),
                ty => (ty.clone(), None),
            };
            if !matches!(ty, Type::Named(_)) && !used.contains(&ty) {
                used.push(ty);
            }
            next = inside;
        }
    }
    used
}
