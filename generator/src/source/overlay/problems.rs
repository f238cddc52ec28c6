//! The problems of overlays, one constructor each.

use std::io;
use std::ops::Range;

use super::super::problems::cause;
use crate::report::{Location, Report, did_you_mean};
use crate::source::Value;

/// The number of characters of an expression that a message shows.
const SHOWN: usize = 100;

pub(super) fn unreadable_overlay(file: &Location, error: &io::Error) -> Report {
    let message = format!("cannot read the overlay `{}`: {}", file.file.name(), cause(error));
    Report::error("unreadable-file", message).at(file).help("give the path of an overlay file")
}

/// Returns the report for an action whose target selects nothing.
pub(super) fn stale_overlay(at: &Location, key: &str) -> Report {
    let report =
        Report::error("stale-overlay", format!("the `{key}` of this action selects nothing"));
    report
        .at(at)
        .label("no value of the description matches")
        .help("if the description has been corrected, remove the action; otherwise correct the expression")
}

/// Returns the report for an action that leaves the description as it is.
pub(super) fn overlay_without_effect(at: &Location, why: &str) -> Report {
    Report::warning("overlay-without-effect", "this action changes nothing")
        .at(at)
        .label(why.to_owned())
        .help("remove the action")
}

/// Returns the report for an expression that is not JSONPath.
pub(super) fn malformed_target(
    at: &Location,
    text: &str,
    column: usize,
    why: &str,
    span: Option<Range<usize>>,
) -> Report {
    let begin: String = text.chars().take(SHOWN).collect();
    let more = if begin.len() < text.len() { "..." } else { "" };
    let message = format!("`{begin}{more}` is not a JSONPath expression (RFC 9535)");
    let report = Report::error("malformed-target", message).at(at);
    let report = report.label(format!("column {column} of the expression: {why}"));
    let report = match text {
        "" => report.help("the root of the description is `$`"),
        _ if text.contains("[?") && text.contains(" = ") => {
            report.help("a filter compares with `==`")
        }
        _ if text.starts_with('$') => report.help(
            "names with other characters than letters, digits and `_` stand in quotes and brackets: `$.paths['/pets'].get`",
        ),
        _ => report.help(format!("an expression begins with the root of the description: `$.{begin}{more}`")),
    };
    match span {
        Some(span) => report.spanning(span),
        None => report,
    }
}

/// Returns the report for a change that does not fit the selected node. `to` is that node.
pub(super) fn overlay_mismatch(at: &Location, why: &str, to: Option<&Location>) -> Report {
    let report = Report::error("overlay-mismatch", why).at(at);
    match to {
        Some(to) => report.related(to, "this is selected"),
        None => report,
    }
}

/// Returns the report for a tree that would become too large or too deep.
pub(super) fn too_large(at: &Location, what: &str) -> Report {
    overlay_mismatch(at, &format!("this action would give the description {what}"), None)
}

/// Returns the report for a member that no object of an overlay has.
pub(super) fn unknown_key(at: &Location, key: &str, object: &str, known: &[&str]) -> Report {
    let report = malformed(at, format!("{object} has no `{key}`"), "not a member of overlays");
    match did_you_mean(key, known.iter().copied()) {
        Some(meant) => report.help(format!("did you mean `{meant}`?")),
        None => report.help(format!(
            "the members are `{}`, and extensions begin with `x-`",
            known.join("`, `")
        )),
    }
}

/// Returns the report for a member that is not of its type.
pub(super) fn wrong_type(at: &Location, what: &str, expected: &str, found: &Value) -> Report {
    let label = format!("this is {}", found.kind());
    let report = Report::error("malformed-overlay", format!("{what} must be {expected}"));
    report.at(at).label(label)
}

/// Returns the report for a member that is missing.
pub(super) fn missing_key(at: &Location, key: &str, object: &str) -> Report {
    let help = match key {
        "overlay" => "an overlay begins with its version: `overlay: 1.1.0`".to_owned(),
        _ => format!("add `{key}`"),
    };
    malformed(at, format!("{object} has no `{key}`"), "it is required").help(help)
}

/// Returns the report for a version that is not supported.
pub(super) fn unknown_overlay_version(at: &Location, found: &str) -> Report {
    let report = Report::error(
        "malformed-overlay",
        format!("`{found}` is no supported version of overlays"),
    );
    report.at(at).label("not supported").help("write `1.0.0` or `1.1.0`")
}

/// Returns the report for a member that a later version introduces.
pub(super) fn needs_newer(at: &Location, key: &str) -> Report {
    malformed(at, format!("overlays of version 1.0 have no `{key}`"), "introduced by version 1.1")
        .help("write `overlay: 1.1.0`")
}

/// Returns the report for an action with two changes.
pub(super) fn two_changes(at: &Location) -> Report {
    malformed(at, "an action has both `update` and `copy`".to_owned(), "the second change")
        .help("make two actions of it")
}

/// Returns the report for a list of actions that is empty.
pub(super) fn no_actions(at: &Location) -> Report {
    malformed(at, "`actions` is empty".to_owned(), "at least one action is required")
        .help("remove the overlay, or add an action")
}

/// Returns the report for an action that repeats another one.
pub(super) fn repeated_action(at: &Location, first: &Location) -> Report {
    let report = Report::error("malformed-overlay", "an action is repeated");
    report.at(at).label("also here").related(first, "first here").help("remove one of the two")
}

fn malformed(at: &Location, message: String, label: &str) -> Report {
    Report::error("malformed-overlay", message).at_key(at).label(label)
}
