//! Finds the groups of the API that need each type.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, GroupId, GroupKind, Media, Response, Shape, Status, TypeId, Users, Webhook};

/// The groups that need each type.
#[derive(Debug)]
pub(super) struct Groups {
    users: Users,
    /// The groups of each set of users.
    sets: Vec<Vec<GroupId>>,
}

impl Groups {
    /// Returns the position of the set of groups that need a type.
    pub(super) fn set_of(&self, id: TypeId) -> usize {
        self.users.of_type(id.index())
    }

    /// Puts all types into every build.
    pub(super) fn clear(&mut self, types: usize) {
        self.users.clear(&vec![true; types]);
    }

    /// Returns the sets of groups.
    pub(super) fn sets(&self) -> &[Vec<GroupId>] {
        &self.sets
    }
}

/// Returns, for each type, the groups that need it. Empty if an operation without a group needs it: then the type is in
/// every build.
pub(super) fn find(api: &Api) -> Groups {
    let mut direct = vec![Vec::new(); api.types.len()];
    let mut reached = vec![false; api.types.len()];
    let mut always = vec![false; api.types.len()];
    for (_, operation) in api.operations.iter() {
        for id in operation.shapes().filter_map(Shape::named) {
            match operation.group {
                Some(group) => {
                    direct[id.index()].push(group);
                    api.mark_type(id, &mut reached);
                }
                None => api.mark_type(id, &mut always),
            }
        }
    }
    for (group, kind) in api.groups.iter().map(|(id, group)| (id, group.kind)) {
        match kind {
            GroupKind::Tag => {}
            GroupKind::Webhooks => {
                let shapes = api.webhooks.iter().filter_map(Webhook::shape);
                for id in shapes.filter_map(Shape::named) {
                    direct[id.index()].push(group);
                    api.mark_type(id, &mut reached);
                }
            }
            // This group is the last one, so `reached` is complete.
            GroupKind::Unreferenced => {
                for id in api.types.ids().filter(|id| !reached[id.index()]) {
                    direct[id.index()].push(group);
                }
            }
        }
    }
    let ids: Vec<_> = api.groups.ids().collect();
    let number = |group: &GroupId| u32::try_from(group.index()).ok();
    let direct = direct.iter().map(|groups| groups.iter().filter_map(number).collect());
    let mut users = Users::find(api, &direct.collect::<Vec<_>>());
    users.clear(&always);
    let sets = users.sets().iter().map(|set| {
        let groups = set.iter().filter_map(|group| ids.get(usize::try_from(*group).ok()?));
        groups.copied().collect()
    });
    Groups { sets: sets.collect(), users }
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
