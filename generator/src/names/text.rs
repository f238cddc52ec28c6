//! Splits text of the description into words, and makes identifiers of words. The only user of heck.

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};

use super::marks;
use super::name::{Name, RAW};
use super::scripts::looks_latin;
use super::signs::{self, in_words, unmistakable};

/// The case in which the words of a name are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `snake_case`
    Snake,
    /// `CamelCase`
    Camel,
}

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
    if text.is_ascii() {
        return in_case(text, case);
    }
    match in_case(&unmistakable(text), case) {
        name if looks_latin(&name) => in_case(&in_words(text), case),
        name => name,
    }
}

fn in_case(text: &str, case: Case) -> String {
    if let Some(words) = lowercase_words(text) {
        return match case {
            Case::Snake => words,
            Case::Camel => camel(&words),
        };
    }
    let text: String =
        text.chars().map(|char| if is_xid_continue(char) { char } else { ' ' }).collect();
    let (text, marks) = marks::hide(&text);
    let name = match case {
        Case::Snake => one_word(&text).to_snake_case(),
        Case::Camel => camel(&text.to_snake_case()),
    };
    marks::restore(name, &marks)
}

/// Returns the words of a text in `snake_case`; `None` if it has capitals or letters beyond ASCII. Words without capitals are
/// separated already.
fn lowercase_words(text: &str) -> Option<String> {
    let mut words = String::with_capacity(text.len());
    let mut is_separate = false;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {
                if is_separate && !words.is_empty() {
                    words.push('_');
                }
                is_separate = false;
                words.push(char::from(byte));
            }
            b'A'..=b'Z' | 0x80.. => return None,
            _ => is_separate = true,
        }
    }
    Some(words)
}

/// Joins words in `snake_case` to a name in `CamelCase`. Numbers that follow each other stay apart: `1.0` becomes `1_0`. A letter
/// behind numbers at the start is a capital, so that a variant never has the name of a variable.
fn camel(words: &str) -> String {
    let mut joined = String::new();
    for word in words.split('_') {
        if joined.ends_with(char::is_numeric) && word.starts_with(char::is_numeric) {
            joined.push('_');
        }
        // `one_word` keeps this word whole in `snake_case`.
        let version = word.strip_prefix("oauth");
        match word.split_at_checked(1).filter(|_| word.is_ascii()) {
            _ if version.is_some_and(|it| it.chars().all(char::is_numeric)) => {
                joined.extend(["OAuth", version.unwrap_or_default()]);
            }
            Some((first, rest)) => joined.extend([first.to_ascii_uppercase().as_str(), rest]),
            None => joined.push_str(&word.to_upper_camel_case()),
        }
    }
    let letter = joined.find(|char: char| !char.is_numeric()).unwrap_or_default();
    let (numbers, rest) = joined.split_at(letter);
    match rest.chars().next() {
        Some(first) if letter > 0 && first != '_' => {
            let behind = rest.get(first.len_utf8()..).unwrap_or_default();
            format!("{numbers}{}{behind}", first.to_uppercase())
        }
        _ => joined,
    }
}

/// Returns a text in which a word is one that heck would split: `OAuth` becomes `Oauth`.
fn one_word(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("Auth") {
        let (before, behind) = rest.split_at(at);
        let is_part = |char: char| char.is_uppercase();
        match before.strip_suffix('O') {
            Some(start) if !start.ends_with(is_part) => words.push_str(&format!("{start}Oauth")),
            _ => match before.strip_suffix('o') {
                Some(start) if !start.ends_with(char::is_alphanumeric) => {
                    words.push_str(&format!("{start}oauth"));
                }
                _ => words.push_str(&format!("{before}Auth")),
            },
        }
        rest = behind.strip_prefix("Auth").unwrap_or_default();
    }
    words.push_str(rest);
    words
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
        let is_part = is_xid_continue(char);
        let name = if is_part { None } else { signs::words(char) };
        match name {
            // `-` and `.` behind a word are separators.
            Some(_) if inside && matches!(char, '-' | '.') => words.push(' '),
            Some(name) => words.push_str(&format!(" {name} ")),
            None => words.push(char),
        }
        inside = is_part;
    }
    let words = plain(&words, case);
    match case {
        // Clippy rejects a variable called `_1` (`just_underscores_and_digits`).
        Case::Snake if !words.is_empty() && !words.contains(char::is_alphabetic) => {
            format!("n{words}")
        }
        _ if !words.is_empty() => words,
        _ if text.contains('_') => plain("underscore", case),
        _ if !text.is_empty() => plain("blank", case),
        _ => plain("empty", case),
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

/// Joins the words of all steps. Words at the start of a step are left out if they repeat the words before them: the
/// property `package_version` of `package` becomes `package version`.
pub(super) fn joined(steps: &[String]) -> String {
    let mut words: Vec<String> = Vec::new();
    for step in steps {
        let step = plain(step, Case::Snake);
        let step: Vec<_> = step.split('_').filter(|word| !word.is_empty()).collect();
        let repeated = (1..=step.len().min(words.len())).rev().find(|count| {
            words
                .iter()
                .rev()
                .take(*count)
                .rev()
                .map(String::as_str)
                .eq(step.iter().take(*count).copied())
        });
        words.extend(step.into_iter().skip(repeated.unwrap_or(0)).map(str::to_owned));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Case, plain};

    #[test]
    fn oauth_is_one_word() {
        for (text, snake, camel) in [
            ("OAuthError", "oauth_error", "OAuthError"),
            ("oauth error", "oauth_error", "OAuthError"),
            ("getOAuth2Token", "get_oauth2_token", "GetOAuth2Token"),
            ("oauths", "oauths", "Oauths"),
        ] {
            assert_eq!(plain(text, Case::Snake), snake, "{text}");
            assert_eq!(plain(text, Case::Camel), camel, "{text}");
        }
    }

    #[test]
    fn a_word_is_not_split_at_its_marks() {
        for (text, snake, camel) in [
            ("हिन्दी पुस्तक", "हिन्दी_पुस्तक", "हिन्दीपुस्तक"),
            ("ที่อยู่", "ที่อยู่", "ที่อยู่"),
            ("مُحَمَّدْ-اسم", "مُحَمَّدْ_اسم", "مُحَمَّدْاسم"),
            ("cafe\u{301}Price", "cafe_price", "CafePrice"),
            ("தமிழ்_பெயர்", "தமிழ்_பெயர்", "தமிழ்பெயர்"),
        ] {
            assert_eq!(plain(text, Case::Snake), snake, "{text}");
            assert_eq!(plain(text, Case::Camel), camel, "{text}");
        }
    }
}
