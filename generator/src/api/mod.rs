//! The API as the client sees it: references resolved, unions recognised, nothing specific to Rust.
//!
//! [`lower`](crate::lower) builds it, and no later stage changes it. Nodes are addressed by typed
//! ids. Each node keeps its [`Location`] in the description.

mod arena;
mod body;
#[cfg(feature = "generate")]
mod components;
mod constraints;
mod direction;
mod example;
mod literal;
pub mod media_type;
mod operation;
mod or_default;
mod origin;
mod own_type;
mod paging;
mod schema;
mod schema_index;
#[cfg(feature = "generate")]
mod users;

pub use arena::{Arena, Id};
pub use body::{Body, Form, FormResponse, Header, HeaderForm, ItemForm, Media, Part, Response};
#[cfg(feature = "generate")]
pub(crate) use components::components;
pub use constraints::{Bound, Constraints};
pub use direction::Reach;
pub use example::{
    Content, Direction, Example, ExampleRequest, ExampleValue, Examples, Judge, MakeJudge,
    NamedExample, Verdict,
};
pub use literal::Literal;
pub use operation::{
    Method, Operation, OperationId, Parameter, Place, Segment, Serialization, Status, Style,
};
pub use or_default::{ConstDefault, OrDefault};
pub use origin::{Base, Origin, Step};
pub use own_type::{OwnForm, OwnType, OwnTypeId};
pub use paging::{Hop, PageEnd, PageStep, PagedOperation, Paging};
pub use schema::{
    Access, Constant, Enum, EnumKind, EnumValue, Field, Inline, InlineId, Item, Shape, Shown,
    Struct, Tuple, Type, TypeDef, TypeId, TypeKind, Union, Unit, Variant, Width,
};
pub use schema_index::{Described, Role};
#[cfg(feature = "generate")]
pub(crate) use users::Users;

use std::collections::HashSet;

use crate::source::Location;

/// The API of one description.
#[derive(Debug)]
pub struct Api {
    /// The title, version and documentation of the API (`info`).
    pub info: Info,
    /// The servers with an absolute URL, the default first.
    pub servers: Vec<Server>,
    /// The security schemes, in the order of their declaration.
    pub schemes: Vec<Scheme>,
    /// The parts that the client is split into; empty if it is not split.
    pub groups: Arena<Group>,
    /// Every schema that becomes a type.
    pub types: Arena<TypeDef>,
    /// Every inline schema with a type of its own or of another inline schema.
    pub inline: Arena<Inline>,
    /// Every type of the settings in the place of others.
    pub own_types: Arena<OwnType>,
    /// Every operation, in the order of the description.
    pub operations: Arena<Operation>,
    /// The names of the operations that are left out, because of their path or because another
    /// operation has the same path and method.
    pub left_out: Vec<String>,
    /// The places of parts that are left out, or that became a JSON value, a string or bytes although the description
    /// says more.
    pub losses: Vec<Location>,
    /// The requests that the server sends: webhooks and callbacks.
    pub webhooks: Vec<Webhook>,
    /// The lowered schemas, in the order of the description.
    pub schemas: Vec<Described>,
    /// The error codes, if the documented error bodies carry one.
    pub codes: Option<Codes>,
    /// `true` if only the types are wanted, without a client. Then the API has no operations, webhooks, servers or groups.
    pub is_types_only: bool,
}

impl Api {
    /// Returns the shapes of all requests and responses, followed by those of webhooks.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let operations = self.operations.iter().flat_map(|(_, operation)| operation.shapes());
        operations.chain(self.webhooks.iter().filter_map(Webhook::shape))
    }

    /// Returns the API without everything but its types.
    #[must_use]
    pub fn types_only(self) -> Self {
        Self {
            info: self.info,
            servers: Vec::new(),
            schemes: Vec::new(),
            groups: Arena::default(),
            types: self.types,
            own_types: self.own_types,
            inline: self.inline,
            operations: Arena::default(),
            left_out: Vec::new(),
            losses: self.losses,
            webhooks: Vec::new(),
            schemas: self.schemas,
            codes: None,
            is_types_only: true,
        }
    }

    /// Returns the locations of the types that no operation or webhook needs.
    pub fn unreferenced(&self) -> HashSet<Location> {
        let mut reached = vec![false; self.types.len()];
        self.shapes().for_each(|shape| self.mark(shape, &mut reached));
        let types = self.types.iter().zip(reached).filter(|(_, is_reached)| !is_reached);
        types.map(|((_, def), _)| def.location.clone()).collect()
    }

    /// Sets the mark of the type that a shape leads to, and of all types inside it. Marks are indexed by type.
    pub fn mark(&self, shape: &Shape, marks: &mut [bool]) {
        direction::mark(&self.types, shape, marks);
    }

    /// Sets the mark of a type and of all types inside it. Marks are indexed by type.
    pub fn mark_type(&self, id: TypeId, marks: &mut [bool]) {
        direction::mark_type(&self.types, id, marks);
    }
}

/// The title, version and documentation of the API (OpenAPI 3.1, 4.8.2).
#[derive(Debug, Default)]
pub struct Info {
    /// `info.title`
    pub title: String,
    /// `info.version`, as written.
    pub version: String,
    /// `info.summary` and `info.description`.
    pub docs: Docs,
}

/// The documentation of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// The summary, one sentence.
    pub summary: Option<String>,
    /// The description, in CommonMark.
    pub description: Option<String>,
    /// `true` if the node is deprecated.
    pub deprecated: bool,
}

