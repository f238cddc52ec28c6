//! Tuples, and lists and maps that contain themselves.

use crate::api::{self, Shape, TypeId};
use crate::model::{Check, Inputs, RustType};

/// A struct of items by position.
#[derive(Debug)]
pub struct Tuple<'a> {
    /// The items.
    pub items: Vec<TupleItem<'a>>,
    /// The type and the check of all other items, if the array may have some.
    pub rest: Option<(RustType<'a>, Option<Check>)>,
}

/// An item of a tuple.
#[derive(Debug)]
pub struct TupleItem<'a> {
    /// The item, as the description has it.
    pub described: &'a api::Item,
    /// The type.
    pub ty: RustType<'a>,
    /// The check of the value.
    pub check: Option<Check>,
}

/// A struct around a list or map that contains itself.
#[derive(Debug)]
pub struct Recursive<'a> {
    /// The shape of the list or map.
    pub shape: &'a Shape,
    /// The type of the list or map.
    pub ty: RustType<'a>,
    /// The check of the value.
    pub check: Option<Check>,
}

impl<'a> Tuple<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: TypeId, tuple: &'a api::Tuple) -> Self {
        let item = |(index, item): (usize, &'a api::Item)| TupleItem {
            described: item,
            ty: inputs.held(&item.shape, inputs.analysis.is_boxed(id, index), item.required),
            check: inputs.check_held(&item.shape, item.required),
        };
        Self {
            items: tuple.items.iter().enumerate().map(item).collect(),
            rest: tuple.rest.as_ref().map(|rest| (inputs.value(rest), inputs.check(rest))),
        }
    }
}

impl<'a> Recursive<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, shape: &'a Shape) -> Self {
        Self { shape, ty: inputs.bare(shape, false), check: inputs.check(shape) }
    }
}
