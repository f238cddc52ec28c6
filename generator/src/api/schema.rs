//! Schemas: what values look like on the wire and what is known about them.

use std::fmt;

use super::{Docs, Id, OperationId, Status};
use crate::source::Location;

/// Addresses a [`TypeDef`].
pub type TypeId = Id<TypeDef>;

/// A schema that becomes a type of its own.
#[derive(Debug)]
pub struct TypeDef {
    /// Where it stands.
    pub location: Location,
    /// What it is called after.
    pub origin: Origin,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// What it is.
    pub docs: Docs,
    /// What it is made of.
    pub kind: TypeKind,
}

/// What a type is made of.
#[derive(Debug)]
pub enum TypeKind {
    /// An object with known properties.
    Struct(Struct),
    /// One of several types, told apart by a tag.
    Union(Union),
    /// One of several texts or numbers.
    Enum(Enum),
}

/// An object with known properties.
#[derive(Debug, Default, PartialEq)]
pub struct Struct {
    /// Properties with one possible value, the tag of a union first.
    pub constants: Vec<Constant>,
    /// The other properties, in the order of the description.
    pub fields: Vec<Field>,
    /// What further properties hold, where the description types them.
    pub rest: Option<Shape>,
}

/// A property with one possible value.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// The property's name on the wire.
    pub name: String,
    /// Its value.
    pub value: Literal,
}

/// A property.
#[derive(Clone, Debug)]
pub struct Field {
    /// The property's name on the wire.
    pub name: String,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// What it is.
    pub docs: Docs,
    /// What it holds.
    pub shape: Shape,
    /// Whether the object must have it.
    pub required: bool,
    /// Where it stands.
    pub location: Location,
}

/// Location and text are not part of what a field is.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.shape == other.shape && self.required == other.required
    }
}

/// One of several types.
#[derive(Debug, PartialEq)]
pub struct Union {
    /// The property that tells the variants apart (OpenAPI 3.1, 4.8.25), if one does. Otherwise
    /// the variant that a value fits best is chosen.
    pub tag: Option<String>,
    /// The variants, in the order of the description.
    pub variants: Vec<Variant>,
}

/// One type of a union.
#[derive(Debug, PartialEq)]
pub struct Variant {
    /// The values of the tag that choose it: at least one where there is a tag, and then the type
    /// is a struct that has the tag among its constants or fields.
    pub tags: Vec<String>,
    /// What it is called where no tag says so: a title, or the kind of its values.
    pub word: String,
    /// The type.
    pub shape: Shape,
}

/// One of several values of a primitive type.
#[derive(Debug)]
pub struct Enum {
    /// The values; all texts, or all integers.
    pub values: Vec<EnumValue>,
}

/// One value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// The value on the wire.
    pub value: Literal,
    /// What it means.
    pub docs: Docs,
    /// A pinned name (`x-rust-name`).
    pub pinned: Option<String>,
    /// Whether a call that ended in this error may succeed a little later (`x-retry`).
    pub retry: Option<bool>,
    /// Where it stands.
    pub location: Location,
}

/// A value that the description writes out.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A boolean.
    Bool(bool),
}

impl TypeKind {
    /// Every shape inside, one level deep: fields, further properties, variants.
    pub fn shapes(&self) -> Vec<&Shape> {
        match self {
            Self::Struct(object) => {
                object.fields.iter().map(|field| &field.shape).chain(&object.rest).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.shape).collect(),
            Self::Enum(_) => Vec::new(),
        }
    }
}

impl Variant {
    /// The type of its own that the variant holds, if it does.
    pub fn named(&self) -> Option<TypeId> {
        match self.shape.ty {
            Type::Named(id) => Some(id),
            _ => None,
        }
    }
}

/// As it stands on the wire, a text without its quotes.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(integer) => integer.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Bool(bool) => bool.fmt(f),
        }
    }
}

/// How a value is used in one place: its type, and what holds only here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// The type.
    pub ty: Type,
    /// Whether `null` stands for no value.
    pub nullable: bool,
    /// Whether the value is a secret: `format: password`, `writeOnly` or `x-sensitive`.
    pub sensitive: bool,
    /// What is checked before a request leaves.
    pub rules: Rules,
}

