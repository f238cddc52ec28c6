//! The error codes of one status.

use super::Context;
use crate::api::{EnumValue, Response};
use crate::model::{Enum, Presence, TypeKind};
use crate::names::Name;

/// The error codes of a response.
pub(super) struct Codes<'a> {
    /// The field for the code.
    pub(super) field: &'a Name,
    /// `true` if every error has a code.
    pub(super) required: bool,
    item: &'a Name,
    codes: &'a Enum<'a>,
}

/// Returns the error codes of a response, if it has any.
pub(super) fn of<'a>(cx: Context<'a>, response: &Response) -> Option<Codes<'a>> {
    let property = &cx.model.codes.as_ref()?.described.property;
    let TypeKind::Struct(body) = &cx.model.of_type(response.read_shape()?.named()?).kind else {
        return None;
    };
    let field = body.fields.iter().find(|field| field.described.name == *property)?;
    let item = cx.model.of_type(field.described.shape.named()?);
    let TypeKind::Enum(codes) = &item.kind else {
        return None;
    };
    let required = field.presence == Presence::Required;
    Some(Codes { field: field.name, required, item: item.name, codes })
}

impl<'a> Codes<'a> {
    /// Returns each code with its path in Rust.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'a EnumValue, String)> {
        let item = self.item;
        let values = self.codes.described.values.iter().zip(self.codes.members);
        values.map(move |(value, name)| (value, format!("types::{item}::{name}")))
    }
}
