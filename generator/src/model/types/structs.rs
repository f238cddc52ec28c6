//! Structs: fields, the constructor's arguments, setters, and how each field is read, written, checked and sent.

use crate::api::{self, Access, Constant, OwnForm, Shape, Type, TypeId, TypeKind};
use crate::model::{Argument, Check, Inputs, Presence, RustType, Summary};
use crate::names::Name;

/// A struct with fields.
#[derive(Debug)]
pub struct Struct<'a> {
    /// The fields, in the order of the description.
    pub fields: Vec<Field<'a>>,
    /// The tags of unions, which are no fields.
    pub constants: &'a [Constant],
    /// The field for all other properties, if there is one.
    pub rest: Option<Rest<'a>>,
    /// `true` if the constructor takes no arguments. The struct then has a `Default` of the same value.
    pub has_default: bool,
    /// The variable for the object that is read. No field has this name.
    pub reader: &'a Name,
    /// `true` if all members are read before a missing one is an error, because a required member contains a union that
    /// is read by best match.
    pub reads_all: bool,
    /// The part of each field, if the struct is a multipart body.
    pub parts: Option<Vec<FieldPart>>,
    /// The fields with a known meaning, if the struct is the body of an error.
    pub summary: Option<Summary<'a>>,
}

/// A field of a struct.
#[derive(Debug)]
pub struct Field<'a> {
    /// The name.
    pub name: &'a Name,
    /// The name of the setter.
    pub setter: Option<&'a Name>,
    /// The property, as the description has it.
    pub described: &'a api::Field,
    /// The direction of a property that is read-only or write-only, in a type for both directions.
    pub direction: Option<Direction>,
    /// The type.
    pub ty: RustType<'a>,
    /// The argument of the constructor or setter.
    pub argument: Argument<'a>,
    /// The presence of the property.
    pub presence: Presence,
    /// `true` if reading ends when the property is missing, because its type has no default that could replace it.
    pub ends_reading: bool,
    /// The check of the value.
    pub check: Option<Check>,
}

/// The field for all other properties.
#[derive(Debug)]
pub struct Rest<'a> {
    /// The name.
    pub name: &'a Name,
    /// The name of the setter.
    pub setter: Option<&'a Name>,
    /// The shape of the values.
    pub shape: &'a Shape,
    /// The type of the map.
    pub ty: RustType<'a>,
    /// The listed properties, which are not in the map.
    pub known: Vec<&'a str>,
    /// `true` if the object may also have unlisted properties that are not in the map.
    pub is_partial: bool,
    /// The check of each value.
    pub check: Option<Check>,
    /// The part of each value, if the struct is a multipart body.
    pub part: Option<FieldPart>,
}

/// The direction of a read-only or write-only property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the client.
    Response,
    /// To the server.
    Request,
}

/// The part that a field sends in a multipart body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldPart {
    /// `true` if the value is a `Secret`.
    pub is_secret: bool,
    /// `true` if each item of a list is a part.
    pub each: bool,
    /// The format of the part.
    pub kind: PartKind,
}

/// The format of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// As JSON.
    Json,
    /// By the JSON type of a value of any type.
    Value,
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
                part: is_body.then(|| part(inputs, rest)),
            }),
            has_default: object.requires_nothing(),
            reader: &names.reader,
            parts: is_body.then(parts),
            summary: Summary::new(inputs, id, object),
        }
    }
}

impl Struct<'_> {
    /// Returns `true` if the struct has no members.
    pub fn is_empty(&self) -> bool {
        self.constants.is_empty() && self.fields.is_empty() && self.rest.is_none()
    }

    /// Returns `true` if the constructor fills in a field.
    pub fn has_filled(&self) -> bool {
        self.fields.iter().any(|field| field.described.constant.is_some())
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

/// Returns the names of all listed properties.
fn known(object: &api::Struct) -> Vec<&str> {
    let constants = object.constants.iter().map(|constant| constant.name.as_str());
    constants.chain(object.fields.iter().map(|field| field.name.as_str())).collect()
}

/// Returns the part of a property: a file for bytes, text for other scalars, JSON for all else (OpenAPI 3.1, 4.8.14.4).
fn part(inputs: Inputs<'_>, shape: &Shape) -> FieldPart {
    let kind = |ty: &Type| match ty {
        Type::Binary => PartKind::File,
        Type::Named(id) if !matches!(inputs.api.types[*id].kind, TypeKind::Enum(_)) => {
            PartKind::Json
        }
        Type::Any => PartKind::Value,
        Type::Own(id) if inputs.api.own_types[*id].form == OwnForm::Serde => PartKind::Json,
        Type::List(_) | Type::Map(_) => PartKind::Json,
        _ => PartKind::Text,
    };
    let (each, kind) = match &shape.ty {
        Type::List(item) if item.nullable => (true, PartKind::Json),
        Type::List(item) => (true, kind(&item.ty)),
        ty => (false, kind(ty)),
    };
    FieldPart { is_secret: shape.sensitive, each, kind }
}
