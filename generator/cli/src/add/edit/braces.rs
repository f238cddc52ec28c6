//! Members in braces: JSON, and YAML in flow style.

use super::write;
use crate::add::node::Node;

/// The end of an object in braces.
pub(super) struct Closing {
    /// The position of the closing brace.
    pub(super) close: usize,
    /// The position after the last character that is neither a space nor part of a comment.
    last: usize,
}

/// Finds the closing brace of an opening one.
pub(super) fn closing(text: &str, open: usize) -> Option<Closing> {
    let mut chars = text.char_indices().skip_while(|(at, _)| *at < open);
    let (mut depth, mut last, mut before) = (0_usize, open + 1, '{');
    while let Some((at, char)) = chars.next() {
        match char {
            // In YAML, a quote within a word is an apostrophe.
            '"' | '\'' if char == '"' || matches!(before, '{' | '[' | ',' | ':' | ' ' | '\n') => {
                while let Some((_, inner)) = chars.next() {
                    match inner {
                        '\\' if char == '"' => drop(chars.next()),
                        inner if inner == char => break,
                        _ => {}
                    }
                }
                before = char;
                last = chars.clone().next().map_or(text.len(), |(next, _)| next);
                continue;
            }
            '#' if before.is_whitespace() => {
                for (_, inner) in chars.by_ref() {
                    if inner == '\n' {
                        break;
                    }
                }
                before = '\n';
                continue;
            }
            '{' | '[' => depth += 1,
            '}' | ']' if depth == 1 => return Some(Closing { close: at, last }),
            '}' | ']' => depth -= 1,
            _ => {}
        }
        if !char.is_whitespace() {
            last = at + char.len_utf8();
        }
        before = char;
    }
    None
}

/// Inserts a member at the end of an object in braces.
pub(super) fn insert(
    text: &str,
    open: usize,
    is_empty: bool,
    is_json: bool,
    key: &str,
    new: &Node,
) -> Option<String> {
    let Closing { close, last } = closing(text, open)?;
    let (head, tail) = (text.get(..last)?, text.get(close..)?);
    let between = text.get(last..close)?;
    let comma = if is_empty || head.ends_with(',') { "" } else { "," };
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let outer = line_indent(text, open);
    let first = text.get(open + 1..close)?;
    let is_in_lines = match is_empty {
        true => text.contains('\n') && is_json,
        false => first.trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
    };
    if !is_in_lines {
        let is_tight = is_json && !text.contains("\": ");
        let member = write::flow_member(key, new, is_json, is_tight);
        let space = match (is_tight, is_empty) {
            (true, _) => "",
            (false, true) if is_json => "",
            _ => " ",
        };
        let end = if is_empty && !is_json { " " } else { between };
        return Some(format!("{head}{comma}{space}{member}{end}{tail}"));
    }
    let unit = unit(text);
    let inner = match is_empty {
        true => format!("{outer}{unit}"),
        false => first.lines().find(|line| !line.trim().is_empty()).map(indent_of)?.to_owned(),
    };
    let member = match is_json {
        true => write::json_member(key, new, &inner, &unit),
        false => write::flow_member(key, new, false, false),
    };
    let member = member.replace('\n', ending);
    // Comments before the closing brace keep their place.
    let rest = if is_empty { format!("{ending}{outer}") } else { between.to_owned() };
    Some(format!("{head}{comma}{ending}{inner}{member}{rest}{tail}"))
}

fn indent_of(line: &str) -> &str {
    line.split_at_checked(line.len() - line.trim_start().len()).map_or("", |(indent, _)| indent)
}

/// Returns the indentation of the line at a byte position.
fn line_indent(text: &str, at: usize) -> String {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    text.get(start..at).map(indent_of).unwrap_or_default().to_owned()
}

/// Returns the indentation of one level: that of the first indented line.
fn unit(text: &str) -> String {
    let indents = text.lines().filter(|line| !line.trim().is_empty()).map(indent_of);
    indents.into_iter().find(|indent| !indent.is_empty()).unwrap_or("  ").to_owned()
}
