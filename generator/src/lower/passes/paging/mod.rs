//! Paging: checks what an operation declares against its parameters and responses, or detects it.

mod detect;

use crate::api::{
    Arena, Hop, Media, Operation, OperationId, PageStep, Paging, Place, Shape, Struct, Type,
    TypeDef, TypeId, TypeKind,
};
use crate::document::{Context, PageStyle, Pages, Pagination};
use crate::lower::problems;
use crate::report::Report;
use crate::source::Location;

/// Finds the paging of each operation. The types are final.
pub(crate) fn find(
    cx: &mut Context<'_>,
    types: &Arena<TypeDef>,
    operations: &mut Arena<Operation>,
    declared: Vec<(OperationId, Pagination<'_>)>,
) {
    for (id, declared) in declared {
        let operation = &operations[id];
        let paging = match declared {
            Pagination::None => None,
            Pagination::Unsaid => detect::find(cx.source, types, operation),
            Pagination::By(pages) => {
                let paging = Stated { types, operation, pages: &pages }.paging();
                paging.map_err(|report| cx.mistake(*report, "not paged")).ok()
            }
        };
        operations[id].paging = paging;
    }
}

/// The paging that an operation declares (`x-pagination`).
struct Stated<'a, 's> {
    types: &'a Arena<TypeDef>,
    operation: &'a Operation,
    pages: &'a Pages<'s>,
}

/// A property of a page, by its purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Items,
    Next,
    More,
    Total,
}

impl Stated<'_, '_> {
    fn paging(&self) -> Result<Paging, Box<Report>> {
        let pages = self.pages;
        let Some(page) = page(self.operation) else {
            let location = pages.location.clone();
            return Err(Box::new(problems::no_page(location, &self.operation.id)));
        };
        let (items, item) = self.member(page, Member::Items, pages.items.unwrap_or_default())?;
        let Type::List(item) = &item.ty else { return Err(self.mismatch(Member::Items)) };
        let find = |member, pointer: Option<&str>| {
            pointer.map(|it| self.member(page, member, it).map(|(hops, _)| hops)).transpose()
        };
        Ok(Paging {
            step: self.step()?,
            items,
            item: (**item).clone(),
            next: find(Member::Next, pages.next)?,
            more: find(Member::More, pages.more)?,
            total: find(Member::Total, pages.total)?,
        })
    }

    fn step(&self) -> Result<PageStep, Box<Report>> {
        let pages = self.pages;
        let Some(name) = pages.parameter.filter(|_| pages.style != PageStyle::Link) else {
            return Ok(if pages.next.is_some() { PageStep::Url } else { PageStep::Link });
        };
        let known = self.operation.parameters.iter().filter(|it| it.place == Place::Query);
        let known: Vec<_> = known.map(|parameter| parameter.name.as_str()).collect();
        if !known.contains(&name) {
            let location = pages.location.key("parameter");
            return Err(Box::new(problems::no_page_parameter(location, name, &known)));
        }
        let name = name.to_owned();
        Ok(match pages.style {
            PageStyle::Cursor | PageStyle::Link => PageStep::Cursor(name),
            PageStyle::Offset => PageStep::Offset(name),
            PageStyle::Page => PageStep::Page(name, pages.first),
        })
    }

    /// Returns the path to a property of a page, and its shape.
    ///
    /// The pointer is a JSON pointer (RFC 6901) or the name of a property.
    fn member(
        &self,
        page: &Shape,
        member: Member,
        pointer: &str,
    ) -> Result<(Vec<Hop>, Shape), Box<Report>> {
        let names = match pointer.strip_prefix('/') {
            Some(names) => names.split('/').map(unescape).collect(),
            None if pointer.is_empty() => Vec::new(),
            None => vec![pointer.to_owned()],
        };
        let (mut hops, mut shape) = (Vec::new(), page.clone());
        for name in names {
            let object = object(self.types, &shape);
            let known = object.iter().flat_map(|(_, object)| &object.fields);
            let known: Vec<_> = known.map(|field| field.name.as_str()).collect();
            let field = known.iter().position(|known| *known == name);
            let Some(((ty, object), field)) = object.zip(field) else {
                let location = self.location(member);
                return Err(Box::new(problems::no_page_member(location, &name, &known)));
            };
            hops.extend([Hop { ty, field }]);
            shape = object.fields.get(field).map(|field| field.shape.clone()).unwrap_or_default();
        }
        if member.takes(&shape) { Ok((hops, shape)) } else { Err(self.mismatch(member)) }
    }

    fn mismatch(&self, member: Member) -> Box<Report> {
        let expected = match member {
            Member::Items => "an array",
            Member::Next => "a string or an integer",
            Member::More => "a boolean",
            Member::Total => "an integer",
        };
        let location = self.location(member);
        Box::new(problems::wrong_page_member(location, member.key(), expected))
    }

    fn location(&self, member: Member) -> Location {
        match (member, self.pages.items) {
            (Member::Items, None) => self.pages.location.clone(),
            _ => self.pages.location.key(member.key()),
        }
    }
}

impl Member {
    fn key(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Next => "next",
            Self::More => "more",
            Self::Total => "total",
        }
    }

    fn takes(self, shape: &Shape) -> bool {
        let fits = match self {
            Self::Items => matches!(shape.ty, Type::List(_)),
            Self::Next => matches!(shape.ty, Type::Text | Type::Integer(_) | Type::Uuid),
            Self::More => shape.ty == Type::Bool,
            Self::Total => matches!(shape.ty, Type::Integer(_)),
        };
        fits && !shape.sensitive
    }
}

/// Returns the shape of a page: that of the operation's only JSON response body.
fn page(operation: &Operation) -> Option<&Shape> {
    let responses = &operation.forms.first()?.responses;
    let Some(Media::Json { shape, .. }) = &responses.first()?.media else { return None };
    let same = |media: &Option<Media>| matches!(media, Some(Media::Json { shape: other, .. }) if other == shape);
    (responses.iter().all(|response| same(&response.media)) && !shape.nullable && !shape.sensitive)
        .then_some(shape)
}

/// Returns the struct that a shape refers to.
fn object<'t>(types: &'t Arena<TypeDef>, shape: &Shape) -> Option<(TypeId, &'t Struct)> {
    let id = shape.named().filter(|_| !shape.sensitive)?;
    match &types[id].kind {
        TypeKind::Struct(object) if matches!(shape.ty, Type::Named(_)) => Some((id, object)),
        _ => None,
    }
}

/// Decodes a reference token of a JSON pointer (RFC 6901, 4).
fn unescape(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}
