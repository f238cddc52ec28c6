//! Presence: whether a value must be there, and whether it may be `null`.

/// Whether a member must be there, and whether it may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there, and not `null`.
    Required,
    /// It may be missing.
    Optional,
    /// It is there, or `null`.
    Nullable,
    /// It may be missing, and it may be `null`.
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

    /// Counts the `Option`s that hold the value.
    pub fn options(self) -> u8 {
        match self {
            Self::Required => 0,
            Self::Optional | Self::Nullable => 1,
            Self::OptionalNullable => 2,
        }
    }
}
