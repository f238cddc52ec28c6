//! Structs: fields, the constructor's arguments, setters, and how each field is read, written, checked and sent.

use crate::api::{self, Access, Constant, Shape, Type, TypeId, TypeKind};
use crate::model::{Argument, Check, Inputs, Presence, RustType, Summary};
use crate::names::Name;

/// A struct with fields.
#[derive(Debug)]
pub struct Struct<'a> {
    /// The fields, in the order of the description.
    pub fields: Vec<Field<'a>>,
    /// Properties with one possible value.
    pub constants: &'a [Constant],
    /// The field for all other properties, if there is one.
    pub rest: Option<Rest<'a>>,
    /// Whether it has a `Default`, which is what its constructor returns: no field is required.
    pub has_default: bool,
    /// What its members are read from: a variable that no field is called.
    pub reader: &'a Name,
    /// Whether all members are looked at before a missing one fails: a choice that compares its variants does not read all
    /// values.
    pub reads_all: bool,
    /// What each field sends as a part of a body in parts, if the struct is such a body.
    pub parts: Option<Vec<FieldPart>>,
    /// What it says as the body of an error.
    pub summary: Option<Summary<'a>>,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The name of its setter.
    pub setter: Option<&'a Name>,
    /// The property.
    pub described: &'a api::Field,
    /// The only direction in which it travels, where its type travels in both.
    pub direction: Option<Direction>,
    /// Its type.
    pub ty: RustType<'a>,
    /// What the constructor or its setter takes.
    pub argument: Argument<'a>,
    /// Whether it must be there, and may be `null`.
    pub presence: Presence,
    /// Whether reading ends where it is missing: nothing can stand in for it until all mistakes are found.
    pub ends_reading: bool,
    /// What is checked of it.
    pub check: Option<Check>,
}

/// The field for all other properties.
#[derive(Debug)]
pub struct Rest<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The name of its setter.
    pub setter: Option<&'a Name>,
    /// The shape of its values.
    pub shape: &'a Shape,
    /// The map.
    pub ty: RustType<'a>,
    /// The properties that are not in it.
    pub known: Vec<&'a str>,
    /// Whether there may be properties that are not in it either.
    pub is_partial: bool,
    /// What is checked of each value.
    pub check: Option<Check>,
}

/// The only direction in which a field travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the client.
    Response,
    /// To the server.
    Request,
}

/// What a field sends as a part of a body in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldPart {
    /// Whether the value is a secret, which is opened first.
    pub is_secret: bool,
    /// Whether each item of a list is a part.
    pub each: bool,
    /// How the value is sent.
    pub kind: PartKind,
}

/// How a value is sent as a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// As JSON.
    Json,
    /// As a file.
    File,
    /// As text.
    Text,
}

impl<'a> Struct<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: TypeId, object: &'a api::Struct) -> Self {
        let names = inputs.names.of_type(id);
        let fields = object.fields.iter().zip(&names.members).enumerate();
        let fields: Vec<_> = fields
            .map(|(index, (field, name))| Field::new(inputs, id, index, field, name))
            .collect();
        let holds_fitted = |(field, shown): (&api::Field, &Field<'_>)| {
            shown.ends_reading && inputs.analysis.holds_fitted(&field.shape)
        };
        let is_body = inputs.analysis.is_multipart(id);
        let parts = || object.fields.iter().map(|field| part(inputs, &field.shape)).collect();
        Self {
            reads_all: object.fields.iter().zip(&fields).any(holds_fitted),
            fields,
            constants: &object.constants,
            rest: object.rest.as_ref().map(|rest| Rest {
                name: &names.rest,
                setter: names.setters.get(object.fields.len()),
                shape: rest,
                ty: RustType::Map(Box::new(inputs.value(rest))),
                known: known(object),
                is_partial: object.rest_is_partial,
                check: inputs.check(rest),
            }),
            has_default: object.requires_nothing(),
            reader: &names.reader,
            parts: is_body.then(parts),
            summary: Summary::new(inputs, id, object),
        }
    }
}

impl Struct<'_> {
    /// Returns `true` if it has no member of any kind.
    pub fn is_empty(&self) -> bool {
        self.constants.is_empty() && self.fields.is_empty() && self.rest.is_none()
    }
}

impl<'a> Field<'a> {
    fn new(
        inputs: Inputs<'a>,
        id: TypeId,
        index: usize,
        field: &'a api::Field,
        name: &'a Name,
    ) -> Self {
        let (shape, is_boxed) = (&field.shape, inputs.analysis.is_boxed(id, index));
        let both = inputs.analysis.is_sent(id) && inputs.analysis.is_received(id);
        let direction = match field.access {
            Access::Both => None,
            Access::Read => Some(Direction::Response),
            Access::Write => Some(Direction::Request),
        };
        Self {
            name,
            setter: inputs.names.of_type(id).setters.get(index),
            described: field,
            direction: direction.filter(|_| both),
            ty: inputs.held(shape, is_boxed, field.required),
            argument: inputs.argument(shape, is_boxed),
            presence: Presence::new(field.required, shape.nullable),
            ends_reading: field.required && !shape.nullable && !inputs.has_default(shape),
            check: inputs.check_held(shape, field.required),
        }
    }
}

/// The names of all listed properties.
fn known(object: &api::Struct) -> Vec<&str> {
    let constants = object.constants.iter().map(|constant| constant.name.as_str());
    constants.chain(object.fields.iter().map(|field| field.name.as_str())).collect()
}

/// A file is sent as such, a value with a text as that, others as JSON (OpenAPI 3.1, 4.8.14.4).
fn part(inputs: Inputs<'_>, shape: &Shape) -> FieldPart {
    let kind = |ty: &Type| match ty {
        Type::Binary => PartKind::File,
        Type::Named(id) if !matches!(inputs.api.types[*id].kind, TypeKind::Enum(_)) => {
            PartKind::Json
        }
        Type::Any | Type::List(_) | Type::Map(_) => PartKind::Json,
        _ => PartKind::Text,
    };
    let (each, kind) = match &shape.ty {
        Type::List(item) if item.nullable => (true, PartKind::Json),
        Type::List(item) => (true, kind(&item.ty)),
        ty => (false, kind(ty)),
    };
    FieldPart { is_secret: shape.sensitive, each, kind }
}
