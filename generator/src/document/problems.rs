//! The problems of a single node, one constructor each.

use super::http_token::is_part;
use crate::report::{Report, did_you_mean};
use crate::source::{Location, RefProblem, Value};

/// Returns the report for an unsupported version of Swagger.
pub fn unknown_swagger(location: Location, version: &str) -> Report {
    let message = format!("`{version}` is not a version of Swagger that is read");
    Report::error("unknown-version", message)
        .at(&location)
        .label("Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are read")
        .help("convert it to Swagger 2.0 or OpenAPI 3 first")
}

/// Returns the report for a member of OpenAPI 3 in a description of Swagger 2.0.
pub fn of_openapi_3(location: Location, key: &str, help: &str) -> Report {
    Report::error("openapi-3", format!("`{key}` is OpenAPI 3, and this is Swagger 2.0"))
        .at_key(&location)
        .help(help)
}

/// Returns the report for a further parameter that is the body (Swagger 2.0).
pub fn second_body(location: Location) -> Report {
    Report::error("several-bodies", "this is the second body of the operation")
        .at(&location)
        .label("a request has one body")
        .help("describe one object with the members of both")
}

/// Returns the report for a field of a form beside a parameter that is the body (Swagger 2.0).
pub fn form_beside_body(location: Location) -> Report {
    Report::error("several-bodies", "this operation has a body and a form")
        .at(&location)
        .label("a request has one body")
        .help("write all of it as `in: formData`, or all of it in the schema of the body")
}

/// Returns the report for a description without `openapi`.
pub fn no_version(location: Location) -> Report {
    Report::error("no-version", "this is not an OpenAPI description: `openapi` is missing")
        .at(&location)
        .help("begin it with `openapi: 3.1.0`")
}

/// Returns the report for an unsupported version of OpenAPI.
pub fn unknown_version(location: Location, version: &str) -> Report {
    Report::error(
        "unknown-version",
        format!("`{version}` is not a version of OpenAPI that is known"),
    )
    .at(&location)
    .label("OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 are read")
}

/// Returns the report for a value of the wrong type.
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
        Value::String(text) if expected == "an object" && member_without_space(text).is_some() => {
            let (key, value) = member_without_space(text).unwrap_or_default();
            report.help(format!("write a space behind the colon: `{key}: {value}`"))
        }
        Value::String(text) if expected != "a string" && is_plain(text) => {
            report.help(format!("take the quotes away: `{text}`"))
        }
        Value::Int(_) | Value::Float(_) | Value::Bool(_) if expected == "a string" => {
            report.help("put it in quotes")
        }
        _ => report,
    }
}

/// Returns the report for the type `null` without quotes.
pub fn unquoted_null(location: Location, what: &str) -> Report {
    wrong_kind(location, what, "a string", &Value::Null).help("put `null` in quotes")
}

/// Returns the key and the value of a member that lacks the space behind its colon: `type:object`.
fn member_without_space(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let is_word =
        |text: &str| !text.is_empty() && text.len() < 60 && !text.contains(char::is_whitespace);
    (is_word(key) && is_word(value) && !value.starts_with("//")).then_some((key, value))
}

/// Returns `true` if a string would be a number or a boolean without its quotes.
fn is_plain(text: &str) -> bool {
    matches!(text, "true" | "false") || text.parse().is_ok_and(f64::is_finite)
}

/// Returns the report for an empty file.
pub fn empty_file(location: Location) -> Report {
    Report::error("no-version", "this is not an OpenAPI description: the file is empty")
        .at(&location)
        .help("begin it with `openapi: 3.1.0`")
}

/// Returns the report for a missing required member.
pub fn missing(location: Location, key: &str) -> Report {
    Report::error("missing-member", format!("`{key}` is missing"))
        .at(&location)
        .label(format!("this needs `{key}`"))
}

/// Returns the report for an unknown `type`.
pub fn unknown_type(location: Location, found: &str, known: &[&str]) -> Report {
    let report = Report::error("unknown-type", format!("`{found}` is not a type"))
        .at(&location)
        .label(format!("one of {}", list(known)));
    let meant = type_of(found).or_else(|| did_you_mean(found, known.iter().copied()));
    if found == "file" {
        return report.help("a file is `type: string` and `format: binary`");
    }
    match (format_of(found), meant) {
        (Some(ty), _) => report.help(format!("write `type: {ty}` and `format: {found}`")),
        (None, Some(word)) => report.help(format!("did you mean `{word}`?")),
        (None, None) => report,
    }
}

