//! Examples that are not valid under their schemas, or too large to be validated.

use super::problems;
use crate::api::{Api, Example, Judge, Verdict};
use crate::examples;
use crate::report::Report;
use crate::source::Source;

pub(super) fn find(source: &Source, api: &Api, judge: &dyn Judge) -> Vec<Report> {
    let examples = examples::collect(source, api, judge).values.into_iter();
    let problem = |example: Example| match example.verdict {
        Verdict { fault: Some(fault), .. } => {
            Some(problems::example_breaks_schema(&example.location, &fault))
        }
        Verdict { limit: Some(limit), .. } => {
            Some(problems::example_not_judged(&example.location, &limit))
        }
        _ => None,
    };
    examples.filter_map(problem).collect()
}
