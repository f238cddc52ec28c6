//! The places of a description that concern the selected operations.

use std::collections::HashSet;

use crate::source::{FileId, Location, Source};

/// The places of a description that the selected operations need.
#[derive(Clone, Debug)]
pub struct Needed {
    /// The locations that the operations refer to, directly or through others. All below them is needed too.
    places: HashSet<Location>,
    /// The locations around them, at which a problem may concern them.
    around: HashSet<Location>,
    /// The files of the description.
    files: Vec<FileId>,
}

/// The members of the description that hold parts which operations refer to, in OpenAPI and in Swagger 2.0.
const PARTS: [&str; 8] = [
    "paths",
    "webhooks",
    "x-webhooks",
    "components",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
];

impl Needed {
    /// Creates the places of a description.
    pub(super) fn new(places: HashSet<Location>, source: &Source) -> Self {
        let mut around = HashSet::new();
        for place in &places {
            let parents = std::iter::successors(place.parent(), Location::parent);
            // The parents of one that is known are known too.
            parents.take_while(|parent| around.insert(parent.clone())).for_each(drop);
        }
        Self { places, around, files: source.file_ids().cloned().collect() }
    }

    /// Returns `true` if a location is a place that the operations refer to.
    pub(super) fn is_place(&self, location: &Location) -> bool {
        self.places.contains(location)
    }

    /// Returns `true` if something at a location, or in a file without a location, concerns the selected operations.
    pub fn has(&self, location: Option<&Location>) -> bool {
        let Some(location) = location.filter(|at| self.files.contains(&at.file)) else {
            return true;
        };
        let first = location.pointer.segments().next();
        let is_of_all =
            location.file.index() == 0 && first.is_none_or(|first| !PARTS.contains(&&*first));
        let places = std::iter::successors(Some(location.clone()), Location::parent);
        is_of_all
            || self.around.contains(location)
            || places.into_iter().any(|place| self.places.contains(&place))
    }
}
