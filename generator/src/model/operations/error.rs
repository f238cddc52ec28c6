//! Errors: the documented errors of each operation, by status, and those of all operations.

use std::collections::{BTreeMap, HashMap};

use crate::api::{Docs, GroupId, Media, OperationId, Response, Shape, Status, Type};
use crate::model::operations::status::{self, Statuses, Unlisted};
use crate::model::{Condition, Inputs, Operation, RustType};
use crate::names::{ErrorName, Name};

/// The documented errors of an operation: an enum, or the alias of an enum that several operations share.
#[derive(Debug)]
pub struct OperationError<'a> {
    /// The name.
    pub name: &'a Name,
    /// The enum behind the alias, if other operations of the file have the same errors.
    pub shared: Option<SharedError<'a>>,
    /// The errors, by status.
    pub variants: Vec<ErrorVariant<'a>>,
}

/// An enum of errors that several operations of a file share.
///
/// Its constant parameter gives each operation a type of its own, so that a program can implement a trait for each.
#[derive(Clone, Copy, Debug)]
pub struct SharedError<'a> {
    /// The name.
    pub name: &'a Name,
    /// The position of the operation among those that share it, by name. The enum is beside the first one.
    pub position: usize,
}

/// A documented error.
#[derive(Debug)]
pub struct ErrorVariant<'a> {
    /// The variant.
    pub name: &'a Name,
    /// The response, as the description has it.
    pub described: &'a Response,
    /// The type of its body, if the client reads the body.
    pub body: Option<RustType<'a>>,
    /// `true` if the body has fields with a known meaning.
    pub has_summary: bool,
    /// Its statuses; `None` if other errors cover all of them.
    pub statuses: Option<Statuses>,
    /// The variant of the enum of all errors.
    pub any: Option<&'a Name>,
    /// The status that a mock sends.
    pub status: u16,
}

/// The enum of the documented errors of all operations.
#[derive(Debug)]
pub struct AnyError<'a> {
    /// The errors, by status and body.
    pub variants: Vec<AnyVariant<'a>>,
    /// The arms that read an error by its status, when the operation is not known.
    pub arms: Vec<AnyArm>,
    /// `true` if some variants are compiled only for some groups.
    pub is_gated: bool,
    /// `true` if the body of some error is a type of the description.
    pub uses_types: bool,
}

/// A documented error of one operation or more.
#[derive(Debug)]
pub struct AnyVariant<'a> {
    /// The variant.
    pub name: &'a Name,
    /// The documentation of its first occurrence in the description.
    pub docs: &'a Docs,
    /// The status, as the description has it.
    pub status: Status,
    /// The type of its body, if the client reads the body.
    pub body: Option<RustType<'a>>,
    /// `true` if the body has fields with a known meaning.
    pub has_summary: bool,
    /// The condition under which it is compiled.
    pub when: Condition<'a>,
}

/// The arm that reads an error by its status alone.
#[derive(Clone, Copy, Debug)]
pub struct AnyArm {
    /// The statuses.
    pub statuses: Statuses,
    /// The variant, by position; `None` if the status has bodies of several types, which the status cannot tell apart.
    pub variant: Option<usize>,
}

