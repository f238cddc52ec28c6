//! Spans in a text: the start and end of nodes.

use std::ops::Range;

/// The byte-order mark at the start of a file (Unicode, section 23.8).
pub(super) const MARK: char = '\u{feff}';

/// The source text of a node.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    /// The bytes of a key or scalar with its quotes, or the first line of a longer node.
    pub(super) bytes: Range<usize>,
    /// The string of a scalar, without quotes and escapes.
    pub(super) text: Option<String>,
}

/// Returns the span of a text without its byte-order mark.
pub(super) fn body(text: &str) -> Range<usize> {
    let mark = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    mark..text.len()
}

/// Returns the end of the quoted string, bracket or line at an offset. A line ends before its comment.
pub(super) fn end_of(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let length = match line.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => after_quote(line, *quote),
        Some(b'[' | b'{') => after_bracket(line),
        _ => None,
    };
    start + length.unwrap_or_else(|| before_comment(line))
}

/// Returns the length of a quoted string that ends on its line (YAML 1.2.2, section 7.3; JSON is a subset).
fn after_quote(line: &str, quote: u8) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            byte if *byte != quote => at += 1,
            _ if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// Returns the length of a flow collection that ends on its line.
fn after_bracket(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut open = 0usize;
    let mut at = 0;
    loop {
        match bytes.get(at)? {
            b'[' | b'{' => open += 1,
            b']' | b'}' if open == 1 => return Some(at + 1),
            b']' | b'}' => open -= 1,
            // Inside a plain scalar, a quote is an apostrophe.
            quote @ (b'"' | b'\'') if b"[{:, ".contains(&bytes[at - 1]) => {
                at += after_quote(line.get(at..)?, *quote)? - 1;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Returns the length of a line without its comment and the space before it (YAML 1.2.2, section 6.6).
fn before_comment(line: &str) -> usize {
    let content = line.split(" #").next().unwrap_or_default();
    content.trim_end().len()
}

/// Returns the span of a borrowed part in its text, including quotes. Returns `None` if the part is
/// not borrowed from the text.
pub(super) fn span_in(text: &str, part: &str) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let end = start + part.len();
    if end > text.len() {
        return None;
    }
    let (before, after) = (text.get(..start)?, text.get(end..)?);
    let quoted = |quote| before.ends_with(quote) && after.starts_with(quote);
    Some(if quoted('"') || quoted('\'') { start - 1..end + 1 } else { start..end })
}

pub(super) fn one_character(text: &str, offset: usize) -> Range<usize> {
    let length = text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    offset..offset + length
}
