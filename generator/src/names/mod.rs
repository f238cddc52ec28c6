//! Every identifier of the generated client, chosen in one go: gather, resolve, look up.
//!
//! | namespace | scope | patterns |
//! |---|---|---|
//! | `types` | the module | a type: its own words, `CamelCase` |
//! | `operations` | the module | a call: `{Operation}`; its errors: `{Operation}Error`; its responses: `{Operation}Response`, `{Operation}{Form}Response`; their headers: `{Operation}Headers`; the forms of its body: `{Operation}Body` |
//! | fields, variants | one type | `snake_case`, `CamelCase` |
//! | `new`, setters | one type | `with_{field}`: no field's own setter can be called `new` |
//! | methods of the builder | `ClientBuilder` | a scheme: `snake_case`, `{scheme}_from`, `{scheme}_client`; those of the runtime are taken |
//! | `webhooks` | the module | `CamelCase` |
//! | methods of the client | `Client` | `snake_case`; those of the runtime are taken |
//! | methods of the mock | `Mock` | as those of the client; those of the runtime are taken |
//! | parameters of a method | one method | `snake_case`; what the templates call their locals is taken |
//! | setters of a call | one call | `snake_case`; `send` and its like are taken, and `send_{form}` where an answer has several forms |
//!
//! Types and operations stand in modules of their own and cannot meet. Within `operations` the three
//! patterns of one operation are taken together, so that no other operation's name runs into them.
//! Names that the templates use without a path (the prelude) are taken everywhere. Names of one
//! scope are compared without regard to case, since some file systems and readers do the same.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

mod assign;
mod error;
mod form;
mod group;
mod name;
mod operation;
mod server;
mod status;
mod text;
mod types;

use crate::api::{Api, GroupId, OperationId, TypeId};

pub use error::{CodeNames, ErrorName};
pub use form::FormNames;
pub use group::GroupName;
pub use name::Name;
pub use operation::{OperationNames, SchemeNames};
pub use server::{ServerNames, VariableNames};
pub use types::TypeNames;

/// The identifiers, by id. Only this module makes identifiers out of the description's text.
#[derive(Debug)]
pub struct Names {
    types: Vec<TypeNames>,
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
        let type_names = types::items(api);
        Self {
            operations: operation::find(api),
            groups: group::find(api),
            servers: server::find(api),
            webhooks: operation::webhooks(api),
            schemes: operation::schemes(api),
            errors: error::errors(api, &type_names),
            codes: api.codes.as_ref().map(error::codes),
            types: types::find(api, type_names),
        }
    }

    /// The names of a type and what is inside it.
    pub fn of_type(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }

    /// The names of an operation and what is inside it.
    pub fn of_operation(&self, id: OperationId) -> &OperationNames {
        &self.operations[id.index()]
    }

    /// The names of a group.
    pub fn of_group(&self, id: GroupId) -> &GroupName {
        &self.groups[id.index()]
    }

    /// The features of the groups, in order.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.feature.as_str())
    }

    /// The names of the servers, by position.
    pub fn servers(&self) -> &[ServerNames] {
        &self.servers
    }

    /// The types of the webhooks, by position.
    pub fn webhooks(&self) -> &[Name] {
        &self.webhooks
    }

    /// The builder's methods for the security schemes, by position.
    pub fn schemes(&self) -> &[SchemeNames] {
        &self.schemes
    }

    /// The variants of the enum of all documented errors.
    pub fn errors(&self) -> &[ErrorName] {
        &self.errors
    }

    /// The names around the property that tells errors apart, if there is one.
    pub fn codes(&self) -> Option<&CodeNames> {
        self.codes.as_ref()
    }
}
