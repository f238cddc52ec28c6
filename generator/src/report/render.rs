//! Renders reports as text for people: the message, the line of the description, a caret, and the help.

#![allow(clippy::string_slice, reason = "a `Position` ends at characters")]

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::fold::{Folded, fold};
use super::place::{FileId, Places, Position};
use super::words::{clean, is_hostile};
use super::{Report, Severity};

/// The length of a source line as shown, in characters. A longer line is cut around the underlined part.
const SHOWN: usize = 120;

/// The number of characters shown before the underlined part of a line that is cut.
const LEAD: usize = 40;

/// The number of reports that are shown. Each one is searched for in its file, which takes time.
const MOST: usize = 500;

/// The style of rendered reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// Text with ANSI escapes for colours. cargo and anstream remove them if the output is not a terminal.
    Styled,
}

/// The number of places of folded reports that are named.
const NAMED: usize = 4;

/// The reports that are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail<'h> {
    /// All of them.
    All,
    /// Of many warnings of one kind the first, with the number and the first places of the others. The text tells how to
    /// see all: "`--all-warnings` shows all".
    Folded(&'h str),
}

/// Renders reports in the format of rustc. Returns an empty string if there are none.
///
/// The reports are sorted by file and position, and those without a location come first. Reports are separated by an
/// empty line, and the text ends with a line feed. If there are more than 500, the most severe 500 are shown and the
/// others are counted.
pub fn render(reports: &[Report], places: &dyn Places, style: Style) -> String {
    let mut shown: Vec<&Report> = reports.iter().collect();
    if shown.len() > MOST {
        shown.sort_by_key(|report| std::cmp::Reverse(report.severity));
        shown.truncate(MOST);
    }
    let shown: Vec<_> = shown.into_iter().map(|report| places.as_written(report)).collect();
    let entries = shown.iter().map(|report| place(report, places)).collect();
    let mut rendered = render_all(entries, style);
    if reports.len() > MOST {
        let more = reports.len() - MOST;
        rendered.push_str(&format!("\nand {more} more, which are not shown\n"));
    }
    rendered
}

/// Renders reports as [`render`] does, in more or less detail and without a limit.
pub fn render_in(
    detail: Detail<'_>,
    reports: &[Report],
    places: &dyn Places,
    style: Style,
) -> String {
    let reports: Vec<Report> =
        reports.iter().map(|report| places.as_written(report).into_owned()).collect();
    let entries = match detail {
        Detail::All => reports.iter().map(|report| place(report, places)).collect(),
        Detail::Folded(how) => {
            let folded = fold(&reports);
            folded.iter().map(|folded| place_folded(folded, places, how)).collect()
        }
    };
    render_all(entries, style)
}

fn render_all(mut placed: Vec<Placed<'_>>, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Styled => Renderer::styled().hyperlink(false),
    };
    placed.sort_by_key(Placed::order);
    let mut rendered = String::new();
    for entry in &placed {
        if !rendered.is_empty() {
            rendered.push('\n');
        }
        rendered.push_str(&render_one(entry, &renderer));
        rendered.push('\n');
    }
    rendered
}

/// A report with its position in the text of a file.
struct Placed<'a> {
    report: &'a Report,
    found: Option<Found<'a>>,
    /// The second location and its label.
    related: Option<(Found<'a>, &'a str)>,
    /// A note about the reports of this kind that are not shown.
    others: Option<String>,
}

struct Found<'a> {
    file: &'a FileId,
    text: &'a str,
    position: Position,
}

impl Placed<'_> {
    fn order(&self) -> Option<(usize, usize)> {
        let found = self.found.as_ref()?;
        Some((found.file.index(), found.position.bytes.start))
    }
}

fn place<'a>(report: &'a Report, places: &'a dyn Places) -> Placed<'a> {
    let found = report.location.as_ref().map(|location| {
        let text = places.text(&location.file);
        let position = match &report.span {
            Some(bytes) => places.position_of(&location.file, bytes.clone()),
            None => places
                .position(location, report.part)
                .unwrap_or_else(|| places.position_of(&location.file, 0..0)),
        };
        Found { file: &location.file, text, position }
    });
    let related = report.related.as_ref().and_then(|(location, part, text)| {
        let position = places.position(location, *part)?;
        let file = &location.file;
        Some((Found { file, text: places.text(file), position }, text.as_str()))
    });
    Placed { report, found, related, others: None }
}

