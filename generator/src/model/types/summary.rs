//! The fields with a known meaning in the body of an error.

use crate::api::{self, Type, TypeId};
use crate::model::{Codes, Inputs, Presence};
use crate::names::Name;

/// The fields with a known meaning in the body of an error (RFC 9457 and common names).
#[derive(Debug)]
pub struct Summary<'a> {
    /// The short summary of the error.
    pub title: Option<SummaryField<'a>>,
    /// The explanation of this occurrence of the error.
    pub detail: Option<SummaryField<'a>>,
    /// The error code.
    pub code: Option<SummaryField<'a>>,
    /// The identifier of this occurrence of the error.
    pub instance: Option<SummaryField<'a>>,
    /// The enum of error codes, if the description marks some of them as retryable.
    pub retry: Option<&'a Name>,
}

/// A field with a known meaning.
#[derive(Debug)]
pub struct SummaryField<'a> {
    /// The field.
    pub name: &'a Name,
    /// The presence of the property.
    pub presence: Presence,
    /// `true` for a string, `false` for an enum of strings.
    pub is_string: bool,
}

impl<'a> Summary<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: TypeId, object: &api::Struct) -> Option<Self> {
        let problem = inputs.analysis.problem(id)?;
        let members = &inputs.names.of_type(id).members;
        let field = |index: Option<usize>| {
            let (name, field) = members.get(index?).zip(object.fields.get(index?))?;
            let presence = Presence::new(field.required, field.shape.nullable);
            Some(SummaryField { name, presence, is_string: field.shape.ty == Type::Text })
        };
        let codes = Codes::new(inputs)
            .filter(|codes| problem.code.is_some() && !codes.retryable.is_empty());
        Some(Self {
            title: field(problem.title),
            detail: field(problem.detail),
            code: field(problem.code),
            instance: field(problem.instance),
            retry: codes.map(|codes| codes.name),
        })
    }
}
