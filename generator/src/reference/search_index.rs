//! The search index: the words of operations, types and error codes.

use super::codes::{self, Codes};
use super::{Context, markdown, text, types};
use crate::api::{Docs, Operation};
use crate::model::TypeKind;
use crate::source::Value;

/// Returns every entry: `["o", operation, summary, method, words]`, `["e", code, operation, status, path, line]` and
/// `["t", name, line, words]`.
pub(super) fn all(cx: Context<'_>) -> Value {
    let mut entries = Vec::new();
    for (index, (id, operation)) in cx.model.api().operations.iter().enumerate() {
        let position = Value::Int(index as i128);
        let names = cx.model.of_operation(id).names;
        let summary = operation.docs.summary.as_deref().unwrap_or_default().trim();
        entries.push(Value::Array(vec![
            text("o"),
            position.clone(),
            text(&markdown::first_line(summary)),
            text(&names.method.to_string()),
            text(&of_operation(cx, operation)),
        ]));
        for response in &operation.responses {
            let found = codes::of(cx, response);
            for (value, path) in found.iter().flat_map(Codes::values) {
                entries.push(Value::Array(vec![
                    text("e"),
                    types::literal(&value.value),
                    position.clone(),
                    text(&response.status.text()),
                    text(&path),
                    text(&line(&value.docs)),
                ]));
            }
        }
    }
    entries.extend(cx.model.types().iter().map(|item| {
        let members: Vec<String> = match &item.kind {
            TypeKind::Struct(object) => {
                object.fields.iter().map(|field| field.described.name.clone()).collect()
            }
            TypeKind::Union(union) => {
                union.variants.iter().map(|variant| variant.name.to_string()).collect()
            }
            TypeKind::Enum(values) => {
                values.described.values.iter().map(|value| value.value.to_string()).collect()
            }
            TypeKind::Tuple(_) | TypeKind::Recursive(_) => Vec::new(),
        };
        let (name, words) = (item.name.to_string(), members.join(" "));
        Value::Array(vec![text("t"), text(&name), text(&line(item.docs)), text(&words)])
    }));
    Value::Array(entries)
}

fn of_operation(cx: Context<'_>, operation: &Operation) -> String {
    let group = operation.group.map(|id| cx.model.api().groups[id].name.clone());
    let parameters = operation.parameters.iter().map(|parameter| parameter.name.clone());
    let words = group.into_iter().chain(parameters).chain([line(&operation.docs)]);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn line(docs: &Docs) -> String {
    markdown::first_line(docs.description.as_deref().unwrap_or_default())
}