impl Docs {
    /// Creates the documentation from a node's keywords.
    pub fn of(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Self {
        Self {
            summary: summary.map(str::to_owned),
            description: description.map(str::to_owned),
            deprecated,
        }
    }
}

/// A server (OpenAPI 3.1, 4.8.5).
#[derive(Debug)]
pub struct Server {
    /// The URL, with variables replaced by their defaults.
    pub url: String,
    /// The URL as written, with variables in braces.
    pub template: String,
    /// The variables in the URL.
    pub variables: Vec<Variable>,
    /// The name set by `x-rust-name`, or by `name` of OpenAPI 3.2.
    pub name: Option<String>,
    /// The documentation of the server.
    pub docs: Docs,
    /// The location in the description.
    pub location: Location,
}

impl Server {
    /// Returns `true` if a variable is only a part of the scheme, host or port.
    ///
    /// `before` and `after` are the template's text around the variable. A variable at the start of
    /// the URL that `://` does not follow holds a whole URL. A variable that is the whole host may
    /// include a path, if its default has a slash.
    pub fn has_origin_between(before: &str, default: &str, after: &str) -> bool {
        let is_host = before.ends_with("://") && (after.is_empty() || after.starts_with('/'));
        if is_host && default.contains('/') {
            return false;
        }
        match before.split_once("://") {
            Some((_, host)) => !host.contains('/'),
            None if before.is_empty() => after.starts_with("://"),
            None => !before.contains('/'),
        }
    }
}

/// A variable in the URL of a server (OpenAPI 3.1, 4.8.6).
#[derive(Debug)]
pub struct Variable {
    /// The name in braces.
    pub name: String,
    /// The default value.
    pub default: String,
    /// The allowed values; empty if every value is allowed.
    pub values: Vec<String>,
    /// The documentation of the variable.
    pub docs: Docs,
}

/// A security scheme (OpenAPI 3.1, 4.8.27).
#[derive(Debug)]
pub struct Scheme {
    /// The name that security requirements refer to.
    pub id: String,
    /// The part of a request that carries the credential.
    pub carrier: Carrier,
    /// The OAuth 2.0 client credentials flow, if the scheme describes one.
    pub flow: Option<ClientFlow>,
    /// The documentation of the scheme.
    pub docs: Docs,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The location in the description.
    pub location: Location,
}

/// The OAuth 2.0 client credentials flow (OpenAPI 3.1, 4.8.29: `clientCredentials`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFlow {
    /// The URL that issues tokens; empty if it is relative and cannot be resolved.
    pub token_url: String,
    /// The scopes that operations require, in the order of their first use.
    pub scopes: Vec<String>,
}

/// The part of a request that carries a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The header of this name.
    Header(String),
    /// The query parameter of this name.
    Query(String),
    /// The cookie of this name.
    Cookie(String),
    /// The `Authorization` header with the `Bearer` scheme (RFC 6750).
    Bearer,
    /// The `Authorization` header with the `Basic` scheme: a user name and a password (RFC 7617).
    Basic,
}

/// The id of a [`Group`].
pub type GroupId = Id<Group>;

/// A part of the API that a program can leave out, as a feature of the client.
#[derive(Debug)]
pub struct Group {
    /// The kind of group.
    pub kind: GroupKind,
    /// The tag, or a fixed name for the kind.
    pub name: String,
    /// The Rust name set by the settings.
    pub pinned: Option<String>,
    /// The documentation of the group.
    pub docs: Docs,
}

impl Group {
    /// Returns `true` if the group is among the default features.
    ///
    /// Only tags are, because few programs need webhooks and unreferenced types, which make up half
    /// of some descriptions.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.kind == GroupKind::Tag
    }
}

/// The kind of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// Operations whose first tag is the group's (OpenAPI 3.1, 4.8.22), with the types that they need.
    Tag,
    /// The requests that the server sends.
    Webhooks,
    /// Types that no operation or webhook needs.
    Unreferenced,
}

/// A request that the server sends: a webhook (OpenAPI 3.1, 4.8.1) or a callback (4.8.18).
#[derive(Debug)]
pub struct Webhook {
    /// The name. The name of a callback starts with the operation that declares it.
    pub id: String,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The method.
    pub method: Method,
    /// The body.
    pub media: Option<Media>,
    /// The documentation of the webhook.
    pub docs: Docs,
    /// The location in the description.
    pub location: Location,
}

impl Webhook {
    /// Returns the shape of a structured body.
    pub fn shape(&self) -> Option<&Shape> {
        self.media.as_ref().and_then(Media::shape)
    }
}

/// The error codes: all values of the property that distinguishes errors.
#[derive(Debug)]
pub struct Codes {
    /// The name of the property, such as `type` or `code`.
    pub property: String,
    /// Every value once, in the order of first appearance.
    pub values: Vec<Code>,
    /// The types of the property, one for each kind of error body.
    pub types: Vec<TypeId>,
}

/// An error code.
#[derive(Debug)]
pub struct Code {
    /// The value on the wire.
    pub value: String,
    /// The documentation of the value.
    pub docs: Docs,
    /// The status that documents the code; `None` if there are several.
    pub status: Option<u16>,
    /// `true` if the same call may succeed on a later attempt (`x-retry`).
    pub retry: bool,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The location in the description.
    pub location: Location,
}
