//! The size of a page: as many items as the request asks for.

use serde_json::Value;

use crate::operation::Operation;
use crate::schema::violation::RequestPart;

/// The names of query parameters that ask for a number of items, without `-`, `_`, `$` and brackets.
const NAMES: [&str; 13] = [
    "limit",
    "pagesize",
    "perpage",
    "pagelimit",
    "size",
    "top",
    "take",
    "first",
    "maxresults",
    "maxitems",
    "pagelength",
    "itemsperpage",
    "resultsperpage",
];

/// The most items of a page, and the most bytes of JSON.
const MOST_ITEMS: usize = 1_000;
const MOST_BYTES: usize = 4 << 20;

/// Returns the number of items that a request asks for. The request is valid, so the number is within the limits of the
/// description.
pub(crate) fn requested(operation: &Operation, query: &[(String, String)]) -> Option<usize> {
    let is_size = |name: &str| {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        NAMES.contains(&plain.to_ascii_lowercase().as_str())
    };
    let mut parameters = operation.parameters.iter();
    let parameter = parameters.find(|it| it.place == RequestPart::Query && is_size(&it.name))?;
    let (_, value) = query.iter().find(|(name, _)| *name == parameter.name)?;
    value.parse().ok().filter(|size| *size > 0)
}

/// Returns the items of a page of this size: those that are there, again and again. No more are made for a page that `is_last`.
pub(crate) fn resize(items: &[Value], size: usize, is_last: bool) -> Vec<Value> {
    let bytes = items.iter().map(|item| item.to_string().len()).max().unwrap_or(1);
    let most = MOST_ITEMS.min(MOST_BYTES / bytes.max(1)).max(items.len());
    let most = if is_last { items.len() } else { most };
    items.iter().cycle().take(size.min(most)).cloned().collect()
}
