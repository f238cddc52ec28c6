//! Words for characters that no identifier has, and for letters that look like those of another script.

use super::scripts::is_unsuitable;

/// Punctuation, symbols and emoji with words for each, for names that would otherwise be equal.
const SIGNS: [(char, &str); 84] = [
    ('+', "plus"),
    ('-', "minus"),
    ('*', "star"),
    ('/', "slash"),
    ('=', "equals"),
    ('<', "less"),
    ('>', "greater"),
    ('!', "not"),
    ('@', "at"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('.', "dot"),
    ('?', "question"),
    ('~', "tilde"),
    ('^', "caret"),
    ('|', "pipe"),
    (':', "colon"),
    (';', "semicolon"),
    (',', "comma"),
    ('(', "open"),
    (')', "close"),
    ('[', "open bracket"),
    (']', "close bracket"),
    ('{', "open brace"),
    ('}', "close brace"),
    ('\'', "quote"),
    ('"', "double quote"),
    ('`', "backtick"),
    ('\\', "backslash"),
    ('_', "underscore"),
    ('°', "degree"),
    ('€', "euro"),
    ('£', "pound"),
    ('¥', "yen"),
    ('¢', "cent"),
    ('§', "section"),
    ('©', "copyright"),
    ('®', "registered"),
    ('™', "trademark"),
    ('×', "times"),
    ('÷', "divided by"),
    ('±', "plus minus"),
    ('≤', "at most"),
    ('≥', "at least"),
    ('≠', "not equal"),
    ('≈', "about"),
    ('∞', "infinity"),
    ('√', "root"),
    ('∑', "sum"),
    ('½', "half"),
    ('¼', "quarter"),
    ('¾', "three quarters"),
    ('²', "squared"),
    ('³', "cubed"),
    ('→', "right"),
    ('←', "left"),
    ('↑', "up"),
    ('↓', "down"),
    ('✓', "check"),
    ('✔', "check"),
    ('✅', "check mark"),
    ('✗', "cross"),
    ('✘', "cross"),
    ('❌', "cross mark"),
    ('★', "star"),
    ('☆', "star"),
    ('♥', "heart"),
    ('❤', "heart"),
    ('👍', "thumbs up"),
    ('👎', "thumbs down"),
    ('😀', "grin"),
    ('😄', "smile"),
    ('😂', "joy"),
    ('😕', "confused"),
    ('😢', "sad"),
    ('😮', "surprised"),
    ('😡', "angry"),
    ('🎉', "tada"),
    ('🚀', "rocket"),
    ('👀', "eyes"),
    ('🔥', "fire"),
    ('⚠', "warning"),
];

/// Returns words for a character that is no part of an identifier. A symbol without words of its own gets its code point.
/// White space and controls have none.
pub(super) fn words(char: char) -> Option<String> {
    if let Some((_, words)) = SIGNS.iter().find(|(sign, _)| *sign == char) {
        return Some((*words).to_owned());
    }
    let is_symbol = !char.is_ascii() && !char.is_whitespace() && !char.is_control();
    is_symbol.then(|| format!("u{:x}", u32::from(char)))
}

/// The letters of the Greek alphabet, from alpha; both forms of sigma.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi",
    "chi", "psi", "omega",
];

/// Cyrillic letters that look like Latin ones.
const CYRILLIC: [(char, &str); 16] = [
    ('а', "a"),
    ('в', "ve"),
    ('е', "e"),
    ('к', "ka"),
    ('м', "em"),
    ('н', "en"),
    ('о', "o"),
    ('р', "er"),
    ('с', "es"),
    ('т', "te"),
    ('у', "u"),
    ('х', "ha"),
    ('і', "i"),
    ('ј', "je"),
    ('ѕ', "dze"),
    ('һ', "shha"),
];

