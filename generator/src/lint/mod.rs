//! Finds valid constructs that make the client worse to use. Only `specwright check` reports them.

mod examples;
mod keys;
mod misplaced;
mod operations;
mod problems;
mod security;
mod unions;
mod unused;

use std::collections::HashSet;

pub use operations::suggested_id;

use crate::api::{Api, Judge};
use crate::report::{Report, Reports};
use crate::source::{Location, Source};

/// Returns the findings of the linter. A location with a report gets no other one.
///
/// Unused components are reported only if there are no errors, because a typo in a reference would
/// make its target look unused. With a judge, invalid examples are also reported.
pub fn lint(
    source: &Source,
    api: &Api,
    judge: Option<&dyn Judge>,
    reports: &Reports,
) -> Vec<Report> {
    let mut found = keys::find(source);
    found.extend(operations::find(source, api));
    found.extend(unions::find(api));
    found.extend(security::find(source, api));
    if !reports.has_errors() {
        found.extend(unused::find(source));
        found.extend(judge.into_iter().flat_map(|judge| examples::find(source, api, judge)));
    }
    let reported: HashSet<Location> =
        reports.as_slice().iter().filter_map(|report| report.location.clone()).collect();
    let is_new =
        |report: &Report| !report.location.as_ref().is_some_and(|at| reported.contains(at));
    found.into_iter().filter(is_new).collect()
}
