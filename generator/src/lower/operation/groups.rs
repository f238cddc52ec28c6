//! The groups of the client: operations by their first tag, webhooks and unreferenced types.

use std::collections::{HashMap, HashSet};

use crate::api::{Api, Arena, Docs, Group, GroupId, GroupKind};
use crate::document::Document;

/// Returns the groups of the tags that come first on an operation.
///
/// Declared tags come first, in the order of their declaration. A single tag is a group too, so that
/// a second one adds a group and changes nothing else.
pub(crate) fn of_tags(document: &Document<'_>) -> Arena<Group> {
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    let mut used: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    for tag in operations.filter_map(|operation| operation.tags.first()) {
        if seen.insert(tag) {
            used.push(tag);
        }
    }
    let mut groups = Arena::default();
    let mut declared = HashMap::new();
    for (position, tag) in document.tags.iter().enumerate() {
        declared.entry(tag.name).or_insert((position, tag));
    }
    used.sort_by_key(|name| declared.get(name).map_or(usize::MAX, |(position, _)| *position));
    for name in used {
        let description = declared.get(name).and_then(|(_, tag)| tag.description);
        groups.push(Group {
            kind: GroupKind::Tag,
            name: name.to_owned(),
            pinned: None,
            docs: Docs::of(None, description, false),
        });
    }
    groups
}

/// Returns the groups by name.
pub(crate) fn by_name(groups: &Arena<Group>) -> HashMap<&str, GroupId> {
    groups.iter().map(|(id, group)| (group.name.as_str(), id)).collect()
}

/// Adds the groups of webhooks and of unreferenced types, if there are such webhooks or types.
///
/// A description without operations gets neither, because its client is the webhooks and types alone.
pub(crate) fn add_others(api: &mut Api) {
    if api.operations.is_empty() {
        return;
    }
    if !api.webhooks.is_empty() {
        api.groups.push(group(
            GroupKind::Webhooks,
            "webhooks",
            "The bodies of webhooks and callbacks, which the server sends.",
        ));
    }
    let mut reached = vec![false; api.types.len()];
    api.shapes().for_each(|shape| api.mark(shape, &mut reached));
    if reached.contains(&false) {
        let words = "Types that no operation needs.";
        api.groups.push(group(GroupKind::Unreferenced, "unreferenced", words));
    }
}

fn group(kind: GroupKind, name: &str, words: &str) -> Group {
    Group { kind, name: name.to_owned(), pinned: None, docs: Docs::of(None, Some(words), false) }
}
