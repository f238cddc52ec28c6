//! The words that the variants of a union are named by.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::union::Branch;
use crate::document::Schema;
use crate::lower::Lower;
use crate::lower::merge::Conjunction;

impl<'s> Lower<'s, '_> {
    /// Returns a word for each branch: its tag if the union has a tag, or else its name, its only value or its only
    /// property. Branches with the same word get one that tells more, where there is one.
    pub(super) fn branch_words(
        &mut self,
        tag: Option<&str>,
        branches: &[Branch<'s>],
    ) -> Vec<String> {
        let mut words = Vec::new();
        for branch in branches {
            words.push(match branch.tags.first().filter(|_| tag.is_some()) {
                Some(tag) => tag.clone(),
                None => self.branch_word(branch),
            });
        }
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in &words {
            *counts.entry(word).or_default() += 1;
        }
        let may_differ = |(branch, word): (&Branch<'s>, &String)| {
            counts.get(word.as_str()).is_some_and(|it| *it > 1)
                && branch.target.is_none()
                && branch.flat.values().is_none()
        };
        let may_differ: Vec<bool> = branches.iter().zip(&words).map(may_differ).collect();
        let values = self.telling_values(branches, &may_differ);
        let mut used: HashSet<String> = words.iter().cloned().collect();
        for (index, (branch, value)) in branches.iter().zip(values).enumerate() {
            let differs = may_differ.get(index) == Some(&true);
            let Some(word) = words.get_mut(index).filter(|_| differs) else { continue };
            let (better, kind) = match branch.is_titled() {
                true => (None, None),
                false => (
                    self.telling_word(word, branch, branches),
                    // An object may have the name of a constant.
                    Some(kind(&branch.flat)).filter(|kind| kind != word),
                ),
            };
            let kind = kind.map(|kind| format!("{word} {kind}"));
            let is_free = |word: &String| used.insert(word.clone());
            if let Some(better) = value.into_iter().chain(better).chain(kind).find(is_free) {
                *word = better;
            }
        }
        words
    }

    /// Returns, for each branch that needs a word, the only value of a property that no other of these branches has there:
    /// errors with one title may have different codes.
    fn telling_values(
        &mut self,
        branches: &[Branch<'s>],
        is_needed: &[bool],
    ) -> Vec<Option<String>> {
        /// The longest value that is a name.
        const LONGEST: usize = 80;
        let mut found = Vec::new();
        let mut counts: HashMap<(&str, String), usize> = HashMap::new();
        for (branch, is_needed) in branches.iter().zip(is_needed) {
            let mut values = Vec::new();
            if *is_needed && branch.flat.is_struct() {
                for property in branch.flat.properties() {
                    let Some(value) = self.constant_text(&branch.flat, property.name) else {
                        continue;
                    };
                    *counts.entry((property.name, value.clone())).or_default() += 1;
                    values.push((property.name, value));
                }
            }
            found.push(values);
        }
        let is_telling = |pair: &(&str, String)| {
            let (_, value) = pair;
            counts.get(pair) == Some(&1)
                && value.len() <= LONGEST
                && value.contains(char::is_alphabetic)
        };
        let found = found.into_iter();
        found.map(|values| values.into_iter().find(is_telling).map(|(_, value)| value)).collect()
    }

    /// Returns the name of a branch without a tag.
    pub(super) fn branch_word(&mut self, branch: &Branch<'s>) -> String {
        if let Some(name) = branch.target.as_ref().and_then(|target| target.location.last()) {
            return name.into_owned();
        }
        if let Some(title) = branch.schemas.first().and_then(|schema| schema.title) {
            return title.to_owned();
        }
        let flat = &branch.flat;
        if let Some(value) = flat.values().and_then(|values| values.single()) {
            let value = value.to_string();
            return match value.contains(char::is_alphabetic) || flat.types() == ["string"] {
                true => value,
                // A number alone is no identifier.
                false => format!("{} {}", kind(flat), value.replace('-', "minus ")),
            };
        }
        if flat.is_struct()
            && let Some(property) = self.telling_property(flat)
        {
            return property;
        }
        kind(flat)
    }

    /// Returns the only constant, the only required property or the only property of an object.
    fn telling_property(&mut self, flat: &Conjunction<'s>) -> Option<String> {
        if let [constant] = self.constant_names(flat).as_slice() {
            return self.constant_text(flat, constant).filter(|text| !text.is_empty());
        }
        let (required, properties) = (flat.required(), flat.properties());
        let mut names = properties.iter().map(|property| property.name);
        match (properties.len(), required.len()) {
            (1, _) => names.next(),
            (_, 1) => names.find(|name| required.contains(name)),
            _ => None,
        }
        .map(str::to_owned)
    }

    /// Returns a word that tells a branch from others with the same word: the format of a string or number, the type of a
    /// list's items, or a property that no other branch has.
    fn telling_word(
        &mut self,
        word: &str,
        branch: &Branch<'s>,
        branches: &[Branch<'s>],
    ) -> Option<String> {
        /// The number of branches whose properties are compared.
        const MOST_COMPARED: usize = 100;
        let flat = &branch.flat;
        if flat.is_struct() && branches.len() <= MOST_COMPARED {
            let others = branches.iter().filter(|other| !std::ptr::eq(*other, branch));
            let others: Vec<_> = others.map(|other| &other.flat).collect();
            let is_own = |name: &str| others.iter().all(|other| other.property(name).is_none());
            let required = flat.required();
            let names = || flat.properties().iter().map(|property| property.name);
            let own = names().find(|name| required.contains(name) && is_own(name));
            return own.or_else(|| names().find(|name| is_own(name))).map(str::to_owned);
        }
        match flat.types() {
            ["array"] | [] if flat.any(|part| part.items.is_some()) => {
                let items = flat.items();
                let item = match self.plain_reference(&items) {
                    Some(plain) => plain.target.location.last()?.into_owned(),
                    None => kind(&self.flatten(&items)),
                };
                Some(format!("{item} {word}"))
            }
            ["string" | "integer" | "number"] => flat.first(|part| part.format).map(str::to_owned),
            _ => None,
        }
    }
}

impl<'s> Branch<'s> {
    /// Returns `true` if a title names the branch.
    fn is_titled(&self) -> bool {
        let title = |schema: &Rc<Schema<'s>>| schema.title.is_some();
        self.schemas.first().is_some_and(title)
    }
}

/// Returns a word for the type of a branch.
fn kind(flat: &Conjunction<'_>) -> String {
    let word = match flat.types() {
        ["string"] => match flat.first(|part| part.format) {
            Some(format @ ("date" | "date-time" | "uuid" | "binary")) => format,
            Some("byte") => "base64",
            _ if flat.any(|part| part.encoding.is_some()) => "base64",
            _ => "text",
        },
        ["array"] => "list",
        [ty] => ty,
        _ if flat.is_struct() => "object",
        _ => "other",
    };
    word.to_owned()
}
