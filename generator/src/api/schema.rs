//! Schemas: the types of values and the constraints on them.

use super::constraints::Constraints;
use super::literal::Literal;
use super::or_default::OrDefault;
use super::origin::Origin;
use super::own_type::OwnTypeId;
use super::{Api, Docs, Id};
use crate::source::Location;

/// The id of a [`TypeDef`].
pub type TypeId = Id<TypeDef>;

/// The id of an [`Inline`] schema.
pub type InlineId = Id<Inline>;

/// An inline schema with a type. Equal inline schemas have one type.
#[derive(Debug)]
pub struct Inline {
    /// The location in the description.
    pub location: Location,
    /// The origin that its name derives from.
    pub origin: Origin,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The documentation of the schema.
    pub docs: Docs,
    /// The type.
    pub ty: TypeId,
}

/// The inline schema that a type is used for. Its name is shown for the type. Two shapes of one type are equal, from
/// whichever schemas they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown(pub Option<InlineId>);

impl PartialEq for Shown {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A schema that becomes a type.
#[derive(Debug)]
pub struct TypeDef {
    /// The location in the description.
    pub location: Location,
    /// The origin that its name derives from.
    pub origin: Origin,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The documentation of the type.
    pub docs: Docs,
    /// The definition.
    pub kind: TypeKind,
}

/// The definition of a type.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object with known properties.
    Struct(Struct),
    /// One of several types.
    Union(Union),
    /// One of several primitive values.
    Enum(Enum),
    /// An array with a type for each position.
    Tuple(Tuple),
    /// A list or map that contains itself, which Rust can only express as a type of its own.
    Recursive(Shape),
}

/// An object with known properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// The tags of unions, each with the one value that selects this struct. They are no fields.
    pub constants: Vec<Constant>,
    /// The other properties, in the order of the description.
    pub fields: Vec<Field>,
    /// The shape of additional properties, if the description types them.
    pub rest: Option<Shape>,
    /// `true` if `rest` covers only some names (`patternProperties`), so that other properties may exist.
    pub rest_is_partial: bool,
}

/// A property whose value selects the struct in a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// The name on the wire.
    pub name: String,
    /// The value.
    pub value: Literal,
    /// Further values that are read as this one: the names of the schema beside the one that a discriminator maps to it.
    pub others: Vec<String>,
    /// `true` if a received object must have the property. It is always sent.
    pub required: bool,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The documentation of the property.
    pub docs: Docs,
    /// The shape of the value.
    pub shape: Shape,
    /// `true` if the object must have the property.
    pub required: bool,
    /// The only value that the description allows. The constructor fills it in, and another received value is kept.
    pub constant: Option<Literal>,
    /// The directions in which the property travels.
    pub access: Access,
    /// The location in the description.
    pub location: Location,
}

/// The directions in which a property travels (OpenAPI 3.0, 4.7.24.2; JSON Schema 2020-12, Validation 9.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Requests and responses.
    #[default]
    Both,
    /// Responses only (`readOnly`).
    Read,
    /// Requests only (`writeOnly`).
    Write,
}

/// Compares fields without their locations, documentation and pinned names.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.shape == other.shape
            && self.required == other.required
            && self.constant == other.constant
            && self.access == other.access
    }
}

/// An array with a type for each position.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// The items, by position.
    pub items: Vec<Item>,
    /// The shape of further items, if the description types them.
    pub rest: Option<Shape>,
}

/// An item of a tuple.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The shape of the item.
    pub shape: Shape,
    /// `true` if the array must have the item. No required item follows an optional one.
    pub required: bool,
    /// The documentation of the item.
    pub docs: Docs,
}

