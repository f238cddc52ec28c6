//! The operations on the crate page: one line for each operation, or one for each group of a large client.

use crate::emit::{Context, docs};
use crate::model::{GroupModule, Operation, OperationFile};

/// The most operations that the crate page lists one by one.
const OPERATIONS: usize = 60;

/// Returns the section, or an empty text for a client without operations.
pub(crate) fn text(cx: Context<'_>) -> String {
    let files = &cx.model.files.operations;
    let count: usize = files.iter().map(|file| file.operations.len()).sum();
    let Some((others, groups)) = files.split_first().filter(|_| count > 0) else {
        return String::new();
    };
    let modules = others.modules.iter().zip(groups);
    let mut lines = vec![String::new(), "# Operations".to_owned(), String::new()];
    if count > OPERATIONS && !groups.is_empty() {
        lines.extend(header(["Group", "Operations", "Description"]));
        lines.extend(modules.map(|(module, file)| group_row(module, file)));
        if !others.operations.is_empty() {
            lines.push(row(["[others](operations)", &others.operations.len().to_string(), ""]));
        }
    } else {
        lines.extend(table(cx, others));
        for (module, file) in modules {
            lines.extend([group_title(module, file), String::new()]);
            lines.extend(table(cx, file));
        }
    }
    lines.join("\n")
}

/// Returns the table of the operations in a file, with an empty line behind it.
fn table(cx: Context<'_>, file: &OperationFile<'_>) -> Vec<String> {
    if file.operations.is_empty() {
        return Vec::new();
    }
    let operations = file.operations.iter().map(|id| cx.model.of_operation(*id));
    let mut lines: Vec<_> = header(["Method", "Request", "Description"]).into();
    lines.extend(operations.clone().take(OPERATIONS).map(operation_row));
    let further = file.operations.len().saturating_sub(OPERATIONS);
    if further > 0 {
        lines.extend([String::new(), format!("The module [`operations`] has {further} more.")]);
    }
    lines.push(String::new());
    lines
}

fn operation_row(operation: &Operation<'_>) -> String {
    let (method, described) = (&operation.names.method, operation.described);
    let request = format!("{} {}", described.method.as_str(), described.template);
    let about = docs::brief(&described.docs);
    let about = if described.docs.deprecated { format!("Deprecated. {about}") } else { about };
    row([&format!("[`{method}`](Client::{method})"), &code(&request), &about])
}

fn group_row(module: &GroupModule<'_>, file: &OperationFile<'_>) -> String {
    let about = file.group.map(|group| docs::brief(&group.docs)).unwrap_or_default();
    let count = file.operations.len().to_string();
    row([&group_link(module, file), &count, &about])
}

fn group_title(module: &GroupModule<'_>, file: &OperationFile<'_>) -> String {
    let about = file.group.map(|group| docs::brief(&group.docs)).filter(|about| !about.is_empty());
    let about = about.map(|about| format!(": {about}")).unwrap_or_default();
    format!("{}{about}", group_link(module, file))
}

/// Returns a link to the module of a group, with the group's name as its text.
fn group_link(module: &GroupModule<'_>, file: &OperationFile<'_>) -> String {
    let name = file.group.map_or("", |group| group.name.as_str());
    format!("[{}](operations::{})", code(name), module.name)
}

fn header([first, second, third]: [&str; 3]) -> [String; 2] {
    [row([first, second, third]), "|---|---|---|".to_owned()]
}

fn row([first, second, third]: [&str; 3]) -> String {
    format!("| {first} | {second} | {third} |")
}

/// Returns a name of the description as a code span inside a table, where `|` must be escaped.
fn code(name: &str) -> String {
    format!("`{}`", docs::visible(name).replace('|', "\\|"))
}
