//! Answers that are one page of many.

use super::{Shape, TypeId};

/// How the pages of an operation follow one another, and what is in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// What leads to the next page.
    pub step: PageStep,
    /// Where a page has its items.
    pub items: Vec<Hop>,
    /// What an item is.
    pub item: Shape,
    /// Where a page has what leads to the next one, if it does: a text or an integer.
    pub next: Option<Vec<Hop>>,
    /// Where a page says whether there is another one, if it does: a boolean.
    pub more: Option<Vec<Hop>>,
    /// Where a page says how many items there are on all pages, if it does: an integer.
    pub total: Option<Vec<Hop>>,
}

/// What leads from a page to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// A query parameter that gets what the page has for it.
    Cursor(String),
    /// A query parameter that gets the number of items before the page.
    Offset(String),
    /// A query parameter that gets the number of the page, and the number of the first.
    Page(String, u64),
    /// A URL in the header `Link` (RFC 8288).
    Link,
    /// A URL that the page has.
    Url,
}

/// A step into a page: a field of a struct, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The struct.
    pub ty: TypeId,
    /// Its field.
    pub field: usize,
}
