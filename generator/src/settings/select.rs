//! The selected operations.

use std::collections::{BTreeSet, HashSet};

use super::filters::{Candidate, Filters, Key};
use super::problems;
use crate::report::Report;
use crate::source::FileId;

/// The operations of the client. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// The operations to include. An operation is included if its tag, name or path is listed, and its method too.
    /// A list that is empty excludes nothing.
    pub include: Filters,
    /// The operations to exclude: those of which a tag, the name, the path or the method is listed.
    pub exclude: Filters,
}

impl Select {
    /// Returns `true` if operations may be left out.
    pub fn is_active(&self) -> bool {
        !self.include.is_empty() || !self.exclude.is_empty()
    }
}

/// The state of a selection: the patterns that have matched, and the words that could have been meant.
#[derive(Debug)]
pub struct Selection<'s> {
    select: &'s Select,
    /// The patterns that matched an operation: excluding or not, the key, and the position.
    matched: HashSet<(bool, Key, usize)>,
    words: [BTreeSet<String>; 4],
    is_empty: bool,
}

impl<'s> Selection<'s> {
    /// Starts a selection.
    pub fn new(select: &'s Select) -> Self {
        Self { select, matched: HashSet::new(), words: Default::default(), is_empty: true }
    }

    /// Returns `true` if no operation is included by tag, name, path or method, so that only exclusions apply.
    pub fn includes_all(&self) -> bool {
        self.select.include.is_empty()
    }

    /// Decides if an operation is selected. It is if only something that cannot be read tells otherwise.
    pub fn selects(&mut self, operation: &Candidate<'_>) -> bool {
        self.note(operation);
        let included = Key::ALL.map(|key| self.any(false, key, operation));
        let excluded = Key::ALL.map(|key| self.any(true, key, operation));
        let [tag, name, path, method] = included;
        let named = [tag, name, path];
        let is_included = match named.iter().all(Option::is_none) {
            true => true,
            false => named.contains(&Some(true)),
        };
        let is_selected = is_included && method.unwrap_or(true) && !excluded.contains(&Some(true));
        self.is_empty &= !is_selected;
        is_selected
    }

    /// Returns `true` if a pattern of a list matches, and `None` for an empty list.
    fn any(&mut self, excludes: bool, key: Key, operation: &Candidate<'_>) -> Option<bool> {
        let filters = if excludes { &self.select.exclude } else { &self.select.include };
        let mut found = false;
        for (index, rule) in filters.of(key).iter().enumerate() {
            let matches = key.matches(rule, operation);
            found |= matches.unwrap_or(!excludes);
            if matches == Some(true) {
                self.matched.insert((excludes, key, index));
            }
        }
        (!filters.of(key).is_empty()).then_some(found)
    }

    fn note(&mut self, of: &Candidate<'_>) {
        let [tags, operations, paths, methods] = &mut self.words;
        tags.extend(of.tags.known.iter().map(|tag| (*tag).to_owned()));
        operations.extend(of.id.known.iter().map(|id| (*id).to_owned()));
        paths.insert(of.path.to_owned());
        if let [(method, pointer)] = of.methods.as_slice() {
            operations.extend([format!("{method} {}", of.path), pointer.clone()]);
            methods.insert(method.clone());
        }
    }

    /// Returns the reports about patterns that matched nothing, and about a selection without operations.
    pub fn reports(&self, file: Option<&FileId>) -> Vec<Report> {
        let mut reports = Vec::new();
        for (excludes, filters) in [(false, &self.select.include), (true, &self.select.exclude)] {
            for (key, words) in Key::ALL.into_iter().zip(&self.words) {
                for (index, rule) in filters.of(key).iter().enumerate() {
                    if !self.matched.contains(&(excludes, key, index)) {
                        let words = words.iter().map(String::as_str);
                        reports.push(problems::matches_nothing(rule, key, excludes, words, file));
                    }
                }
            }
        }
        if reports.is_empty() && self.is_empty && self.select.is_active() {
            let Select { include, exclude } = self.select;
            let mut rules = [include, exclude].into_iter().flat_map(Filters::rules);
            let place = rules.find_map(|rule| rule.location(file)?.parent()?.parent());
            reports.push(problems::empty_selection(place.as_ref()));
        }
        reports
    }
}