/// Returns a text without characters that rustc's lints reject or that cannot be seen, with the letters that they stand
/// for. A letter that rustc composes with another one is its code point. A Greek or Cyrillic letter between other characters is spelled out if the text has no further letter of its script
/// or has Latin ones, because it may look like a Latin letter: `μg` beside `mg`.
pub(super) fn unmistakable(text: &str) -> String {
    let chars: Vec<char> = text.chars().flat_map(usual).collect();
    let is_mixed = chars.iter().any(char::is_ascii_alphabetic);
    let mut spelled = String::new();
    for (index, char) in chars.iter().enumerate() {
        let beside = [index.checked_sub(1), index.checked_add(1)].into_iter().flatten();
        let mut beside = beside.filter_map(|index| chars.get(index));
        let is_alone = !beside.any(|other| is_same(*other, *char));
        let is_only = || chars.iter().filter(|other| is_same(**other, *char)).count() == 1;
        let word = greek(*char).or_else(|| cyrillic(*char));
        match word.filter(|_| is_alone && (is_mixed || is_only())) {
            Some(word) => spelled.push_str(&format!(" {word} ")),
            None if is_unsuitable(&chars, index) => {
                spelled.push_str(&format!(" u{:x} ", u32::from(*char)));
            }
            None => spelled.push(*char),
        }
    }
    spelled
}

/// Returns a text whose letters of other scripts than the Latin one are spelled out.
pub(super) fn in_words(text: &str) -> String {
    let spelled = |char: char| match greek(char).or_else(|| cyrillic(char)) {
        Some(word) => format!(" {word} "),
        None if char.is_alphabetic() && char >= '\u{370}' => format!(" u{:x} ", u32::from(char)),
        None => char.to_string(),
    };
    text.chars().flat_map(usual).map(spelled).collect()
}

/// Returns `true` if both characters are letters of one of the two scripts.
fn is_same(a: char, b: char) -> bool {
    let scripts = ['\u{370}'..='\u{3ff}', '\u{400}'..='\u{52f}'];
    scripts.iter().any(|script| script.contains(&a) && script.contains(&b))
}

fn greek(char: char) -> Option<String> {
    let lower = char.to_lowercase().next()?;
    let index = u32::from(lower).checked_sub(u32::from('α'))?;
    GREEK.get(usize::try_from(index).ok()?).map(|name| (*name).to_owned())
}

fn cyrillic(char: char) -> Option<String> {
    let lower = char.to_lowercase().next()?;
    let letter = CYRILLIC.iter().find(|(letter, _)| *letter == lower);
    letter.map(|(_, name)| format!("cyrillic {name}"))
}

/// Returns the usual characters for one that has the same meaning: the letter for its wide or mathematical form. Invisible
/// characters and marks behind Latin letters are left out, because rustc composes them.
fn usual(char: char) -> Vec<char> {
    let code = u32::from(char);
    let from = |base: u8, index: u32| {
        let letter = u8::try_from(index).ok().and_then(|index| base.checked_add(index));
        letter.map_or(Vec::new(), |letter| vec![letter.into()])
    };
    match code {
        0x00AD | 0x034F | 0x061C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F => {
            Vec::new()
        }
        0x0300..=0x036F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0000..=0xE0FFF => Vec::new(),
        0x00AA => vec!['a'],
        0x00BA => vec!['o'],
        0x00B5 => vec!['μ'],
        0x2126 => vec!['Ω'],
        0x212A => vec!['K'],
        0x212B => vec!['Å'],
        // The vowels AM of Thai and Lao.
        0x0E33 => vec!['\u{e4d}', '\u{e32}'],
        0x0EB3 => vec!['\u{ecd}', '\u{eb2}'],
        0xFB00 => vec!['f', 'f'],
        0xFB01 => vec!['f', 'i'],
        0xFB02 => vec!['f', 'l'],
        0xFB03 => vec!['f', 'f', 'i'],
        0xFB04 => vec!['f', 'f', 'l'],
        0xFF01..=0xFF5E => from(b'!', code - 0xFF01),
        0x1D400..=0x1D6A3 if (code - 0x1D400) % 52 < 26 => from(b'A', (code - 0x1D400) % 52),
        0x1D400..=0x1D6A3 => from(b'a', (code - 0x1D400) % 52 - 26),
        0x1D7CE..=0x1D7FF => from(b'0', (code - 0x1D7CE) % 10),
        _ => vec![char],
    }
}
