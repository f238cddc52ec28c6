//! How much of a description is fully typed, and what the rest is typed as instead.

use crate::api::{Api, Operation};
use crate::report::Reports;
use crate::source::{LOST, Location};

/// The codes of reports that say that something is typed less than it is described, beside those of
/// references into files that cannot be read.
const DEGRADING: [&str; 5] =
    ["not-typed", "not-covered", "unknown-reference", "circular-reference", "circular-schema"];

/// What became of a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// How many operations the description has on its paths.
    pub operations: usize,
    /// Those that the client does not have, because their path cannot be called: by id.
    pub left_out_operations: Vec<String>,
    /// Those that are not fully typed: by id.
    pub degraded_operations: Vec<String>,
    /// How many types there are.
    pub types: usize,
    /// How many of them are not fully typed.
    pub degraded_types: usize,
}

impl Ledger {
    /// Draws the balance from an API and what was reported on the way to it.
    pub fn new(api: &Api, reports: &Reports) -> Self {
        let reports = reports.as_slice().iter();
        let codes = || DEGRADING.iter().chain(&LOST);
        let degrading = reports.filter(|report| codes().any(|code| *code == report.code));
        let places: Vec<_> = degrading.filter_map(|report| report.location.as_ref()).collect();
        let is_degraded = |location: &Location| places.iter().any(|place| lies_in(place, location));
        let degraded: Vec<bool> =
            api.types.iter().map(|(_, def)| is_degraded(&def.location)).collect();
        let whole = |operation: &Operation| {
            let parts = locations(operation).any(&is_degraded);
            let mut reached = vec![false; degraded.len()];
            operation.shapes().for_each(|shape| api.mark(shape, &mut reached));
            !parts
                && !reached.iter().zip(&degraded).any(|(reached, degraded)| *reached && *degraded)
        };
        let operations = api.operations.iter().map(|(_, operation)| operation);
        Self {
            operations: api.operations.len() + api.left_out.len(),
            left_out_operations: api.left_out.clone(),
            degraded_operations: operations
                .filter(|operation| !whole(operation))
                .map(|operation| operation.id.clone())
                .collect(),
            types: api.types.len(),
            degraded_types: degraded.iter().filter(|degraded| **degraded).count(),
        }
    }
}

impl std::fmt::Display for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let left_out = self.left_out_operations.len();
        let typed = self.operations - self.degraded_operations.len() - left_out;
        let types = self.types - self.degraded_types;
        write!(
            f,
            "{typed} of {} operations and {types} of {} types fully typed",
            self.operations, self.types
        )?;
        match left_out {
            0 => Ok(()),
            1 => f.write_str("; 1 operation left out"),
            count => write!(f, "; {count} operations left out"),
        }
    }
}

/// Whether a place is a node or lies inside it.
fn lies_in(place: &Location, node: &Location) -> bool {
    let inside = place.pointer.as_str().strip_prefix(node.pointer.as_str());
    place.file == node.file && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where the parts of an operation stand, which may be elsewhere.
fn locations(operation: &Operation) -> impl Iterator<Item = &Location> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.location);
    let body = operation.body.iter().map(|body| &body.location);
    let responses = operation.responses.iter().map(|response| &response.location);
    [&operation.location].into_iter().chain(parameters).chain(body).chain(responses)
}
