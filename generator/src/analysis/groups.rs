//! Finds the groups of the API that need each type.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, GroupId, GroupKind, Media, Response, Status, Webhook};

/// Returns, for each type by index, the groups that need it. Empty if an operation without a group needs it: then the
/// type is in every build.
pub(super) fn find(api: &Api) -> Vec<Vec<GroupId>> {
    let mut groups = vec![Vec::new(); api.types.len()];
    let mut reached = vec![false; api.types.len()];
    for (id, group) in api.groups.iter() {
        let mut marks = vec![false; api.types.len()];
        match group.kind {
            GroupKind::Tag => mark(api, Some(id), &mut marks),
            GroupKind::Webhooks => {
                let shapes = api.webhooks.iter().filter_map(Webhook::shape);
                shapes.for_each(|shape| api.mark(shape, &mut marks));
            }
            // This group is the last one, so `reached` is complete.
            GroupKind::Unreferenced => {
                for id in api.types.ids().filter(|id| !reached[id.index()]) {
                    api.mark_type(id, &mut marks);
                }
            }
        }
        for (index, _) in marks.iter().enumerate().filter(|(_, mark)| **mark) {
            groups[index].push(id);
            reached[index] = true;
        }
    }
    let mut always = vec![false; api.types.len()];
    mark(api, None, &mut always);
    for (groups, _) in groups.iter_mut().zip(always).filter(|(_, always)| *always) {
        groups.clear();
    }
    groups
}

/// Returns, for each type by index, `true` if the body of an error is or contains it.
///
/// Operations of other tags have the same errors sooner or later, so such a type is in no file of a tag from the start.
pub(super) fn of_errors(api: &Api) -> Vec<bool> {
    let mut marks = vec![false; api.types.len()];
    for (_, operation) in api.operations.iter() {
        let responses = &operation.responses;
        let succeeds = responses.iter().any(|response| response.status.is_success());
        // Without a success, the default is the success.
        let is_error =
            |it: &&Response| it.status.is_error() && (succeeds || it.status != Status::Default);
        let bodies = responses.iter().filter(is_error).filter_map(|it| it.media.as_ref());
        bodies.filter_map(Media::shape).for_each(|shape| api.mark(shape, &mut marks));
    }
    marks
}

/// Marks the types that the operations of a group need; `None` stands for operations without a group.
fn mark(api: &Api, group: Option<GroupId>, marks: &mut [bool]) {
    let operations = api.operations.iter().map(|(_, operation)| operation);
    for operation in operations.filter(|operation| operation.group == group) {
        operation.shapes().for_each(|shape| api.mark(shape, marks));
    }
}
