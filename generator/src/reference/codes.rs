//! The codes that tell the errors of one status apart.

use super::Context;
use crate::api::{EnumValue, Response};
use crate::model::{Enum, Presence, TypeKind};
use crate::names::Name;

/// The codes of a response.
pub(super) struct Codes<'a> {
    /// The field of the error that holds the code.
    pub(super) field: &'a Name,
    /// Whether every error has one.
    pub(super) required: bool,
    item: &'a Name,
    codes: &'a Enum<'a>,
}

/// The codes of a response, if its errors have any.
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
    /// Each code with its path in Rust.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'a EnumValue, String)> {
        let item = self.item;
        let values = self.codes.described.values.iter().zip(self.codes.members);
        values.map(move |(value, name)| (value, format!("types::{item}::{name}")))
    }
}
