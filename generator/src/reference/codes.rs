//! The codes that tell the errors of one status apart.

use crate::names::Name;

use super::Context;
use crate::api::{Enum, EnumValue, Response, TypeKind};
use crate::names::TypeNames;

/// The codes of a response.
pub(super) struct Codes<'a> {
    /// The field of the error that holds the code.
    pub(super) field: &'a Name,
    /// Whether every error has one.
    pub(super) required: bool,
    names: &'a TypeNames,
    codes: &'a Enum,
}

/// The codes of a response, if its errors have any.
pub(super) fn of<'a>(cx: Context<'a>, response: &Response) -> Option<Codes<'a>> {
    let property = &cx.api.codes.as_ref()?.property;
    let id = response.read_shape()?.named()?;
    let TypeKind::Struct(body) = &cx.api.types[id].kind else {
        return None;
    };
    let index = body.fields.iter().position(|field| field.name == *property)?;
    let field = body.fields.get(index)?;
    let ty = field.shape.named()?;
    let TypeKind::Enum(codes) = &cx.api.types[ty].kind else {
        return None;
    };
    Some(Codes {
        field: cx.names.of_type(id).members.get(index)?,
        required: field.required && !field.shape.nullable,
        names: cx.names.of_type(ty),
        codes,
    })
}

impl<'a> Codes<'a> {
    /// Each code with its path in Rust.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'a EnumValue, String)> {
        let item = &self.names.item;
        let values = self.codes.values.iter().zip(&self.names.members);
        values.map(move |(value, name)| (value, format!("types::{item}::{name}")))
    }
}
