//! `x-pagination`: the paging of an operation, for which OpenAPI has no keyword.

use super::context::Context;
use super::problems;
use super::reader::Fields;
use crate::source::{Location, Value};

/// The paging that an operation declares.
#[derive(Clone, Debug)]
pub enum Pagination<'s> {
    /// No usable `x-pagination`.
    Unsaid,
    /// `x-pagination: false`: the operation has no paging, whatever its parameters are called.
    None,
    /// The declared paging.
    By(Box<Pages<'s>>),
}

/// The members of `x-pagination`.
#[derive(Clone, Debug)]
pub struct Pages<'s> {
    /// `style`
    pub style: PageStyle,
    /// `parameter`: the query parameter that selects the page
    pub parameter: Option<&'s str>,
    /// `items`: the path to the items of a page; the page itself if absent
    pub items: Option<&'s str>,
    /// `next`: the path to the cursor or URL of the next page
    pub next: Option<&'s str>,
    /// `more`: the path to the boolean that states if there is a next page
    pub more: Option<&'s str>,
    /// `total`: the path to the number of items on all pages
    pub total: Option<&'s str>,
    /// `first`: the number of the first page, 1 by default
    pub first: u64,
    /// The location in the description.
    pub location: Location,
}

/// The way from a page to the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// A cursor that the page contains.
    Cursor,
    /// The number of items before the page.
    Offset,
    /// The number of the page.
    Page,
    /// The URL of the page, in the `Link` header (RFC 8288) or in the previous page.
    Link,
}

const STYLES: [&str; 4] = ["cursor", "offset", "page", "link"];

const MEMBERS: [&str; 7] = ["style", "parameter", "items", "next", "more", "total", "first"];

/// Reads `x-pagination` of an operation.
pub(super) fn read<'s>(
    cx: &mut Context<'s>,
    extension: Option<(&'s Value, Location)>,
) -> Pagination<'s> {
    let (value, location) = match extension {
        None => return Pagination::Unsaid,
        Some((Value::Bool(false), _)) => return Pagination::None,
        Some(extension) => extension,
    };
    let pages = Fields::read(cx, value, location, "`x-pagination`");
    let pages = pages.and_then(|fields| read_pages(cx, &fields));
    pages.map_or(Pagination::Unsaid, |pages| Pagination::By(Box::new(pages)))
}

fn read_pages<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Pages<'s>> {
    for (key, _) in fields.object.iter().filter(|(key, _)| !MEMBERS.contains(key)) {
        let location = fields.location.key(key);
        let what = "a member of `x-pagination`";
        let report = problems::unknown_value(location.clone(), what, key, &MEMBERS);
        cx.mistake(report.at_key(&location), "left out");
    }
    let style = match fields.required_text(cx, "style")? {
        "cursor" => PageStyle::Cursor,
        "offset" => PageStyle::Offset,
        "page" => PageStyle::Page,
        "link" => PageStyle::Link,
        other => {
            let location = fields.location.key("style");
            let report = problems::unknown_value(location, "a style of pages", other, &STYLES);
            cx.mistake(report, "left out");
            return None;
        }
    };
    Some(Pages {
        style,
        parameter: match style {
            PageStyle::Link => fields.text(cx, "parameter"),
            _ => Some(fields.required_text(cx, "parameter")?),
        },
        items: fields.text(cx, "items"),
        next: match style {
            PageStyle::Cursor => Some(fields.required_text(cx, "next")?),
            _ => fields.text(cx, "next"),
        },
        more: fields.text(cx, "more"),
        total: fields.text(cx, "total"),
        first: fields.count(cx, "first").unwrap_or(1),
        location: fields.location.clone(),
    })
}
