//! Rust types: the type for the values of a shape, and the types of arguments.

use std::fmt;

use crate::api::{Shape, Shown, Type, TypeId, TypeKind, Width};
use crate::formats::Dates;
use crate::model::Inputs;
use crate::names::Name;

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RustType<'a> {
    /// A type without arguments, by its path: `bool`, `rt::Base64`.
    Path(&'static str),
    /// A type that the settings name, by its path.
    Own(&'a str),
    /// A type of the description, in the module `types`.
    Item(ItemName<'a>),
    /// An item in the same module.
    Beside(&'a Name),
    /// A type with an argument: `Option<bool>`.
    Of(&'static str, Box<Self>),
    /// A map with string keys.
    Map(Box<Self>),
    /// A reference.
    Reference(Box<Self>),
    /// A reference to a slice.
    Slice(Box<Self>),
}

/// The name of a type of the description in one place. Two are equal if they are names of the same type.
#[derive(Clone, Copy, Debug)]
pub struct ItemName<'a> {
    /// The name in this place: that of the type or of an alias.
    pub shown: &'a Name,
    /// The name of the type.
    pub ty: &'a Name,
}

impl PartialEq for ItemName<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty
    }
}

impl Eq for ItemName<'_> {}

/// The argument for a value.
#[derive(Clone, Debug)]
pub struct Argument<'a> {
    /// The type of the value.
    pub ty: RustType<'a>,
    /// `true` if the argument is `impl Into` of the type.
    pub into: bool,
}

impl RustType<'_> {
    fn of(path: &'static str, argument: Self) -> Self {
        Self::Of(path, Box::new(argument))
    }

    pub(crate) fn optional(self) -> Self {
        Self::of("Option", self)
    }
}

/// Writes the type as at the root of the client: `Vec<types::Pet>`.
impl fmt::Display for RustType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => f.write_str(path),
            Self::Own(path) => f.write_str(path),
            Self::Item(name) => write!(f, "types::{}", name.shown),
            Self::Beside(name) => write!(f, "{name}"),
            Self::Of(path, argument) => write!(f, "{path}<{argument}>"),
            Self::Map(value) => write!(f, "indexmap::IndexMap<String, {value}>"),
            Self::Reference(target) => write!(f, "&{target}"),
            Self::Slice(item) => write!(f, "&[{item}]"),
        }
    }
}

impl<'a> Inputs<'a> {
    /// Returns the type of a field, item or variant. It has an `Option` for `null` and another for an optional value.
    pub(crate) fn held(self, shape: &Shape, boxed: bool, required: bool) -> RustType<'a> {
        let ty = self.bare(shape, boxed);
        let ty = if shape.nullable { ty.optional() } else { ty };
        if required { ty } else { ty.optional() }
    }

    /// Returns the type of a value, with an `Option` for `null`.
    pub(crate) fn value(self, shape: &Shape) -> RustType<'a> {
        self.held(shape, false, true)
    }

    /// Returns the type of a value that is not `null`.
    pub(crate) fn bare(self, shape: &Shape, boxed: bool) -> RustType<'a> {
        let ty = self.plain(shape);
        let ty = if boxed { RustType::of("Box", ty) } else { ty };
        if shape.sensitive { RustType::of("rt::Secret", ty) } else { ty }
    }

    /// Returns the name of a type in the place of a shape.
    pub(crate) fn item_name(self, id: TypeId, shown: Shown) -> ItemName<'a> {
        let ty = &self.names.of_type(id).item;
        let inline = shown.0.filter(|inline| self.api.inline[*inline].ty == id);
        ItemName { shown: inline.map_or(ty, |inline| self.names.of_inline(inline)), ty }
    }

    fn plain(self, shape: &Shape) -> RustType<'a> {
        let (jiff, chrono) = (self.dates == Dates::Jiff, self.dates == Dates::Chrono);
        RustType::Path(match &shape.ty {
            Type::Any => "serde_json::Value",
            Type::Bool => "bool",
            Type::Integer(width) => integer(*width),
            Type::Number => "f64",
            Type::Text => "String",
            Type::Date if jiff => "jiff::civil::Date",
            Type::Date if chrono => "chrono::NaiveDate",
            Type::Date => "time::Date",
            Type::DateTime if jiff => "jiff::Timestamp",
            Type::DateTime if chrono => return chrono_instant(),
            Type::DateTime => "time::OffsetDateTime",
            Type::Uuid => "uuid::Uuid",
            Type::Base64 => "rt::Base64",
            Type::Base64Url => "rt::Base64Url",
            Type::Binary => "rt::Upload",
            Type::List(item) => return RustType::of("Vec", self.value(item)),
            Type::Map(item) => return RustType::Map(Box::new(self.value(item))),
            Type::Named(id) => return RustType::Item(self.item_name(*id, shape.shown)),
            Type::Own(id) => return RustType::Own(&self.api.own_types[*id].path),
        })
    }

    /// Returns the argument for a value of the shape. It is `impl Into` where the conversion is unambiguous.
    pub(crate) fn argument(self, shape: &Shape, boxed: bool) -> Argument<'a> {
        if shape.nullable {
            // `None` would leave `impl Into` without a type.
            return Argument { ty: self.held(shape, boxed, true), into: false };
        }
        let converts = match &shape.ty {
            Type::Text | Type::Binary | Type::Base64 | Type::Base64Url => true,
            Type::Named(id) => {
                matches!(self.api.types[*id].kind, TypeKind::Union(_) | TypeKind::Recursive(_))
            }
            _ => false,
        };
        Argument { ty: self.bare(shape, boxed), into: converts || shape.sensitive || boxed }
    }

    /// Returns `true` if the type of a value of the shape has a `Default`.
    pub(crate) fn has_default(self, shape: &Shape) -> bool {
        match &shape.ty {
            Type::Any | Type::Bool | Type::Integer(_) | Type::Number | Type::Text => true,
            Type::Base64 | Type::Base64Url | Type::Uuid | Type::List(_) | Type::Map(_) => true,
            Type::Date | Type::DateTime | Type::Binary | Type::Own(_) => false,
            Type::Named(id) => match &self.api.types[*id].kind {
                TypeKind::Struct(object) => object.requires_nothing(),
                TypeKind::Recursive(_) => true,
                TypeKind::Enum(_) | TypeKind::Tuple(_) | TypeKind::Union(_) => false,
            },
        }
    }
}

fn chrono_instant() -> RustType<'static> {
    RustType::of("chrono::DateTime", RustType::Path("chrono::Utc"))
}

fn integer(width: Width) -> &'static str {
    match (width.bits, width.signed) {
        (8, true) => "i8",
        (16, true) => "i16",
        (32, true) => "i32",
        (8, false) => "u8",
        (16, false) => "u16",
        (32, false) => "u32",
        (128, true) => "i128",
        (128, false) => "u128",
        (_, true) => "i64",
        (_, false) => "u64",
    }
}
