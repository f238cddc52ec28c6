//! The client in Rust terms, without tokens: every decision about Rust is made here, once.
//!
//! [`emit`](crate::emit) prints the model. The public surface, the reference, `specwright.json` and the client's own mock
//! are made of the same model. It borrows names and docs, and holds one entry for each thing that is emitted.

mod body;
mod check;
mod condition;
mod enums;
mod error;
mod example;
mod expression;
mod files;
mod operation;
mod paging;
mod parameter;
mod presence;
mod response;
mod rust_type;
mod status;
mod structs;
mod summary;
mod tuple;
mod types;
mod union;

pub use body::{Body, BodyContent, BodyForm, BodyValue, Encoding};
pub use check::{Check, Inside, Number, Rule, Subject};
pub use condition::{Condition, Packaging};
pub use enums::Enum;
pub use error::{AnyArm, AnyError, AnyVariant, ErrorVariant, OperationError};
pub use example::{Example, SAMPLE};
pub use expression::{Expression, Path};
pub use files::{Files, GroupModule, OperationFile, TypeFile, TypeModules};
pub use operation::{Header, Operation, WebhookItem};
pub use paging::{Conversion, PageField, Paging, Total};
pub use parameter::{Parameter, Taken};
pub use presence::Presence;
pub use response::{Content, Form, Items, Output, Refused, Reply, Success};
pub use rust_type::{Argument, RustType};
pub use status::Statuses;
pub use structs::{Direction, Field, FieldPart, PartKind, Rest, Struct};
pub use summary::{Summary, SummaryField};
pub use tuple::{Recursive, Tuple, TupleItem};
pub use types::{TypeItem, TypeKind};
pub use union::{Attempt, Reading, Tagged, Union, Variant};

use crate::api::{Api, GroupId, OperationId, Shape, TypeId};
use crate::facts::Facts;
use crate::names::Names;

/// A client in Rust terms.
#[derive(Debug)]
pub struct Model<'a> {
    inputs: Inputs<'a>,
    types: Vec<TypeItem<'a>>,
    operations: Vec<Operation<'a>>,
    errors: AnyError<'a>,
    webhooks: Vec<WebhookItem<'a>>,
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
        Self {
            files: Files::new(inputs, &types),
            operations: api.operations.ids().map(|id| Operation::new(inputs, id)).collect(),
            errors: AnyError::new(inputs),
            webhooks: WebhookItem::all(inputs),
            inputs,
            types,
        }
    }

    /// The API, with what follows from it and its names.
    pub fn inputs(&self) -> (&'a Api, &'a Facts, &'a Names) {
        (self.inputs.api, self.inputs.facts, self.inputs.names)
    }

    /// The item of a type.
    pub fn of_type(&self, id: TypeId) -> &TypeItem<'a> {
        &self.types[id.index()]
    }

    /// An operation.
    pub fn of_operation(&self, id: OperationId) -> &Operation<'a> {
        &self.operations[id.index()]
    }

    /// The documented errors of all operations.
    pub fn errors(&self) -> &AnyError<'a> {
        &self.errors
    }

    /// The webhooks and callbacks whose bodies are typed.
    pub fn webhooks(&self) -> &[WebhookItem<'a>] {
        &self.webhooks
    }

    /// The files of types and operations.
    pub fn files(&self) -> &Files<'a> {
        &self.files
    }

    /// The type of a shape's values, `Option` where they may be `null`.
    pub fn value_type(&self, shape: &Shape) -> RustType<'a> {
        self.inputs.value(shape)
    }

    /// Returns `true` if the client has features for its groups.
    pub fn has_features(&self) -> bool {
        self.inputs.packaging == Packaging::Crate && !self.inputs.api.groups.is_empty()
    }

    /// The condition of an item that these groups need.
    pub fn condition(&self, groups: &[GroupId]) -> Condition<'a> {
        self.inputs.condition(groups)
    }
}
