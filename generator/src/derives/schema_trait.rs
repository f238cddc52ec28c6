//! The traits of schemars and utoipa, by which a type publishes its schema.

/// The traits by which a type publishes the schema of the description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchemaTraits {
    /// `schemars::JsonSchema`
    pub json_schema: bool,
    /// `utoipa::ToSchema`
    pub to_schema: bool,
}

impl SchemaTraits {
    /// Returns the trait of a path.
    pub(super) fn of(path: &str) -> Option<Self> {
        match path.trim_start_matches("::") {
            "schemars::JsonSchema" => Some(Self { json_schema: true, ..Self::default() }),
            "utoipa::ToSchema" => Some(Self { to_schema: true, ..Self::default() }),
            _ => None,
        }
    }

    /// Returns `true` if there are none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Adds traits. Returns `true` if one of them is new.
    pub(super) fn add(&mut self, others: Self) -> bool {
        let known = *self;
        self.json_schema |= others.json_schema;
        self.to_schema |= others.to_schema;
        *self != known
    }
}
