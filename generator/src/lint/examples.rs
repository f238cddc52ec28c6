//! Examples that are not what their own schemas say.

use super::problems;
use crate::api::{Api, Judge};
use crate::lower;
use crate::report::Report;
use crate::source::Source;

pub(super) fn find(source: &Source, api: &Api, judge: &dyn Judge) -> Vec<Report> {
    let examples = lower::examples(source, api, judge).values.into_iter();
    let broken = examples.filter_map(|example| Some((example.location, example.verdict.fault?)));
    broken.map(|(location, fault)| problems::example_breaks_schema(&location, &fault)).collect()
}
