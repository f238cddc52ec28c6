//! What the users of a client see of it: its operations, types and their members, to be compared with those of another version.

mod compare;

use std::collections::BTreeSet;

pub use compare::{Change, Comparison, Effect, compare};

use crate::api::{Api, Operation, Shape, Status, TypeId, TypeKind};
use crate::emit::type_text;
use crate::facts::Facts;
use crate::names::Names;
use crate::source::Source;

/// Everything that a program which uses the client can name.
#[derive(Clone, Debug, Default)]
pub struct Surface {
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
    /// What is inside it.
    pub members: Vec<Member>,
}

/// An argument, a setter, a field, a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name in Rust.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// Its type, or what it holds; empty for a variant without anything.
    pub ty: String,
    /// Its name in JSON, in the URL or in the head.
    pub wire: String,
    /// What is checked of it before it is sent.
    pub checks: String,
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
    /// What comes back.
    Answer,
}

impl Surface {
    pub(crate) fn new(source: &Source, api: &Api, facts: &Facts, names: &Names) -> Self {
        let look = Look { source, api, facts, names };
        let mut items = vec![look.client()];
        items.extend(api.operations.iter().map(|(id, operation)| {
            let names = names.of_operation(id);
            look.operation(operation, names)
        }));
        let needed = look.needed();
        items.extend(api.types.iter().map(|(id, _)| {
            let operations =
                needed.iter().filter(|(_, marks)| marks.get(id.index()) == Some(&true));
            look.item(id, operations.map(|(title, _)| title.clone()).collect())
        }));
        Self { items }
    }
}

#[derive(Clone, Copy)]
struct Look<'a> {
    source: &'a Source,
    api: &'a Api,
    facts: &'a Facts,
    names: &'a Names,
}

fn title(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.template)
}

impl Look<'_> {
    /// The servers, and the builder's setters for credentials.
    fn client(self) -> Item {
        let servers = self.api.servers.iter().zip(self.names.servers());
        let servers = servers.map(|(server, names)| Member {
            name: names.variant.to_string(),
            role: Role::Variant,
            ty: String::new(),
            wire: server.url.clone(),
            checks: String::new(),
        });
        let schemes = self.api.schemes.iter().zip(self.names.schemes());
        let schemes = schemes.flat_map(|(scheme, names)| {
            let client = scheme.flow.is_some().then_some(&names.client);
            let setters =
                [Some(&names.setter), Some(&names.provider), client].into_iter().flatten();
            setters.map(|name| Member {
                name: name.to_string(),
                role: Role::Optional,
                ty: String::new(),
                wire: format!("{:?}", scheme.carrier),
                checks: String::new(),
            })
        });
        Item {
            path: "Client".to_owned(),
            kind: "the client",
            place: String::new(),
            wire: String::new(),
            operations: BTreeSet::new(),
            members: servers.chain(schemes).collect(),
        }
    }

    fn operation(self, operation: &Operation, names: &crate::names::OperationNames) -> Item {
        let mut members: Vec<Member> = operation
            .parameters
            .iter()
            .zip(&names.parameters)
            .map(|(parameter, name)| Member {
                name: name.to_string(),
                role: role(parameter.required),
                ty: self.text(&parameter.shape),
                wire: format!("{:?} {}", parameter.place, parameter.name),
                checks: format!("{:?}", parameter.shape.rules),
            })
            .collect();
        members.extend(operation.body.iter().map(|body| {
            let forms =
                body.forms.iter().map(|media| self.media(media.shape(), media.media_type()));
            Member {
                name: names.body.to_string(),
                role: role(body.required),
                ty: forms.collect::<Vec<_>>().join(" or "),
                wire: String::new(),
                checks: String::new(),
            }
        }));
        // Required ones are arguments and have an order; the others are setters and have none.
        members.sort_by_key(|member| member.role == Role::Optional);
        members.extend(operation.responses.iter().zip(&names.responses).map(|(response, name)| {
            let media = response.media.as_ref();
            let (role, name) = match response.status.is_error() {
                true => (Role::Variant, name.to_string()),
                false => (Role::Answer, format!("the answer to {}", status(response.status))),
            };
            Member {
                name,
                role,
                ty: media.map_or_else(String::new, |media| {
                    self.media(media.shape(), media.media_type())
                }),
                wire: status(response.status),
                checks: String::new(),
            }
        }));
        Item {
            path: format!("Client::{}", names.method),
            kind: "an operation",
            place: self.place(&operation.location),
            wire: title(operation),
            operations: [title(operation)].into(),
            members,
        }
    }

    fn item(self, id: TypeId, operations: BTreeSet<String>) -> Item {
        let def = &self.api.types[id];
        let kind = match &def.kind {
            TypeKind::Struct(_) => "a struct",
            TypeKind::Union(_) | TypeKind::Enum(_) => "an enum",
            TypeKind::Tuple(_) => "a tuple",
            TypeKind::Recursive(_) => "a type",
        };
        Item {
            path: format!("types::{}", self.names.of_type(id).item),
            kind,
            place: self.place(&def.location),
            wire: String::new(),
            operations,
            members: self.members(id, &def.kind),
        }
    }

    fn members(self, id: TypeId, kind: &TypeKind) -> Vec<Member> {
        let names = self.names.of_type(id);
        let plain = |name: String, role, ty: String, wire: &str| Member {
            name,
            role,
            ty,
            wire: wire.to_owned(),
            checks: String::new(),
        };
        let named = || names.members.iter().map(ToString::to_string);
        match kind {
            TypeKind::Struct(object) => {
                let fields = named().zip(&object.fields).map(|(name, field)| {
                    let ty = self.text(&field.shape);
                    let ty = if field.required { ty } else { format!("Option<{ty}>") };
                    let checks = format!("{:?}", field.shape.rules);
                    Member { checks, ..plain(name, role(field.required), ty, &field.name) }
                });
                let rest = object.rest.iter().map(|rest| {
                    let ty = format!("a map of {}", self.text(rest));
                    plain(names.rest.to_string(), Role::Optional, ty, "")
                });
                fields.chain(rest).collect()
            }
            TypeKind::Union(union) => {
                let variants = named().zip(&union.variants).map(|(name, variant)| {
                    plain(
                        name,
                        Role::Variant,
                        self.text(&variant.shape),
                        &variant.tags.join(" or "),
                    )
                });
                variants.collect()
            }
            TypeKind::Enum(values) => {
                let values = named().zip(&values.values).map(|(name, value)| {
                    plain(name, Role::Variant, String::new(), &value.value.to_string())
                });
                values.collect()
            }
            TypeKind::Tuple(tuple) => {
                let items = tuple.items.iter().enumerate().map(|(index, item)| {
                    plain(index.to_string(), role(item.required), self.text(&item.shape), "")
                });
                items.collect()
            }
            TypeKind::Recursive(shape) => {
                vec![plain("0".to_owned(), Role::Required, self.text(shape), "")]
            }
        }
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

    fn media(self, shape: Option<&Shape>, media_type: &str) -> String {
        shape.map_or_else(|| format!("`{media_type}`"), |shape| self.text(shape))
    }

    fn text(self, shape: &Shape) -> String {
        type_text(self.api, self.facts, self.names, shape)
    }

    fn place(self, location: &crate::source::Location) -> String {
        format!("{}#{}", self.source.relative(&location.file), location.pointer.as_str())
    }
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
