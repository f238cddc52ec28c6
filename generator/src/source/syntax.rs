//! Messages for syntax errors. The reader's message is replaced where it does not name the cause.

#![allow(
    clippy::string_slice,
    reason = "the parsers supply the offsets, and `tests/source.rs` checks them"
)]

use std::ops::Range;

use super::span::one_character;
use super::unquoted::reference;
use crate::report::{Location, Report, uncapitalised};

/// Returns the report for a syntax error, at the offset of the reader or at an earlier cause.
pub(super) fn broken(file: &Location, text: &str, message: &str, offset: Option<usize>) -> Report {
    let message = uncapitalised(message);
    let report = |what: &str| {
        Report::error("syntax", format!("cannot read `{}`: {what}", file.file.name())).at(file)
    };
    let Some(offset) = offset else {
        return report(&message);
    };
    let here = one_character(text, offset);
    let rest = text.get(offset..).unwrap_or_default();
    if rest.starts_with('\t') {
        return report(&message)
            .spanning(here)
            .help("indent with spaces: YAML takes no tabs there");
    }
    if is_json(text) {
        return report(&message).spanning(here);
    }
    if let Some(quote) = open_quote(text, offset) {
        return report("a quote is not closed where it should be")
            .spanning(quote)
            .label("the text that begins here goes on over the lines that follow")
            .help("close it with the same mark; inside of single quotes, `'` is written `''`");
    }
    if let Some((comment, meant)) = commented(text, offset) {
        return report("`#` begins a comment, so what is open here is not closed")
            .spanning(comment)
            .label("this reference is not in quotes")
            .help(format!("put it in quotes: `'{}'`", meant.replace('\'', "''")));
    }
    if let Some((line, lacks, help)) = without_colon(text, &message, offset) {
        let shown = text.get(line.clone()).unwrap_or_default();
        return report(&format!("`{}` has no {lacks}", excerpt(shown)))
            .spanning(line)
            .label("a member of an object is `key: value`")
            .help(help);
    }
    if message.starts_with("mapping values are not allowed") {
        return colon(report(&message), text, offset).spanning(here);
    }
    if message.starts_with("did not find expected '-' indicator") {
        return report("an item of a list is expected here")
            .spanning(here)
            .label("this line begins in the column of the list's own `-`")
            .help("begin it with `- `, or indent it as the other members of the item are");
    }
    if message.starts_with("did not find expected key") {
        return report("a member of the object is expected here")
            .spanning(here)
            .label(started_at(&message).unwrap_or_default())
            .help("the members of an object begin in one column, each with `key: `");
    }
    report(&message).spanning(here)
}

/// Returns where the object started, from a message that ends in "... while parsing a block mapping
/// at line 4 column 3".
fn started_at(message: &str) -> Option<String> {
    let (_, place) = message.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some(format!("the object began in line {line}, column {column}"))
}

/// Finds the member of an object that lacks its colon or the space after it: the line that the reader names, or the one
/// before an unexpected colon. Returns its range, the missing text and the help.
fn without_colon(
    text: &str,
    message: &str,
    offset: usize,
) -> Option<(Range<usize>, &'static str, String)> {
    let line = if message.starts_with("mapping values are not allowed") {
        let here = text.get(..offset)?.rfind('\n')?;
        let mut before = lines(text.get(..here)?).rev();
        before.find(|(_, line)| is_content(line))?
    } else {
        let (_, place) = message.rsplit_once("scanning a simple key at line ")?;
        let number: usize = place.split_once(' ')?.0.parse().ok()?;
        lines(text).nth(number.checked_sub(1)?)?
    };
    let (start, line) = line;
    let item = line.trim_start().trim_start_matches("- ");
    let content = item.split(" #").next().unwrap_or_default().trim_end();
    let is_member = content.contains(": ") || content.ends_with(':');
    if content.is_empty() || is_member || content.starts_with(['{', '[', '"', '\'', '|', '>', '&'])
    {
        return None;
    }
    if goes_on_above(text.get(..start)?, line) {
        return None;
    }
    let begin = start + line.len() - item.len();
    let (colon, space) = ("colon behind its key", "space behind its colon");
    let (lacks, help) = match (content.split_once(':'), content.split_once(' ')) {
        (Some((key, value)), _) if !key.contains(' ') => {
            (space, format!("write a space behind the colon: `{key}: {}`", excerpt(value)))
        }
        (_, Some((key, value))) => (
            colon,
            format!("write a colon behind the key: `{key}: {}`", excerpt(value.trim_start())),
        ),
        _ => (colon, format!("write a colon behind the key: `{}:`", excerpt(content))),
    };
    Some((begin..begin + content.len(), lacks, help))
}

