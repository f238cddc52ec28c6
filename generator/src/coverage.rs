//! Coverage: the share of a description that is fully typed.
//!
//! A type is fully typed if no value in it is a JSON value, a string or bytes although its schema says more, and if no
//! part of it is left out. An operation is fully typed if that holds for its parameters, its body, its responses and the
//! types that they need. A body in several media types is fully typed if one of them is. An operation that the client
//! does not have counts as not typed. A value that the description leaves open (`{}`, `type: object` alone) is typed,
//! because there is nothing more to say about it.

use crate::api::{Api, Operation, Shape, TypeId};
use crate::report::Reports;
use crate::source::{LOST, Location};

/// The codes of reports about a type or operation that is not fully typed, apart from the losses of the API. References
/// into unreadable files ([`LOST`]) count too.
const DEGRADING: [&str; 6] = [
    "not-typed",
    "not-covered",
    "unknown-reference",
    "unknown-type",
    "circular-reference",
    "circular-schema",
];

/// The numbers of fully typed operations and types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The number of operations on the description's paths.
    pub operations: usize,
    /// The ids of operations that the client does not have, because their path cannot be requested.
    pub left_out_operations: Vec<String>,
    /// The ids of operations that are not fully typed.
    pub degraded_operations: Vec<String>,
    /// The number of types.
    pub types: usize,
    /// The number of types that are not fully typed.
    pub degraded_types: usize,
    /// `true` if there are types alone, and no operations to count.
    pub is_types_only: bool,
}

impl Coverage {
    /// Computes the coverage of an API from the reports about it.
    pub fn new(api: &Api, reports: &Reports) -> Self {
        let reports = reports.as_slice().iter();
        let codes = || DEGRADING.iter().chain(&LOST);
        let degrading = reports.filter(|report| codes().any(|code| *code == report.code));
        let reported = degrading.filter_map(|report| report.location.as_ref());
        let places = Places::new(reported.filter(|it| !is_in_words(it)).chain(&api.losses));
        let degraded: Vec<bool> =
            api.types.iter().map(|(_, def)| places.has_inside(&def.location)).collect();
        let touched = reaching(api, &degraded);
        let is_touched = |id: TypeId| touched.get(id.index()).is_some_and(|is_touched| *is_touched);
        let whole = |operation: &Operation| {
            let parts = locations(operation).any(|location| places.has_inside(location));
            // The parameters of the path item apply to the operation.
            let mut around =
                [1, 2].into_iter().filter_map(|steps| shared(&operation.location, steps));
            !parts
                && !around.any(|location| places.has_inside(&location))
                && !operation.shapes().filter_map(Shape::named).any(is_touched)
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
            is_types_only: api.is_types_only,
        }
    }
}

impl std::fmt::Display for Coverage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let left_out = self.left_out_operations.len();
        let typed = self.operations - self.degraded_operations.len() - left_out;
        let types = self.types - self.degraded_types;
        if !self.is_types_only {
            write!(f, "{typed} of {} operations and ", self.operations)?;
        }
        write!(f, "{types} of {} types fully typed", self.types)?;
        match left_out {
            0 => Ok(()),
            1 => f.write_str("; 1 operation left out"),
            count => write!(f, "; {count} operations left out"),
        }
    }
}

/// Returns `true` if a location is in documentation or an example, which have no part in a type.
fn is_in_words(location: &Location) -> bool {
    let segments: Vec<_> = location.pointer.segments().collect();
    let Some((key, above)) = segments
        .split_last()
        .filter(|(last, _)| *last == "$ref")
        .and_then(|(_, it)| it.split_last())
    else {
        return false;
    };
    let is_name = above.last().is_some_and(|it| {
        matches!(&**it, "properties" | "schemas" | "responses" | "parameters" | "headers")
    });
    let is_word =
        matches!(&**key, "description" | "summary" | "title" | "externalDocs" | "example");
    (is_word && !is_name)
        || above.last().is_some_and(|it| matches!(&**it, "examples" | "links" | "tags"))
}

/// Returns the location of the parameters that an operation shares with the others of its path item. The path item is so
/// many steps above the operation.
fn shared(operation: &Location, steps: usize) -> Option<Location> {
    let mut item = operation.clone();
    for _ in 0..steps {
        item = item.parent()?;
    }
    Some(item.key("parameters"))
}

/// Locations in a description, sorted.
struct Places<'r>(Vec<(usize, &'r str)>);

impl<'r> Places<'r> {
    fn new(places: impl Iterator<Item = &'r Location>) -> Self {
        let mut places: Vec<_> =
            places.map(|place| (place.file.index(), place.pointer.as_str())).collect();
        places.sort_unstable();
        Self(places)
    }

    /// Returns `true` if one of the locations is this node or inside it.
    fn has_inside(&self, node: &Location) -> bool {
        let (file, pointer) = (node.file.index(), node.pointer.as_str());
        if self.0.binary_search(&(file, pointer)).is_ok() {
            return true;
        }
        let inside = format!("{pointer}/");
        let next = self.0.partition_point(|place| *place < (file, inside.as_str()));
        self.0
            .get(next)
            .is_some_and(|(in_file, place)| *in_file == file && place.starts_with(&inside))
    }
}

/// Returns, for each type by index, `true` if it is marked or contains a marked type, at any depth.
fn reaching(api: &Api, marked: &[bool]) -> Vec<bool> {
    let mut holders: Vec<Vec<TypeId>> = vec![Vec::new(); marked.len()];
    for (id, def) in api.types.iter() {
        for inner in def.kind.shapes().into_iter().filter_map(Shape::named) {
            if let Some(holders) = holders.get_mut(inner.index()) {
                holders.push(id);
            }
        }
    }
    let mut reaching = vec![false; marked.len()];
    let marked = api.types.iter().zip(marked).filter(|(_, is_marked)| **is_marked);
    let mut next: Vec<TypeId> = marked.map(|((id, _), _)| id).collect();
    while let Some(id) = next.pop() {
        if let Some(mark) = reaching.get_mut(id.index())
            && !std::mem::replace(mark, true)
        {
            next.extend(holders.get(id.index()).into_iter().flatten());
        }
    }
    reaching
}

/// Returns the locations of an operation and its parts. A part may be in another place, by a reference.
fn locations(operation: &Operation) -> impl Iterator<Item = &Location> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.location);
    let body = operation.body.iter().map(|body| &body.location);
    let responses = operation.responses.iter().map(|response| &response.location);
    [&operation.location].into_iter().chain(parameters).chain(body).chain(responses)
}