impl<'a> OperationError<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: OperationId) -> Option<Self> {
        let names = inputs.names.of_operation(id);
        let responses = inputs.api.operations[id].responses.iter().zip(&names.responses);
        let errors: Vec<_> = responses.filter(|(response, _)| response.is_error).collect();
        let statuses: Vec<_> = errors.iter().map(|(response, _)| response.status).collect();
        let variant = |(response, name): (&'a Response, &'a Name)| {
            let any = inputs.names.errors().iter().find(|name| is(response, name));
            ErrorVariant {
                name,
                described: response,
                body: response.read_shape().map(|shape| inputs.value(shape)),
                has_summary: has_summary(inputs, response),
                statuses: Statuses::of_error(response.status, &statuses),
                any: any.map(|name| &name.variant),
                status: status::code(response.status, &statuses),
            }
        };
        let variants: Vec<_> = errors.into_iter().map(variant).collect();
        (!variants.is_empty()).then_some(Self { name: &names.error, shared: None, variants })
    }

    /// Gives operations of one file that have the same errors one enum, because each enum costs every user of the client the
    /// compilation of its trait implementations.
    pub(crate) fn share(operations: &mut [Operation<'a>]) {
        let mut sets: HashMap<(Option<GroupId>, Vec<Described<'a>>), Vec<usize>> = HashMap::new();
        for (index, operation) in operations.iter().enumerate() {
            if let Some(error) = &operation.error {
                let errors = error.variants.iter().map(Described::new).collect();
                sets.entry((operation.described.group, errors)).or_default().push(index);
            }
        }
        for mut set in sets.into_values().filter(|set| set.len() > 1) {
            // Their order in the description decides nothing.
            set.sort_unstable_by_key(|index| &operations[*index].names.error);
            let name = &operations[set[0]].names.shared_error;
            for (position, index) in set.into_iter().enumerate() {
                if let Some(error) = &mut operations[index].error {
                    error.shared = Some(SharedError { name, position });
                }
            }
        }
    }
}

/// Everything that the code for an error depends on.
#[derive(PartialEq, Eq, Hash)]
struct Described<'a> {
    name: &'a Name,
    status: Status,
    docs: &'a Docs,
    body: Option<String>,
    media_type: Option<&'a str>,
    any: Option<&'a Name>,
}

impl<'a> Described<'a> {
    fn new(error: &ErrorVariant<'a>) -> Self {
        Self {
            name: error.name,
            status: error.described.status,
            docs: &error.described.docs,
            body: error.body.as_ref().map(ToString::to_string),
            media_type: error.described.media.as_ref().map(Media::media_type),
            any: error.any,
        }
    }
}

impl<'a> AnyError<'a> {
    pub(crate) fn new(inputs: Inputs<'a>) -> Self {
        let responses = || inputs.api.operations.iter().flat_map(|(_, it)| &it.responses);
        let variant = |name: &'a ErrorName| {
            let response = responses().find(|response| is(response, name))?;
            Some(AnyVariant {
                name: &name.variant,
                docs: &response.docs,
                status: name.status,
                body: name.body.as_ref().map(|shape| inputs.value(shape)),
                has_summary: has_summary(inputs, response),
                when: inputs.condition(&name.groups),
            })
        };
        let variants: Vec<_> = inputs.names.errors().iter().filter_map(variant).collect();
        let named = |name: &ErrorName| name.body.as_ref().and_then(Shape::named).is_some();
        Self {
            arms: arms(&variants),
            is_gated: variants.iter().any(|variant| variant.when != Condition::default()),
            uses_types: inputs.names.errors().iter().any(named),
            variants,
        }
    }
}

fn arms(variants: &[AnyVariant<'_>]) -> Vec<AnyArm> {
    let mut by_status: BTreeMap<Status, Vec<usize>> = BTreeMap::new();
    for (index, variant) in variants.iter().enumerate() {
        by_status.entry(variant.status).or_default().push(index);
    }
    let clear = by_status.iter().filter(|(_, kinds)| kinds.len() == 1);
    let clear: Vec<_> = clear.map(|(status, _)| *status).collect();
    let is_wide = |status: &Status| !matches!(status, Status::Code(_));
    let arm = |(status, kinds): (&Status, &Vec<usize>)| match kinds.as_slice() {
        [only] => {
            let statuses = Statuses::of_error(*status, &clear)?;
            Some(AnyArm { statuses, variant: Some(*only) })
        }
        // Without an arm of its own, the arm of a wider status would read it.
        _ if clear.iter().any(|wide| is_wide(wide) && wide > status) => {
            Some(AnyArm { statuses: Statuses::of(*status, Unlisted::Errors), variant: None })
        }
        _ => None,
    };
    by_status.iter().filter_map(arm).collect()
}

fn is(response: &Response, name: &ErrorName) -> bool {
    response.status == name.status && response.read_shape() == name.body.as_ref()
}

/// Returns `true` if the body of an error has fields with a known meaning.
fn has_summary(inputs: Inputs<'_>, response: &Response) -> bool {
    response.read_shape().is_some_and(|shape| match shape.ty {
        Type::Named(id) => inputs.analysis.problem(id).is_some() && !shape.nullable,
        _ => false,
    })
}
