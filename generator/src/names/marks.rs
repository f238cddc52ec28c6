//! Marks behind letters: vowel signs, tone marks and accents. heck takes those that are no letters themselves for separators, so
//! letters stand for them while a text is split into words.

use std::borrow::Cow;

use unicode_ident::is_xid_continue;

/// The first and the last letter of a script without case that no name has: Egyptian hieroglyphs, which `scripts` spells out.
const STAND_INS: [u32; 2] = [0x13000, 0x1342F];

/// Replaces the marks behind letters by other letters. Returns the marks, by the number of the letter that stands for each.
pub(super) fn hide(text: &str) -> (Cow<'_, str>, Vec<char>) {
    let mut marks = Vec::new();
    if text.is_ascii() {
        return (Cow::Borrowed(text), marks);
    }
    let mut hidden = String::with_capacity(text.len());
    let mut is_behind_letter = false;
    for char in text.chars() {
        let mark = if is_behind_letter && is_mark(char) { number(char, &mut marks) } else { None };
        hidden.push(mark.unwrap_or(char));
        is_behind_letter = mark.is_some() || char.is_alphanumeric();
    }
    (Cow::Owned(hidden), marks)
}

/// Returns the letter that stands for a mark. There are more letters than marks in a usual text.
fn number(mark: char, marks: &mut Vec<char>) -> Option<char> {
    let index = marks.iter().position(|known| *known == mark).unwrap_or_else(|| {
        marks.push(mark);
        marks.len() - 1
    });
    let [first, last] = STAND_INS;
    let code = first.checked_add(u32::try_from(index).ok()?)?;
    char::from_u32(code).filter(|_| code <= last)
}

/// Puts the marks back.
pub(super) fn restore(name: String, marks: &[char]) -> String {
    if marks.is_empty() {
        return name;
    }
    let mark = |char: char| {
        let index = u32::from(char).checked_sub(STAND_INS[0])?;
        marks.get(usize::try_from(index).ok()?).copied()
    };
    name.chars().map(|char| mark(char).unwrap_or(char)).collect()
}

/// Returns `true` for a character that continues an identifier, but is neither a letter, a digit nor a separator.
fn is_mark(char: char) -> bool {
    /// The first of the combining marks.
    const FIRST: char = '\u{300}';
    /// The dot between words in Japanese.
    const DOT: char = '\u{30fb}';
    char >= FIRST && char != DOT && !char.is_alphanumeric() && is_xid_continue(char)
}
