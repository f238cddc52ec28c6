//! The client in Rust terms, without tokens. Every decision about Rust is made here, once.
//!
//! [`emit`](crate::emit) prints the model. The public API, the reference, `specwright.json` and the mock of the client
//! use the same model. The model borrows names and docs, and has one entry for each emitted item.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

mod client;
mod codes;
mod condition;
mod example;
mod expression;
mod files;
mod guide;
mod key_variable;
mod operations;
mod own_types;
mod runtime_needs;
mod schemas;
mod types;
mod webhooks;

pub use client::{Client, Piece, Scheme, Server, Variable};
pub use codes::Codes;
pub use condition::{Condition, Feature, Packaging};
pub use example::{Example, SAMPLE};
pub use expression::{Expression, Path};
pub use files::{Files, GroupModule, OperationFile, TypeFile};
pub use guide::{Guide, GuideCall};
pub use operations::body::{Body, BodyContent, BodyForm, BodyValue, Encoding};
pub use operations::error::{
    AnyArm, AnyError, AnyVariant, ErrorVariant, OperationError, SharedError,
};
pub use operations::operation::{Header, Operation};
pub use operations::paging::{Conversion, PageField, Paging, Total};
pub use operations::parameter::{Parameter, Taken};
pub use operations::response::{Content, Form, Items, Output, Refused, Success};
pub use operations::status::Statuses;
pub use own_types::OwnItem;
pub use runtime_needs::{Need, Needs};
pub use schemas::{Reference, SchemaItem, SchemaTraits};
pub use types::check::{Check, Constraint, Inside, Number, Subject};
pub use types::enums::Enum;
pub use types::items::{TypeItem, TypeKind};
pub use types::presence::Presence;
pub use types::rust_type::{Argument, ItemName, RustType};
pub use types::structs::{Direction, Field, FieldPart, PartKind, Rest, Struct};
pub use types::summary::{Summary, SummaryField};
pub use types::tuple::{Recursive, Tuple, TupleItem};
pub use types::union::{Reading, Tagged, Union, Variant};
pub use types::variant_order::{Attempt, Reads};
pub use webhooks::{WebhookItem, Webhooks};

use crate::analysis::Analysis;
use crate::api::{Api, OperationId, Shape, TypeId};
use crate::derives::Derives;
use crate::formats::{Dates, Formats};
use crate::names::Names;

/// A client in Rust terms.
#[derive(Debug)]
pub struct Model<'a> {
    inputs: Inputs<'a>,
    types: Vec<TypeItem<'a>>,
    operations: Vec<Operation<'a>>,
    /// The client's constructor, servers and credentials.
    pub client: Client<'a>,
    /// The files of types and operations.
    pub files: Files<'a>,
    /// The documented errors of all operations.
    pub errors: AnyError<'a>,
    /// The error codes, if the description has some.
    pub codes: Option<Codes<'a>>,
    /// The webhooks and callbacks whose bodies are typed.
    pub webhooks: Webhooks<'a>,
    /// The features for the groups of the API, if the client is a crate of its own.
    pub features: Vec<Feature<'a>>,
    /// The types of the settings in the place of others.
    pub own_types: Vec<OwnItem<'a>>,
    /// The schemas that types publish.
    pub schemas: Vec<SchemaItem<'a>>,
    /// The parts of the runtime that the client needs.
    pub needs: Needs,
}

/// The inputs of the model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inputs<'a> {
    api: &'a Api,
    names: &'a Names,
    analysis: &'a Analysis,
    derives: &'a Derives,
    dates: Dates,
    packaging: Packaging,
    package: &'a str,
}

impl<'a> Model<'a> {
    /// Creates the model of the client of an API. `package` is the name of the client's crate, or a name for it.
    pub fn new(
        api: &'a Api,
        analysis: &'a Analysis,
        names: &'a Names,
        derives: &'a Derives,
        formats: Formats,
        packaging: Packaging,
        package: &'a str,
    ) -> Self {
        let dates = formats.dates;
        let inputs = Inputs { api, names, analysis, derives, dates, packaging, package };
        let inline = inputs.inline_of_types();
        let types = api.types.ids().zip(&inline);
        let conditions = inputs.shared_conditions();
        let types = types.map(|(id, inline)| TypeItem::new(inputs, id, inline, &conditions));
        let types: Vec<_> = types.collect();
        let mut operations: Vec<_> =
            api.operations.ids().map(|id| Operation::new(inputs, id)).collect();
        OperationError::share(&mut operations);
        Self {
            client: Client::new(inputs),
            files: Files::new(inputs, &types),
            errors: AnyError::new(inputs),
            codes: Codes::new(inputs),
            webhooks: Webhooks::new(inputs),
            features: Feature::all(inputs),
            own_types: OwnItem::all(inputs),
            schemas: SchemaItem::all(inputs),
            needs: Needs::new(inputs, &operations),
            inputs,
            types,
            operations,
        }
    }

    /// Returns the API of the client.
    pub fn api(&self) -> &'a Api {
        self.inputs.api
    }

    /// Returns `true` if there is a client, and not types alone.
    pub fn has_client(&self) -> bool {
        self.needs.has(Need::Calls)
    }

    /// Returns `true` if the client is a module of another crate.
    pub fn is_module(&self) -> bool {
        self.inputs.packaging == Packaging::Module
    }

    /// Returns `true` if all names of the description are ASCII in Rust.
    pub fn has_ascii_names(&self) -> bool {
        self.inputs.names.are_ascii()
    }

    /// Returns the file of the client's root.
    pub fn root_file(&self) -> &'static str {
        if self.is_module() { "mod.rs" } else { "lib.rs" }
    }

    /// Returns the item of a type.
    pub fn of_type(&self, id: TypeId) -> &TypeItem<'a> {
        &self.types[id.index()]
    }

    /// Returns the item of each type, in the order of the description.
    pub fn types(&self) -> &[TypeItem<'a>] {
        &self.types
    }

    /// Returns an operation.
    pub fn of_operation(&self, id: OperationId) -> &Operation<'a> {
        &self.operations[id.index()]
    }

    /// Returns every operation, in the order of the description.
    pub fn operations(&self) -> &[Operation<'a>] {
        &self.operations
    }

    /// Returns the type of a shape's values, with an `Option` for `null`.
    pub fn value_type(&self, shape: &Shape) -> RustType<'a> {
        self.inputs.value(shape)
    }
}