/// A type.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Type {
    /// Any JSON value.
    #[default]
    Any,
    /// `true` or `false`.
    Bool,
    /// An integer of 64 bits.
    Integer,
    /// An integer of 32 bits (`format: int32`).
    Integer32,
    /// A number of 64 bits.
    Number,
    /// A text.
    Text,
    /// A date (RFC 3339, `full-date`).
    Date,
    /// A date with time and offset (RFC 3339, `date-time`).
    DateTime,
    /// Bytes, perhaps of a file (`format: binary`).
    Binary,
    /// An array.
    List(Box<Shape>),
    /// An object whose properties all have one type.
    Map(Box<Shape>),
    /// A type of its own.
    Named(TypeId),
}

/// Constraints on a value (JSON Schema 2020-12, Validation 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `minimum` or `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// `maximum` or `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The end.
    pub value: f64,
    /// Whether the end itself lies outside.
    pub exclusive: bool,
}

/// What an unnamed schema can be called after: a named place, and the way from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The named place.
    pub base: Base,
    /// The way from there; empty for the named schema itself.
    pub steps: Vec<Step>,
}

/// A place that has a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A component, or another schema that a reference names.
    Component(String),
    /// A parameter of an operation.
    Parameter(OperationId, String),
    /// The body of an operation's request.
    Body(OperationId),
    /// The body of an operation's response.
    Response(OperationId, Status),
    /// The body of a webhook of this name.
    Webhook(String),
}

/// A step from a schema to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a property.
    Property(String),
    /// To the items of an array.
    Item,
    /// To the values of a map.
    Value,
    /// To a variant of a union.
    Variant(String),
}

impl Enum {
    /// Whether the values are integers; otherwise they are texts.
    pub fn is_of_integers(&self) -> bool {
        self.values.iter().all(|value| matches!(value.value, Literal::Integer(_)))
    }
}

impl Origin {
    /// The place itself.
    pub fn new(base: Base) -> Self {
        Self { base, steps: Vec::new() }
    }

    /// One step further in.
    pub fn step(&self, step: Step) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { base: self.base.clone(), steps }
    }
}

impl Shape {
    /// The type without anything that holds only in one place.
    pub fn of(ty: Type) -> Self {
        Self { ty, ..Self::default() }
    }

    /// The type that it comes to, through lists and maps.
    pub fn innermost(&self) -> &Type {
        match &self.ty {
            Type::List(item) | Type::Map(item) => item.innermost(),
            ty => ty,
        }
    }

    /// The type of its own that it comes to, through lists and maps.
    pub fn named(&self) -> Option<TypeId> {
        match self.innermost() {
            Type::Named(id) => Some(*id),
            _ => None,
        }
    }
}

impl Rules {
    /// The rules that are about values of a type (JSON Schema 2020-12, Validation 6: a keyword says
    /// nothing about values of another type), without those that every value of it keeps.
    pub fn only_for(&self, ty: &Type) -> Self {
        let none = Self::default();
        match ty {
            Type::Text => Self { min_length: self.min_length, max_length: self.max_length, ..none },
            Type::List(_) => Self { min_items: self.min_items, max_items: self.max_items, ..none },
            Type::Map(_) => Self {
                min_properties: self.min_properties,
                max_properties: self.max_properties,
                ..none
            },
            Type::Number => Self {
                minimum: self.minimum,
                maximum: self.maximum,
                multiple_of: self.multiple_of,
                ..none
            },
            Type::Integer => self.only_for_integers(9.2e18),
            Type::Integer32 => self.only_for_integers(f64::from(i32::MAX)),
            Type::Any
            | Type::Bool
            | Type::Date
            | Type::DateTime
            | Type::Binary
            | Type::Named(_) => none,
        }
    }

    /// The rules for integers up to `most` on either side, their bounds integers too.
    fn only_for_integers(&self, most: f64) -> Self {
        let inside = |bound: &Bound| bound.value.abs() < most;
        let whole = |bound: Bound, value: f64| Bound {
            value,
            exclusive: bound.exclusive && value == bound.value,
        };
        Self {
            minimum: self.minimum.filter(inside).map(|bound| whole(bound, bound.value.ceil())),
            maximum: self.maximum.filter(inside).map(|bound| whole(bound, bound.value.floor())),
            multiple_of: self.multiple_of.filter(|factor| factor.fract() == 0.0 && *factor >= 1.0),
            ..Self::default()
        }
    }

    /// Whether nothing is checked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
