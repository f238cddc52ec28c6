//! The reports about settings.

use super::Rule;
use super::filters::Key;
use crate::report::{Report, Severity, did_you_mean};
use crate::source::{FileId, Location};

/// Returns the report for a pattern of the selection that no operation matches.
pub(super) fn matches_nothing<'w>(
    rule: &Rule,
    key: Key,
    excludes: bool,
    words: impl Iterator<Item = &'w str>,
    file: Option<&FileId>,
) -> Report {
    let pattern = &rule.pattern;
    let message = match key {
        Key::Tag => format!("no operation has the tag `{pattern}`"),
        Key::Operation => format!("no operation is called `{pattern}`"),
        Key::Path => format!("no path with an operation is `{pattern}`"),
        Key::Method => format!("no operation has the method `{pattern}`"),
    };
    let mut report = Report::error("selection-matches-nothing", message);
    if excludes {
        // The client is the one that was asked for.
        report.severity = Severity::Warning;
    }
    let report = placed(report, rule.location(file).as_ref());
    match did_you_mean(pattern, words) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report.help(match key {
            Key::Operation => {
                "give an `operationId`, `METHOD /path` or a JSON pointer; `*` stands for any text"
            }
            _ => "take it out, or correct it; `*` stands for any text",
        }),
    }
}

/// Returns the report for a selection without operations.
pub(super) fn empty_selection() -> Report {
    Report::error("selection-matches-nothing", "the selection leaves no operation")
        .help("each entry matches an operation, but none is left by all entries together")
}

/// Returns the report for a rename that matches nothing.
pub fn rename_matches_nothing<'w>(
    rule: &Rule,
    what: &str,
    words: impl Iterator<Item = &'w str>,
    file: Option<&FileId>,
) -> Report {
    let message = format!("no {what} is called `{}`", rule.pattern);
    let report = placed_key(Report::error("rename-matches-nothing", message), rule, file);
    match did_you_mean(&rule.pattern, words) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report.help(match what {
            "field" => "a field is addressed as `Type.field`; `*` stands for any text",
            "variant" => "a variant is addressed as `Type.value`; `*` stands for any text",
            "parameter" => {
                "a parameter is addressed as `operationId.parameter`; `*` stands for any text"
            }
            "operation" => "an operation is addressed by its `operationId` or as `METHOD /path`",
            _ => "take it out, or correct it; `*` stands for any text",
        }),
    }
}

/// Returns the report for a mark that matches nothing.
pub(super) fn mark_matches_nothing<'w>(
    rule: &Rule,
    what: &str,
    words: impl Iterator<Item = &'w str>,
    file: Option<&FileId>,
) -> Report {
    let message = format!("no {what} is called `{}`", rule.pattern);
    let report = placed_key(Report::error("mark-matches-nothing", message), rule, file);
    match did_you_mean(&rule.pattern, words) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report.help(match what {
            "schema" => "a schema is addressed as `Type`, `Type.property` or by its JSON pointer",
            "error code" => "an error code is addressed as `Type.value`; `*` stands for any text",
            "parameter" => "a parameter is addressed by its own name or its JSON pointer",
            _ => "an operation is addressed by its `operationId` or as `METHOD /path`",
        }),
    }
}

/// Returns the report for a new name that is not an identifier.
pub fn wrong_name(rule: &Rule, name: &str, why: &str, file: Option<&FileId>) -> Report {
    let report = Report::error("wrong-name", format!("`{name}` cannot be a name in Rust"));
    placed(report, rule.location(file).as_ref()).label(why)
}

/// Returns the report for a new name that another item has.
pub fn rename_collision(
    rule: &Rule,
    name: &str,
    other: Option<(&str, Option<Location>)>,
    file: Option<&FileId>,
) -> Report {
    let message = match &other {
        Some((other, _)) => format!("`{name}` is the name of `{other}` too"),
        None => format!("`{name}` is a name of the client's own"),
    };
    let report = Report::error("rename-collision", message);
    let report = placed(report, rule.location(file).as_ref()).help("choose another name");
    match other.and_then(|(_, location)| location) {
        Some(location) => report.related(&location, "this has the name"),
        None => report,
    }
}

fn placed(report: Report, location: Option<&Location>) -> Report {
    match location {
        Some(location) => report.at(location),
        None => report,
    }
}

fn placed_key(report: Report, rule: &Rule, file: Option<&FileId>) -> Report {
    match rule.location(file) {
        Some(location) => report.at_key(&location),
        None => report,
    }
}
