//! Detects paging that the description does not declare.
//!
//! Detection uses the conventional names of parameters and response properties. It requires that a
//! response is or directly contains exactly one array, and that the end of the pages can be recognised.

use super::{object, page};
use crate::api::{
    Arena, Bound, Hop, Method, Operation, PageStep, Paging, Parameter, Place, Shape, Struct, Type,
    TypeDef, TypeKind,
};
use crate::source::{Source, Value};

/// Parameters that take a cursor. Names are compared without case and punctuation.
const CURSORS: [&str; 7] =
    ["cursor", "pagetoken", "nexttoken", "nextcursor", "continuationtoken", "pagecursor", "marker"];

/// Properties of a page that hold the cursor of the next page. A property with the name of the
/// cursor parameter also does.
const NEXT: [&str; 6] = [
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpagecursor",
    "nextmarker",
    "nextcontinuationtoken",
];

/// Parameters that take the number of a page.
const PAGES: [&str; 4] = ["page", "pagenumber", "pagenum", "pageno"];

/// Parameters that take the number of items before a page.
const OFFSETS: [&str; 2] = ["offset", "skip"];

/// Parameters that take the number of items per page.
const LIMITS: [&str; 7] = ["limit", "perpage", "pagesize", "maxresults", "size", "take", "count"];

/// Properties of a page that state if there is a next page.
const MORE: [&str; 3] = ["hasmore", "hasnext", "hasnextpage"];

/// Properties of a page that hold the URL of the next page, if they hold a URL.
const NEXT_URLS: [&str; 6] =
    ["next", "nexturl", "nexturi", "nextlink", "nextpageurl", "nextpagelink"];

/// Properties beside the URL of the next page.
const PREVIOUS: [&str; 3] = ["previous", "prev", "previouspage"];

/// Properties of a page that state the number of items on all pages.
const TOTALS: [&str; 8] = [
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalrecords",
    "totalelements",
    "totalentries",
    "totalhits",
];

/// A property of a page: the path to it, and its shape.
type Found<'t> = (Vec<Hop>, &'t Shape);

pub(super) fn find(
    source: &Source,
    types: &Arena<TypeDef>,
    operation: &Operation,
) -> Option<Paging> {
    if operation.method != Method::Get {
        return None;
    }
    let page = page(operation)?;
    let (items, item) = items(types, page)?;
    let members = members(types, page);
    let parameter = |names: &[&str]| {
        let mut found = operation.parameters.iter().filter(|parameter| {
            parameter.place == Place::Query && names.contains(&folded(&parameter.name).as_str())
        });
        found.next().filter(|_| found.next().is_none())
    };
    let counts = |parameter: &&Parameter| matches!(parameter.shape.ty, Type::Integer(_));
    let limit = parameter(&LIMITS).filter(counts);
    let cursor = parameter(&CURSORS);
    let number = parameter(&PAGES).filter(counts);
    let offset = parameter(&OFFSETS).filter(counts);
    let next = cursor.and_then(|cursor| next(&members, &folded(&cursor.name)));
    let url = next_url(source, types, &members);
    let has_link = operation.headers.iter().any(|it| it.name.eq_ignore_ascii_case("link"));
    let step = if has_link && [limit, cursor, number, offset].iter().any(Option::is_some) {
        PageStep::Link
    } else if let (Some(cursor), Some(_)) = (cursor, &next) {
        PageStep::Cursor(cursor.name.clone())
    } else if url.is_some() && [limit, cursor, number, offset].iter().any(Option::is_some) {
        PageStep::Url
    } else if let (Some(page), Some(_)) = (number, limit) {
        PageStep::Page(page.name.clone(), first(source, page)?)
    } else if let (Some(offset), Some(_)) = (offset, limit) {
        PageStep::Offset(offset.name.clone())
    } else {
        return None;
    };
    let more = only(&members, |name, shape| MORE.contains(&name) && shape.ty == Type::Bool);
    let next = match step {
        PageStep::Cursor(_) => next,
        PageStep::Url => url,
        PageStep::Offset(_) | PageStep::Page(..) | PageStep::Link => None,
    };
    // A cursor or a URL ends the pages by its absence.
    let is_counted = matches!(step, PageStep::Offset(_) | PageStep::Page(..));
    let total = only(&members, |name, shape| {
        is_counted && TOTALS.contains(&name) && matches!(shape.ty, Type::Integer(_))
    });
    Some(Paging { step, items, item, next, more, total })
}

