//! What makes a poor client of a description that is valid: looked for after lowering, said by `specwright check` alone.

mod examples;
mod keys;
mod misplaced;
mod operations;
mod problems;
mod unions;
mod unused;

use std::collections::HashSet;

use crate::api::{Api, Judge};
use crate::report::{Report, Reports};
use crate::source::{Location, Source};

/// Adds to what was found about a description what could be better about it. Nothing is said twice
/// of one place.
///
/// Unused components are looked for only where nothing is wrong: a slip in a reference would make
/// the component that it means look unused. A judge says which examples break their schemas.
pub fn lint(source: &Source, api: &Api, judge: Option<&dyn Judge>, reports: &mut Reports) {
    let mut found = keys::find(source);
    found.extend(operations::find(source, api));
    found.extend(unions::find(api));
    if !reports.has_errors() {
        found.extend(unused::find(source));
        found.extend(judge.into_iter().flat_map(|judge| examples::find(source, api, judge)));
    }
    let said: HashSet<Location> =
        reports.as_slice().iter().filter_map(|report| report.location.clone()).collect();
    let is_new = |report: &Report| !report.location.as_ref().is_some_and(|at| said.contains(at));
    reports.extend(found.into_iter().filter(is_new));
}
