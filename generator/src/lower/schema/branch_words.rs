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
        let mut counts: HashMap<String, usize> = HashMap::new();
        for word in &words {
            *counts.entry(folded(word)).or_default() += 1;
        }
        let may_differ = |(branch, word): (&Branch<'s>, &String)| {
            counts.get(&folded(word)).is_some_and(|it| *it > 1)
                && branch.target.is_none()
                && branch.flat.values().is_none()
        };
        let may_differ: Vec<bool> = branches.iter().zip(&words).map(may_differ).collect();
        let values = self.telling_values(branches, &may_differ);
        let mut better = Vec::new();
        for ((branch, word), (value, differs)) in
            branches.iter().zip(&words).zip(values.into_iter().zip(may_differ))
        {
            let found = match differs {
                true => self.better_words(word, value, branch, branches),
                false => Vec::new(),
            };
            for word in found.iter().map(|word| folded(word)).collect::<HashSet<_>>() {
                *counts.entry(word).or_default() += 1;
            }
            better.push(found);
        }
        // No branch gets a word that another one could have too, so that the order of the branches does not matter.
        let is_alone = |word: &String| counts.get(&folded(word)) == Some(&1);
        for (word, better) in words.iter_mut().zip(better) {
            if let Some(better) = better.into_iter().find(is_alone) {
                *word = better;
            }
        }
        words
    }

    /// Returns words that may tell a branch from others with the same word, best first. `value` is a value of its own.
    fn better_words(
        &mut self,
        word: &str,
        value: Option<String>,
        branch: &Branch<'s>,
        branches: &[Branch<'s>],
    ) -> Vec<String> {
        let mut words: Vec<String> = value.into_iter().collect();
        if !branch.is_titled() {
            words.extend(self.telling_word(word, branch, branches));
            // An object may have the name of a constant.
            let kind = Some(kind(&branch.flat)).filter(|kind| kind != word);
            words.extend(kind.map(|kind| format!("{word} {kind}")));
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
                    *counts.entry((property.name, folded(&value))).or_default() += 1;
                    values.push((property.name, value));
                }
            }
            found.push(values);
        }
        let is_telling = |(property, value): &(&str, String)| {
            counts.get(&(*property, folded(value))) == Some(&1)
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

/// Returns the form of a word that is compared, because identifiers have no more: without case and separators, except those
/// between digits.
fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    let mut last = None;
    while let Some(char) = chars.next() {
        let is = |char: Option<char>, test: fn(char) -> bool| char.is_some_and(test);
        let separates = char == '_' || char.is_whitespace();
        // In front of a word, `-` and `.` are words themselves.
        let is_separator = matches!(char, '-' | '.') && is(last, char::is_alphanumeric);
        if !(separates || is_separator) {
            folded.extend(char.to_lowercase());
        } else if is(last, char::is_numeric) && is(chars.peek().copied(), char::is_numeric) {
            folded.push('_');
        }
        last = Some(char);
    }
    folded
}

/// Returns a word for the type of a branch.
fn kind(flat: &Conjunction<'_>) -> String {
    let word = match flat.types() {
        ["string"] => match flat.first(|part| part.format) {
            Some(format @ ("date" | "date-time" | "uuid" | "binary")) => format,
            Some("byte" | "base64url") => "base64",
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
