//! The problems that lowering reports, one constructor each.

use crate::report::{Report, did_you_mean};
use crate::source::Location;

/// Returns the report for an `allOf`, or a chain of references, that contains itself.
pub fn circular_schema(location: Location) -> Report {
    Report::error("circular-schema", "this schema is a part of itself")
        .at(&location)
        .help("move what both share to a schema of its own")
}

/// Returns the report for a description that expands to too many schemas.
pub fn too_many_schemas(location: Location, most: usize) -> Report {
    Report::error("expansion-limit", format!("more than {most} schemas come of this description"))
        .at(&location)
        .label("it was this one's turn when the limit was reached")
        .help("let each `allOf` refer to fewer schemas that are made of others themselves")
}

/// Returns the report for schemas that are nested too deep.
pub fn too_deep(location: Location, most: usize) -> Report {
    Report::error("expansion-limit", format!("more than {most} schemas stand within one another"))
        .at(&location)
        .label("each on the way here contains the next, or refers to it")
        .help("refer to what lies deep from fewer schemas in a row")
}

/// Returns the report for a schema that is typed as any JSON value, because its construct is not covered.
pub fn not_typed(location: Location, what: &str, help: &str) -> Report {
    Report::warning("not-typed", format!("{what} is not covered yet"))
        .at(&location)
        .label("typed as any JSON value")
        .help(help)
}

/// Returns the report for a dynamic reference to an anchor that several schemas declare and that nothing binds.
pub fn unbound_reference(location: Location, anchor: &str) -> Report {
    Report::warning("not-typed", format!("nothing on the way here has the anchor `{anchor}`"))
        .at(&location)
        .label("typed as any JSON value")
        .help("refer to the schema around it from one whose `$defs` bind the anchor")
}

/// Returns the report for `items` without `type`.
pub fn items_without_type(location: Location) -> Report {
    Report::note("items-without-type", "`items` stands here without `type: array`")
        .at_key(&location)
        .label("typed as an array or a single item")
        .help("write `type: array` if the value is always an array")
}

/// Returns the report for a body with several forms, of which one is used.
pub fn media_type_chosen(location: Location, media_type: &str) -> Report {
    Report::note("media-type-chosen", "this body comes in several media types")
        .at(&location)
        .label(format!("the client speaks `{media_type}` here"))
}

/// Returns the report for a server whose URL is not absolute.
pub fn relative_server(location: Location) -> Report {
    Report::note("relative-server", "this server is relative to where the description was found")
        .at(&location)
        .label("whoever makes a client gives its base URL")
}

/// Returns the report for a token URL that is not absolute.
pub fn relative_token_url(location: Location) -> Report {
    Report::note("relative-server", "this URL is relative to where the description was found")
        .at(&location)
        .label("whoever makes a client gives it, by `token_url`")
}

/// Returns the report for a keyword that has no effect on the client.
pub fn not_covered(location: Location, what: &str, instead: &str) -> Report {
    Report::warning("not-covered", format!("{what} is not covered yet"))
        .at(&location)
        .label(instead.to_owned())
}

/// Returns the report for an enum whose members have another type than `type` says.
pub fn enum_of_other_type(location: Location, ty: &str) -> Report {
    let listed = if ty == "string" { "values that are no strings" } else { "strings" };
    let message = format!("an enum of `type: {ty}` lists {listed}");
    let report = match ty {
        // YAML writers often leave the quotes out, and the intent is clear.
        "string" => {
            Report::warning("enum-type", message).help("put the members of `enum` in quotes")
        }
        _ => Report::error("enum-type", message)
            .help(format!("write the members of `enum` as JSON of `type: {ty}`, without quotes")),
    };
    report.at(&location).once()
}

