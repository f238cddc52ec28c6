//! What the users of a client see of it: its operations, types and their members, to be compared with those of another version.

mod calls;
mod compare;
mod types;

use std::collections::BTreeSet;

pub use compare::{Change, Comparison, Effect, compare};

use crate::api::{Api, Operation, Status};
use crate::model::{Codes, Model, Scheme};
use crate::source::Source;

/// Everything that a program which uses the client can name.
#[derive(Clone, Debug, Default)]
pub struct PublicApi {
    /// Operations first, then types, each in the order of the description.
    pub items: Vec<Item>,
}

/// A method of the client, or a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Seen from the root of the client: `Client::read_item`, `types::Item`.
    pub path: String,
    /// What it is, with its article.
    pub kind: &'static str,
    /// Where it stands in the description: `file#pointer`, the file from the description's folder.
    pub place: String,
    /// What is sent or read for it, where that is no member's: `GET /items/{id}`.
    pub wire: String,
    /// The operations that need it: `GET /items/{id}`. All of them if it is the client's own.
    pub operations: BTreeSet<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What is inside it.
    pub members: Vec<Member>,
}

/// An argument, a setter, a field, a variant, a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name in Rust.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// Its type, or what it holds or brings; empty for a variant without anything. A body of several forms has
    /// the types of all, with ` or ` between them.
    pub ty: String,
    /// Its name in JSON, in the URL or in the head.
    pub wire: String,
    /// What is checked of it before it is sent.
    pub checks: String,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// What a member is to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Must be given, in this order: an argument of the method, a required field of a type, which its `new` takes.
    Required,
    /// May be given: a setter of the call, an optional field.
    Optional,
    /// One of several: of an enum that more may be added to.
    Variant,
    /// May be called: what sends the call, what reads a header.
    Method,
    /// What is so for every user, whether they name it or not: the type behind a name, that there are errors.
    Given,
}

impl PublicApi {
    pub(crate) fn new(source: &Source, model: &Model<'_>) -> Self {
        let api = model.api();
        let look = Look { source, api, model };
        let mut items = vec![look.client(), look.constructor()];
        items.extend(look.features());
        for id in api.operations.ids() {
            items.push(look.operation(id));
            items.extend(look.headers(id));
        }
        items.extend(look.errors());
        items.extend(model.codes.as_ref().map(codes));
        items.extend(look.webhooks());
        let needed = look.needed();
        items.extend(api.types.iter().map(|(id, _)| {
            let operations =
                needed.iter().filter(|(_, marks)| marks.get(id.index()) == Some(&true));
            look.item(id, operations.map(|(title, _)| title.clone()).collect())
        }));
        Self { items }
    }
}

impl Member {
    /// One of which nothing else is to be said.
    fn new(
        name: impl ToString,
        role: Role,
        ty: impl Into<String>,
        wire: impl Into<String>,
    ) -> Self {
        let (name, ty, wire) = (name.to_string(), ty.into(), wire.into());
        Self { name, role, ty, wire, checks: String::new(), deprecated: false }
    }
}

impl Item {
    /// One that is nowhere in the description, and no operation's.
    fn new(path: impl Into<String>, kind: &'static str, members: Vec<Member>) -> Self {
        Self {
            path: path.into(),
            kind,
            place: String::new(),
            wire: String::new(),
            operations: BTreeSet::new(),
            deprecated: false,
            members,
        }
    }
}

#[derive(Clone, Copy)]
struct Look<'a> {
    source: &'a Source,
    api: &'a Api,
    model: &'a Model<'a>,
}

fn title(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.template)
}

impl Look<'_> {
    /// The servers, and the builder's setters for credentials.
    fn client(self) -> Item {
        let servers = self.model.client.servers.iter();
        let servers = servers.map(|server| {
            Member::new(&server.names.variant, Role::Variant, "", &server.described.url)
        });
        let schemes = self.model.client.schemes.iter().flat_map(|scheme| {
            let (names, described) = (scheme.names, scheme.described);
            let client = described.flow.is_some().then_some(&names.client);
            let setters = [Some(&names.setter), Some(&names.provider), client];
            setters.into_iter().flatten().map(move |name| {
                let wire = format!("{:?}", described.carrier);
                Member::new(name, Role::Optional, credential(scheme), wire)
            })
        });
        Item::new("Client", "the client", servers.chain(schemes).collect())
    }

    /// What `Client::new` takes: the URL where no server is described, and the credential where there is one kind alone.
    fn constructor(self) -> Item {
        let client = &self.model.client;
        let url = client.takes_url().then(|| Member::new("base_url", Role::Required, "", ""));
        let only = client.only_scheme().map(|scheme| {
            Member::new(&scheme.names.setter, Role::Required, credential(scheme), "")
        });
        Item::new("Client::new", "the constructor", url.into_iter().chain(only).collect())
    }

    /// The features that a crate of its own has for the groups of a description with several tags.
    fn features(self) -> Option<Item> {
        let features = self.model.features.iter().map(|feature| feature.name);
        let features = features.map(|name| Member::new(name, Role::Method, "", name));
        let features: Vec<_> = features.collect();
        (!features.is_empty())
            .then(|| Item::new("[features]", "the features of the crate", features))
    }

    /// The enum of the documented errors of all operations.
    fn errors(self) -> Option<Item> {
        let errors = self.model.errors.variants.iter().map(|error| {
            let ty = error.body.as_ref().map(ToString::to_string).unwrap_or_default();
            Member::new(error.name, Role::Variant, ty, status(error.status))
        });
        let errors: Vec<_> = errors.collect();
        (!errors.is_empty()).then(|| Item::new("AnyError", "the enum of all errors", errors))
    }

    /// The names for what the server sends.
    fn webhooks(self) -> Vec<Item> {
        let typed = self.model.webhooks.items.iter().map(|webhook| {
            let body = Member::new("its body", Role::Given, webhook.ty.to_string(), "");
            let described = webhook.described;
            Item {
                place: self.place(&described.location),
                wire: described.method.as_str().to_owned(),
                deprecated: described.docs.deprecated,
                ..Item::new(format!("webhooks::{}", webhook.name), "a webhook", vec![body])
            }
        });
        typed.collect()
    }

    /// Which types each operation needs, by index.
    fn needed(self) -> Vec<(String, Vec<bool>)> {
        let operations = self.api.operations.iter().map(|(_, operation)| {
            let mut marks = vec![false; self.api.types.len()];
            operation.shapes().for_each(|shape| self.api.mark(shape, &mut marks));
            (title(operation), marks)
        });
        operations.collect()
    }

    fn place(self, location: &crate::source::Location) -> String {
        format!("{}#{}", self.source.relative(&location.file), location.pointer.as_str())
    }
}

/// The enum of what tells errors apart.
fn codes(codes: &Codes<'_>) -> Item {
    let values = codes.members.iter().zip(&codes.described.values).map(|(name, code)| Member {
        deprecated: code.docs.deprecated,
        ..Member::new(name, Role::Variant, "", &code.value)
    });
    Item::new(codes.name.to_string(), "the enum of all kinds of errors", values.collect())
}

/// What the setter of a credential takes.
fn credential(scheme: &Scheme<'_>) -> &'static str {
    if scheme.is_basic { "a user name and a password" } else { "a credential" }
}

fn role(required: bool) -> Role {
    if required { Role::Required } else { Role::Optional }
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundreds) => format!("{hundreds}XX"),
        Status::Default => "any other status".to_owned(),
    }
}
