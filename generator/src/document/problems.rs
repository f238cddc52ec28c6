//! What can be wrong with one node by itself: one constructor for each problem.

use super::http_token::is_part;
use crate::report::{Report, did_you_mean};
use crate::source::{Location, RefProblem, Value};

/// `swagger: "2.0"`
pub fn swagger(location: Location) -> Report {
    Report::error("swagger-2", "this is a Swagger 2.0 description, not OpenAPI 3")
        .at(&location)
        .label("OpenAPI 3.0, 3.1 and 3.2 are read")
        .help("convert it first, with `npx swagger2openapi SPEC` for example")
}

/// A document without `openapi`.
pub fn no_version(location: Location) -> Report {
    Report::error("no-version", "this is not an OpenAPI description: `openapi` is missing")
        .at(&location)
        .help("begin it with `openapi: 3.1.0`")
}

/// A version of OpenAPI that is not known.
pub fn unknown_version(location: Location, version: &str) -> Report {
    Report::error(
        "unknown-version",
        format!("`{version}` is not a version of OpenAPI that is known"),
    )
    .at(&location)
    .label("OpenAPI 3.0, 3.1 and 3.2 are read")
}

/// A value of the wrong kind.
pub fn wrong_kind(location: Location, what: &str, expected: &str, found: &Value) -> Report {
    let value = match found {
        Value::Int(number) => format!(": `{number}`"),
        Value::Float(number) => format!(": `{number}`"),
        _ => String::new(),
    };
    let report = Report::error("wrong-kind", format!("{what} must be {expected}"))
        .at(&location)
        .label(format!("this is {}{value}", found.kind()));
    match found {
        Value::String(text) if expected != "a string" && is_plain(text) => {
            report.help(format!("take the quotes away: `{text}`"))
        }
        Value::Int(_) | Value::Float(_) | Value::Bool(_) if expected == "a string" => {
            report.help("put it in quotes")
        }
        _ => report,
    }
}

/// Whether a text would be a number or a boolean without its quotes.
fn is_plain(text: &str) -> bool {
    matches!(text, "true" | "false") || text.parse().is_ok_and(f64::is_finite)
}

/// A file without anything in it.
pub fn empty_file(location: Location) -> Report {
    Report::error("no-version", "this is not an OpenAPI description: the file is empty")
        .at(&location)
        .help("begin it with `openapi: 3.1.0`")
}

/// A member that must be there.
pub fn missing(location: Location, key: &str) -> Report {
    Report::error("missing-member", format!("`{key}` is missing"))
        .at(&location)
        .label(format!("this needs `{key}`"))
}

/// A value of `type` that is none.
pub fn unknown_type(location: Location, found: &str, known: &[&str]) -> Report {
    let report = Report::error("unknown-type", format!("`{found}` is not a type"))
        .at(&location)
        .label(format!("one of {}", list(known)));
    let meant = type_of(found).or_else(|| did_you_mean(found, known.iter().copied()));
    match (format_of(found), meant) {
        (Some(ty), _) => report.help(format!("write `type: {ty}` and `format: {found}`")),
        (None, Some(word)) => report.help(format!("did you mean `{word}`?")),
        (None, None) => report,
    }
}

/// The type that a word is a format of (the OpenAPI Format Registry).
fn format_of(word: &str) -> Option<&'static str> {
    match word {
        "date" | "date-time" | "time" | "uuid" | "uri" | "email" | "password" | "byte"
        | "binary" => Some("string"),
        "int32" | "int64" => Some("integer"),
        "float" | "double" => Some("number"),
        _ => None,
    }
}

/// The type that programming languages give such a name.
fn type_of(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "int" | "long" | "short" | "uint" => Some("integer"),
        "bool" => Some("boolean"),
        "str" | "text" => Some("string"),
        "decimal" => Some("number"),
        "list" | "set" => Some("array"),
        "map" | "dict" | "hash" | "struct" => Some("object"),
        _ => None,
    }
}

/// A keyword that looks like a slip of one that is known.
pub fn unknown_keyword(location: Location, found: &str, meant: Option<&str>) -> Report {
    let report =
        Report::warning("unknown-keyword", format!("`{found}` is not a keyword of schemas"))
            .at_key(&location)
            .label("this has no effect");
    match meant {
        Some(meant) => report.help(format!("did you mean `{meant}`?")),
        None => report.help("take it out, or let its name begin with `x-`"),
    }
}

/// A place of Swagger 2.0 for parameters, which is none any more.
pub fn parameter_in_body(location: Location, found: &str) -> Report {
    Report::error("unknown-value", format!("`{found}` is not a place for parameters"))
        .at(&location)
        .label("since OpenAPI 3.0 a body is no parameter")
        .help("describe the body under `requestBody`")
}

/// A parameter in the path that may be left out (OpenAPI 3.1, 4.8.12.2: `required` must be `true`).
pub fn optional_in_path(location: Location, name: &str) -> Report {
    Report::error("optional-in-path", format!("`{name}` stands in the path and is not required"))
        .at(&location)
        .label("a path without it is another path")
        .help("add `required: true`")
}

