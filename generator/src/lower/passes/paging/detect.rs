//! Pages that nobody speaks of, recognised where the pattern is plain: parameters and members of
//! the answer by the names that nearly all APIs give them.
//!
//! What could be something else is left alone: the answer must have exactly one array, and the end
//! of the pages must be certain.

use super::{object, page};
use crate::api::{
    Arena, Bound, Hop, Method, Operation, PageStep, Paging, Parameter, Place, Shape, Struct, Type,
    TypeDef,
};
use crate::source::{Source, Value};

/// Parameters that get the cursor of a page, without regard to case and marks.
const CURSORS: [&str; 7] =
    ["cursor", "pagetoken", "nexttoken", "nextcursor", "continuationtoken", "pagecursor", "marker"];

/// Members of a page that hold the cursor of the next one. One that is called as the parameter is
/// does too.
const NEXT: [&str; 6] = [
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpagecursor",
    "nextmarker",
    "nextcontinuationtoken",
];

/// Parameters that get the number of a page.
const PAGES: [&str; 4] = ["page", "pagenumber", "pagenum", "pageno"];

/// Parameters that get the number of items before a page.
const OFFSETS: [&str; 2] = ["offset", "skip"];

/// Parameters that get the number of items of a page.
const LIMITS: [&str; 7] = ["limit", "perpage", "pagesize", "maxresults", "size", "take", "count"];

/// Members of a page that say whether there is another one.
const MORE: [&str; 3] = ["hasmore", "hasnext", "hasnextpage"];

/// A member of a page: what leads to it, and what it holds.
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
    let has_link = operation.headers.iter().any(|it| it.name.eq_ignore_ascii_case("link"));
    let step = if has_link && [limit, cursor, number, offset].iter().any(Option::is_some) {
        PageStep::Link
    } else if let (Some(cursor), Some(_)) = (cursor, &next) {
        PageStep::Cursor(cursor.name.clone())
    } else if let (Some(page), Some(_)) = (number, limit) {
        PageStep::Page(page.name.clone(), first(source, page)?)
    } else if let (Some(offset), Some(_)) = (offset, limit) {
        PageStep::Offset(offset.name.clone())
    } else {
        return None;
    };
    let more = only(&members, |name, shape| MORE.contains(&name) && shape.ty == Type::Bool);
    let by_cursor = matches!(step, PageStep::Cursor(_));
    Some(Paging { step, items, item, next: next.filter(|_| by_cursor), more, total: None })
}

/// The only array of a page.
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

/// The members of a page and, one level deeper, those of its objects, by folded name.
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

/// The only member that holds the cursor of the next page.
fn next(members: &[(String, Found<'_>)], cursor: &str) -> Option<Vec<Hop>> {
    let holds = |shape: &Shape| matches!(shape.ty, Type::Text | Type::Integer(_) | Type::Uuid);
    // Elsewhere `next_page` may be a number or a URL.
    let is = |name: &str| {
        NEXT.contains(&name) || name == cursor || (name, cursor) == ("nextpage", "pagetoken")
    };
    only(members, |name, shape| is(name) && holds(shape))
}

/// The only member of a kind.
fn only(members: &[(String, Found<'_>)], is: impl Fn(&str, &Shape) -> bool) -> Option<Vec<Hop>> {
    let is = |name: &str, shape: &Shape| is(name, shape) && !shape.sensitive;
    let mut found = members.iter().filter(|(name, (_, shape))| is(name, shape));
    let (_, (hops, _)) = found.next().filter(|_| found.next().is_none())?;
    Some(hops.clone())
}

/// The number of the first page: the parameter's default, or 1 where it has that for its minimum.
fn first(source: &Source, parameter: &Parameter) -> Option<u64> {
    let schema = source.value(&parameter.location.key("schema"));
    match schema.and_then(|schema| schema.get("default")) {
        Some(Value::Int(first)) => u64::try_from(*first).ok().filter(|first| *first <= 1),
        Some(_) => None,
        None => {
            let one = Bound { value: 1.0, exclusive: false };
            (parameter.shape.constraints.minimum == Some(one)).then_some(1)
        }
    }
}

/// A name without case and marks.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