/// Returns the only array of a page.
fn items(types: &Arena<TypeDef>, page: &Shape) -> Option<(Vec<Hop>, Shape)> {
    if let Type::List(item) = &page.ty {
        return Some((Vec::new(), (**item).clone()));
    }
    let (ty, page) = object(types, page)?;
    let fields = page.fields.iter().enumerate();
    let mut lists = fields.filter_map(|(field, it)| match &it.shape.ty {
        Type::List(item) if !it.shape.sensitive => {
            Some((vec![Hop { ty, field }], (**item).clone()))
        }
        _ => None,
    });
    lists.next().filter(|_| lists.next().is_none())
}

/// Returns the properties of a page and of the objects directly inside it, by folded name.
fn members<'t>(types: &'t Arena<TypeDef>, page: &Shape) -> Vec<(String, Found<'t>)> {
    let Some((ty, page)) = object(types, page) else { return Vec::new() };
    let mut members = Vec::new();
    let mut add = |before: &[Hop], ty, object: &'t Struct| {
        for (field, it) in object.fields.iter().enumerate() {
            let hops = [before, &[Hop { ty, field }]].concat();
            members.push((folded(&it.name), (hops, &it.shape)));
        }
    };
    add(&[], ty, page);
    for (field, it) in page.fields.iter().enumerate() {
        if let Some((inner, inside)) = object(types, &it.shape) {
            add(&[Hop { ty, field }], inner, inside);
        }
    }
    members
}

/// Returns the path to the only property that holds the cursor of the next page.
fn next(members: &[(String, Found<'_>)], cursor: &str) -> Option<Vec<Hop>> {
    let holds = |shape: &Shape| matches!(shape.ty, Type::Text | Type::Integer(_) | Type::Uuid);
    // With other parameters, `next_page` may be a number or a URL.
    let is = |name: &str| {
        NEXT.contains(&name) || name == cursor || (name, cursor) == ("nextpage", "pagetoken")
    };
    only(members, |name, shape| is(name) && holds(shape))
}

/// Returns the path to the only property that holds the URL of the next page.
///
/// Its schema says that it is one, or it stands beside the previous page and the number of items (Django REST framework:
/// `count`, `next`, `previous`, `results`).
fn next_url(
    source: &Source,
    types: &Arena<TypeDef>,
    members: &[(String, Found<'_>)],
) -> Option<Vec<Hop>> {
    let is_text = |shape: &Shape| shape.ty == Type::Text;
    let next = only(members, |name, shape| NEXT_URLS.contains(&name) && is_text(shape))?;
    let has = |names: &[&str], is: fn(&Type) -> bool| {
        members.iter().any(|(name, (_, shape))| names.contains(&name.as_str()) && is(&shape.ty))
    };
    let is_between = has(&PREVIOUS, |ty| *ty == Type::Text)
        && (has(&["count"], |ty| matches!(ty, Type::Integer(_)))
            || has(&TOTALS, |ty| matches!(ty, Type::Integer(_))));
    let hop = next.last()?;
    let TypeKind::Struct(object) = &types[hop.ty].kind else { return None };
    let schema = source.value(&object.fields.get(hop.field)?.location);
    (is_between || schema.is_some_and(is_url)).then_some(next)
}

/// Returns `true` if a schema is that of a URL, or one of its alternatives is.
fn is_url(schema: &Value) -> bool {
    let format = schema.get("format").and_then(Value::as_str);
    let branches = ["anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
    matches!(format, Some("uri" | "url" | "uri-reference" | "iri" | "iri-reference"))
        || branches.flatten().any(is_url)
}

/// Returns the path to the only property that matches.
fn only(members: &[(String, Found<'_>)], is: impl Fn(&str, &Shape) -> bool) -> Option<Vec<Hop>> {
    let is = |name: &str, shape: &Shape| is(name, shape) && !shape.sensitive;
    let mut found = members.iter().filter(|(name, (_, shape))| is(name, shape));
    let (_, (hops, _)) = found.next().filter(|_| found.next().is_none())?;
    Some(hops.clone())
}

/// Returns the number of the first page: the parameter's default (0 or 1), or 1 if that is its minimum.
fn first(source: &Source, parameter: &Parameter) -> Option<u64> {
    let schema = parameter.content.schema.as_ref();
    let schema = schema.and_then(|location| source.value(location));
    match schema.and_then(|schema| schema.get("default")) {
        Some(Value::Int(first)) => u64::try_from(*first).ok().filter(|first| *first <= 1),
        Some(_) => None,
        None => {
            let one = Bound { value: 1.0, exclusive: false };
            (parameter.shape.constraints.minimum == Some(one)).then_some(1)
        }
    }
}

/// Returns a name in lower case and without punctuation.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
