//! Patterns for operations.

use super::Rule;

/// Patterns for operations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Tags.
    pub tags: Vec<Rule>,
    /// Names: the `operationId`, `METHOD /path` or a JSON pointer.
    pub operations: Vec<Rule>,
    /// Path templates.
    pub paths: Vec<Rule>,
    /// Methods, in any case.
    pub methods: Vec<Rule>,
}

/// An operation that may be selected.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The `operationId`.
    pub id: Option<&'a str>,
    /// The method in capitals.
    pub method: &'a str,
    /// The path template.
    pub path: &'a str,
    /// The tags.
    pub tags: Vec<&'a str>,
    /// The JSON pointer.
    pub pointer: &'a str,
}

/// The properties of an operation by which it is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Tag,
    Operation,
    Path,
    Method,
}

impl Key {
    pub(super) const ALL: [Self; 4] = [Self::Tag, Self::Operation, Self::Path, Self::Method];

    pub(super) fn matches(self, rule: &Rule, of: &Candidate<'_>) -> bool {
        match self {
            Self::Tag => of.tags.iter().any(|tag| rule.matches(tag)),
            Self::Operation => {
                of.id.is_some_and(|id| rule.matches(id))
                    || rule.matches(&format!("{} {}", of.method, of.path))
                    || rule.matches(of.pointer)
            }
            Self::Path => rule.matches(of.path),
            Self::Method => rule.pattern == "*" || rule.pattern.eq_ignore_ascii_case(of.method),
        }
    }
}

impl Filters {
    /// Returns `true` if there are no patterns.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn rules(&self) -> impl Iterator<Item = &Rule> {
        Key::ALL.into_iter().flat_map(|key| self.of(key))
    }

    pub(super) fn of(&self, key: Key) -> &[Rule] {
        match key {
            Key::Tag => &self.tags,
            Key::Operation => &self.operations,
            Key::Path => &self.paths,
            Key::Method => &self.methods,
        }
    }
}
