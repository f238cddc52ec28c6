//! Decides which operations are read.

use super::context::Context;
use super::reader::Fields;
use crate::api::Method;
use crate::settings::Candidate;
use crate::source::Value;

/// Returns `true` if an operation is selected.
pub(super) fn is_selected(
    cx: &mut Context<'_>,
    template: &str,
    method: &Method,
    fields: &Fields<'_>,
) -> bool {
    let Some(selection) = &mut cx.selection else { return true };
    let tags = fields.value("tags").and_then(Value::as_array).unwrap_or_default();
    selection.selects(&Candidate {
        id: fields.value("operationId").and_then(Value::as_str),
        method: method.as_str(),
        path: template,
        tags: tags.iter().filter_map(Value::as_str).collect(),
        pointer: fields.location.pointer.as_str(),
    })
}
