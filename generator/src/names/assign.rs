//! Names for all that share a scope: no two alike, and as few surprises as can be.

#![allow(clippy::indexing_slicing, reason = "positions of the wishes themselves")]

use std::collections::{HashMap, HashSet};

use super::name::Name;
use super::text::ident;

/// One that wants a name.
#[derive(Debug, Default)]
pub(super) struct Wish {
    /// A name that the description pins; it is kept as it is.
    pub(super) pinned: Option<String>,
    /// What it could be called, the best first.
    pub(super) names: Vec<String>,
    /// Who goes first where two want one name: the lower.
    pub(super) rank: u8,
    /// Where it stands, for ties: what is added later or elsewhere renames nothing.
    pub(super) place: String,
}

/// Chooses a name for each, in the order given. `taken` are names that nobody may have.
pub(super) fn assign(wishes: &[Wish], taken: &[&str]) -> Vec<Name> {
    let mut used: HashSet<String> = taken.iter().map(|name| fold(name)).collect();
    let mut chosen: Vec<Option<String>> = vec![None; wishes.len()];
    for (index, wish) in wishes.iter().enumerate() {
        if let Some(pinned) = &wish.pinned {
            // A second pin of one name was reported; the first keeps it.
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
    // A number is the last resort. In the order of places, so that it depends on nothing else.
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

/// For each name that is wished for at a level, folded, the one who has the best claim to it. In no order: they meet nowhere.
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

/// The beginning of a name that is too long for a file: 255 bytes are the most in common file systems, and names of modules and
/// types are in those of files, with words around them.
fn shortened(name: &str) -> &str {
    const LONGEST: usize = 160;
    if name.len() <= LONGEST {
        return name;
    }
    let ends = name.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST);
    let start = name.get(..ends.last().unwrap_or_default()).unwrap_or(name);
    start.trim_end_matches('_')
}

/// What is compared: the name without regard to case and underscores.
fn fold(name: &str) -> String {
    let mut folded = name.replace('_', "");
    if folded.is_ascii() {
        folded.make_ascii_lowercase();
        return folded;
    }
    folded.chars().flat_map(char::to_lowercase).collect()
}
