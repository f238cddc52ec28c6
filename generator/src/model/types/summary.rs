//! What the body of an error says in fields of a known meaning.

use crate::api::{self, Type, TypeId};
use crate::model::{Codes, Inputs, Presence};
use crate::names::Name;

/// What the body of an error says in fields of a known meaning.
#[derive(Debug)]
pub struct Summary<'a> {
    /// The error in a few words.
    pub title: Option<SummaryField<'a>>,
    /// What happened.
    pub detail: Option<SummaryField<'a>>,
    /// The code that tells errors apart.
    pub code: Option<SummaryField<'a>>,
    /// What the support asks for.
    pub instance: Option<SummaryField<'a>>,
    /// The enum that says of a code whether the call may be retried, if the description says so of some.
    pub retry: Option<&'a Name>,
}

/// A field of a known meaning.
#[derive(Debug)]
pub struct SummaryField<'a> {
    /// The field.
    pub name: &'a Name,
    /// Whether it must be there, and may be `null`.
    pub presence: Presence,
    /// Whether it is a string; otherwise an enum of strings.
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
