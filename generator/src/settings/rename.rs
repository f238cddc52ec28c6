//! The names that replace those from the description.

use super::{Captures, Rule};

/// The new names, by kind of item.
///
/// Fields and variants are addressed as `Type.field` and `Type.value`, parameters as `operation.parameter`. A type is
/// addressed by the name of its component or by the name that it would have. Every item that has a place in the
/// description can be addressed by its JSON pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// Operations, by `operationId` or `METHOD /path`; also webhooks and callbacks.
    pub operations: Vec<Rename>,
    /// Types.
    pub types: Vec<Rename>,
    /// Fields of structs.
    pub fields: Vec<Rename>,
    /// Variants of enums.
    pub variants: Vec<Rename>,
    /// Parameters of operations.
    pub parameters: Vec<Rename>,
    /// Groups, by their tag.
    pub groups: Vec<Rename>,
    /// Servers, by their URL or description.
    pub servers: Vec<Rename>,
    /// Methods that set credentials, by the name of the security scheme.
    pub credentials: Vec<Rename>,
}

/// A new name for the items that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The items.
    pub rule: Rule,
    /// The new name. Each `*` in it is replaced by the text that a `*` of the pattern stands for; the last `*` of both
    /// belong together.
    pub name: String,
}

impl Rename {
    /// Creates a rename.
    pub fn new(pattern: impl Into<Rule>, name: impl Into<String>) -> Self {
        Self { rule: pattern.into(), name: name.into() }
    }
}

impl Renames {
    /// Returns `true` if nothing is renamed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Returns a new name with the text of the pattern in place of each `*`. Returns `None` if the pattern has fewer `*`.
pub fn new_name(name: &str, captures: &Captures<'_>) -> Option<String> {
    let stars = name.matches('*').count();
    let mut texts = captures.get(captures.len().checked_sub(stars)?..)?.iter();
    let mut parts = name.split('*');
    let mut new = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        new.push_str(texts.next().unwrap_or(&""));
        new.push_str(part);
    }
    Some(new)
}
