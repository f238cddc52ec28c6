//! The API as the client sees it: every reference followed, every union recognised, no Rust in it yet.
//!
//! [`lower`](crate::lower) builds it, nothing changes it afterwards. Nodes are addressed by typed ids,
//! and each keeps the [`Location`] in the description that it comes from.

mod arena;
mod body;
mod constraints;
mod direction;
mod example;
pub mod media_type;
mod operation;
mod origin;
mod paging;
mod schema;
mod schema_index;

pub use arena::{Arena, Id};
pub use body::{Answer, Body, Form, Header, HeaderForm, ItemForm, Media, Part, Response};
pub use constraints::{Bound, Constraints};
pub use direction::Reach;
pub use example::{Direction, Example, ExampleRequest, Examples, Judge, Verdict};
pub use operation::{
    Method, Operation, OperationId, Parameter, Place, Segment, Serialization, Status, Style,
};
pub use origin::{Base, Origin, Step};
pub use paging::{Hop, PageStep, Paging};
pub use schema::{
    Access, Constant, Enum, EnumKind, EnumValue, Field, Item, Literal, Shape, Struct, Tuple, Type,
    TypeDef, TypeId, TypeKind, Union, Variant, Width,
};
pub use schema_index::{Described, Role};

use crate::source::Location;

/// One description, lowered.
#[derive(Debug)]
pub struct Api {
    /// What the description says of itself.
    pub info: Info,
    /// The servers that the description offers, the default first.
    pub servers: Vec<Server>,
    /// The ways to authenticate, in the order of their declaration.
    pub schemes: Vec<Scheme>,
    /// What the client is split into; empty where it stays in one piece.
    pub groups: Arena<Group>,
    /// Everything that becomes a type of its own.
    pub types: Arena<TypeDef>,
    /// Every operation, in the order of the description.
    pub operations: Arena<Operation>,
    /// The names of the operations that are left out because their path cannot be called.
    pub left_out: Vec<String>,
    /// What the server sends by itself.
    pub webhooks: Vec<Webhook>,
    /// What became of the schemas, in the order in which they stand in their files.
    pub schemas: Vec<Described>,
    /// The codes that tell the documented errors apart, if their bodies carry one.
    pub codes: Option<Codes>,
}

impl Api {
    /// The shapes of all requests and answers, those of webhooks last.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let operations = self.operations.iter().flat_map(|(_, operation)| operation.shapes());
        operations.chain(self.webhooks.iter().filter_map(Webhook::shape))
    }

    /// Marks, by index, the type that a shape comes to and all types inside it.
    pub fn mark(&self, shape: &Shape, marks: &mut [bool]) {
        direction::mark(&self.types, shape, marks);
    }

    /// Marks, by index, a type and all types inside it.
    pub fn mark_type(&self, id: TypeId, marks: &mut [bool]) {
        direction::mark_type(&self.types, id, marks);
    }
}

/// The description's title, version and text.
#[derive(Debug, Default)]
pub struct Info {
    /// `info.title`
    pub title: String,
    /// `info.version`, as it is written.
    pub version: String,
    /// `info.summary` and `info.description`.
    pub docs: Docs,
}

/// Human text about a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// One sentence, where the description has one.
    pub summary: Option<String>,
    /// Text in CommonMark.
    pub description: Option<String>,
    /// Whether the node should no longer be used.
    pub deprecated: bool,
}

