//! Splits text of the description into words, and makes identifiers of words. The only user of heck.

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};

use super::name::{Name, RAW};

/// The case in which the words of a name are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `snake_case`
    Snake,
    /// `CamelCase`
    Camel,
}

/// Punctuation with a word for each character, for names that would otherwise be equal.
const SIGNS: [(char, &str); 14] = [
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
];

/// Returns a pinned name, unchanged if it has the case that Rust expects.
pub(super) fn pinned(name: &str, case: Case) -> String {
    let fits = match case {
        Case::Snake => !name.contains(char::is_uppercase),
        Case::Camel => name.starts_with(char::is_uppercase) && !name.contains('_'),
    };
    if fits { name.to_owned() } else { plain(name, case) }
}

/// Returns the words of a text in the given case; punctuation only separates words.
pub(super) fn plain(text: &str, case: Case) -> String {
    // The common case: most property names need no change.
    if case == Case::Snake && is_snake_case(text) {
        return text.to_owned();
    }
    let text: String =
        text.chars().map(|char| if is_xid_continue(char) { char } else { ' ' }).collect();
    match case {
        Case::Snake => text.to_snake_case(),
        Case::Camel => text.to_upper_camel_case(),
    }
}

/// Returns `true` if a text is in snake case already.
fn is_snake_case(text: &str) -> bool {
    let letters = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    text.bytes().all(letters) && text.split('_').all(|word| !word.is_empty())
}

/// Returns `true` if a text has characters that an identifier cannot have.
pub(super) fn has_signs(text: &str) -> bool {
    !text.chars().all(is_xid_continue)
}

/// Returns the words of a text with its punctuation spelled out: `+1` becomes `plus_1`, and `1` becomes `n1`. The
/// result is `empty` if the text has no word.
pub(super) fn spelled(text: &str, case: Case) -> String {
    let mut words = String::new();
    let mut inside = false;
    for char in text.chars() {
        match SIGNS.iter().find(|(sign, _)| *sign == char) {
            // `-` and `.` behind a word are separators.
            Some(_) if inside && matches!(char, '-' | '.') => words.push(' '),
            Some((_, name)) => words.push_str(&format!(" {name} ")),
            None => words.push(char),
        }
        inside = is_xid_continue(char);
    }
    let words = plain(&words, case);
    match case {
        // Clippy rejects a variable called `_1` (`just_underscores_and_digits`).
        Case::Snake if !words.is_empty() && !words.contains(char::is_alphabetic) => {
            format!("n{words}")
        }
        _ if !words.is_empty() => words,
        Case::Snake => "empty".to_owned(),
        Case::Camel => "Empty".to_owned(),
    }
}

/// Makes an identifier of a name from [`plain`] or [`spelled`]. A keyword becomes a raw identifier; the few that cannot
/// be raw get an underscore (Rust reference, "Raw identifiers").
pub(super) fn ident(name: &str) -> Name {
    let first = name.chars().next();
    let name = match first {
        Some(first) if is_xid_start(first) => name.to_owned(),
        Some('_') if name.len() > 1 => name.to_owned(),
        // An identifier cannot start with a digit.
        _ => format!("_{name}"),
    };
    match name.as_str() {
        "self" | "Self" | "super" | "crate" | "_" => Name::new(format!("{name}_")),
        keyword if KEYWORDS.contains(&keyword) => Name::new(format!("{RAW}{keyword}")),
        name => Name::new(name),
    }
}

/// Strict and reserved keywords of edition 2024 that can be raw identifiers.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
