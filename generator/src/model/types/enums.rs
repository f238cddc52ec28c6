//! Enums of values.

use crate::api::{self, TypeId};
use crate::model::Inputs;
use crate::names::Name;

/// An enum of values, open to values that are not listed.
#[derive(Debug)]
pub struct Enum<'a> {
    /// The kind of the values, and the values.
    pub described: &'a api::Enum,
    /// The variants, by position.
    pub members: &'a [Name],
    /// The variant for values that are not listed.
    pub unknown: &'a Name,
}

impl<'a> Enum<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: TypeId, values: &'a api::Enum) -> Self {
        let names = inputs.names.of_type(id);
        Self { described: values, members: &names.members, unknown: &names.rest }
    }
}