/// Returns the report for a mapping value whose schema is no branch.
pub fn mapping_without_branch(
    location: Location,
    value: &str,
    target: &str,
    branches: &[String],
) -> Report {
    let report = Report::error(
        "mapping-without-branch",
        format!("the discriminator's value `{value}` has no branch"),
    )
    .at(&location)
    .label(format!("`{target}` is not among the branches of this union"));
    // Only the last segments are compared, because the common prefix would make all references similar.
    let name = |reference: &'_ str| reference.rsplit('/').next().map(str::to_owned);
    let names: Vec<_> = branches.iter().filter_map(|branch| name(branch)).collect();
    let target_name = name(target).unwrap_or_default();
    match did_you_mean(&target_name, names.iter().map(String::as_str)) {
        Some(meant) => report.help(format!("did you mean `{meant}`?")),
        None => {
            report.help(format!("add `- $ref: '{target}'` to the branches, or take the value out"))
        }
    }
}

/// Returns the report for a mapping and a `const` with different values for one branch.
pub fn contradicting_tag(location: Location, mapped: &str, constant: &str) -> Report {
    Report::error(
        "contradicting-tag",
        format!("the mapping gives a branch the tag `{mapped}`, which the branch does not allow"),
    )
    .at_key(&location)
    .label(format!("the branch allows `{constant}`"))
    .help("use the same values in the mapping and in the branch, or remove the mapping")
}

/// Returns the report for two branches with the same tag.
pub fn ambiguous_tag(location: Location, value: &str) -> Report {
    Report::warning("ambiguous-tag", format!("two branches of this union have the tag `{value}`"))
        .at(&location)
        .label("read as the branch that a value fits best")
        .help("give each branch a value of its own")
}

/// Returns the report for an `operationId` that another operation has.
pub fn duplicate_operation(location: Location, id: &str, first: &Location) -> Report {
    Report::error(
        "duplicate-operation",
        format!("the operationId `{id}` is given to two operations"),
    )
    .at(&location)
    .label("also here")
    .related(first, "first here")
    .help("each operation becomes one method: give this one a name of its own")
}

/// Returns the report for a parameter of a path template that is not declared.
pub fn missing_path_parameter(location: Location, name: &str, method: &str) -> Report {
    Report::error(
        "missing-path-parameter",
        format!("`{{{name}}}` stands in the path, but `{method}` has no such parameter")).at_key(&location)
    .label(format!("no parameter has `in: path` and `name: {name}`"))
    .help(format!(
        "add `- {{ name: {name}, in: path, required: true, schema: {{ type: string }} }}` to its parameters"
    ))
}

/// Returns the report for a declared path parameter that the template does not contain. `meant` is the one that it is taken
/// for.
pub fn unused_path_parameter(
    location: Location,
    name: &str,
    template: &str,
    meant: Option<&str>,
) -> Report {
    let report = Report::error(
        "unused-path-parameter",
        format!("the path `{template}` has no `{{{name}}}`"),
    )
    .at(&location)
    .label("this parameter has no place to go");
    match meant {
        Some(meant) => report.help(format!("did you mean `{meant}`?")),
        None => report,
    }
}

/// Returns the report for a style that the place of a parameter does not support.
pub fn unknown_style(location: Location, found: &str, known: &[&str]) -> Report {
    let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    Report::error("unknown-style", format!("`{found}` is not a style of parameters in this place"))
        .at(&location)
        .label(format!("here it can be {}", known.join(", ")))
}

/// Returns the report for a parameter of a webhook or callback.
pub fn parameter_of_webhook(location: Location) -> Report {
    Report::note("parameter-of-webhook", "parameters of webhooks and callbacks are not typed")
        .at(&location)
        .label("read it from the request as it came, here and wherever else one stands")
}

/// Returns the report for a template whose braces do not match.
pub fn broken_template(location: Location, template: &str) -> Report {
    Report::error("broken-template", format!("the braces in the path `{template}` do not match"))
        .at_key(&location)
        .help("each parameter stands in braces of its own: `/users/{id}`")
}

