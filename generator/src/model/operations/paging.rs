//! Paging: the fields that lead to the items of a page and to the next page.

use crate::api::{self, Hop, PageStep, Type, TypeKind, Width};
use crate::model::{Inputs, Presence, RustType};
use crate::names::Name;

/// The paging of an operation.
#[derive(Debug)]
pub struct Paging<'a> {
    /// The type of an item.
    pub item: RustType<'a>,
    /// The way in which the next page is requested.
    pub step: &'a PageStep,
    /// The fields that lead to the items.
    pub items: Vec<PageField<'a>>,
    /// The fields that lead to the cursor or URL of the next page.
    pub next: Option<Vec<PageField<'a>>>,
    /// The fields that lead to the flag for another page.
    pub more: Option<Vec<PageField<'a>>>,
    /// The fields that lead to the number of items on all pages.
    pub total: Option<Total<'a>>,
}

/// A field on the way into a page.
#[derive(Debug)]
pub struct PageField<'a> {
    /// The field.
    pub name: &'a Name,
    /// The presence of the property.
    pub presence: Presence,
}

/// The number of items on all pages.
#[derive(Debug)]
pub struct Total<'a> {
    /// The fields that lead to it.
    pub fields: Vec<PageField<'a>>,
    /// The conversion to `u64`.
    pub conversion: Conversion,
}

/// The conversion of an integer to `u64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// None, because it is a `u64`.
    None,
    /// `From`.
    From,
    /// `TryFrom`, because it may be negative.
    TryFrom,
}

impl<'a> Paging<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, paging: &'a api::Paging) -> Self {
        let fields = |hops: &Vec<Hop>| fields(inputs, hops);
        Self {
            item: inputs.value(&paging.item),
            step: &paging.step,
            items: fields(&paging.items),
            next: paging.next.as_ref().map(fields),
            more: paging.more.as_ref().map(fields),
            total: paging
                .total
                .as_ref()
                .map(|hops| Total { fields: fields(hops), conversion: conversion(inputs, hops) }),
        }
    }
}

fn fields<'a>(inputs: Inputs<'a>, hops: &[Hop]) -> Vec<PageField<'a>> {
    let field = |hop: &Hop| {
        let (field, name) =
            field(inputs, *hop).zip(inputs.names.of_type(hop.ty).members.get(hop.field))?;
        Some(PageField { name, presence: Presence::new(field.required, field.shape.nullable) })
    };
    hops.iter().filter_map(field).collect()
}

fn conversion(inputs: Inputs<'_>, hops: &[Hop]) -> Conversion {
    let last = hops.last().and_then(|hop| field(inputs, *hop));
    match last.map(|field| &field.shape.ty) {
        Some(Type::Integer(Width { bits: 64, signed: false })) => Conversion::None,
        Some(Type::Integer(Width { bits: ..64, signed: false })) => Conversion::From,
        _ => Conversion::TryFrom,
    }
}

fn field(inputs: Inputs<'_>, Hop { ty: id, field }: Hop) -> Option<&api::Field> {
    match &inputs.api.types[id].kind {
        TypeKind::Struct(object) => object.fields.get(field),
        _ => None,
    }
}
