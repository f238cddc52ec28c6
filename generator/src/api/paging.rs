//! Operations whose responses are pages of a list.

use super::{Shape, TypeId};

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
