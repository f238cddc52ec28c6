//! Error codes: the values of the property that identifies errors, for all statuses and operations.

use crate::api;
use crate::model::Inputs;
use crate::names::Name;

/// The enum of the error codes.
#[derive(Debug)]
pub struct Codes<'a> {
    /// The name of the enum.
    pub name: &'a Name,
    /// The method that returns the code of an error.
    pub method: &'a Name,
    /// The codes, as the description has them.
    pub described: &'a api::Codes,
    /// The variants, by position.
    pub members: &'a [Name],
    /// The variant for codes that are not listed.
    pub unknown: &'a Name,
    /// The codes after which the call may be retried.
    pub retryable: Vec<&'a Name>,
}

impl<'a> Codes<'a> {
    pub(crate) fn new(inputs: Inputs<'a>) -> Option<Self> {
        let (described, names) = inputs.api.codes.as_ref().zip(inputs.names.codes())?;
        let (unknown, members) = names.variants.split_last()?;
        let marked = members.iter().zip(&described.values).filter(|(_, code)| code.retry);
        Some(Self {
            name: &names.ty,
            method: &names.method,
            described,
            members,
            unknown,
            retryable: marked.map(|(name, _)| name).collect(),
        })
    }
}
