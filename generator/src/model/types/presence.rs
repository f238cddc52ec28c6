//! Presence: required or optional, nullable or not.

/// The presence of a member: required or optional, nullable or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Required and not nullable.
    Required,
    /// Optional and not nullable.
    Optional,
    /// Required and nullable.
    Nullable,
    /// Optional and nullable.
    OptionalNullable,
}

impl Presence {
    pub(crate) fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (false, false) => Self::Optional,
            (true, true) => Self::Nullable,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns the number of `Option`s around the value.
    pub fn options(self) -> u8 {
        match self {
            Self::Required => 0,
            Self::Optional | Self::Nullable => 1,
            Self::OptionalNullable => 2,
        }
    }
}
