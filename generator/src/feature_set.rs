//! The features of a client that is a module.
//!
//! They are fixed when the module is generated, because the manifest belongs to the program.

use std::collections::BTreeSet;
use std::fmt;

use crate::features::{ALL, DEFAULT};

/// A selection of the features of a client.
///
/// ```
/// use specwright::FeatureSet;
///
/// let features = FeatureSet::new(["blocking", "rustls", "mock"])?;
/// assert!(features.has("mock") && !features.has("reqwest"));
/// assert!(FeatureSet::default().has("reqwest"));
/// # Ok::<(), specwright::UnknownFeature>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureSet(BTreeSet<&'static str>);

/// An error: no feature of a client has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFeature(String);

impl FeatureSet {
    /// Returns the features of these names and those that they activate.
    ///
    /// # Errors
    ///
    /// Returns an error if a name is not the name of a feature.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Self, UnknownFeature> {
        let mut features = BTreeSet::new();
        let mut open: Vec<&str> = names.into_iter().collect();
        while let Some(name) = open.pop() {
            let feature = ALL.iter().find(|feature| feature.name == name);
            let feature = feature.ok_or_else(|| UnknownFeature(name.to_owned()))?;
            if features.insert(feature.name) {
                // The other entries are dependencies and their features.
                open.extend(feature.activates.iter().filter(|other| !other.contains([':', '/'])));
            }
        }
        Ok(Self(features))
    }

    /// Returns `true` if the feature is on.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Returns the names of all features of clients.
    pub fn names_of_all() -> Vec<&'static str> {
        ALL.iter().map(|feature| feature.name).collect()
    }

    /// Returns the names of the features, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}

impl Default for FeatureSet {
    /// Returns the features that are on by default in a crate: the asynchronous transport with rustls.
    fn default() -> Self {
        Self(DEFAULT.into_iter().collect())
    }
}

impl fmt::Display for UnknownFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = FeatureSet::names_of_all();
        write!(f, "a client has no feature `{}`, only {}", self.0, known.join(", "))
    }
}

impl std::error::Error for UnknownFeature {}
