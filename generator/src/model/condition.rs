//! Conditions: the features of the groups that an item is compiled for.

use crate::api::{Group, GroupId};
use crate::model::Inputs;

/// The owner of the client's manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packaging {
    /// The program that uses the sources.
    Sources,
    /// The crate that contains the client as a module. The features are chosen when the client is generated.
    Module,
    /// The client, which is a crate of its own. It has a feature for each group of the API.
    Crate,
}

/// The features of which one must be on. An item without features is always compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition<'a>(pub Vec<&'a str>);

impl<'a> Inputs<'a> {
    /// Returns the condition of an item that these groups need. An item that no group needs has no condition.
    pub(crate) fn condition(self, groups: &[GroupId]) -> Condition<'a> {
        // Features of groups need a generated manifest, because a handwritten one would have to list them.
        let groups = if self.packaging == Packaging::Crate { groups } else { &[] };
        Condition(groups.iter().map(|id| &*self.names.of_group(*id).feature).collect())
    }
}

/// The feature for a group of the API in a client that is a crate.
#[derive(Debug)]
pub struct Feature<'a> {
    /// The feature.
    pub name: &'a str,
    /// The group.
    pub group: &'a Group,
}

impl<'a> Feature<'a> {
    pub(crate) fn all(inputs: Inputs<'a>) -> Vec<Self> {
        let feature = |(id, group): (GroupId, &'a Group)| Self {
            name: &inputs.names.of_group(id).feature,
            group,
        };
        let is_there = inputs.packaging == Packaging::Crate;
        inputs.api.groups.iter().filter(|_| is_there).map(feature).collect()
    }
}
