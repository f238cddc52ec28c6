//! Marks: what the description could say by an extension.

use std::collections::BTreeSet;

use super::{Rule, problems};
use crate::report::Report;
use crate::source::{FileId, Value};

/// An extension of the description that a setting can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extension {
    /// `x-pagination` of an operation
    Pagination,
    /// `x-idempotent` of an operation
    Idempotent,
    /// `x-idempotency-key` of a parameter
    IdempotencyKey,
    /// `x-retry` of an error code
    Retry,
    /// `x-sensitive` of a schema
    Sensitive,
}

impl Extension {
    /// All extensions, each with the table of the settings that stands for it.
    pub const TABLES: [(&'static str, Self); 5] = [
        ("pagination", Self::Pagination),
        ("idempotent", Self::Idempotent),
        ("idempotency-keys", Self::IdempotencyKey),
        ("retry", Self::Retry),
        ("secrets", Self::Sensitive),
    ];

    /// Returns the key in the description.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pagination => "x-pagination",
            Self::Idempotent => "x-idempotent",
            Self::IdempotencyKey => "x-idempotency-key",
            Self::Retry => "x-retry",
            Self::Sensitive => "x-sensitive",
        }
    }

    /// Returns a word for the items that can have the extension.
    pub(super) fn item(self) -> &'static str {
        match self {
            Self::Pagination | Self::Idempotent => "operation",
            Self::IdempotencyKey => "parameter",
            Self::Retry => "error code",
            Self::Sensitive => "schema or parameter",
        }
    }
}

/// An extension for the items that a pattern matches. It takes precedence over the description's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The extension.
    pub extension: Extension,
    /// The items: operations by name, parameters as `operationId.parameter`, a header for keys also by its own name, schemas as
    /// `Type` or `Type.property`, error codes as `Type.value`, and all of them by JSON pointer.
    pub rule: Rule,
    /// The value of the extension.
    pub value: Value,
}

/// The marks, with those that have matched and the names that could have been meant.
#[derive(Debug)]
pub struct Marks<'s> {
    marks: &'s [Mark],
    matched: Vec<bool>,
    names: BTreeSet<(Extension, String)>,
}

impl<'s> Marks<'s> {
    /// Starts with marks of which none has matched.
    pub fn new(marks: &'s [Mark]) -> Self {
        Self { marks, matched: vec![false; marks.len()], names: BTreeSet::new() }
    }

    /// Returns `true` if there are marks of this extension.
    pub fn has(&self, extension: Extension) -> bool {
        self.marks.iter().any(|mark| mark.extension == extension)
    }

    /// Returns the mark of the item with these names. One without `*` precedes the others, and the first one counts.
    pub fn find(&mut self, extension: Extension, names: &[String]) -> Option<&'s Mark> {
        self.names.extend(names.first().map(|name| (extension, name.clone())));
        let mut best: Option<&'s Mark> = None;
        for (mark, matched) in self.marks.iter().zip(&mut self.matched) {
            if mark.extension != extension || !names.iter().any(|name| mark.rule.matches(name)) {
                continue;
            }
            *matched = true;
            let is_pattern = |mark: &Mark| mark.rule.pattern.contains('*');
            if best.is_none_or(|best| is_pattern(best) && !is_pattern(mark)) {
                best = Some(mark);
            }
        }
        best
    }

    /// Returns the reports about marks that matched nothing.
    pub fn reports(&self, file: Option<&FileId>) -> Vec<Report> {
        let unmatched = self.marks.iter().zip(&self.matched).filter(|(_, matched)| !**matched);
        let report = |(mark, _): (&Mark, _)| {
            let names = self.names.iter().filter(|(extension, _)| *extension == mark.extension);
            let names = names.map(|(_, name)| name.as_str());
            problems::mark_matches_nothing(&mark.rule, mark.extension.item(), names, file)
        };
        unmatched.map(report).collect()
    }
}