impl Docs {
    /// Copies what a description says of a node.
    pub fn of(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Self {
        Self {
            summary: summary.map(str::to_owned),
            description: description.map(str::to_owned),
            deprecated,
        }
    }
}

/// A base URL that the description offers (OpenAPI 3.1, 4.8.5).
#[derive(Debug)]
pub struct Server {
    /// The URL, its variables replaced by their defaults.
    pub url: String,
    /// The URL as it is written, with its variables in braces.
    pub template: String,
    /// The variables in it.
    pub variables: Vec<Variable>,
    /// A pinned name (`x-rust-name`, or `name` of OpenAPI 3.2).
    pub name: Option<String>,
    /// What the server is for.
    pub docs: Docs,
    /// Where it stands.
    pub location: Location,
}

impl Server {
    /// Whether a variable with this default, between these texts of a template, is a part of the
    /// scheme, host or port and no more. One that begins the URL and has no `://` behind it is a URL
    /// itself, and one that is all of the host may bring a path, where its default does.
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
    /// What stands in braces.
    pub name: String,
    /// The value that it has where nothing else is said.
    pub default: String,
    /// The values that it may have; any where there are none.
    pub values: Vec<String>,
    /// What it is.
    pub docs: Docs,
}

/// A way to authenticate (OpenAPI 3.1, 4.8.27).
#[derive(Debug)]
pub struct Scheme {
    /// The name under which security requirements mention it.
    pub id: String,
    /// Where the credential travels.
    pub carrier: Carrier,
    /// How a program has tokens for itself, where that is described.
    pub flow: Option<ClientFlow>,
    /// What the credential is and where it is had.
    pub docs: Docs,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// How a program has tokens for itself (OpenAPI 3.1, 4.8.29: `clientCredentials`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFlow {
    /// Where tokens are had; empty where that is not known.
    pub token_url: String,
    /// The scopes that operations need, in the order in which they first ask for them.
    pub scopes: Vec<String>,
}

/// Where a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// In the header of this name.
    Header(String),
    /// In the query parameter of this name.
    Query(String),
    /// In the cookie of this name.
    Cookie(String),
    /// In `Authorization`, as `Bearer` (RFC 6750).
    Bearer,
    /// In `Authorization`, as `Basic`: a user name and a password (RFC 7617).
    Basic,
}

/// Addresses a [`Group`].
pub type GroupId = Id<Group>;

/// A part of the API that programs may want without the others.
#[derive(Debug)]
pub struct Group {
    /// What makes it a group.
    pub kind: GroupKind,
    /// The tag, or what its types have in common.
    pub name: String,
    /// What the group is about.
    pub docs: Docs,
}

impl Group {
    /// Whether a program has it without asking. Operations are what a client is for; what the server
    /// sends, and what no operation needs, is half of some descriptions and wanted by few programs.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.kind == GroupKind::Tag
    }
}

/// What makes a part of the API a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// Operations that have the tag first (OpenAPI 3.1, 4.8.22), and the types that they need.
    Tag,
    /// What the server sends by itself.
    Webhooks,
    /// The types that no operation needs.
    Unreferenced,
}

/// A request that the server sends: a webhook, or a callback that a call asked for (OpenAPI 3.1,
/// 4.8.1 and 4.8.18).
#[derive(Debug)]
pub struct Webhook {
    /// The name; that of a callback begins with the operation that asks for it.
    pub id: String,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// The method.
    pub method: Method,
    /// What is sent.
    pub media: Option<Media>,
    /// What it says.
    pub docs: Docs,
    /// Where it stands.
    pub location: Location,
}

impl Webhook {
    /// What a structured body holds.
    pub fn shape(&self) -> Option<&Shape> {
        self.media.as_ref().and_then(Media::shape)
    }
}

/// The values of the property that tells errors apart, over all documented errors.
#[derive(Debug)]
pub struct Codes {
    /// The property: `type`, `code` and the like.
    pub property: String,
    /// Every value once, in the order of first appearance.
    pub values: Vec<Code>,
    /// The types of the properties, one for each kind of error body.
    pub types: Vec<TypeId>,
}

/// One value of the property that tells errors apart.
#[derive(Debug)]
pub struct Code {
    /// The value on the wire.
    pub value: String,
    /// What it says.
    pub docs: Docs,
    /// The status it is documented under; none where there are several.
    pub status: Option<u16>,
    /// Whether the same call may succeed a little later (`x-retry`).
    pub retry: bool,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// Where it stands.
    pub location: Location,
}
