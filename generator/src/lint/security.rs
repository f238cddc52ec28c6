//! Security that a few operations state, and the others do not.

use super::problems;
use crate::api::Api;
use crate::report::Report;
use crate::source::{Source, Value};

/// Reports operations without `security`, if only a few have it and the description has none for all.
pub(super) fn find(source: &Source, api: &Api) -> Option<Report> {
    if source.root().get("security").is_some() || api.schemes.is_empty() {
        return None;
    }
    let states = |location| source.value(location).and_then(|operation| operation.get("security"));
    let operations = || api.operations.iter().map(|(_, operation)| operation);
    let requires = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
    let secured = operations().filter(|it| states(&it.location).is_some_and(requires)).count();
    let mut silent = operations().filter(|it| states(&it.location).is_none());
    let (first, others) = (silent.next()?, silent.count());
    // Where most operations state it, the others are open on purpose.
    (secured > 0 && secured <= others)
        .then(|| problems::partial_security(&first.location, secured, api.operations.len()))
}
