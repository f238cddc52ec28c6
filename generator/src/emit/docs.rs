//! Text of the description as doc comments: harmless, and formatted as its author meant it.

#![allow(clippy::string_slice, reason = "cut where marks that were counted end")]

use std::borrow::Cow;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::api::Docs;

/// The words about a node as attributes; `otherwise` where there are none.
pub(crate) fn emit(docs: &Docs, otherwise: &str) -> TokenStream {
    let text = text(docs, otherwise);
    let deprecated = docs.deprecated.then(|| quote!(#[deprecated]));
    let lines = attributes(&text);
    quote!(#lines #deprecated)
}

/// The traits that are derived, as an attribute.
pub(crate) fn derives(traits: &[&str]) -> TokenStream {
    let traits = traits.iter().map(|name| Ident::new(name, Span::call_site()));
    quote!(#[derive(#(#traits),*)])
}

/// Lines of text as `#[doc]` attributes. What a caller put into a line is its own to make harmless, with [`visible`]; here
/// goes what no doc comment may hold.
pub(crate) fn attributes(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// Lines of text about the module that they stand in, as [`attributes`].
pub(crate) fn inner(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#![doc = #lines])*)
}

/// The lines of a doc comment, each with the space that parts it from the slashes.
fn lines(text: &str) -> impl Iterator<Item = Literal> {
    text.lines().map(|line| match line.trim_end() {
        "" => Literal::string(""),
        line => raw(&harmless(&format!(" {line}"))),
    })
}

/// A text as a raw literal, which no one on the way to the printed comment has to escape or take apart.
fn raw(text: &str) -> Literal {
    let mut marks = String::new();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    let literal = format!("r{marks}\"{text}\"{marks}");
    literal.parse().unwrap_or_else(|_| Literal::string(text))
}

/// The words about a node as text for a doc comment: the summary, and what is said beyond it.
pub(crate) fn text(docs: &Docs, otherwise: &str) -> String {
    let summary = docs.summary.as_deref().map(sanitize).filter(|text| !text.is_empty());
    let description = docs.description.as_deref().map(sanitize).filter(|text| !text.is_empty());
    match (summary, description) {
        (Some(summary), Some(description)) if summary != description => {
            format!("{summary}\n\n{description}")
        }
        (Some(text), _) | (None, Some(text)) => text,
        (None, None) => otherwise.to_owned(),
    }
}

/// The first line of the words about a node, for one that is a text at run time.
pub(crate) fn line(docs: &Docs) -> String {
    let words = docs.summary.as_deref().or(docs.description.as_deref()).unwrap_or_default();
    let words: Vec<_> = words.split_whitespace().collect();
    harmless(&words.join(" ")).into_owned()
}

/// A name of the description within code in a doc comment.
pub(crate) fn visible(name: &str) -> String {
    name.chars().filter(|char| !is_hostile(*char) && *char != '`').collect()
}

/// Makes text of a description safe for a doc comment: code in it is not run as a test, HTML is
/// shown and not applied, and nothing reverses or hides what follows.
fn sanitize(text: &str) -> String {
    let mut lines = Vec::new();
    let mut open: Option<String> = None;
    // Fences are written without indentation, so that they stand in no item of a list, which would end them.
    let text = text.trim().replace('\t', "    ");
    for line in text.lines().map(harmless) {
        let start = line.trim();
        match (open.as_deref(), fence(start)) {
            // One that closes is as long at least, and nothing stands behind it (CommonMark, section 4.5).
            (Some(marks), Some(found)) if found == start && found.starts_with(marks) => {
                lines.push(marks.to_owned());
                open = None;
            }
            (Some(_), _) => lines.push(line.into_owned()),
            (None, Some(marks)) => {
                lines.push(format!("{marks}text"));
                open = Some(marks.to_owned());
            }
            (None, None) => lines.push(escape(&line)),
        }
    }
    lines.extend(open);
    lines.join("\n").trim().to_owned()
}

/// The marks of a fence that a line begins with.
fn fence(start: &str) -> Option<&str> {
    let mark = start.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = start.len() - start.trim_start_matches(mark).len();
    start.get(..length).filter(|_| length >= 3)
}

/// A text without what nobody sees, or what turns others round.
pub(crate) fn harmless(line: &str) -> Cow<'_, str> {
    match line.contains(is_hostile) {
        true => Cow::Owned(line.chars().filter(|char| !is_hostile(*char)).collect()),
        false => Cow::Borrowed(line),
    }
}

/// Escapes a line outside of code blocks, its code spans left alone.
fn escape(line: &str) -> String {
    let (mut escaped, start) = opening(line);
    // A fence within a quote or an item of a list ends with that, wherever it is. It is shown as it is, and no code.
    if start.starts_with("```") || start.starts_with("~~~") {
        escaped.push('\\');
        escaped.push_str(start);
        return escaped.replace('<', "\\<");
    }
    for (index, piece) in start.split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        let code = index % 2 == 1;
        match code {
            true => escaped.push_str(piece),
            false => escaped.push_str(&piece.replace('<', "\\<")),
        }
    }
    escaped
}

/// How a line begins, and the rest of it: the marks of quotes and of items of lists. Four spaces, or
/// five after a mark, would begin a block of code (CommonMark, sections 4.4 and 5), which rustdoc
/// runs as a test.
fn opening(line: &str) -> (String, &str) {
    let mut opening = String::new();
    let mut rest = line;
    loop {
        let start = rest.trim_start_matches(' ');
        opening.push_str(&" ".repeat((rest.len() - start.len()).min(3)));
        let digits =
            start.len() - start.trim_start_matches(|char: char| char.is_ascii_digit()).len();
        let mark = match start.as_bytes().get(digits) {
            Some(b'>' | b'-' | b'+' | b'*') if digits == 0 => 1,
            Some(b'.' | b')') if digits > 0 => digits + 1,
            _ => return (opening, start),
        };
        // Elsewhere than before a space only `>` is a mark.
        if !start.starts_with('>') && !start[mark..].starts_with(' ') {
            return (opening, start);
        }
        opening.push_str(&start[..mark]);
        rest = &start[mark..];
    }
}

/// Whether a character is a control or a bidirectional override (Unicode TR 36, 3).
fn is_hostile(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}'
            | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
