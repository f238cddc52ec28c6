//! Operations whose responses are pages of a list.

use super::{Api, Arena, Field, Operation, Shape, Type, TypeDef, TypeId, TypeKind};

/// The paging of an operation: the way to the next page, and the contents of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// The way to the next page.
    pub step: PageStep,
    /// The path to the items in a page.
    pub items: Vec<Hop>,
    /// The shape of an item.
    pub item: Shape,
    /// The path to the cursor or URL of the next page, a string or an integer.
    pub next: Option<Vec<Hop>>,
    /// The path to the boolean that states if there is a next page.
    pub more: Option<Vec<Hop>>,
    /// The path to the total number of items on all pages, an integer.
    pub total: Option<Vec<Hop>>,
}

/// The way from a page to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// The query parameter that takes the cursor found in the page.
    Cursor(String),
    /// The query parameter that takes the number of items before the page.
    Offset(String),
    /// The query parameter that takes the page number, and the number of the first page.
    Page(String, u64),
    /// The URL in the `Link` header (RFC 8288).
    Link,
    /// The URL found in the page.
    Url,
}

/// A step of a path into a page: one field of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The struct.
    pub ty: TypeId,
    /// The position of the field.
    pub field: usize,
}

/// The paging of an operation in terms of JSON, for programs that make or read pages without types.
///
/// A place in a page is a list of member names, from the root of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagedOperation {
    /// The method.
    pub method: String,
    /// The key of the path.
    pub template: String,
    /// The way in which the next page is requested.
    pub step: PageStep,
    /// The place of the items.
    pub items: Vec<String>,
    /// The place of the cursor or URL of the next page, and its value on the last page.
    pub next: Option<(Vec<String>, PageEnd)>,
    /// The place of the flag for another page.
    pub more: Option<Vec<String>>,
    /// The place of the number of items on all pages.
    pub total: Option<Vec<String>>,
}

/// The value of the cursor or URL on the last page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEnd {
    /// The member is missing.
    Absent,
    /// The member is `null`.
    Null,
    /// The member is an empty string.
    Empty,
    /// The member cannot mark the last page.
    Unsayable,
}

impl PagedOperation {
    /// The pages of all operations that have them, in the order of the description.
    pub fn all(api: &Api) -> Vec<Self> {
        let operations = api.operations.iter();
        operations.filter_map(|(_, operation)| Self::new(&api.types, operation)).collect()
    }

    fn new(types: &Arena<TypeDef>, operation: &Operation) -> Option<Self> {
        let paging = operation.paging.as_ref()?;
        let path = |hops: &[Hop]| -> Option<Vec<String>> {
            hops.iter().map(|hop| Some(field(types, *hop)?.name.clone())).collect()
        };
        let next = paging.next.as_deref();
        Some(Self {
            method: operation.method.as_str().to_owned(),
            template: operation.template.clone(),
            step: paging.step.clone(),
            items: path(&paging.items)?,
            next: next
                .and_then(|hops| Some((path(hops)?, PageEnd::of(field(types, *hops.last()?)?)))),
            more: paging.more.as_deref().and_then(path),
            total: paging.total.as_deref().and_then(path),
        })
    }
}

impl PageEnd {
    fn of(field: &Field) -> Self {
        match (field.required, field.shape.nullable, &field.shape.ty) {
            (false, _, _) => Self::Absent,
            (true, true, _) => Self::Null,
            (true, false, Type::Text) => Self::Empty,
            (true, false, _) => Self::Unsayable,
        }
    }
}

fn field(types: &Arena<TypeDef>, hop: Hop) -> Option<&Field> {
    match &types[hop.ty].kind {
        TypeKind::Struct(object) => object.fields.get(hop.field),
        _ => None,
    }
}
