//! Dependencies of one's own.

/// A dependency for the manifest of the client, such as the crate of a derive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDependency {
    /// The crate.
    pub name: String,
    /// The requirement in TOML: `"1"` or `{ version = "1", features = ["derive"] }`.
    pub requirement: String,
}

impl OwnDependency {
    /// Creates a dependency.
    ///
    /// ```
    /// use specwright::settings::OwnDependency;
    ///
    /// assert_eq!(OwnDependency::new("schemars", "\"1\"").line(), "schemars = \"1\"");
    /// ```
    pub fn new(name: impl Into<String>, requirement: impl Into<String>) -> Self {
        Self { name: name.into(), requirement: requirement.into() }
    }

    /// Returns the line of a manifest.
    pub fn line(&self) -> String {
        format!("{} = {}", self.name, self.requirement)
    }
}