/// A member that is known, and of which nothing is made.
pub fn not_read(location: Location, key: &str) -> Report {
    Report::note("not-read", format!("`{key}` is not read yet"))
        .at_key(&location)
        .label("nothing in the client comes of this, here and wherever else it stands")
}

/// A keyword that narrows values and that no client checks.
pub fn not_checked(location: Location, keyword: &str) -> Report {
    Report::note("not-checked", format!("`{keyword}` is not checked before a request leaves"))
        .at_key(&location)
        .label("left to the server, here and wherever else it stands")
}

/// A value outside a closed list.
pub fn unknown_value(location: Location, what: &str, found: &str, known: &[&str]) -> Report {
    let report = Report::error("unknown-value", format!("`{found}` is not {what}")).at(&location);
    let report = match known {
        [] => report,
        known => report.label(format!("one of {}", list(known))),
    };
    match did_you_mean(found, known.iter().copied()) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report,
    }
}

/// A name of a header that is not a token (RFC 9110, 5.1 and 5.6.2).
pub fn header_name(location: Location, name: &str) -> Report {
    let report = Report::error("header-name", format!("`{name}` is not the name of a header"));
    not_a_token(report.at(&location), name, "headers", "X-Request-Id")
}

/// A name of a cookie that is not a token (RFC 6265, 4.1.1).
pub fn cookie_name(location: Location, name: &str) -> Report {
    let report = Report::error("cookie-name", format!("`{name}` is not the name of a cookie"));
    not_a_token(report.at(&location), name, "cookies", "session-id")
}

fn not_a_token(report: Report, name: &str, things: &str, example: &str) -> Report {
    let report = match name.chars().find(|char| !is_part(*char)) {
        Some(' ') => report.label("a space cannot be in it"),
        Some(char) => report.label(format!("`{char}` cannot be in it")),
        None => report.label("it is empty"),
    };
    // Spaces between words become hyphens. Of brackets and the like nothing is kept.
    let words: Vec<_> = name.split_whitespace().collect();
    let mut kept = words.join("-");
    kept.retain(|char| is_part(char) && !matches!(char, '$' | '`' | '\''));
    match kept.trim_matches('-') {
        "" => {
            report.help(format!("names of {things} have letters, digits and hyphens: `{example}`"))
        }
        kept => report.help(format!("write it with letters, digits and hyphens alone: `{kept}`")),
    }
}

/// A key of `responses` that is no status.
pub fn unknown_status(location: Location, found: &str) -> Report {
    let report = Report::error("unknown-status", format!("`{found}` is not a status"))
        .at_key(&location)
        .label("a code such as `404`, a range such as `4XX`, or `default`");
    let meant = match found.to_ascii_lowercase().as_str() {
        "ok" | "success" => "200",
        "created" => "201",
        "error" | "otherwise" | "other" | "*" => "default",
        _ => return report,
    };
    report.help(format!("did you mean `{meant}`?"))
}

/// An `x-rust-name` that no identifier can be made of.
pub fn no_rust_name(location: Location, found: &str) -> Report {
    let report = Report::error("no-rust-name", format!("`{found}` cannot be a name in Rust"));
    report.at(&location).help("letters, digits and `_`, a letter first")
}

/// An `x-rust-name` that is longer than a name of a file can be.
pub fn long_rust_name(location: Location, found: &str, most: usize) -> Report {
    let begin: String = found.chars().take(20).collect();
    let message = format!("`{begin}...` is too long for a name: {} bytes", found.len());
    Report::error("no-rust-name", message)
        .at(&location)
        .help(format!("{most} bytes at most: names of types are in those of files"))
}

/// The values in words: "`a`, `b` and `c`".
fn list(words: &[&str]) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        text.push_str(match index {
            0 => "",
            _ if index + 1 == words.len() => " or ",
            _ => ", ",
        });
        text.push_str(&format!("`{word}`"));
    }
    text
}

/// A reference that leads nowhere.
pub fn unknown_reference(location: Location, target: &str, problem: &RefProblem) -> Report {
    let report = Report::error("unknown-reference", format!("`{target}` does not exist"))
        .at(&location)
        .label(problem.to_string());
    match problem.help() {
        Some(help) => report.help(help),
        None => report,
    }
}

/// Maps of schemas that are referred to as a whole, over and over.
pub fn too_many_schemas(location: Location, most: usize) -> Report {
    Report::error("expansion-limit", format!("more than {most} schemas come of this description"))
        .at(&location)
        .label("it was this one's turn when the limit was reached")
        .help("refer to each schema by itself, not to maps of them")
}

/// References that lead back to themselves and never to a node.
pub fn circular_reference(location: Location, target: &str) -> Report {
    Report::error("circular-reference", format!("`{target}` leads back to itself"))
        .at(&location)
        .help("let one of the references on the way lead to a node")
}
