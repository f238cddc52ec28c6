//! Tabs before comments. YAML takes them for white space (YAML 1.2.2, section 6.7), and the reader does not in every place.

#![allow(
    clippy::string_slice,
    reason = "the offsets are those of ASCII characters in the same text"
)]

use super::context::{ReadError, ReadErrorKind, Reading};
use super::read::read;

/// The number of tabs behind a value that are replaced in one file, because each takes a reading of the file.
const MAX_BEHIND: usize = 64;

/// Reads a text. If a tab before a comment stops the reader, it is replaced by a space in `text`, so that no position
/// changes.
pub(super) fn read_with_tabs(text: &mut String, name: &str) -> Result<Reading, ReadError> {
    let mut result = read(text, name);
    let stops = |result: &Result<Reading, ReadError>| {
        matches!(result, Err(ReadError { kind: ReadErrorKind::Syntax(_), .. }))
    };
    if !stops(&result) || !text.contains('\t') {
        return result;
    }
    let mut replaced = text.clone();
    if let Some(without) = without_tabs_of_lines(text) {
        replaced = without;
        result = read(&replaced, name);
    }
    for _ in 0..MAX_BEHIND {
        let offset = match &result {
            Err(ReadError { kind: ReadErrorKind::Syntax(_), offset: Some(offset) }) => *offset,
            _ => break,
        };
        let Some(without) = without_tabs_behind(&replaced, offset) else { break };
        replaced = without;
        result = read(&replaced, name);
    }
    if result.is_ok() {
        *text = replaced;
        return result;
    }
    // The error that remains is reported with the text as written.
    read(text, name)
}

/// Returns the text without the tabs of lines that consist of white space, with or without a comment. Returns `None` if
/// there are none.
fn without_tabs_of_lines(text: &str) -> Option<String> {
    let mut replaced = String::with_capacity(text.len());
    // The indentation of the line that began a block scalar.
    let mut scalar: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        let (white, is_blank) = (&line[..line.len() - content.len()], content.trim().is_empty());
        let spaces = white.bytes().take_while(|byte| *byte == b' ').count();
        let is_inside = scalar.is_some_and(|indentation| is_blank || spaces > indentation);
        if !is_inside {
            scalar = begins_scalar(content).then_some(spaces);
        }
        if !is_inside && (is_blank || content.starts_with('#')) {
            replaced.push_str(&white.replace('\t', " "));
        } else {
            replaced.push_str(white);
        }
        replaced.push_str(content);
    }
    (replaced != text).then_some(replaced)
}

/// Returns `true` if a line ends with the header of a block scalar, such as `|` or `>-`.
fn begins_scalar(content: &str) -> bool {
    let line = content.split(" #").next().unwrap_or_default().trim_end();
    let header =
        line.trim_end_matches(|char: char| matches!(char, '+' | '-') || char.is_ascii_digit());
    let before = header.strip_suffix(['|', '>']);
    !content.starts_with('#') && before.is_some_and(|it| it.is_empty() || it.ends_with([' ', '\t']))
}

/// Returns the text without the tabs at an offset, if only a comment follows in the line.
fn without_tabs_behind(text: &str, offset: usize) -> Option<String> {
    let before = text.get(..offset)?.trim_end_matches([' ', '\t']).len();
    let rest = text.get(before..)?;
    let behind = rest.trim_start_matches([' ', '\t']);
    let white = &rest[..rest.len() - behind.len()];
    let is_end = behind.is_empty() || behind.starts_with(['#', '\n', '\r']);
    (is_end && white.contains('\t'))
        .then(|| format!("{}{}{behind}", &text[..before], white.replace('\t', " ")))
}
