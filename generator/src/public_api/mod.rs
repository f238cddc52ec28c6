//! The public API of a client: its operations, types and their members, to be compared with another version.

mod aliases;
mod calls;
mod compare;
mod text;
mod types;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

pub use compare::{Change, Comparison, Effect, compare};

use crate::api::{Api, Operation, Shape, Status, TypeId, Users};
use crate::model::{Codes, Model, Scheme};
use crate::source::Source;

/// The operations that need an item, each as `GET /items/{id}`. Items of the same operations share one set.
pub type Titles = Arc<BTreeSet<Arc<str>>>;

/// All items of a client that a program can name.
#[derive(Clone, Debug, Default)]
pub struct PublicApi {
    /// Operations and the client's own items first, then types, each in the order of the description.
    pub items: Vec<Item>,
}

/// A method of the client, or a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The path from the root of the client: `Client::read_item`, `types::Item`.
    pub path: String,
    /// The kind of item, with its article: "a struct".
    pub kind: Cow<'static, str>,
    /// The location in the description as `file#pointer`, relative to the description's folder.
    pub place: String,
    /// The method and path of an operation, or the method of a webhook: `GET /items/{id}`. Empty for other items.
    pub wire: String,
    /// The operations that need the item, each as `GET /items/{id}`. Empty for the client's own items.
    pub operations: Titles,
    /// `true` if the description deprecates the item.
    pub deprecated: bool,
    /// The path of the type that the item is an alias of. Empty if it is a type of its own.
    pub alias_of: String,
    /// The members.
    pub members: Vec<Member>,
}

/// An argument, setter, field, variant or method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name in Rust.
    pub name: String,
    /// The kind of member.
    pub role: Role,
    /// The type, or a word for it. Empty for a variant without a value. A body with several media types has their
    /// types, joined with ` or `.
    pub ty: String,
    /// The name in JSON, in the URL or in a header.
    pub wire: String,
    /// The constraints that the client checks before it sends a request.
    pub checks: String,
    /// `true` if the description deprecates the member.
    pub deprecated: bool,
}

/// The role of a member in a program that uses the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An argument of a method, or a required field, which the type's `new` takes. The order matters.
    Required,
    /// A setter of a call, or an optional field.
    Optional,
    /// A variant of an enum.
    Variant,
    /// A method that sends a call or reads a header, or a Cargo feature.
    Method,
    /// A property of the item that no program names, such as the type of a webhook's body.
    Given,
}

impl PublicApi {
    pub(crate) fn new(source: &Source, model: &Model<'_>) -> Self {
        let look = Look { source, api: model.api(), model };
        let (needed, operations) = look.needed();
        Self::with_operations(look, |id| {
            operations.get(needed.of_type(id.index())).cloned().unwrap_or_default()
        })
    }

    /// Returns the public API without the operations that need each item.
    pub(crate) fn without_operations(source: &Source, model: &Model<'_>) -> Self {
        Self::with_operations(Look { source, api: model.api(), model }, |_| Arc::default())
    }

    fn with_operations(look: Look<'_>, operations: impl Fn(TypeId) -> Titles) -> Self {
        let Look { api, model, .. } = look;
        let mut items = vec![look.client(), look.constructor()];
        items.extend(look.features());
        for id in api.operations.ids() {
            items.push(look.operation(id));
            items.extend(look.headers(id));
        }
        items.extend(look.errors());
        items.extend(model.codes.as_ref().map(codes));
        items.extend(look.webhooks());
        items.extend(api.types.ids().flat_map(|id| look.items(id, &operations(id))));
        Self { items }
    }
}

impl Member {
    /// Creates a member that is not deprecated and has no constraints.
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
    /// Creates an item without a location in the description that belongs to no operation.
    fn new(
        path: impl Into<String>,
        kind: impl Into<Cow<'static, str>>,
        members: Vec<Member>,
    ) -> Self {
        Self {
            path: path.into(),
            kind: kind.into(),
            place: String::new(),
            wire: String::new(),
            operations: Arc::default(),
            deprecated: false,
            alias_of: String::new(),
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

/// Returns the set of one operation.
fn titles(operation: &Operation) -> Titles {
    Titles::new([title(operation).into()].into())
}

impl Look<'_> {
    /// Returns the servers, and the builder's setters for credentials.
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

    /// Returns the arguments of `Client::new`: the URL if no server is described, and the credential if there is one
    /// scheme.
    fn constructor(self) -> Item {
        let client = &self.model.client;
        let url = client.takes_url().then(|| Member::new("base_url", Role::Required, "", ""));
        let only = client.only_scheme().map(|scheme| {
            Member::new(&scheme.names.setter, Role::Required, credential(scheme), "")
        });
        Item::new("Client::new", "the constructor", url.into_iter().chain(only).collect())
    }

    /// Returns the Cargo features of a client that is a crate, if its description has several groups.
    fn features(self) -> Option<Item> {
        let features = self.model.features.iter().map(|feature| feature.name);
        let features = features.map(|name| Member::new(name, Role::Method, "", name));
        let features: Vec<_> = features.collect();
        (!features.is_empty())
            .then(|| Item::new("[features]", "the features of the crate", features))
    }

    /// Returns the enum of the documented errors of all operations.
    fn errors(self) -> Option<Item> {
        let errors = self.model.errors.variants.iter().map(|error| {
            let ty = error.body.as_ref().map(ToString::to_string).unwrap_or_default();
            Member::new(error.name, Role::Variant, ty, status(error.status))
        });
        let errors: Vec<_> = errors.collect();
        (!errors.is_empty()).then(|| Item::new("AnyError", "the enum of all errors", errors))
    }

    /// Returns the types of the webhooks.
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

    /// Returns the operations that need each type, and the titles of each set of operations.
    fn needed(self) -> (Users, Vec<Titles>) {
        let mut direct = vec![Vec::new(); self.api.types.len()];
        let mut titles: Vec<Arc<str>> = Vec::new();
        for (number, (_, operation)) in (0_u32..).zip(self.api.operations.iter()) {
            for id in operation.shapes().filter_map(Shape::named) {
                if let Some(operations) = direct.get_mut(id.index()) {
                    operations.push(number);
                }
            }
            titles.push(title(operation).into());
        }
        let users = Users::find(self.api, &direct);
        let of_set = |set: &Vec<u32>| {
            let titles = set.iter().filter_map(|number| titles.get(usize::try_from(*number).ok()?));
            Titles::new(titles.cloned().collect())
        };
        let titles = users.sets().iter().map(of_set).collect();
        (users, titles)
    }

    fn place(self, location: &crate::source::Location) -> String {
        format!("{}#{}", self.source.relative(&location.file), location.pointer.as_str())
    }
}

/// Returns the enum of error codes.
fn codes(codes: &Codes<'_>) -> Item {
    let values = codes.members.iter().zip(&codes.described.values).map(|(name, code)| Member {
        deprecated: code.docs.deprecated,
        ..Member::new(name, Role::Variant, "", &code.value)
    });
    Item::new(codes.name.to_string(), "the enum of all kinds of errors", values.collect())
}

/// Returns a description of the arguments of a credential's setter.
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
