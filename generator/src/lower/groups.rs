//! What the client is split into: operations by their first tag, and the types that none needs.

use super::docs;
use crate::api::{Api, Arena, Group, GroupId, GroupKind};
use crate::document::{self, Document};

/// The tags that come first at some operation: those that the description declares in their order,
/// then the others. None where there is but one, since nothing would be split.
pub(super) fn of_tags(document: &Document<'_>) -> Arena<Group> {
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    let mut used: Vec<&str> = Vec::new();
    for tag in operations.filter_map(|operation| operation.tags.first()) {
        if !used.contains(tag) {
            used.push(tag);
        }
    }
    let mut groups = Arena::default();
    if used.len() < 2 {
        return groups;
    }
    let declared = |name: &str| document.tags.iter().enumerate().find(|(_, tag)| tag.name == name);
    used.sort_by_key(|name| declared(name).map_or(usize::MAX, |(position, _)| position));
    for name in used {
        let description = declared(name).and_then(|(_, tag)| tag.description);
        groups.push(Group {
            kind: GroupKind::Tag,
            name: name.to_owned(),
            docs: docs(None, description, false),
        });
    }
    groups
}

/// The group of an operation.
pub(super) fn of_operation(
    groups: &Arena<Group>,
    operation: &document::Operation<'_>,
) -> Option<GroupId> {
    let first = operation.tags.first()?;
    groups.iter().find(|(_, group)| group.name == *first).map(|(id, _)| id)
}

/// Adds the groups of what no operation needs: webhooks, and types that nothing refers to. Only
/// where there are groups, and such types.
pub(super) fn add_others(api: &mut Api) {
    if api.groups.is_empty() {
        return;
    }
    if !api.webhooks.is_empty() {
        api.groups.push(group(GroupKind::Webhooks, "webhooks", "What the server sends by itself."));
    }
    let mut reached = vec![false; api.types.len()];
    api.shapes().for_each(|shape| api.mark(shape, &mut reached));
    if reached.contains(&false) {
        let words = "Types that no operation needs.";
        api.groups.push(group(GroupKind::Unreferenced, "unreferenced", words));
    }
}

fn group(kind: GroupKind, name: &str, words: &str) -> Group {
    Group { kind, name: name.to_owned(), docs: docs(None, Some(words), false) }
}