/// Returns the type that a format belongs to (OpenAPI Format Registry).
fn format_of(word: &str) -> Option<&'static str> {
    match word {
        "date" | "date-time" | "time" | "uuid" | "uri" | "email" | "password" | "byte"
        | "base64url" | "binary" => Some("string"),
        "int32" | "int64" => Some("integer"),
        "float" | "double" => Some("number"),
        _ => None,
    }
}

/// Returns the JSON type for a type name of programming languages.
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

/// Returns the report for an unknown keyword, which may be a typo of a known one.
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

/// Returns the report for an extension with more or fewer words than the `enum` beside it has members.
pub fn enum_words(location: Location, key: &str, words: usize, members: usize) -> Report {
    Report::warning("enum-words", format!("`{key}` has {words} entries, and `enum` has {members}"))
        .at_key(&location)
        .label("left out")
        .help("list one entry for each member of `enum`, in the same order")
}

/// Returns the report for a parameter place that only Swagger 2.0 has.
pub fn parameter_in_body(location: Location, found: &str) -> Report {
    Report::error("unknown-value", format!("`{found}` is not a place for parameters"))
        .at(&location)
        .label("since OpenAPI 3.0 a body is no parameter")
        .help(match found {
            "formData" => {
                "make it a property of a schema under `requestBody`, in `multipart/form-data` (files) or `application/x-www-form-urlencoded`"
            }
            _ => "describe the body under `requestBody`",
        })
}

/// Returns the report for a path parameter without `required: true` (OpenAPI 3.1, 4.8.12.2).
pub fn optional_in_path(location: Location, name: &str) -> Report {
    Report::error("optional-in-path", format!("`{name}` stands in the path and is not required"))
        .at(&location)
        .label("a path without it is another path")
        .help("add `required: true`")
}

/// Returns the report for a known member that has no effect.
pub fn not_read(location: Location, key: &str) -> Report {
    Report::note("not-read", format!("`{key}` is not read yet"))
        .at_key(&location)
        .label("nothing in the client comes of this, here and wherever else it stands")
}

/// Returns the report for a constraint that the client does not check.
pub fn not_checked(location: Location, keyword: &str) -> Report {
    Report::note("not-checked", format!("`{keyword}` is not checked before a request leaves"))
        .at_key(&location)
        .label("left to the server, here and wherever else it stands")
}

/// Returns the report for a value that is not in a closed list.
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

/// Returns the report for a header name that is not a token (RFC 9110, 5.1 and 5.6.2).
pub fn header_name(location: Location, name: &str) -> Report {
    let report = Report::error("header-name", format!("`{name}` is not the name of a header"));
    not_a_token(report.at(&location), name, "headers", "X-Request-Id")
}

/// Returns the report for a cookie name that is not a token (RFC 6265, 4.1.1).
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
    // Spaces become hyphens. Brackets, quotes and the like are removed.
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

/// Returns the report for a key of `responses` that is not a status.
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

/// Returns the report for an `x-rust-name` that is not an identifier.
pub fn no_rust_name(location: Location, found: &str) -> Report {
    let report = Report::error("no-rust-name", format!("`{found}` cannot be a name in Rust"));
    report.at(&location).help("letters, digits and `_`, a letter first")
}

/// Returns the report for an `x-rust-name` that is too long for a file name.
pub fn long_rust_name(location: Location, found: &str, most: usize) -> Report {
    let begin: String = found.chars().take(20).collect();
    let message = format!("`{begin}...` is too long for a name: {} bytes", found.len());
    Report::error("no-rust-name", message)
        .at(&location)
        .help(format!("{most} bytes at most: names of types are in those of files"))
}

/// Formats the words as a list: "`a`, `b` or `c`".
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

/// Returns the report for a reference without a target.
pub fn unknown_reference(location: Location, target: &str, problem: &RefProblem) -> Report {
    let report = Report::error("unknown-reference", format!("`{target}` does not exist"))
        .at(&location)
        .label(problem.to_string());
    match problem.help() {
        Some(help) => report.help(help),
        None => report,
    }
}

/// Returns the report for repeated references to whole maps of schemas, which expand too far.
pub fn too_many_schemas(location: Location, most: usize) -> Report {
    Report::error("expansion-limit", format!("more than {most} schemas come of this description"))
        .at(&location)
        .label("it was this one's turn when the limit was reached")
        .help("refer to each schema by itself, not to maps of them")
}

/// Returns the report for references that lead back to themselves without reaching a node.
pub fn circular_reference(location: Location, target: &str) -> Report {
    Report::error("circular-reference", format!("`{target}` leads back to itself"))
        .at(&location)
        .help("let one of the references on the way lead to a node")
}
