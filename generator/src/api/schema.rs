//! Schemas: what values look like on the wire and what is known about them.

use std::fmt;

use super::constraints::Constraints;
use super::origin::Origin;
use super::{Docs, Id};
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
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object with known properties.
    Struct(Struct),
    /// One of several types, told apart by a tag.
    Union(Union),
    /// One of several values of primitive types.
    Enum(Enum),
    /// An array whose items have a type each, by position.
    Tuple(Tuple),
    /// A list or map that contains itself, which only a type of its own can.
    Recursive(Shape),
}

/// An object with known properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// Properties with one possible value, the tag of a union first.
    pub constants: Vec<Constant>,
    /// The other properties, in the order of the description.
    pub fields: Vec<Field>,
    /// What further properties hold, where the description types them.
    pub rest: Option<Shape>,
    /// Whether that is said only of properties with certain names, so that there may be others.
    pub rest_is_partial: bool,
}

/// A property with one possible value.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// The property's name on the wire.
    pub name: String,
    /// Its value.
    pub value: Literal,
    /// Whether a value that is received must have it; it is always sent.
    pub required: bool,
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
    /// In which direction it travels.
    pub access: Access,
    /// Where it stands.
    pub location: Location,
}

/// In which direction a property travels (OpenAPI 3.0, 4.7.24.2; JSON Schema 2020-12, Validation 9.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// In requests and in answers.
    #[default]
    Both,
    /// `readOnly`: in answers only.
    Read,
    /// `writeOnly`: in requests only.
    Write,
}

/// Location and text are not part of what a field is.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.shape == other.shape
            && self.required == other.required
            && self.access == other.access
    }
}

/// An array whose items have a type each.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// The items, by position.
    pub items: Vec<Item>,
    /// What further items hold, where the description types them.
    pub rest: Option<Shape>,
}

/// An item of a tuple.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it holds.
    pub shape: Shape,
    /// Whether the array must have it. Behind one that it need not have, none is required.
    pub required: bool,
    /// What it is.
    pub docs: Docs,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The property that tells the variants apart (OpenAPI 3.1, 4.8.25), if one does. Otherwise
    /// the variant that a value fits best is chosen.
    pub tag: Option<String>,
    /// The variants, in the order of the description.
    pub variants: Vec<Variant>,
    /// The variant, by position, that takes values without the tag or with one that no variant has;
    /// only where there is a tag.
    pub fallback: Option<usize>,
}

/// One type of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The values of the tag that choose it: at least one where there is a tag and the variant is
    /// not the fallback, and then the type is a struct that has the tag among its constants or
    /// fields, or a union of such.
    pub tags: Vec<String>,
    /// What it is called where no tag says so: a title, or the kind of its values.
    pub word: String,
    /// The type.
    pub shape: Shape,
}

/// One of several values of primitive types.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Of which kind the values are, those that are not listed among them.
    pub kind: EnumKind,
    /// The values.
    pub values: Vec<EnumValue>,
}

/// Of which kind the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumKind {
    /// Texts.
    Texts,
    /// Integers.
    Integers,
    /// Numbers with fractions, or values of several types.
    Values,
}

/// One value of an enum.
#[derive(Clone, Debug)]
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

impl Struct {
    /// Whether an object without properties is valid.
    pub fn requires_nothing(&self) -> bool {
        !self.fields.iter().any(|field| field.required)
    }
}

impl TypeKind {
    /// Every shape inside, one level deep: fields, variants or items, then what further ones hold.
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
    pub constraints: Constraints,
}

/// How large an integer may be (OpenAPI Format Registry: `int8` to `uint64`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    /// 8, 16, 32 or 64.
    pub bits: u8,
    /// Whether it may be negative.
    pub signed: bool,
}

/// A type.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Type {
    /// Any JSON value.
    #[default]
    Any,
    /// `true` or `false`.
    Bool,
    /// An integer.
    Integer(Width),
    /// A number of 64 bits. `format: float` is one too: servers write more digits under it than 32
    /// bits hold, and a value that was read is to be written as it was.
    Number,
    /// A text.
    Text,
    /// A date (RFC 3339, `full-date`).
    Date,
    /// A date with time and offset (RFC 3339, `date-time`).
    DateTime,
    /// A UUID (RFC 9562).
    Uuid,
    /// Bytes, as text in base64 (`format: byte`, `contentEncoding: base64`).
    Base64,
    /// Bytes, perhaps of a file (`format: binary`).
    Binary,
    /// An array.
    List(Box<Shape>),
    /// An object whose properties all have one type.
    Map(Box<Shape>),
    /// A type of its own.
    Named(TypeId),
}

impl Width {
    /// That of an integer of which nothing is said.
    pub const USUAL: Self = Self { bits: 64, signed: true };

    /// The least and the greatest integer, as far as `f64` can say it.
    pub fn range(self) -> (f64, f64) {
        let most = f64::from(self.bits - u8::from(self.signed)).exp2() - 1.0;
        (if self.signed { -most - 1.0 } else { 0.0 }, most)
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
