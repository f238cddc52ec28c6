//! The client in Rust terms, without tokens: every decision about Rust is made here, once.
//!
//! [`emit`](crate::emit) prints the model. The public surface, the reference, `specwright.json` and the client's own mock
//! are made of the same model. It borrows names and docs, and holds one entry for each thing that is emitted.

mod check;
mod condition;
mod enums;
mod files;
mod presence;
mod rust_type;
mod structs;
mod summary;
mod tuple;
mod types;
mod union;

pub use check::{Check, Inside, Number, Rule, Subject};
pub use condition::{Condition, Packaging};
pub use enums::Enum;
pub use files::{Files, GroupModule, OperationFile, TypeFile, TypeModules};
pub use presence::Presence;
pub use rust_type::{Argument, RustType};
pub use structs::{Direction, Field, FieldPart, PartKind, Rest, Struct};
pub use summary::{Summary, SummaryField};
pub use tuple::{Recursive, Tuple, TupleItem};
pub use types::{TypeItem, TypeKind};
pub use union::{Attempt, Reading, Tagged, Union, Variant};

use crate::api::{Api, GroupId, Shape, TypeId};
use crate::facts::Facts;
use crate::names::Names;

/// A client in Rust terms.
#[derive(Debug)]
pub struct Model<'a> {
    inputs: Inputs<'a>,
    types: Vec<TypeItem<'a>>,
    files: Files<'a>,
}

/// All that the model is made of.
#[derive(Clone, Copy, Debug)]
struct Inputs<'a> {
    api: &'a Api,
    names: &'a Names,
    facts: &'a Facts,
    packaging: Packaging,
}

impl<'a> Model<'a> {
    /// Makes every decision about the client of an API.
    pub fn new(api: &'a Api, facts: &'a Facts, names: &'a Names, packaging: Packaging) -> Self {
        let inputs = Inputs { api, names, facts, packaging };
        let types: Vec<_> = api.types.ids().map(|id| TypeItem::new(inputs, id)).collect();
        Self { files: Files::new(inputs, &types), inputs, types }
    }

    /// The API, with what follows from it and its names.
    pub fn inputs(&self) -> (&'a Api, &'a Facts, &'a Names) {
        (self.inputs.api, self.inputs.facts, self.inputs.names)
    }

    /// The item of a type.
    pub fn of_type(&self, id: TypeId) -> &TypeItem<'a> {
        &self.types[id.index()]
    }

    /// The files of types and operations.
    pub fn files(&self) -> &Files<'a> {
        &self.files
    }

    /// The type of a shape's values, `Option` where they may be `null`.
    pub fn value_type(&self, shape: &Shape) -> RustType<'a> {
        self.inputs.value(shape)
    }

    /// The type of a shape's values that are not `null`.
    pub fn bare_type(&self, shape: &Shape) -> RustType<'a> {
        self.inputs.bare(shape, false)
    }

    /// Returns `true` if the client has features for its groups.
    pub fn has_features(&self) -> bool {
        self.inputs.packaging == Packaging::Crate && !self.inputs.api.groups.is_empty()
    }

    /// The condition of an item that these groups need.
    pub fn condition(&self, groups: &[GroupId]) -> Condition<'a> {
        self.inputs.condition(groups)
    }

    /// What is checked of a value, if there is something to check.
    pub fn check(&self, shape: &Shape) -> Option<Check> {
        self.inputs.check(shape)
    }
}
