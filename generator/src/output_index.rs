//! Data files of a client: the index `specwright.json`, and the expectations of its tests.

use std::fmt::Write as _;

use crate::api::{Examples, Role};
use crate::model::Model;
use crate::print::HEADER;
use crate::source::{Location, Source, quoted};

/// The format version of both files. It grows if a reader of the former version would misread the new one.
pub const FORMAT: u32 = 1;

/// Returns the text of `specwright.json`: the schemas and operations of the description with their Rust items.
///
/// The rows are in the order of the description. A schema is listed if it is a component, the target of a reference, or
/// has a type of its own. `rust` is its type, from the root of the crate: `types::Pet`, or `Vec<types::Pet>`. An
/// operation has its method, its call, and the enum of its documented errors. `manifest` has the lines of the manifest, by
/// which the next generation recognises what a person has changed in it. Readers should ignore unknown members.
pub fn index(source: &Source, model: &Model<'_>, manifest: &str) -> String {
    let mut text = begin(source);
    let schemas = model.api().schemas.iter().filter(|described| described.role != Role::Place);
    let schemas = schemas.map(|described| {
        let rust = quoted(&model.value_type(&described.shape).to_string());
        format!("{{{}, \"rust\": {rust}}}", place(source, &described.location))
    });
    rows(&mut text, "schemas", schemas);
    text.push_str(",\n");
    let operations = model.operations().iter().map(|operation| {
        let (names, operation) = (operation.names, operation.described);
        let path = |item: &str| quoted(&format!("operations::{item}"));
        format!(
            "{{{}, \"operation\": {}, \"method\": {}, \"call\": {}, \"error\": {}}}",
            place(source, &operation.location),
            quoted(&format!("{} {}", operation.method.as_str(), operation.template)),
            quoted(&format!("Client::{}", names.method)),
            path(&names.call.to_string()),
            path(&names.error.to_string()),
        )
    });
    rows(&mut text, "operations", operations);
    text.push_str(",\n");
    rows(&mut text, "manifest", manifest.lines().map(quoted));
    text.push_str("\n}\n");
    text
}

/// Returns the text of `tests/examples.json`, which the tests of a client read.
///
/// Each example has its location, its type, and the verdict of its schema. Each request has its arguments and its URL.
pub fn expectations(source: &Source, model: &Model<'_>, examples: &Examples) -> String {
    let mut text = begin(source);
    let judged = examples.values.iter().filter(|example| example.verdict.limit.is_none());
    let values = judged.clone().map(|example| {
        let mut row = format!(
            "{{\"at\": {}, \"type\": {}",
            at(source, &example.location),
            quoted(&model.value_type(&example.shape).to_string()),
        );
        if let Some(fault) = &example.verdict.fault {
            let _ = write!(row, ", \"fault\": {}", quoted(fault));
        }
        if !example.verdict.undescribed.is_empty() {
            let members = example.verdict.undescribed.iter().map(|member| quoted(member));
            let members: Vec<_> = members.collect();
            let _ = write!(row, ", \"undescribed\": [{}]", members.join(", "));
        }
        let _ = write!(row, ", \"value\": {}}}", example.json);
        row
    });
    rows(&mut text, "examples", values);
    text.push_str(",\n");
    let requests = examples.requests.iter().map(|request| {
        let operation = model.of_operation(request.operation);
        let (names, operation) = (operation.names, operation.described);
        let arguments = request.arguments.iter().map(|argument| argument.as_deref());
        let arguments: Vec<_> = arguments.map(|argument| argument.unwrap_or("null")).collect();
        let target = format!("{} {}", operation.method.as_str(), request.target);
        let body = request.body.as_deref().map(|body| format!(", \"body\": {body}"));
        format!(
            "{{\"at\": {}, \"operation\": {}, \"request\": {}, \"arguments\": [{}]{}}}",
            at(source, &operation.location),
            quoted(&names.method.to_string()),
            quoted(&target),
            arguments.join(", "),
            body.unwrap_or_default(),
        )
    });
    rows(&mut text, "requests", requests);
    let others = examples.values.len() - judged.count();
    let others = ("too much to be compared with their schemas", others);
    let left_out = examples.left_out.iter().chain((others.1 > 0).then_some(&others));
    let left_out = left_out.map(|(reason, count)| format!("{}: {count}", quoted(reason)));
    let left_out: Vec<_> = left_out.collect();
    let _ = write!(text, ",\n\"left out\": {{{}}}\n}}\n", left_out.join(", "));
    text
}

/// Returns the first lines. The header is a member, because JSON has no comments.
fn begin(source: &Source) -> String {
    let entry = source.relative(source.entry());
    let name = entry.rsplit('/').next().unwrap_or(entry);
    let header = HEADER.trim_start_matches(['/', ' ']);
    let header = quoted(&format!("{header} from {name}; change that, not this."));
    format!("{{\"//\": {header},\n\"format\": {FORMAT},\n")
}

/// Writes an array with one line for each item, so that a diff shows single items.
fn rows(text: &mut String, name: &str, rows: impl Iterator<Item = String>) {
    let _ = write!(text, "{}: [", quoted(name));
    for (index, row) in rows.enumerate() {
        let separator = if index > 0 { "," } else { "" };
        let _ = write!(text, "{separator}\n{row}");
    }
    text.push_str("\n]");
}

fn place(source: &Source, location: &Location) -> String {
    let file = quoted(source.relative(&location.file));
    format!("\"file\": {file}, \"pointer\": {}", quoted(location.pointer.as_str()))
}

fn at(source: &Source, location: &Location) -> String {
    quoted(&format!("{}#{}", source.relative(&location.file), location.pointer.as_str()))
}
