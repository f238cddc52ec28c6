//! Conditions: the features of the groups that an item is compiled for.

use super::Inputs;
use crate::api::GroupId;

/// The owner of the client's manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packaging {
    /// Whoever takes the sources.
    Sources,
    /// The client, which is a crate of its own: it has a feature for each group of the API.
    Crate,
}

/// The features of which one must be on; none for an item that is always compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition<'a>(pub Vec<&'a str>);

impl<'a> Inputs<'a> {
    /// The condition of an item that these groups need. None needs nothing.
    pub(super) fn condition(self, groups: &[GroupId]) -> Condition<'a> {
        // Whoever has the sources alone writes the manifest, and would have to list the features.
        let groups = if self.packaging == Packaging::Crate { groups } else { &[] };
        Condition(groups.iter().map(|id| &*self.names.of_group(*id).feature).collect())
    }
}
