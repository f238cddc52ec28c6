//! From the description's text to words, and from words to identifiers. The home of heck.

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};

use super::name::{Name, RAW};

/// How the words of a name are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `snake_case`
    Snake,
    /// `CamelCase`
    Camel,
}

/// Signs that tell two texts apart, and what they are called where they have to.
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

/// A name that the description pins: as it is, if it is in the case that Rust asks for there.
pub(super) fn pinned(name: &str, case: Case) -> String {
    let fits = match case {
        Case::Snake => !name.contains(char::is_uppercase),
        Case::Camel => name.starts_with(char::is_uppercase) && !name.contains('_'),
    };
    if fits { name.to_owned() } else { plain(name, case) }
}

/// The text in the given case, as far as it has words; signs only part them.
pub(super) fn plain(text: &str, case: Case) -> String {
    // Most names of properties are.
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

/// Whether a text is in snake case already.
fn is_snake_case(text: &str) -> bool {
    let letters = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    text.bytes().all(letters) && text.split('_').all(|word| !word.is_empty())
}

/// Whether a text has signs that [`spelled`] could name.
pub(super) fn has_signs(text: &str) -> bool {
    !text.chars().all(is_xid_continue)
}

/// The same with its signs spelled out: `+1` is `plus_1`, `1` is `n1`; `empty` where nothing is
/// left.
pub(super) fn spelled(text: &str, case: Case) -> String {
    let mut words = String::new();
    let mut inside = false;
    for char in text.chars() {
        match SIGNS.iter().find(|(sign, _)| *sign == char) {
            // Between words these two only join.
            Some(_) if inside && matches!(char, '-' | '.') => words.push(' '),
            Some((_, name)) => words.push_str(&format!(" {name} ")),
            None => words.push(char),
        }
        inside = is_xid_continue(char);
    }
    let words = plain(&words, case);
    match case {
        // Clippy finds fault with a variable that is called `_1`.
        Case::Snake if !words.is_empty() && !words.contains(char::is_alphabetic) => {
            format!("n{words}")
        }
        _ if !words.is_empty() => words,
        Case::Snake => "empty".to_owned(),
        Case::Camel => "Empty".to_owned(),
    }
}

/// The identifier of a name that [`plain`] or [`spelled`] made. Keywords become raw, and the few
/// that cannot be raw get an underscore (Rust reference, "Raw identifiers").
pub(super) fn ident(name: &str) -> Name {
    let first = name.chars().next();
    let name = match first {
        Some(first) if is_xid_start(first) => name.to_owned(),
        Some('_') if name.len() > 1 => name.to_owned(),
        // A digit cannot begin an identifier.
        _ => format!("_{name}"),
    };
    match name.as_str() {
        "self" | "Self" | "super" | "crate" | "_" => Name::new(format!("{name}_")),
        keyword if KEYWORDS.contains(&keyword) => Name::new(format!("{RAW}{keyword}")),
        name => Name::new(name),
    }
}

/// Keywords of edition 2024, strict and reserved, but for those that cannot be raw.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
