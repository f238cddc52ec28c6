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

/// An operation that may be selected, as far as it can be read.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The `operationId`.
    pub id: Texts<'a>,
    /// The method in capitals, with the JSON pointer. There are several if it is unknown which one is meant.
    pub methods: Vec<(String, String)>,
    /// The path template.
    pub path: &'a str,
    /// The tags.
    pub tags: Texts<'a>,
}

/// The texts of a property.
#[derive(Clone, Debug)]
pub struct Texts<'a> {
    /// Those that can be read.
    pub known: Vec<&'a str>,
    /// `true` if these are all.
    pub is_complete: bool,
}

impl Texts<'_> {
    fn matches(&self, rule: &Rule) -> Option<bool> {
        match self.known.iter().any(|text| rule.matches(text)) {
            true => Some(true),
            false => self.is_complete.then_some(false),
        }
    }
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

    /// Returns `None` if something that cannot be read decides.
    pub(super) fn matches(self, rule: &Rule, of: &Candidate<'_>) -> Option<bool> {
        match self {
            Self::Tag => of.tags.matches(rule),
            Self::Operation => {
                let place = agreed(of.methods.iter().map(|(method, pointer)| {
                    rule.matches(&format!("{method} {}", of.path)) || rule.matches(pointer)
                }));
                match (of.id.matches(rule).or_else(|| names_place(rule).then_some(false)), place) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                }
            }
            Self::Path => Some(rule.matches(of.path)),
            Self::Method => agreed(of.methods.iter().map(|(method, _)| {
                rule.pattern == "*" || rule.pattern.eq_ignore_ascii_case(method)
            })),
        }
    }
}

/// Returns `true` if a pattern for names is one for `METHOD /path` or a JSON pointer.
fn names_place(rule: &Rule) -> bool {
    rule.pattern.starts_with(['#', '/']) || rule.pattern.contains(" /")
}

/// Returns the answer that all give.
fn agreed(mut answers: impl Iterator<Item = bool>) -> Option<bool> {
    let first = answers.next()?;
    answers.all(|answer| answer == first).then_some(first)
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
