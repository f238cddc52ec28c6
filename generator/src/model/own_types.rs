//! Types of the settings in the place of others: the traits that the client implements for them.

use std::collections::BTreeSet;

use crate::api::{OwnForm, OwnTypeId, Type};
use crate::formats::{is_decimal, known_type};
use crate::model::Inputs;

/// A type of the settings, with the traits that the client implements for it.
#[derive(Debug)]
pub struct OwnItem<'a> {
    /// The path.
    pub path: &'a str,
    /// The values, for messages.
    pub expected: String,
    /// The form of the values in JSON.
    pub form: OwnForm,
    /// `true` for the type of exact decimals that the runtime converts.
    pub is_decimal: bool,
    /// `true` if values are displayed as text outside of JSON, as in a query.
    pub is_displayed: bool,
}

impl<'a> OwnItem<'a> {
    pub(crate) fn all(inputs: Inputs<'a>) -> Vec<Self> {
        let displayed = displayed(inputs);
        let own = inputs.api.own_types.iter().filter(|(_, own)| own.form != OwnForm::Usual);
        own.map(|(id, own)| Self {
            path: &own.path,
            expected: match known_type(&own.path) {
                Some(known) => known.words.to_owned(),
                None => format!("a `{}`", own.path),
            },
            form: own.form,
            is_decimal: is_decimal(&own.path),
            is_displayed: own.form != OwnForm::Serde || displayed.contains(&id),
        })
        .collect()
    }
}

/// Returns the types whose values are parameters.
fn displayed(inputs: Inputs<'_>) -> BTreeSet<OwnTypeId> {
    let operations = inputs.api.operations.iter();
    let parameters = operations.flat_map(|(_, operation)| &operation.parameters);
    let types = parameters.filter_map(|parameter| match parameter.shape.innermost() {
        Type::Own(id) => Some(*id),
        _ => None,
    });
    types.collect()
}
