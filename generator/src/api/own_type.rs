//! Types of the settings in the place of schemas and formats.

use super::Id;

/// The id of an [`OwnType`].
pub type OwnTypeId = Id<OwnType>;

/// A type that the settings name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnType {
    /// The path.
    pub path: String,
    /// The conversion from and to JSON.
    pub form: OwnForm,
}

/// The form of the values in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnForm {
    /// Decided by serde's traits.
    Serde,
    /// A string, by `FromStr` and `Display`.
    Text,
    /// A number, by `FromStr` and `Display`.
    Number,
    /// The form that the runtime has for the type.
    Usual,
}
