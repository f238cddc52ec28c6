//! `x-pagination`: how the pages of an operation follow one another, which OpenAPI cannot say.

use super::problems;
use super::reader::{Context, Fields};
use crate::source::{Location, Value};

/// What an operation says of its pages.
#[derive(Clone, Debug)]
pub enum Pagination<'s> {
    /// Nothing.
    Unsaid,
    /// `false`: its answers are no pages, whatever they look like.
    None,
    /// How they follow one another.
    By(Box<Pages<'s>>),
}

/// How pages follow one another.
#[derive(Clone, Debug)]
pub struct Pages<'s> {
    /// `style`
    pub style: PageStyle,
    /// `parameter`: what the request for the next page differs in
    pub parameter: Option<&'s str>,
    /// `items`: where a page has its items; the page itself where it is not said
    pub items: Option<&'s str>,
    /// `next`: where a page has what leads to the next one
    pub next: Option<&'s str>,
    /// `more`: where a page says whether there is another one
    pub more: Option<&'s str>,
    /// `total`: where a page says how many items there are on all pages
    pub total: Option<&'s str>,
    /// `first`: the number of the first page
    pub first: u64,
    /// Where it stands.
    pub location: Location,
}

/// What leads from a page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStyle {
    /// A text that the page has for it.
    Cursor,
    /// The number of items before it.
    Offset,
    /// Its number.
    Page,
    /// Its URL, in the header `Link` (RFC 8288) or in the page.
    Link,
}

const STYLES: [&str; 4] = ["cursor", "offset", "page", "link"];

const MEMBERS: [&str; 7] = ["style", "parameter", "items", "next", "more", "total", "first"];

/// Reads `x-pagination` of an operation.
pub(super) fn read<'s>(cx: &mut Context<'s>, operation: &Fields<'s>) -> Pagination<'s> {
    match operation.value("x-pagination") {
        None => return Pagination::Unsaid,
        Some(Value::Bool(false)) => return Pagination::None,
        Some(_) => {}
    }
    let pages = operation.object(cx, "x-pagination").and_then(|fields| read_pages(cx, &fields));
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
