//! Assigns names within one scope, so that no two are alike and a change of the description renames few.

#![allow(clippy::indexing_slicing, reason = "positions of the wishes themselves")]

use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::name::Name;
use super::scripts::with_sorted_marks;
use super::text::ident;

/// The candidate names of one item.
#[derive(Debug, Default)]
pub(super) struct Wish {
    /// The name that the description pins; it takes precedence over all candidates.
    pub(super) pinned: Option<String>,
    /// The candidates, best first.
    pub(super) names: Vec<String>,
    /// The priority if two items want the same name; the lower one wins.
    pub(super) rank: u8,
    /// The item's location, which decides between equal ranks, so that the result does not depend on the order of
    /// items.
    pub(super) place: String,
}

/// Returns a name for each wish, in the same order. A name in `taken` is given to none of them.
pub(super) fn assign(wishes: &[Wish], taken: &[&str]) -> Vec<Name> {
    let mut used: HashSet<String> = taken.iter().map(|name| fold(name)).collect();
    let mut chosen: Vec<Option<String>> = vec![None; wishes.len()];
    for (index, wish) in wishes.iter().enumerate() {
        if let Some(pinned) = &wish.pinned {
            // The description has an error already if a name is pinned twice; the first item keeps it.
            if used.insert(fold(pinned)) {
                chosen[index] = Some(pinned.clone());
            }
        }
    }
    let most = wishes.iter().map(|wish| wish.names.len()).max().unwrap_or_default();
    for level in 0..most {
        if chosen.iter().all(Option::is_some) {
            break;
        }
        for (folded, claim) in claims(wishes, &chosen, level) {
            // Items that want the same name all get longer ones, so that none of them depends on the order.
            if claim.is_alone && used.insert(folded) {
                let name = wishes[claim.index].candidate(level).unwrap_or_default();
                chosen[claim.index] = Some(shortened(name).to_owned());
            }
        }
    }
    // Items without a candidate of their own get the last one, and all but the first of them a number. The location
    // decides, so that the result depends on nothing else.
    let mut left: Vec<_> = (0..wishes.len()).filter(|index| chosen[*index].is_none()).collect();
    left.sort_by_key(|index| (wishes[*index].rank, &wishes[*index].place));
    let mut next: HashMap<String, usize> = HashMap::new();
    for index in left {
        let name = shortened(wishes[index].candidate(0).unwrap_or_default());
        if !name.is_empty() && used.insert(fold(name)) {
            chosen[index] = Some(name.to_owned());
            continue;
        }
        let number = next.entry(fold(name)).or_insert(2);
        while !used.insert(fold(&numbered(name, *number))) {
            *number += 1;
        }
        chosen[index] = Some(numbered(name, *number));
    }
    chosen.iter().map(|name| ident(name.as_deref().unwrap_or_default())).collect()
}

/// Returns, for each wish, `true` if it needs more than its first candidate: another wish or a taken name has it too, or it is
/// empty.
pub(super) fn are_shared(wishes: &[Wish], taken: &[&str]) -> Vec<bool> {
    let mut counts: HashMap<String, usize> = taken.iter().map(|name| (fold(name), 1)).collect();
    let first = |wish: &Wish| wish.names.first().map(|name| fold(shortened(name)));
    for wish in wishes {
        for name in first(wish).into_iter().chain(wish.pinned.as_deref().map(fold)) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let is_alone = |name: &String| !name.is_empty() && counts.get(name) == Some(&1);
    wishes.iter().map(|wish| !first(wish).as_ref().is_some_and(is_alone)).collect()
}

/// The best claim to a name.
struct Claim {
    /// The wish.
    index: usize,
    /// `true` if no other wish of this rank has the same candidate.
    is_alone: bool,
}

/// Returns, for each folded candidate of this level, the wish with the lowest rank. The order does not matter, because the
/// candidates differ.
fn claims(wishes: &[Wish], chosen: &[Option<String>], level: usize) -> HashMap<String, Claim> {
    let mut claims: HashMap<String, Claim> = HashMap::new();
    for (index, wish) in wishes.iter().enumerate().filter(|(index, _)| chosen[*index].is_none()) {
        let Some(name) = wish.candidate(level) else { continue };
        match claims.entry(fold(shortened(name))) {
            Entry::Vacant(entry) => {
                entry.insert(Claim { index, is_alone: true });
            }
            Entry::Occupied(mut entry) => {
                let claim = entry.get_mut();
                match wish.rank.cmp(&wishes[claim.index].rank) {
                    Ordering::Less => *claim = Claim { index, is_alone: true },
                    Ordering::Equal => claim.is_alone = false,
                    Ordering::Greater => {}
                }
            }
        }
    }
    claims
}

impl Wish {
    /// Returns the candidate of a level. The last one is that of all further levels.
    fn candidate(&self, level: usize) -> Option<&str> {
        let mut names = self.names.iter().filter(|name| !name.is_empty());
        let last = self.names.iter().rfind(|name| !name.is_empty());
        names.nth(level).or(last).map(String::as_str)
    }
}

/// Cuts a name that is too long for a file name. Common file systems allow 255 bytes, and names of modules and types
/// are parts of file names.
fn shortened(name: &str) -> &str {
    const LONGEST: usize = 160;
    if name.len() <= LONGEST {
        return name;
    }
    let ends = name.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST);
    let start = name.get(..ends.last().unwrap_or_default()).unwrap_or(name);
    start.trim_end_matches('_')
}

/// Returns the form of a name that is compared: without case and underscores, except those between digits, and with the marks of
/// a letter in one order.
pub(super) fn fold(name: &str) -> String {
    if name.is_ascii() && !name.contains('_') {
        return name.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    let mut last = None;
    while let Some(char) = chars.next() {
        let is_digit = |char: Option<char>| char.is_some_and(char::is_numeric);
        if char != '_' || (is_digit(last) && is_digit(chars.peek().copied())) {
            folded.extend(char.to_lowercase());
        }
        last = Some(char);
    }
    with_sorted_marks(folded)
}

/// Returns a name with a number behind it, which is apart from the digits of the name.
fn numbered(name: &str, number: usize) -> String {
    let apart = if name.ends_with(char::is_numeric) { "_" } else { "" };
    format!("{name}{apart}{number}")
}
