//! Derives and attributes of one's own for the types of a client.

use super::Rule;
use crate::source::{FileId, Location, Pointer};

/// Derives and attributes of one's own.
///
/// ```
/// use specwright::settings::{Extra, Extras, Target};
///
/// let types = Extras {
///     derives: vec![Extra::new(Target::All, "Hash"), Extra::new("Pet*", "schemars::JsonSchema")],
///     attributes: vec![Extra::new("Pet", "#[doc(alias = \"animal\")]")],
/// };
/// assert!(!types.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// Traits that are derived in addition.
    pub derives: Vec<Extra>,
    /// Attributes, as `#[..]`.
    pub attributes: Vec<Extra>,
}

/// A trait that is derived, or an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// The types that get it.
    pub to: Target,
    /// The path of the trait, or the attribute.
    pub text: String,
    /// The place in the settings file.
    pub place: Option<Pointer>,
}

/// The types that get a derive or an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// All types.
    All,
    /// All types of a kind.
    Kind(ItemKind),
    /// The types that a pattern matches: the name of a component, the Rust name, or a JSON pointer.
    Types(Rule),
}

/// The kind of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Structs with named fields.
    Struct,
    /// Structs with fields by position, and structs around a list or map that contains itself.
    Tuple,
    /// Enums of values.
    Enum,
    /// Enums of types.
    Union,
    /// The bodies of errors, and the types that they contain.
    Error,
}

impl Extras {
    /// Returns `true` if there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Extra {
    /// Creates a derive or an attribute for some types.
    pub fn new(to: impl Into<Target>, text: impl Into<String>) -> Self {
        Self { to: to.into(), text: text.into(), place: None }
    }

    /// Returns the location in the settings file.
    pub fn location(&self, file: Option<&FileId>) -> Option<Location> {
        Some(Location { file: file?.clone(), pointer: self.place.clone()? })
    }
}

impl Target {
    /// Returns `true` if the target is one type, by its whole name.
    pub fn is_exact(&self) -> bool {
        matches!(self, Self::Types(rule) if !rule.pattern.contains('*'))
    }
}

impl ItemKind {
    /// The kinds, each with its key in the settings file.
    pub const ALL: [(&'static str, Self); 5] = [
        ("struct", Self::Struct),
        ("tuple", Self::Tuple),
        ("enum", Self::Enum),
        ("union", Self::Union),
        ("error", Self::Error),
    ];
}

impl From<&str> for Target {
    fn from(pattern: &str) -> Self {
        Self::Types(pattern.into())
    }
}

impl From<ItemKind> for Target {
    fn from(kind: ItemKind) -> Self {
        Self::Kind(kind)
    }
}