/// Returns `true` if a line continues the text that a line above it begins: `description: a text`.
fn goes_on_above(above: &str, line: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let outer = lines(above).rev().find(|(_, it)| is_content(it) && indent(it) < indent(line));
    let value = outer.and_then(|(_, outer)| outer.split_once(": ")).map(|(_, value)| value.trim());
    value.is_some_and(|value| !value.is_empty() && !value.starts_with(['#', '&', '!']))
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// Returns the beginning of a text for a message.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// Returns each line with the offset of its first byte.
fn lines(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    let begin = text.as_ptr() as usize;
    text.split('\n').map(move |line| (line.as_ptr() as usize - begin, line.trim_end_matches('\r')))
}

/// Returns an unquoted reference in the last lines before an error, if its comment hides the end of a bracket.
fn commented(text: &str, offset: usize) -> Option<(Range<usize>, String)> {
    const LINES: usize = 5;
    let end = text.get(offset..)?.find('\n').map_or(text.len(), |end| offset + end);
    let mut before = lines(text.get(..end)?).rev().take(LINES);
    before.find_map(|(start, line)| {
        let at = line.find(": #")?;
        let is_open =
            line[..at].rfind(['{', '[']).is_some_and(|open| !line[open..at].contains(['}', ']']));
        let is_reference = line[..at].ends_with("$ref");
        let word = reference(&line[at..], is_reference).filter(|_| is_open)?;
        let begin = start + line.find(word)?;
        Some((begin..begin + word.len(), word.to_owned()))
    })
}

/// Adds help for an unexpected colon: in an unquoted string, or in a line with too much indentation.
fn colon(report: Report, text: &str, offset: usize) -> Report {
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let (key, value) = line.split_once(": ").unwrap_or(("", ""));
    let (key, value) = (key.trim_start().trim_start_matches("- "), value.trim());
    let is_text =
        !value.is_empty() && value.contains(':') && !value.starts_with(['{', '[', '"', '\'']);
    if is_text && value.len() < 60 {
        let quoted = value.replace('\'', "''");
        return report.help(format!("put the text in quotes: `{key}: '{quoted}'`"));
    }
    report.help(
        "a text with `: ` in it stands in quotes, and the members of an object begin in one column",
    )
}

/// Returns the opening quote of the last string over several lines before the error.
///
/// Its closing quote is probably missing, so that the next quote in the file closed it.
fn open_quote(text: &str, offset: usize) -> Option<Range<usize>> {
    let mut found = None;
    let mut start = 0;
    while start < offset {
        let line = text.get(start..)?.split('\n').next().unwrap_or_default();
        let Some((opens, mark)) = quote_of(line) else {
            start += line.len() + 1;
            continue;
        };
        let opens = start + opens;
        let length = closed(text.get(opens + 1..)?, mark);
        let closes = length.map_or(text.len(), |length| opens + 1 + length);
        let goes_on = text.get(opens..closes).is_some_and(|inside| inside.contains('\n'));
        if goes_on {
            found = Some(opens..opens + 1);
        }
        // Continues after the line of the closing quote.
        let behind = text.get(closes..).and_then(|rest| rest.find('\n'));
        start = behind.map_or(text.len(), |behind| closes + behind + 1);
    }
    found.filter(|quote| is_near(text, quote.start, offset))
}

/// Returns `true` if the error is on the line on which the string ends.
fn is_near(text: &str, quote: usize, offset: usize) -> bool {
    let mark = text[quote..].chars().next().unwrap_or_default();
    let Some(length) = text.get(quote + 1..).and_then(|rest| closed(rest, mark)) else {
        return true;
    };
    let closes = quote + 1 + length;
    let line_end = text[closes..].find('\n').map_or(text.len(), |end| closes + end);
    (closes..=line_end).contains(&offset)
}

/// Returns the opening quote of a line's value, after `key: ` or `- `.
fn quote_of(line: &str) -> Option<(usize, char)> {
    let content = line.len() - line.trim_start().len();
    if line[content..].starts_with('#') {
        return None;
    }
    let value = match line[content..].find(": ") {
        Some(colon) => content + colon + 2,
        None if line[content..].starts_with("- ") => content + 2,
        None => return None,
    };
    let value = line.len() - line[value..].trim_start().len();
    let mark = line[value..].chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    Some((value, mark))
}

/// Returns the length of a string up to its closing quote (YAML 1.2, 7.3).
fn closed(rest: &str, mark: char) -> Option<usize> {
    let mut chars = rest.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' if mark == '"' => drop(chars.next()),
            char if char != mark => {}
            '\'' if chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            _ => return Some(at),
        }
    }
    None
}

fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}
