//! The problems that the linter reports, one constructor each.

use crate::report::Report;
use crate::source::Location;

/// Returns the report for an operation without an `operationId`.
pub fn no_operation_id(location: &Location, suggested: &str) -> Report {
    Report::warning("no-operation-id", "this operation has no `operationId`")
        .at_key(location)
        .label("its method is named after its path, and renamed with it")
        .help(format!("add `operationId: {suggested}`"))
}

/// Returns the report for an error response without a body.
pub fn error_without_body(location: &Location, key: &str) -> Report {
    Report::warning("error-without-body", "this error has no body")
        .at_key(location)
        .label("callers learn its status and nothing else")
        .help(format!("say under `{key}` what the server sends"))
}

/// Returns the report for a description in which only a few operations state `security`.
pub fn partial_security(location: &Location, secured: usize, all: usize) -> Report {
    Report::note("partial-security", format!("only {secured} of {all} operations state `security`"))
        .at_key(location)
        .label("sent without a credential, as all others that do not state it")
        .help(
            "state `security` beside `paths`; if you cannot correct the description, call \
             `send_credentials_everywhere()` on the builder of the client",
        )
}

/// Returns the report for two branches of a union that allow the same value.
pub fn ambiguous_union(location: &Location, one: &str, other: &str) -> Report {
    Report::warning(
        "ambiguous-union",
        format!("the branches `{one}` and `{other}` of this union cannot be told apart"),
    )
    .at_key(location)
    .label("a value of the one may be read as the other")
    .help("give each a required property with a `const` of its own, or add a `discriminator`")
}

/// Returns the report for a component that no operation uses.
pub fn unused_component(location: &Location, name: &str) -> Report {
    Report::warning("unused-component", format!("no operation reaches `{name}`"))
        .at_key(location)
        .label("nothing that an operation needs refers to this")
        .help("refer to it, or take it out")
}

/// Returns the report for an example that is not valid under its schema.
pub fn example_breaks_schema(location: &Location, fault: &str) -> Report {
    Report::warning("example-breaks-schema", "this example is not what its schema says")
        .at(location)
        .label(fault.to_owned())
        .help("mend the example, or the schema if the server does send this")
}

/// Returns the report for an example that is too large to be validated.
pub fn example_not_judged(location: &Location, limit: &str) -> Report {
    Report::warning("example-not-judged", "this example is not compared with its schema")
        .at(location)
        .label(limit.to_owned())
        .help("make the example shorter, or the schemas that hold for it fewer")
}

/// Returns the report for a key that an object of the description does not have.
pub fn unknown_key(location: &Location, key: &str, holder: &str, help: Option<String>) -> Report {
    let report = Report::warning("unknown-key", format!("{holder} has no member `{key}`"))
        .at_key(location)
        .label("this has no effect");
    match help {
        Some(help) => report.help(help),
        None => report.help("take it out, or let its name begin with `x-`"),
    }
}

/// Returns the report for a key beside a reference other than `summary` and `description`.
pub fn beside_reference(location: &Location, key: &str) -> Report {
    Report::warning("beside-reference", format!("`{key}` stands beside a `$ref`"))
        .at_key(location)
        .label("this has no effect: the reference takes the place of the whole object")
        .help("move it to where the reference leads, or write the object in place")
}

/// Returns the report for a keyword of another version than that of the description.
pub fn other_version(
    location: &Location,
    what: &str,
    belongs: &str,
    says: &str,
    help: &str,
) -> Report {
    Report::warning("other-version", format!("{what} is OpenAPI {belongs}"))
        .at_key(location)
        .label(format!("this description says {says}; other tools leave this out of account"))
        .help(help)
}
