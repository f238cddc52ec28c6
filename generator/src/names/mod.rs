//! Every identifier of the generated client, chosen in one go: gather, resolve, look up.
//!
//! | namespace | scope | patterns |
//! |---|---|---|
//! | `types` | the module | a type: its own words, `CamelCase` |
//! | `operations` | the module | a call: `{Operation}`; its errors: `{Operation}Error`; its answers: `{Operation}Answer`, `{Operation}{Form}Answer`; their headers: `{Operation}Headers`; the forms of its body: `{Operation}Body` |
//! | fields, variants | one type | `snake_case`, `CamelCase` |
//! | `new`, setters | one type | `with_{field}`: no field's own setter can be called `new` |
//! | methods of the client | `Client` | `snake_case`; those of the runtime are taken |
//! | parameters of a method | one method | `snake_case`; what the templates call their locals is taken |
//! | setters of a call | one call | `snake_case`; `send` and its like are taken, and `send_{form}` where an answer has several forms |
//!
//! Types and operations stand in modules of their own and cannot meet. Within `operations` the three
//! patterns of one operation are taken together, so that no other operation's name runs into them.
//! Names that the templates use without a path (the prelude) are taken everywhere. Names of one
//! scope are compared without regard to case, since some file systems and readers do the same.

mod assign;
mod form;
mod operation;
mod text;
mod types;

use proc_macro2::Ident;

use crate::api::{Api, OperationId, Shape, Status, TypeId};

pub use form::FormNames;
pub use operation::OperationNames;
pub use types::TypeNames;

/// The identifiers, by id. Only this module makes identifiers out of the description's text.
#[derive(Debug)]
pub struct Names {
    types: Vec<TypeNames>,
    operations: Vec<OperationNames>,
    servers: Vec<Ident>,
    schemes: Vec<Ident>,
    errors: Vec<ErrorName>,
    codes: Option<CodeNames>,
}

/// A variant of the enum of all documented errors.
#[derive(Debug)]
pub struct ErrorName {
    /// The status.
    pub status: Status,
    /// What the body holds, if it is read.
    pub body: Option<Shape>,
    /// The variant.
    pub variant: Ident,
}

/// The names around the property that tells errors apart.
#[derive(Debug)]
pub struct CodeNames {
    /// The enum of all its values: `ErrorType`, `ErrorCode`.
    pub ty: Ident,
    /// The method that finds it in any error: `error_type`, `error_code`.
    pub method: Ident,
    /// The variants, by position.
    pub variants: Vec<Ident>,
}

impl Names {
    /// Chooses every name.
    pub fn new(api: &Api) -> Self {
        let type_names = types::items(api);
        Self {
            operations: operation::find(api),
            servers: operation::servers(api),
            schemes: operation::schemes(api),
            errors: operation::errors(api, &type_names),
            codes: api.codes.as_ref().map(operation::codes),
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

    /// The variants of the servers, by position.
    pub fn servers(&self) -> &[Ident] {
        &self.servers
    }

    /// The builder's methods for the security schemes, by position.
    pub fn schemes(&self) -> &[Ident] {
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