/// Returns the report for a path that does not start with a slash.
pub fn relative_path(location: Location, template: &str) -> Report {
    let meant = format!("/{}", template.strip_prefix("./").unwrap_or(template));
    Report::error("relative-path", format!("the path `{template}` does not begin with `/`"))
        .at_key(&location)
        .label("a path is appended to the URL of the server, and would change its host here")
        .help(format!("begin it with a slash: `{meant}`"))
}

/// Returns the report for a path that differs from another one only in the names of its parameters.
pub fn same_path(
    location: Location,
    template: &str,
    method: &str,
    first: &str,
    place: &Location,
) -> Report {
    Report::error(
        "same-path",
        format!("`{method} {template}` is the same request as `{method} {first}`"),
    )
    .at_key(&location)
    .label("the paths differ in the names of their parameters alone")
    .related_key(place, "first here")
    .help("describe both as one operation, or give one of them another path")
}

/// Returns the report for a security requirement for an undeclared scheme.
pub fn unknown_scheme(location: Location, name: &str, known: &[&str]) -> Report {
    let report = Report::error("unknown-scheme", format!("there is no security scheme `{name}`"))
        .at(&location)
        .label("not in `components.securitySchemes`");
    match did_you_mean(name, known.iter().copied()) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report,
    }
}

/// Returns the report for a name that is pinned twice in one scope.
pub fn duplicate_rust_name(location: Location, name: &str, first: &Location) -> Report {
    Report::error("duplicate-rust-name", format!("the name `{name}` is pinned twice"))
        .at(&location)
        .label("also here")
        .related(first, "first here")
        .help("pin another name, or let one of the two go")
}

/// Returns the report for a required name that is no property. `is_optional` tells what the client has in its place.
pub fn required_without_property(
    location: Location,
    name: &str,
    properties: &[&str],
    is_optional: bool,
) -> Report {
    let report = Report::warning(
        "required-without-property",
        format!("`{name}` is required, but it is not among the properties"),
    )
    .at(&location)
    .label(match is_optional {
        true => "typed as any JSON value, which may be missing",
        false => "typed as any JSON value",
    });
    match (did_you_mean(name, properties.iter().copied()), properties) {
        (Some(meant), _) => report.help(format!("did you mean `{meant}`?")),
        (None, [] | [_, _, _, _, _, _, ..]) => report.help(format!("add `{name}` to `properties`")),
        (None, few) => {
            report.help(format!("add `{name}` to `properties`; there are `{}`", few.join("`, `")))
        }
    }
}

/// Returns the report for paging of an operation without a page as its response.
pub fn no_page(location: Location, operation: &str) -> Report {
    Report::error("no-page", format!("`{operation}` has no response that is a page"))
        .at_key(&location)
        .label("a page is JSON, and of one schema in all successes")
        .help("describe the response, or take `x-pagination` out")
}

/// Returns the report for a paging parameter that does not exist.
pub fn no_page_parameter(location: Location, name: &str, known: &[&str]) -> Report {
    let report = Report::error("no-page-parameter", format!("there is no parameter `{name}`"))
        .at(&location)
        .label("no parameter of the operation has this name and `in: query`");
    match did_you_mean(name, known.iter().copied()) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report,
    }
}

/// Returns the report for a paging property that does not exist.
pub fn no_page_member(location: Location, name: &str, known: &[&str]) -> Report {
    let report = Report::error("no-page-member", format!("a page has no `{name}` here"))
        .at(&location)
        .label("the name of a property, or a JSON pointer such as `/meta/next`");
    match did_you_mean(name, known.iter().copied()) {
        Some(word) => report.help(format!("did you mean `{word}`?")),
        None => report,
    }
}

/// Returns the report for a paging property of the wrong type.
pub fn wrong_page_member(location: Location, key: &str, expected: &str) -> Report {
    Report::error("wrong-page-member", format!("`{key}` of a page must be {expected}"))
        .at(&location)
        .label("this leads to something else")
}