fn place_folded<'a>(folded: &Folded<'a>, places: &'a dyn Places, how: &str) -> Placed<'a> {
    let first = place(folded.report, places);
    let count = folded.others.len();
    if count == 0 {
        return first;
    }
    let named = folded.others.iter().take(NAMED).filter_map(|report| {
        let Found { file, position, .. } = place(report, places).found?;
        Some(format!("{file}:{}:{}", position.line, position.column))
    });
    let mut named: Vec<_> = named.collect();
    if count > NAMED && !named.is_empty() {
        named.push("...".to_owned());
    }
    let at = if named.is_empty() { String::new() } else { format!(" at {}", named.join(", ")) };
    let others = Some(format!("and {count} more of this kind{at}; {how}"));
    Placed { others, ..first }
}

fn render_one(placed: &Placed<'_>, renderer: &Renderer) -> String {
    let Placed { report, found, related, others } = placed;
    let level = match report.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(clean(&report.message)).id(report.code);
    let line = found.as_ref().and_then(|found| shown_line(found.text, &found.position.bytes));
    let other =
        related.as_ref().and_then(|(found, _)| shown_line(found.text, &found.position.bytes));
    let mut groups = vec![match (found, &line) {
        (Some(found), Some(line)) => {
            let primary = snippet(found, line, &report.label, AnnotationKind::Primary);
            let group = title.element(primary);
            match (related, &other) {
                (Some((found, text)), Some(line)) => {
                    group.element(snippet(found, line, text, AnnotationKind::Context))
                }
                _ => group,
            }
        }
        // A file that could not be read has no line to show.
        (Some(found), None) => title.element(Origin::path(found.file.to_string())),
        (None, _) => Group::with_title(title),
    }];
    if let Some(help) = &report.help {
        groups.push(Group::with_title(Level::HELP.secondary_title(clean(help))));
    }
    if let Some(others) = others {
        groups.push(Group::with_title(Level::NOTE.secondary_title(clean(others))));
    }
    let rendered = renderer.render(&groups);
    match (found, &line) {
        (Some(found), Some(line)) => with_column(rendered, found, line),
        _ => rendered,
    }
}

fn snippet<'a>(
    found: &Found<'_>,
    line: &'a Line,
    label: &'a str,
    kind: AnnotationKind,
) -> Snippet<'a, Annotation<'a>> {
    let mut annotation = kind.span(line.span.clone());
    if !label.is_empty() {
        annotation = annotation.label(clean(label));
    }
    Snippet::source(line.text.as_str())
        .path(found.file.to_string())
        .line_start(found.position.line)
        .annotation(annotation)
}

/// Corrects the column. The library counts columns in the shown line, which may be cut.
fn with_column(rendered: String, found: &Found<'_>, line: &Line) -> String {
    let shown = line.text[..line.span.start].chars().count() + 1;
    let Position { line, column, .. } = found.position;
    if shown == column {
        return rendered;
    }
    let place = |column| format!("{}:{line}:{column}\n", found.file);
    rendered.replacen(&place(shown), &place(column), 1)
}

/// A source line as shown, with the range to underline.
struct Line {
    text: String,
    span: Range<usize>,
}

/// Returns the line in which the bytes start, without hostile characters and cut to a readable length.
fn shown_line(text: &str, bytes: &Range<usize>) -> Option<Line> {
    if text.is_empty() {
        return None;
    }
    let start = text[..bytes.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[bytes.start..].find('\n').map_or(text.len(), |length| bytes.start + length);
    let line = text[start..end].trim_end_matches('\r');
    let line_end = start + line.len();
    let from = bytes.start.min(line_end);
    let to = bytes.end.clamp(from, line_end);
    let (before, marked, after) = (&text[start..from], &text[from..to], &text[to..line_end]);

    let long = line.chars().nth(SHOWN).is_some();
    let mut shown = if long { last_characters(before, LEAD) } else { harmless(before) };
    let mark_start = shown.len();
    let room = if long { SHOWN - LEAD } else { SHOWN };
    shown.push_str(&first_characters(marked, room));
    let mark_end = shown.len();
    let left = room.saturating_sub(marked.chars().take(room).count());
    shown.push_str(&first_characters(after, left));
    Some(Line { text: shown, span: mark_start..mark_end })
}

fn first_characters(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        Some((end, _)) => harmless(&text[..end]) + "...",
        None => harmless(text),
    }
}

fn last_characters(text: &str, count: usize) -> String {
    match text.char_indices().rev().nth(count) {
        Some((cut, character)) => format!("...{}", harmless(&text[cut + character.len_utf8()..])),
        None => harmless(text),
    }
}

/// Returns the text with each hostile character replaced by one visible character, so that columns stay the same. A
/// byte-order mark is removed, because it does not count as a column.
fn harmless(text: &str) -> String {
    text.strip_prefix('\u{feff}')
        .unwrap_or(text)
        .chars()
        .map(|character| match character {
            '\t' => ' ',
            other if is_hostile(other) => '\u{fffd}',
            other => other,
        })
        .collect()
}