/// One of several types (`oneOf`, `anyOf`, or a discriminator with `allOf`).
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The discriminator property (OpenAPI 3.1, 4.8.25). Without one, a received value becomes the
    /// variant that fits it best.
    pub tag: Option<String>,
    /// The variants, in the order of the description.
    pub variants: Vec<Variant>,
    /// The position of the variant for values without a known tag. Only a union with a tag has one.
    pub fallback: Option<usize>,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The tag values that select the variant.
    ///
    /// In a union with a tag, every variant but the fallback has at least one. Its type is then a
    /// struct that has the tag as a constant or field, or a union of such structs.
    pub tags: Vec<String>,
    /// A further value of the tag that is only read: the name of a schema that a mapping gives another value.
    pub implicit: Option<String>,
    /// The name if there is no tag: a title, or the type of the values.
    pub word: String,
    /// The shape of the variant.
    pub shape: Shape,
    /// The only value of the variant, if that is a string. The shape is then that of a string.
    pub constant: Option<Unit>,
}

/// A variant of a union with one string as its only value.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The string.
    pub value: String,
    /// The documentation of the string.
    pub docs: Docs,
}

/// One of several primitive values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The type of the values, listed or not.
    pub kind: EnumKind,
    /// `true` if the description lists values of another type than `type` names. A value is then read in both types.
    pub is_lenient: bool,
    /// The listed values.
    pub values: Vec<EnumValue>,
}

/// The type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumKind {
    /// Strings.
    Strings,
    /// Integers.
    Integers,
    /// Numbers with fractions, or values of several types.
    Values,
}

/// A listed value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value on the wire.
    pub value: Literal,
    /// The documentation of the value.
    pub docs: Docs,
    /// The Rust name set by `x-rust-name`.
    pub pinned: Option<String>,
    /// The name set by an extension of another generator (`x-enum-varnames`).
    pub name: Option<String>,
    /// `Some(true)` if a call that failed with this error code may succeed on a later attempt (`x-retry`).
    pub retry: Option<bool>,
    /// The location in the description.
    pub location: Location,
}

impl Struct {
    /// Returns `true` if the constructor takes no arguments.
    pub fn requires_nothing(&self) -> bool {
        !self.fields.iter().any(Field::is_argument)
    }
}

impl Field {
    /// Returns `true` if the constructor of the struct takes the value as an argument.
    pub fn is_argument(&self) -> bool {
        self.required && self.constant.is_none()
    }
}

impl TypeKind {
    /// Returns the shapes directly inside: fields, variants or items, followed by that of additional ones.
    pub fn shapes(&self) -> Vec<&Shape> {
        match self {
            Self::Struct(object) => {
                object.fields.iter().map(|field| &field.shape).chain(&object.rest).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.shape).collect(),
            Self::Tuple(tuple) => {
                tuple.items.iter().map(|item| &item.shape).chain(&tuple.rest).collect()
            }
            Self::Recursive(shape) => vec![shape],
            Self::Enum(_) => Vec::new(),
        }
    }
}

impl Union {
    /// Returns `true` if the union needs a variant for strings that are not listed: some variants are strings of one value
    /// or several enums of strings, and no variant holds the other strings.
    pub fn keeps_other_strings(&self, api: &Api) -> bool {
        let kind = |variant: &Variant| match (&variant.shape.ty, &variant.constant) {
            (_, Some(_)) => Held::Constant,
            (Type::Text | Type::Any | Type::Base64 | Type::Base64Url | Type::Binary, None) => {
                Held::Any
            }
            (Type::Named(id), None) => match &api.types[*id].kind {
                TypeKind::Enum(values) if values.kind == EnumKind::Strings => Held::Listed,
                TypeKind::Enum(values) if values.kind == EnumKind::Values => Held::Any,
                _ => Held::None,
            },
            _ => Held::None,
        };
        let kinds: Vec<_> = self.variants.iter().map(kind).collect();
        let listed = kinds.iter().filter(|kind| **kind == Held::Listed).count();
        // A single enum keeps the strings that it does not list.
        let has_constants = kinds.contains(&Held::Constant) && listed == 0;
        (has_constants || listed > 1) && !kinds.contains(&Held::Any)
    }
}

/// The strings that a variant holds.
#[derive(PartialEq)]
enum Held {
    /// No strings, or those of a format.
    None,
    /// One string.
    Constant,
    /// The values of an enum.
    Listed,
    /// Any string.
    Any,
}

