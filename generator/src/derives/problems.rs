//! The reports about derives and attributes.

use super::holds::Way;
use super::std_trait::StdTrait;
use crate::report::{Report, did_you_mean};
use crate::settings::{Extra, Rule};
use crate::source::FileId;

/// Returns the report for a derive that cannot hold for the type that it was asked for.
pub(super) fn cannot_derive(
    one: StdTrait,
    name: &str,
    way: &Way,
    extra: &Extra,
    file: Option<&FileId>,
) -> Report {
    let one = one.name();
    let message = format!("`{name}` cannot derive `{one}`: `{}` is {}", way.path, way.found);
    let report = placed(Report::error("cannot-derive", message), way, one, extra, file);
    report.help("take the derive out, or leave out this type")
}

/// Returns the report for the types that are left out of a derive for many.
pub(super) fn left_out(
    one: StdTrait,
    (failed, all): (usize, usize),
    name: &str,
    way: &Way,
    extra: &Extra,
    file: Option<&FileId>,
) -> Report {
    let one = one.name();
    let message = format!(
        "{failed} of {all} types cannot derive `{one}`, so it is left out of them: in `{name}`, `{}` is {}",
        way.path, way.found
    );
    let report = placed(Report::warning("cannot-derive", message), way, one, extra, file);
    report.help("name the types that need it, as in `[types.\"Pet*\"]`")
}

fn placed(report: Report, way: &Way, one: &str, extra: &Extra, file: Option<&FileId>) -> Report {
    match extra.location(file) {
        Some(location) => {
            let words = format!("{}: no `{one}`", way.found);
            report.at(&location).related_key(&way.location, words)
        }
        None => report.at_key(&way.location),
    }
}

/// Returns the report for a derive or attribute that is not Rust, or that every type has.
pub(super) fn wrong_derive(extra: &Extra, why: &str, file: Option<&FileId>) -> Report {
    let report =
        Report::error("wrong-derive", format!("`{}` cannot be added to types", extra.text));
    match extra.location(file) {
        Some(location) => report.at(&location).label(why),
        None => report.help(why),
    }
}

/// Returns the report for a pattern that no type matches.
pub(super) fn matches_nothing<'w>(
    rule: &Rule,
    words: impl Iterator<Item = &'w str>,
    file: Option<&FileId>,
) -> Report {
    let message = format!("no type is called `{}`", rule.pattern);
    let mut report = Report::error("types-match-nothing", message);
    if let Some(location) = rule.location(file) {
        report = report.at_key(&location);
    }
    match did_you_mean(&rule.pattern, words) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report.help(
            "a type is addressed by the name of its component, its Rust name or a JSON pointer; `*` stands for any text",
        ),
    }
}
