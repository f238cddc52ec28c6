//! Assigns names within one scope, so that no two are alike and a change of the description renames few.

#![allow(clippy::indexing_slicing, reason = "positions of the wishes themselves")]

use std::collections::{HashMap, HashSet};

use super::name::Name;
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
        for (folded, index) in best(wishes, &chosen, level) {
            if used.insert(folded) {
                chosen[index] = Some(shortened(&wishes[index].names[level]).to_owned());
            }
        }
    }
    // Items without a free candidate get a number. They are numbered by location, so that the result depends on
    // nothing else.
    let mut left: Vec<_> = (0..wishes.len()).filter(|index| chosen[*index].is_none()).collect();
    left.sort_by_key(|index| (wishes[*index].rank, &wishes[*index].place));
    let mut next: HashMap<String, usize> = HashMap::new();
    for index in left {
        let name =
            wishes[index].names.iter().find(|name| !name.is_empty()).map_or("", |it| shortened(it));
        let number = next.entry(fold(name)).or_insert(2);
        while !used.insert(fold(&format!("{name}{number}"))) {
            *number += 1;
        }
        chosen[index] = Some(format!("{name}{number}"));
    }
    chosen.iter().map(|name| ident(name.as_deref().unwrap_or_default())).collect()
}

/// Returns, for each folded candidate of this level, the index of the wish with the best claim to it. The order does
/// not matter, because the candidates differ.
fn best(wishes: &[Wish], chosen: &[Option<String>], level: usize) -> HashMap<String, usize> {
    let claim = |index: usize| (wishes[index].rank, &wishes[index].place, index);
    let mut claims: HashMap<String, usize> = HashMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        let name = wish.names.get(level).filter(|name| chosen[index].is_none() && !name.is_empty());
        let Some(name) = name else {
            continue;
        };
        let holder = claims.entry(fold(shortened(name))).or_insert(index);
        if claim(index) < claim(*holder) {
            *holder = index;
        }
    }
    claims
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

/// Returns the form of a name that is compared: without case and underscores.
pub(super) fn fold(name: &str) -> String {
    let mut folded = name.replace('_', "");
    if folded.is_ascii() {
        folded.make_ascii_lowercase();
        return folded;
    }
    folded.chars().flat_map(char::to_lowercase).collect()
}