impl Variant {
    /// Creates a variant without a constant.
    pub fn of(tags: Vec<String>, word: String, shape: Shape) -> Self {
        Self { tags, implicit: None, word, shape, constant: None }
    }

    /// Returns the type that the variant directly refers to.
    pub fn named(&self) -> Option<TypeId> {
        match self.shape.ty {
            Type::Named(id) => Some(id),
            _ => None,
        }
    }
}

/// The use of a type in one place, with the properties that hold only there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// The type.
    pub ty: Type,
    /// The inline schema of the type.
    pub shown: Shown,
    /// `true` if `null` is allowed.
    pub nullable: bool,
    /// `true` if the value is a secret: `format: password`, `writeOnly` or `x-sensitive`.
    pub sensitive: bool,
    /// The constraints that are checked before a request is sent.
    pub constraints: OrDefault<Constraints>,
}

/// The range of an integer (OpenAPI Format Registry: `int8` to `uint64`; also `int128` and `uint128`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    /// The number of bits: 8, 16, 32, 64 or 128.
    pub bits: u8,
    /// `true` if the integer may be negative.
    pub signed: bool,
}

/// The type of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Type {
    /// Any JSON value.
    #[default]
    Any,
    /// A boolean.
    Bool,
    /// An integer.
    Integer(Width),
    /// A 64-bit floating-point number.
    ///
    /// `format: float` is also one: servers write more digits under it than 32 bits hold, and a
    /// value must be written as it was read.
    Number,
    /// A string.
    Text,
    /// A date (RFC 3339, `full-date`).
    Date,
    /// A date with time and offset (RFC 3339, `date-time`).
    DateTime,
    /// A UUID (RFC 9562).
    Uuid,
    /// Bytes, as a base64 string (`format: byte`, `contentEncoding: base64`).
    Base64,
    /// Bytes, as a base64 string in the alphabet for URLs (`format: base64url`, `contentEncoding: base64url`).
    Base64Url,
    /// Bytes, such as those of a file (`format: binary`).
    Binary,
    /// An array.
    List(Box<Shape>),
    /// An object whose properties all have one type.
    Map(Box<Shape>),
    /// A type with a definition of its own.
    Named(TypeId),
    /// A type that the settings name.
    Own(OwnTypeId),
}

/// Returns the type of a value.
impl From<&Literal> for Type {
    fn from(value: &Literal) -> Self {
        match value {
            Literal::String(_) => Self::Text,
            Literal::Integer(_) => Self::Integer(Width::USUAL),
            Literal::Number(_) => Self::Number,
            Literal::Bool(_) => Self::Bool,
        }
    }
}

impl Width {
    /// The range of an integer without a format: `int64`.
    pub const USUAL: Self = Self { bits: 64, signed: true };

    /// Returns the least and the greatest value, rounded to `f64`.
    pub fn range(self) -> (f64, f64) {
        let most = f64::from(self.bits - u8::from(self.signed)).exp2() - 1.0;
        (if self.signed { -most - 1.0 } else { 0.0 }, most)
    }
}

impl Shape {
    /// Creates a shape of a type, not nullable and without constraints.
    pub fn of(ty: Type) -> Self {
        Self { ty, ..Self::default() }
    }

    /// Returns the type inside all lists and maps.
    pub fn innermost(&self) -> &Type {
        match &self.ty {
            Type::List(item) | Type::Map(item) => item.innermost(),
            ty => ty,
        }
    }

    /// Returns the type with a definition of its own, inside all lists and maps.
    pub fn named(&self) -> Option<TypeId> {
        self.shown().map(|(id, _)| id)
    }

    /// Returns the type with a definition of its own, inside all lists and maps, and the schema that it is used for.
    pub fn shown(&self) -> Option<(TypeId, Shown)> {
        match &self.ty {
            Type::List(item) | Type::Map(item) => item.shown(),
            Type::Named(id) => Some((*id, self.shown)),
            _ => None,
        }
    }
}
