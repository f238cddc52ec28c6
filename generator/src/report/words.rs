//! Text in messages: suggestions for misspelt words, and escapes for hostile characters.

#![allow(
    clippy::indexing_slicing,
    reason = "a table with a column for each character and one more"
)]

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns the candidate with the fewest edits from a misspelt word, or `None` if all need too many.
///
/// At most a third of the word may be edited; letter case does not count. Of equal candidates the first one is
/// returned.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = folded(word);
    let limit = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let allowed = best.map_or(limit, |(distance, _)| distance.saturating_sub(1));
        if let Some(distance) = edits(&wanted, &folded(candidate), allowed) {
            if distance == 0 {
                return Some(candidate);
            }
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns the text with control characters, line breaks, and invisible or directional characters escaped.
///
/// Most are written as `\u{..}`. The result can neither control a terminal nor mislead a reader.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            other if is_hostile(other) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(other));
            }
            other => shown.push(other),
        }
    }
    Cow::Owned(shown)
}

/// Returns the text as one word of a POSIX shell, in single quotes if it has characters with a meaning for shells.
pub fn shell_word(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:@%+,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

/// Returns `true` for control characters (category Cc), line and paragraph separators, directional marks (Unicode
/// Standard Annex 9), and invisible formatting characters.
pub(crate) fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Returns the word in lower case, cut to 128 characters, because the cost of `edits` is the product of both lengths.
fn folded(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).take(128).collect()
}

/// Returns the number of edits between two words, or `None` if it is more than `limit`.
///
/// An edit inserts, deletes or replaces one character, or swaps two neighbours.
fn edits(from: &[char], to: &[char], limit: usize) -> Option<usize> {
    if from.len().abs_diff(to.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut current: Vec<usize> = Vec::new();
    for (row, &ours) in from.iter().enumerate() {
        current.clear();
        current.push(row + 1);
        for (column, &theirs) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(ours != theirs);
            let mut cost = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && ours == to[column - 1] && from[row - 1] == theirs;
            if swapped {
                cost = cost.min(before_last[column - 1] + 1);
            }
            current.push(cost);
        }
        // Every way to the end passes through one of two successive rows, so the distance is at least their minimum.
        let nearest = current.iter().chain(&last).min();
        if nearest.is_some_and(|nearest| *nearest > limit) {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut current);
    }
    Some(last[to.len()]).filter(|&distance| distance <= limit)
}

/// Returns the message with its first letter in lower case. Messages of libraries may begin with either case.
pub(crate) fn uncapitalised(message: &str) -> String {
    let mut characters = message.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => message.to_owned(),
    }
}
