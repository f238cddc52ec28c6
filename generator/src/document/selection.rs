//! Decides which operations are read.

use super::context::Context;
use super::reader::Fields;
use crate::settings::Candidate;
use crate::source::{Location, Value};

/// Returns `true` if an operation is selected.
pub(super) fn is_selected(
    cx: &mut Context<'_>,
    template: &str,
    method: &str,
    fields: &Fields<'_>,
) -> bool {
    let Some(selection) = &mut cx.selection else { return true };
    let tags = fields.value("tags").and_then(Value::as_array).unwrap_or_default();
    selection.selects(&Candidate {
        id: fields.value("operationId").and_then(Value::as_str),
        method,
        path: template,
        tags: tags.iter().filter_map(Value::as_str).collect(),
        pointer: fields.location.pointer.as_str(),
    })
}

/// Returns `true` if an operation, or a path item without a method, that cannot be read is selected by the rest: it has neither
/// a name nor tags.
pub(super) fn is_unread_selected(
    cx: &mut Context<'_>,
    template: &str,
    method: &str,
    location: &Location,
) -> bool {
    let Some(selection) = &mut cx.selection else { return true };
    let (pointer, path) = (location.pointer.as_str(), template);
    let is_selected =
        selection.selects(&Candidate { id: None, method, path, tags: Vec::new(), pointer });
    if is_selected {
        cx.unread.push(location.clone());
    }
    is_selected
}
