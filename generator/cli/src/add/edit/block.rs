//! Members on separate lines, the usual form of YAML.

use super::write;
use crate::add::node::Node;

/// Returns the lines of a member.
pub(super) fn member(key: &str, value: &Node, indent: usize, step: usize) -> String {
    let mut text = String::new();
    write::block(&mut text, &Node::Map(vec![(key.to_owned(), value.clone())]), indent, step);
    text
}

/// Inserts lines after the first `after` lines of a text.
pub(super) fn insert(text: &str, after: usize, lines: &str) -> Option<String> {
    let end = text.split_inclusive('\n').take(after).map(str::len).sum();
    let (head, tail) = text.split_at_checked(end)?;
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let open = if head.ends_with('\n') { "" } else { ending };
    Some(format!("{head}{open}{}{tail}", lines.replace('\n', ending)))
}

/// Inserts lines before a line and the comments above it.
pub(super) fn insert_before(text: &str, line: usize, lines: &str) -> Option<String> {
    let all: Vec<_> = text.lines().collect();
    let above = all.get(..line.checked_sub(1)?)?;
    let comments = above.iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let after = above.len() - comments;
    let is_spaced =
        after.checked_sub(1).and_then(|at| all.get(at)).is_some_and(|line| line.trim().is_empty());
    insert(text, after, &if is_spaced { format!("{lines}\n") } else { lines.to_owned() })
}

/// Returns the last line of a member that starts at `line`. Trailing comments and empty lines belong to the next
/// member.
pub(super) fn end_of(text: &str, line: usize, indentation: usize) -> usize {
    let mut last = line;
    for (index, row) in text.lines().enumerate().skip(line).filter(|(_, row)| is_content(row)) {
        // A list, and a closing bracket, may be in the column of their key.
        let start = row.trim_start();
        let is_part = start.starts_with("- ") || start == "-" || start.starts_with(['}', ']']);
        if indent(row) < indentation || indent(row) == indentation && !is_part {
            break;
        }
        last = index + 1;
    }
    last
}

pub(super) fn is_content(line: &str) -> bool {
    let start = line.trim();
    !start.is_empty() && !start.starts_with('#') && !matches!(start, "---" | "...")
}

pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
