//! The problems of loading, one constructor each.

use std::io;
use std::ops::Range;

use super::context::{Oddity, OddityKind, ReadError, ReadErrorKind};
use super::limits::{MAX_BYTES, MAX_DEPTH, MAX_FILE, MAX_FILES, MAX_NODES, MAX_TEXT};
use super::resolve::{RefProblem, suggestion};
use super::span::one_character;
use super::syntax;
use super::unquoted::Unquoted;
use crate::report::{Location, Report, uncapitalised};

/// The codes of references into files that cannot be read.
pub const LOST: [&str; 4] =
    ["missing-file", "reference-outside", "remote-reference", "malformed-reference"];

pub(super) fn unreadable_entry(file: &Location, error: &io::Error) -> Report {
    let report = Report::error(
        "unreadable-file",
        format!("cannot read the description `{}`: {}", file.file.name(), cause(error)),
    );
    match error.kind() {
        io::ErrorKind::NotFound => report.help("give the path of the description's entry file"),
        io::ErrorKind::PermissionDenied => report.help("make the file readable for you"),
        _ => report,
    }
    .at(file)
}

/// Returns the report for a missing file. `beside` are the file names in its folder.
pub(super) fn missing_file(
    at: &Location,
    path: &str,
    error: &io::Error,
    beside: &[String],
) -> Report {
    let name = path.rsplit('/').next().unwrap_or(path);
    let report = Report::error("missing-file", format!("cannot read `{path}`: {}", cause(error)))
        .at(at)
        .label("referred to here");
    let is_bare = !path.contains(['/', '.']);
    match suggestion(name, beside) {
        _ if is_bare => {
            report.help(format!("a schema of this file is `#/components/schemas/{path}`"))
        }
        Some(help) => report.help(help),
        None => report.help("the path counts from the folder of the file that refers to it"),
    }
}

pub(super) fn no_regular_file(at: &Location, path: &str) -> Report {
    Report::error("missing-file", format!("cannot read `{path}`: it is not a regular file")).at(at)
}

pub(super) fn outside_by_link(at: &Location, path: &str) -> Report {
    let problem = RefProblem::Outside { path: path.to_owned() };
    reference(at, path, &problem).label("a link on its way leads out of it")
}

pub(super) fn reference(at: &Location, text: &str, problem: &RefProblem) -> Report {
    let code = match problem {
        RefProblem::Malformed { .. } => "malformed-reference",
        RefProblem::Url => "remote-reference",
        RefProblem::Outside { .. } => "reference-outside",
        RefProblem::File { .. } => "missing-file",
        RefProblem::Segment { .. } | RefProblem::Anchor { .. } => "unknown-reference",
    };
    let report = Report::error(code, format!("cannot follow `{text}`: {problem}")).at(at);
    match problem.help() {
        Some(help) => report.help(help),
        None => report,
    }
}

pub(super) fn other_file_of_text(at: &Location, text: &str) -> Report {
    Report::error(
        "missing-file",
        format!("cannot follow `{text}`: the description was given as one text"),
    )
    .at(at)
    .help("load the description from its file, or put what it refers to into it")
}

pub(super) fn not_utf8(file: &Location, offset: usize) -> Report {
    Report::error("not-utf-8", format!("`{}` is not UTF-8 text", file.file.name()))
        .at(file)
        .spanning(offset..offset)
        .label("the first byte that is none is here")
        .help("save the file as UTF-8")
}

pub(super) fn large_file(file: &Location) -> Report {
    Report::error(
        "file-limit",
        format!("`{}` is larger than {} MiB", file.file.name(), MAX_FILE >> 20),
    )
    .at(file)
    .help("split the description into several files")
}

pub(super) fn many_files(at: &Location) -> Report {
    Report::error("file-limit", format!("the description has more than {MAX_FILES} files")).at(at)
}

/// Returns the report for a file whose keys are too long in total, with the longest key.
pub(super) fn long_keys(at: &Location, key: &str) -> Report {
    let begin: String = key.chars().take(20).collect();
    let (name, length) = (at.file.name(), key.len());
    Report::error("key-limit", format!("`{name}` has too many values below long keys"))
        .at(at)
        .help(format!("the longest is `{begin}...` with {length} bytes"))
}

pub(super) fn many_bytes(at: &Location) -> Report {
    let limit = MAX_BYTES >> 20;
    Report::error(
        "file-limit",
        format!("the description's files are larger than {limit} MiB together"),
    )
    .at(at)
}

