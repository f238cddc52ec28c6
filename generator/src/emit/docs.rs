//! Description text as doc comments: sanitized, with its Markdown kept.

#![allow(clippy::string_slice, reason = "cut at ASCII characters")]

use std::borrow::Cow;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::api::{Docs, Literal};
use crate::model::TypeItem;

/// The most characters of an operation's text in a table.
const BRIEF: usize = 120;

/// Returns the description text of a node as attributes, or `otherwise` if it has none.
pub(crate) fn emit(docs: &Docs, otherwise: &str) -> TokenStream {
    let text = text(docs, otherwise);
    let deprecated = docs.deprecated.then(|| quote!(#[deprecated]));
    let lines = attributes(&text);
    quote!(#lines #deprecated)
}

/// Returns the `derive` attribute of a type, and the attributes of the settings.
pub(crate) fn derives(item: &TypeItem<'_>) -> TokenStream {
    let usual =
        item.derives.iter().map(|name| Ident::new(name, Span::call_site()).to_token_stream());
    // The syntax of the settings was checked before.
    let parsed = |text: &String| text.parse::<TokenStream>().unwrap_or_default();
    let traits = usual.chain(item.extras.derives.iter().map(parsed));
    let attributes = item.extras.attributes.iter().map(parsed);
    quote!(#[derive(#(#traits),*)] #(#attributes)*)
}

/// Returns lines of text as `#[doc]` attributes, without characters that a doc comment must not contain.
///
/// Callers sanitize names of the description with [`visible`].
pub(crate) fn attributes(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#[doc = #lines])*)
}

/// Returns lines of text as `#![doc]` attributes, for the module that contains them.
pub(crate) fn inner(text: &str) -> TokenStream {
    let lines = lines(text);
    quote!(#(#![doc = #lines])*)
}

/// Returns the lines of a doc comment, each with the space that follows the slashes.
fn lines(text: &str) -> impl Iterator<Item = proc_macro2::Literal> {
    text.lines().map(|line| match line.trim_end() {
        "" => proc_macro2::Literal::string(""),
        line => raw(&harmless(&format!(" {line}"))),
    })
}

/// Returns a text as a raw string literal, which is printed without escapes.
pub(crate) fn raw(text: &str) -> proc_macro2::Literal {
    let mut marks = String::new();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    let literal = format!("r{marks}\"{text}\"{marks}");
    literal.parse().unwrap_or_else(|_| proc_macro2::Literal::string(text))
}

/// Returns the summary and the description of a node for a doc comment, or `otherwise` if it has neither.
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

/// Returns the first paragraph of a node's description or else of its summary; empty if it has neither.
pub(crate) fn first_paragraph(docs: &Docs) -> String {
    let text = docs.description.as_deref().or(docs.summary.as_deref()).unwrap_or_default();
    let lines = text.trim().lines().take_while(|line| !line.trim().is_empty());
    sanitize(&lines.collect::<Vec<_>>().join("\n"))
}

/// Returns the first sentences of a node's summary or else of its description, for a cell of a table.
pub(crate) fn brief(docs: &Docs) -> String {
    let text = docs.summary.as_deref().or(docs.description.as_deref()).unwrap_or_default();
    let lines = text.trim().lines().take_while(|line| !line.trim().is_empty());
    let words: Vec<_> = lines.flat_map(str::split_whitespace).collect();
    let line = shortened(harmless(&words.join(" ")).into_owned());
    escape(&line, has_clear_spans(&line)).replace('|', "\\|")
}

/// Cuts a line after a sentence, or after a word, if it has more than `BRIEF` characters.
fn shortened(line: String) -> String {
    let Some((end, _)) = line.char_indices().nth(BRIEF) else { return line };
    let start = &line[..end];
    match (start.rfind(". "), start.rfind(' ')) {
        (Some(sentence), _) => start[..=sentence].to_owned(),
        (None, Some(word)) => format!("{} …", &start[..word]),
        (None, None) => format!("{start}…"),
    }
}

/// Returns the description text of a node as one line, for a string at run time.
pub(crate) fn line(docs: &Docs) -> String {
    let words = docs.summary.as_deref().or(docs.description.as_deref()).unwrap_or_default();
    let words: Vec<_> = words.split_whitespace().collect();
    harmless(&words.join(" ")).into_owned()
}

/// Returns a name of the description for a code span in a doc comment.
pub(crate) fn visible(name: &str) -> String {
    name.chars().filter(|char| !is_hostile(*char) && *char != '`').collect()
}

/// Returns several names in one phrase: `a`, `b` and `c`. The phrase has at most four names and the number of the
/// others.
pub(crate) fn listed(names: &[String], word: &str) -> String {
    let quoted: Vec<_> = names.iter().take(4).map(|name| format!("`{}`", visible(name))).collect();
    match (quoted.as_slice(), names.len().saturating_sub(4)) {
        ([], _) => String::new(),
        ([only], _) => only.clone(),
        ([first @ .., last], 0) => format!("{} {word} {last}", first.join(", ")),
        (quoted, 1) => format!("{} {word} 1 other", quoted.join(", ")),
        (quoted, others) => format!("{} {word} {others} others", quoted.join(", ")),
    }
}

/// Returns a value as in JSON.
pub(crate) fn json(value: &Literal) -> String {
    match value {
        Literal::String(text) => format!("{text:?}"),
        other => other.to_string(),
    }
}

/// Returns a name with its indefinite article.
pub(crate) fn with_article(name: &str) -> String {
    let is_vowel = name.starts_with(['A', 'E', 'I', 'O'])
        || (name.starts_with("Un") && !name.starts_with("Uni"))
        || name.starts_with("Up");
    format!("{} `{name}`", if is_vowel { "an" } else { "a" })
}

/// Returns `true` if a node has a summary or a description that can be seen.
pub(crate) fn has_text(docs: &Docs) -> bool {
    let mut texts = docs.summary.iter().chain(&docs.description);
    texts.any(|text| text.contains(|char: char| !char.is_whitespace() && !is_hostile(char)))
}

/// Sanitizes text of a description for a doc comment.
///
/// Its code does not run as a test, its HTML is shown as text, and it has no characters that reverse or hide other
/// text.
fn sanitize(text: &str) -> String {
    let mut lines = Vec::new();
    let mut open: Option<String> = None;
    // A fence inside a list item would end with the item, so fences are written without indentation.
    let text = text.trim().replace('\t', "    ");
    let keeps_spans = has_clear_spans(&text);
    for line in text.lines().map(harmless) {
        let start = line.trim();
        match (open.as_deref(), fence(start)) {
            // A closing fence is at least as long as the opening one, and nothing follows it (CommonMark, section 4.5).
            (Some(marks), Some(found)) if found == start && found.starts_with(marks) => {
                lines.push(marks.to_owned());
                open = None;
            }
            (Some(_), _) => lines.push(line.into_owned()),
            (None, Some(marks)) => {
                lines.push(format!("{marks}text"));
                open = Some(marks.to_owned());
            }
            (None, None) => lines.push(escape(&line, keeps_spans)),
        }
    }
    lines.extend(open);
    lines.join("\n").trim().to_owned()
}

/// Returns the fence that a line begins with.
fn fence(start: &str) -> Option<&str> {
    let mark = start.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = start.len() - start.trim_start_matches(mark).len();
    start.get(..length).filter(|_| length >= 3)
}

/// Returns a line without control characters and bidirectional overrides.
pub(crate) fn harmless(line: &str) -> Cow<'_, str> {
    match line.contains(is_hostile) {
        true => Cow::Owned(line.chars().filter(|char| !is_hostile(*char)).collect()),
        false => Cow::Borrowed(line),
    }
}

/// Returns `true` if every line outside code blocks has whole code spans, delimited by single backticks.
///
/// A span that continues on the next line, a longer delimiter or an escaped backtick would make text outside a span
/// look like code.
fn has_clear_spans(text: &str) -> bool {
    let lines = text.lines().filter(|line| fence(line.trim()).is_none());
    let mut lines = lines.map(|line| (line.matches('`').count(), line));
    lines.all(|(count, line)| count % 2 == 0 && !line.contains("``") && !line.contains("\\`"))
}

/// Escapes a line outside code blocks. `keeps_spans` leaves the text of code spans as it is.
fn escape(line: &str, keeps_spans: bool) -> String {
    let (mut escaped, start) = opening(line);
    // A fence in a quote or a list item ends with the quote or item, so it is shown as text.
    if start.starts_with("```") || start.starts_with("~~~") {
        escaped.push('\\');
        escaped.push_str(start);
        return escaped.replace('<', "\\<");
    }
    for (index, piece) in start.split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        let code = keeps_spans && index % 2 == 1;
        match code {
            true => escaped.push_str(piece),
            false => escaped.push_str(&piece.replace('<', "\\<")),
        }
    }
    escaped
}

/// Splits a line into the markers of quotes and list items at its beginning and the rest.
///
/// Four spaces, or five after a marker, would begin a code block (CommonMark, sections 4.4 and 5), which rustdoc runs
/// as a test. Longer indentation is shortened.
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
        // A marker other than `>` needs a space behind it.
        if !start.starts_with('>') && !start[mark..].starts_with(' ') {
            return (opening, start);
        }
        opening.push_str(&start[..mark]);
        rest = &start[mark..];
    }
}

/// Returns `true` for a control character or a bidirectional override (Unicode TR 36, section 3).
fn is_hostile(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}'
            | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
