//! Conditions: the features of the groups that an item is compiled for.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Group, GroupId};
use crate::features::SHARED;
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

/// The most groups that a condition lists one by one. More groups have a feature in common.
const LISTED: usize = 3;

/// The features of which one must be on. An item without features is always compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Condition<'a>(pub Vec<Cow<'a, str>>);

impl<'a> Inputs<'a> {
    /// Returns the condition of an item that these groups need. An item that no group needs has no condition.
    pub(crate) fn condition(self, groups: &[GroupId]) -> Condition<'a> {
        let names = self.features_of(groups);
        match names.len() {
            0..=LISTED => Condition(names.into_iter().map(Cow::Borrowed).collect()),
            _ => Condition(vec![Cow::Owned(shared_name(&names))]),
        }
    }

    /// Returns the condition of each set of groups that need types.
    pub(crate) fn shared_conditions(self) -> Vec<Condition<'a>> {
        self.analysis.group_sets().iter().map(|groups| self.condition(groups)).collect()
    }

    /// Returns the features of groups.
    fn features_of(self, groups: &[GroupId]) -> Vec<&'a str> {
        // Features of groups need a generated manifest, because a handwritten one would have to list them.
        let groups = if self.packaging == Packaging::Crate { groups } else { &[] };
        groups.iter().map(|id| &*self.names.of_group(*id).feature).collect()
    }
}

/// The feature for a group of the API in a client that is a crate.
#[derive(Debug)]
pub struct Feature<'a> {
    /// The feature.
    pub name: &'a str,
    /// The group.
    pub group: &'a Group,
    /// The internal features that it activates, in order.
    pub shared: Vec<String>,
}

impl<'a> Feature<'a> {
    pub(crate) fn all(inputs: Inputs<'a>) -> Vec<Self> {
        let mut shared: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (name, groups) in shared_features(inputs) {
            groups.iter().for_each(|group| shared.entry(group).or_default().push(name.clone()));
        }
        let feature = |(id, group): (GroupId, &'a Group)| {
            let name: &str = &inputs.names.of_group(id).feature;
            Self { name, group, shared: shared.remove(name).unwrap_or_default() }
        };
        let is_there = inputs.packaging == Packaging::Crate;
        inputs.api.groups.iter().filter(|_| is_there).map(feature).collect()
    }
}

/// Returns the internal features, each with the features of the groups that activate it.
///
/// Hundreds of groups need the same types. Their list stands once in the manifest, and not at every item.
fn shared_features(inputs: Inputs<'_>) -> BTreeMap<String, Vec<&str>> {
    let analysis = inputs.analysis;
    let shared = inputs.api.types.ids().filter(|id| analysis.home(*id).is_none());
    let shared: BTreeSet<_> = shared.map(|id| analysis.group_set(id)).collect();
    let types = shared.iter().filter_map(|set| analysis.group_sets().get(*set));
    let types = types.map(Vec::as_slice);
    let errors = inputs.names.errors().iter().map(|error| error.groups.as_slice());
    let sets = types.chain(errors).filter(|groups| groups.len() > LISTED);
    let sets = sets.map(|groups| inputs.features_of(groups)).filter(|names| !names.is_empty());
    sets.map(|names| (shared_name(&names), names)).collect()
}

/// Returns the name of the internal feature for a set of groups. It depends on nothing else, so that it changes only if the set
/// does.
fn shared_name(groups: &[&str]) -> String {
    let mut sorted = groups.to_vec();
    sorted.sort_unstable();
    // FNV-1a with 64 bits, because the hash of the standard library may change with its version.
    let bytes = sorted.iter().flat_map(|name| name.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{SHARED}{}-groups-{:012x}", groups.len(), hash >> 16)
}