pub(super) fn unread(file: &Location, text: &str, error: &ReadError) -> Report {
    let name = file.file.name();
    let report = match &error.kind {
        ReadErrorKind::Syntax(message) => return syntax::broken(file, text, message, error.offset),
        ReadErrorKind::Documents => {
            Report::error("syntax", format!("`{name}` holds more than one YAML document"))
                .help("keep the text up to the second `---`")
        }
        ReadErrorKind::Depth => {
            let message = format!("`{name}` nests more than {MAX_DEPTH} objects and arrays");
            Report::error("depth-limit", message)
                .help("move what lies deep to `components` and refer to it")
        }
        ReadErrorKind::Nodes => {
            Report::error("node-limit", format!("`{name}` has more than {MAX_NODES} values"))
                .help("an alias counts as often as it is used")
        }
        ReadErrorKind::Text => {
            let limit = MAX_TEXT >> 20;
            Report::error("text-limit", format!("`{name}` has more than {limit} MiB of text"))
                .help("an alias counts as often as it is used")
        }
        ReadErrorKind::Range => {
            let Some(end) = error.offset else {
                return not_finite(file);
            };
            // serde_json stops at the last digit.
            let is_digit = |char: char| char.is_ascii_digit() || "+-.eE".contains(char);
            let before = text.get(..end).unwrap_or_default();
            let start = before.trim_end_matches(is_digit).len();
            let rest = text.get(end..).unwrap_or_default();
            let end = end + (rest.len() - rest.trim_start_matches(is_digit).len());
            return not_finite(file).spanning(start..end);
        }
        ReadErrorKind::Aliases => {
            Report::error("alias-limit", format!("the aliases of `{name}` repeat too much"))
                .help("write less of the file with aliases to aliases")
        }
    };
    match error.offset {
        Some(offset) => report.at(file).spanning(one_character(text, offset)),
        None => report.at(file),
    }
}

/// A reference that YAML takes for a comment.
pub(super) fn unquoted(file: &Location, found: &Unquoted) -> Report {
    let at = Location { file: file.file.clone(), pointer: found.pointer.clone() };
    let key = found.pointer.last().unwrap_or_default();
    Report::error("unquoted-reference", format!("`{key}` has no value: `#` begins a comment"))
        .at_key(&at)
        .label(format!("`{}` is not in quotes", found.text))
        .help(format!("put it in quotes: `{key}: '{}'`", found.text.replace('\'', "''")))
}

pub(super) fn odd(file: &Location, oddity: &Oddity) -> Report {
    let at = Location { file: file.file.clone(), pointer: oddity.pointer.clone() };
    match &oddity.kind {
        OddityKind::Repeated { equal, span } => repeated(&at, *equal, span.as_ref()),
        OddityKind::Tag(tag) => {
            Report::warning("yaml-tag", format!("the tag `!{tag}` is left out of account")).at(&at)
        }
        OddityKind::NotFinite => not_finite(&at),
        OddityKind::Merge { span } => {
            let message = "the merge key `<<` takes a mapping or a list of mappings";
            let report = Report::error("merge-key", message).at_key(&at);
            match span {
                Some(span) => report.spanning(span.clone()),
                None => report,
            }
        }
    }
}

/// The code of numbers that JSON cannot represent.
pub const NOT_FINITE: &str = "not-finite";

fn not_finite(at: &Location) -> Report {
    Report::error("not-finite", "this number is not finite, or too large for 64 bits")
        .at(at)
        .label("cannot be sent as a number in JSON")
        .help("write a number between -1.7e308 and 1.7e308, or leave the keyword out where there is no limit")
}

fn repeated(at: &Location, equal: bool, span: Option<&Range<usize>>) -> Report {
    let key = at.last().unwrap_or_default();
    let report = if equal {
        Report::warning(
            "duplicate-key",
            format!("the key `{key}` is there twice with the same value"),
        )
        .help("remove one of the two")
    } else {
        Report::error(
            "duplicate-key",
            format!("the key `{key}` is there twice with different values"),
        )
        .help(if key == super::merge::KEY {
            "merge several mappings with one key: `<<: [*a, *b]`"
        } else {
            "remove one of the two, or give it another name"
        })
    };
    let report = report.at_key(at).label("also here");
    match span {
        Some(span) => report.spanning(span.clone()).related_key(at, "first here"),
        None => report.label("here and once more"),
    }
}

/// Returns the reason for an I/O error, without the number of the operating system.
pub(super) fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => {
            let text = error.to_string();
            uncapitalised(text.split(" (os error").next().unwrap_or_default())
        }
    }
}

/// Returns the report for a settings file that cannot be read.
#[cfg(feature = "config")]
pub(super) fn unreadable_settings(file: &Location, error: &io::Error) -> Report {
    let message = format!("cannot read the settings `{}`: {}", file.file.name(), cause(error));
    Report::error("unreadable-file", message).at(file)
}

/// Returns the report for a settings file that is not TOML.
#[cfg(feature = "config")]
pub(super) fn settings_syntax(
    at: &Location,
    message: &str,
    bytes: std::ops::Range<usize>,
) -> Report {
    let report = Report::error("settings-syntax", "this is not TOML").at(at).spanning(bytes);
    report.label(message)
}
