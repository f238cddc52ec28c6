//! Chooses every identifier of the generated client.
//!
//! | items | scope | pattern |
//! |---|---|---|
//! | types | module `types` | the type's own words, in `CamelCase` |
//! | calls | module `operations` | `{Operation}` |
//! | errors of a call | module `operations` | `{Operation}Error`; the enum that several share, `{Operation}Errors` |
//! | response headers of a call | module `operations` | `{Operation}Headers` |
//! | bodies of a call | module `operations` | `{Operation}Body` |
//! | responses of a call | module `operations` | `{Operation}Response`, `{Operation}{Form}Response` |
//! | published schemas | module `schemas` | `CamelCase` |
//! | fields, variants | one type | `snake_case`, `CamelCase` |
//! | setters of fields | one type | `with_{field}`, so that no setter is called `new` |
//! | methods for a security scheme | `ClientBuilder` | `{scheme}`, `{scheme}_from`, `{scheme}_client` in `snake_case` |
//! | webhooks | module `webhooks` | `CamelCase` |
//! | methods of the client | `Client` | `snake_case` |
//! | methods of the mock | `Mock` | `snake_case` |
//! | parameters | one method and its call | `snake_case` |
//!
//! A name of the runtime, such as `ClientBuilder::build` or `send` on a call, is taken in its scope. So are the local
//! variables of emitted functions. The names of the prelude are taken for types, calls, webhooks and variables of
//! servers.
//!
//! `{Operation}` is the id of the operation, or the function in an id by FastAPI (`operation_id.rs`). An inline schema has a
//! name of its own, which is an alias if an equal schema with a lower location names the type (`item.rs`).
//!
//! Items that want the same name all get longer ones, so that no name depends on the order of the description. A type then
//! has the words of its role, a method a word of its path, and a parameter its place. A number is the last resort.
//! If `{Operation}Error` is also another item's name, it becomes `{Operation}CallError`. The same holds for the other
//! patterns of a call.
//!
//! Names within a scope are compared without case and underscores, because some file systems ignore case. An underscore
//! between digits counts: `1.0` and `10` differ.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

mod assign;
mod error;
mod form;
mod group;
mod item;
mod marks;
mod name;
mod operation;
mod operation_id;
mod places;
mod rename;
pub mod reserved;
mod scripts;
mod server;
mod signs;
mod status;
mod text;
mod types;

use crate::api::{Api, GroupId, InlineId, OperationId, TypeId};

pub use error::{CodeNames, ErrorName};
pub use form::FormNames;
pub use group::GroupName;
pub use name::Name;
pub use operation::{OperationNames, SchemeNames};
pub use rename::rename;
pub(crate) use rename::type_addresses;
pub use server::{ServerNames, VariableNames};
pub use types::{TypeNames, of_schemas};

/// All identifiers, by id. Only this module makes identifiers from text of the description.
#[derive(Debug)]
pub struct Names {
    types: Vec<TypeNames>,
    inline: Vec<Name>,
    operations: Vec<OperationNames>,
    groups: Vec<GroupName>,
    servers: Vec<ServerNames>,
    webhooks: Vec<Name>,
    schemes: Vec<SchemeNames>,
    errors: Vec<ErrorName>,
    codes: Option<CodeNames>,
}

impl Names {
    /// Chooses every name.
    pub fn new(api: &Api) -> Self {
        let ids = operation_id::find(api);
        let item::Items { types: type_names, inline } = item::find(api, &ids);
        Self {
            operations: operation::find(api, &ids),
            groups: group::find(api),
            servers: server::find(api),
            webhooks: operation::webhooks(api),
            schemes: operation::schemes(api),
            errors: error::errors(api, &type_names),
            codes: api.codes.as_ref().map(error::codes),
            types: types::find(api, type_names),
            inline,
        }
    }

    /// Returns the names of a type and its members.
    pub fn of_type(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }

    /// Returns `true` if all names of types, members, operations and groups are ASCII.
    pub fn are_ascii(&self) -> bool {
        let types = self.types.iter().flat_map(|names| names.members.iter().chain([&names.item]));
        let operations = self.operations.iter();
        let operations =
            operations.flat_map(|names| names.parameters.iter().chain([&names.method]));
        let groups = self.groups.iter().map(|group| &group.module);
        types.chain(operations).chain(groups).all(|name| name.unraw().is_ascii())
    }

    /// Returns the name of an inline schema. That of its type differs if an equal schema gave the type its name.
    pub fn of_inline(&self, id: InlineId) -> &Name {
        &self.inline[id.index()]
    }

    /// Returns the names of an operation and its parts.
    pub fn of_operation(&self, id: OperationId) -> &OperationNames {
        &self.operations[id.index()]
    }

    /// Returns the names of a group.
    pub fn of_group(&self, id: GroupId) -> &GroupName {
        &self.groups[id.index()]
    }

    /// Returns the Cargo features of the groups, in their order.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.feature.as_str())
    }

    /// Returns the names of the servers, by position.
    pub fn servers(&self) -> &[ServerNames] {
        &self.servers
    }

    /// Returns the types of the webhooks, by position.
    pub fn webhooks(&self) -> &[Name] {
        &self.webhooks
    }

    /// Returns the builder's methods for the security schemes, by position.
    pub fn schemes(&self) -> &[SchemeNames] {
        &self.schemes
    }

    /// Returns the variants of the enum of all documented errors.
    pub fn errors(&self) -> &[ErrorName] {
        &self.errors
    }

    /// Returns the names of the enum of error codes and of its accessor, if the description has error codes.
    pub fn codes(&self) -> Option<&CodeNames> {
        self.codes.as_ref()
    }
}
