//! The API as the client sees it: every reference followed, every union recognised, no Rust in it yet.
//!
//! [`lower`](crate::lower) builds it, nothing changes it afterwards. Nodes are addressed by typed ids,
//! and each keeps the [`Location`] in the description that it comes from.

mod arena;
mod described;
mod example;
mod operation;
mod schema;

pub use arena::{Arena, Id};
pub use described::{Described, Role};
pub use example::{Direction, Example, ExampleRequest, Examples, Judge, Verdict};
pub use operation::{
    Body, ListStyle, Media, Method, ObjectStyle, Operation, OperationId, Parameter, Place,
    Response, Segment, Status, Style,
};
pub use schema::{
    Base, Bound, Constant, Enum, EnumValue, Field, Literal, Origin, Rules, Shape, Step, Struct,
    Type, TypeDef, TypeId, TypeKind, Union, Variant,
};

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
    /// The tags, in the order of their declaration.
    pub tags: Vec<Tag>,
    /// Everything that becomes a type of its own.
    pub types: Arena<TypeDef>,
    /// Every operation, in the order of the description.
    pub operations: Arena<Operation>,
    /// What became of the schemas, in the order in which they stand in their files.
    pub schemas: Vec<Described>,
    /// The codes that tell the documented errors apart, if their bodies carry one.
    pub codes: Option<Codes>,
}

impl Api {
    /// Marks, by index, the type that a shape comes to and all types inside it.
    pub fn mark(&self, shape: &Shape, marks: &mut [bool]) {
        let mut next: Vec<TypeId> = shape.named().into_iter().collect();
        while let Some(id) = next.pop() {
            if std::mem::replace(&mut marks[id.index()], true) {
                continue;
            }
            next.extend(self.types[id].kind.shapes().into_iter().filter_map(Shape::named));
        }
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

/// A base URL that the description offers (OpenAPI 3.1, 4.8.5).
#[derive(Debug)]
pub struct Server {
    /// The URL, its variables replaced by their defaults.
    pub url: String,
    /// A pinned name (`x-rust-name`, or `name` of OpenAPI 3.2).
    pub name: Option<String>,
    /// What the server is for.
    pub docs: Docs,
    /// Where it stands.
    pub location: Location,
}

/// A way to authenticate (OpenAPI 3.1, 4.8.27).
#[derive(Debug)]
pub struct Scheme {
    /// The name under which security requirements mention it.
    pub id: String,
    /// Where the credential travels.
    pub carrier: Carrier,
    /// What the credential is and where it is had.
    pub docs: Docs,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// Where it stands.
    pub location: Location,
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
    /// In `Authorization`, as `Bearer`.
    Bearer,
}

/// A group of operations.
#[derive(Debug)]
pub struct Tag {
    /// The name that operations mention.
    pub name: String,
    /// What the group is about.
    pub docs: Docs,
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
