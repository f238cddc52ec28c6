//! The reports about a settings file.

use super::keys::TABLES;
use crate::report::{Report, did_you_mean};
use crate::source::{Location, Value};

/// Returns the report for a key that no setting has.
pub(super) fn unknown_setting(at: &Location, key: &str, table: &str, known: &[&str]) -> Report {
    let report = Report::error("unknown-setting", format!("there is no setting `{key}`"));
    let report = report.at_key(at).label(match table {
        "" => "not a key of the settings".to_owned(),
        table => format!("not a key of `[{table}]`"),
    });
    let elsewhere = TABLES.iter().find(|(other, keys)| *other != table && keys.contains(&key));
    match (did_you_mean(key, known.iter().copied()), elsewhere) {
        (Some(meant), _) => report.help(format!("did you mean `{meant}`?")),
        (None, Some(("", _))) => report.help("it stands above all tables"),
        (None, Some((other, _))) => report.help(format!("it belongs to `[{other}]`")),
        (None, None) => report.help(format!("the keys are `{}`", known.join("`, `"))),
    }
}

/// Returns the report for a setting whose value has the wrong type.
pub(super) fn wrong_type(at: &Location, key: &str, expected: &str, found: &Value) -> Report {
    let kind = match found {
        Value::Bool(_) => "a boolean",
        Value::Int(_) | Value::Float(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "a table",
        Value::Null => "something else",
    };
    let report = Report::error("wrong-setting", format!("`{key}` must be {expected}"));
    let report = report.at(at).label(format!("this is {kind}"));
    match found {
        Value::Object(object) if !expected.contains("table") => {
            let inner = object.iter().next().map_or("name", |(inner, _)| inner);
            report.help(format!("a key with a dot stands in quotes: `\"{key}.{inner}\"`"))
        }
        _ => report,
    }
}

/// Returns the report for a setting whose value is none of its choices.
pub(super) fn wrong_choice(at: &Location, key: &str, found: &str, known: &[&str]) -> Report {
    let report = Report::error("wrong-setting", format!("`{found}` is no value of `{key}`"));
    let report = report.at(at).label(format!("one of `{}`", known.join("`, `")));
    match did_you_mean(found, known.iter().copied()) {
        Some(meant) => report.help(format!("did you mean `{meant}`?")),
        None => report,
    }
}

/// Returns the report for a key beside `[[client]]`.
pub(super) fn beside_clients(at: &Location, key: &str) -> Report {
    let report = Report::error("wrong-setting", format!("`{key}` stands beside `[[client]]`"));
    report.at_key(at).help("move it into each `[[client]]` that it is for")
}

/// Returns the report for a second client of the same name, or one without a name.
pub(super) fn wrong_client(at: &Location, why: &str) -> Report {
    Report::error("wrong-setting", why)
        .at_key(at)
        .help("give each `[[client]]` a `name` of its own")
}

/// Returns the report for a pattern that can match nothing.
pub(super) fn wrong_pattern(at: &Location, pattern: &str, why: &str) -> Report {
    let message = match pattern {
        "" => "an empty pattern can match nothing".to_owned(),
        pattern => format!("`{pattern}` can match nothing"),
    };
    Report::error("wrong-pattern", message).at(at).label(why)
}

/// Returns the report for a dependency whose name no crate can have.
pub(super) fn wrong_dependency(at: &Location, name: &str) -> Report {
    Report::error("wrong-setting", format!("`{name}` is not the name of a crate"))
        .at_key(at)
        .label("letters, digits, `-` and `_`")
}
