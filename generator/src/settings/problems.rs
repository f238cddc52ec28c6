//! The reports about settings.

use super::filters::Key;
use super::{OwnType, Rule};
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
    let words: Vec<_> = words.collect();
    let known = (1..=LISTED).contains(&words.len()).then(|| words.join("`, `"));
    match (did_you_mean(pattern.trim_start_matches('#'), words), key, known) {
        (Some(word), ..) => report.help(format!("did you mean `{word}`?")),
        (None, Key::Operation, _) => report.help(
            "give an `operationId`, `METHOD /path` or a JSON pointer; `*` stands for any text",
        ),
        (None, Key::Tag, Some(known)) => report.help(format!("the tags are `{known}`")),
        (None, Key::Path, Some(known)) => report.help(format!("the paths are `{known}`")),
        (None, Key::Method, Some(known)) => report.help(format!("the methods are `{known}`")),
        (None, ..) => report.help("remove it, or correct it; `*` stands for any text"),
    }
}

/// The most words that a help lists.
const LISTED: usize = 10;

/// Returns the report for a selection without operations.
pub(super) fn empty_selection(place: Option<&Location>) -> Report {
    let report = Report::error("selection-matches-nothing", "the selection leaves no operation");
    let report = match place {
        Some(place) => report.at_key(place),
        None => report,
    };
    report.help("each entry matches an operation, but none is left by all entries together")
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
            _ => "remove it, or correct it; `*` stands for any text",
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

/// Returns the report for a type of one's own that is no path.
pub fn wrong_type_path(own: &OwnType, file: Option<&FileId>) -> Report {
    let report = Report::error("wrong-type-path", format!("`{}` is not a type", own.path));
    placed(report, own.rule.location(file).as_ref()).label(
        "a path that begins with `crate` or a crate, and no `Vec`, `Option`, `Box` or `IndexMap`",
    )
}

/// Returns the report for a type of one's own that no value of a format is.
pub fn unfit_type(own: &OwnType, at: &Location, file: Option<&FileId>) -> Report {
    let message = format!("values of the format `{}` are no `{}`", own.rule.pattern, own.path);
    let report = Report::error("wrong-type-path", message);
    match own.rule.location(file) {
        Some(location) => report.at(&location).related(at, "this has the format"),
        None => report.at(at),
    }
}

/// Returns the report for a type of one's own that replaces nothing.
pub fn type_matches_nothing<'w>(
    own: &OwnType,
    schemas: bool,
    words: impl Iterator<Item = &'w str>,
    file: Option<&FileId>,
) -> Report {
    let pattern = &own.rule.pattern;
    let (message, help) = match schemas {
        true => (
            format!("no schema is called `{pattern}`"),
            "a schema is addressed by the name of its component or by a JSON pointer; `*` stands for any text",
        ),
        false => (
            format!("no string or number has the format `{pattern}`"),
            "remove it, or correct it; `*` stands for any text",
        ),
    };
    let report = placed_key(Report::error("types-match-nothing", message), &own.rule, file);
    match did_you_mean(pattern, words) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report.help(help),
    }
}

/// Returns the report for a type of which some values are strings and others are numbers, because a type has one form in JSON.
pub fn mixed_forms(own: &OwnType, file: Option<&FileId>) -> Report {
    let message = format!(
        "some values of `{}` are numbers and others are strings, which stay strings",
        own.path
    );
    let report = Report::warning("mixed-forms", message);
    placed(report, own.rule.location(file).as_ref())
        .help("a type has one form in JSON; replace the schemas of one form by a type of your own")
}
