//! Prints reports as text, and in formats for other programs.

mod github;
mod json;
mod sarif;

use std::io::{self, Write};

use specwright::report::{
    Detail, Location, Part, Places, Position, Report, Severity, Style, render_in,
};

use crate::out::{shows_all_warnings, tell};

/// The formats of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// For people: the line, a caret and help, like the Rust compiler
    #[default]
    Text,
    /// One JSON object for each problem, one on each line
    Json,
    /// SARIF 2.1.0, for code scanning services
    Sarif,
    /// Workflow commands with which GitHub Actions annotates the changed lines
    Github,
}

/// The number of problems of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Errors, which prevent a client.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Count {
    /// Counts reports.
    pub fn of(reports: &[Report]) -> Count {
        let count = |severity| reports.iter().filter(|report| report.severity == severity).count();
        Count { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let many = |count: usize, word: &str| match count {
            1 => format!("1 {word}"),
            count => format!("{count} {word}s"),
        };
        write!(f, "{}, {}", many(self.errors, "error"), many(self.warnings, "warning"))
    }
}

/// Prints reports as text with the lines that they refer to. Warnings of one kind are folded, unless all are asked for.
pub fn show(reports: &[Report], places: &dyn Places) {
    if reports.is_empty() {
        return;
    }
    let detail = match shows_all_warnings() {
        true => Detail::All,
        false => Detail::Folded("`--all-warnings` shows all"),
    };
    tell!("{}", render_in(detail, reports, places, Style::Styled));
    tell!("{}", Count::of(reports));
}

/// Writes reports in a format for other programs.
///
/// # Errors
///
/// Returns an error if the writer does.
pub fn write(
    form: Form,
    reports: &[Report],
    places: &dyn Places,
    out: &mut dyn Write,
) -> io::Result<()> {
    let reports: Vec<_> = reports.iter().map(|report| places.as_written(report)).collect();
    let mut placed: Vec<_> = reports.iter().map(|report| Placed::new(report, places)).collect();
    placed.sort_by_key(|placed| {
        placed.place.as_ref().map(|place| (place.location.file.index(), place.start.bytes.start))
    });
    match form {
        Form::Text => Ok(()),
        Form::Json => json::write(&placed, out),
        Form::Sarif => sarif::write(&placed, out),
        Form::Github => github::write(&placed, out),
    }
}

/// A report with its place in the files.
struct Placed<'a> {
    report: &'a Report,
    place: Option<Place<'a>>,
    /// The second place and its label.
    related: Option<(Place<'a>, &'a str)>,
}

/// The range of characters that a report refers to.
struct Place<'a> {
    location: &'a Location,
    start: Position,
    /// The column after the last character.
    end: Position,
}

impl<'a> Place<'a> {
    fn new(location: &'a Location, start: Position, places: &dyn Places) -> Self {
        let end = start.bytes.end;
        Self { location, end: places.position_of(&location.file, end..end), start }
    }
}

impl<'a> Placed<'a> {
    fn new(report: &'a Report, places: &dyn Places) -> Self {
        let place = report.location.as_ref().map(|location| {
            let start = match &report.span {
                Some(bytes) => places.position_of(&location.file, bytes.clone()),
                None => places
                    .position(location, report.part)
                    .or_else(|| places.position(location, Part::Value))
                    .unwrap_or_else(|| places.position_of(&location.file, 0..0)),
            };
            Place::new(location, start, places)
        });
        let related = report.related.as_ref().and_then(|(location, part, text)| {
            let start = places.position(location, *part)?;
            Some((Place::new(location, start, places), text.as_str()))
        });
        Self { report, place, related }
    }

    /// Returns the message, the label and the help in one text.
    fn words(&self) -> String {
        let Report { message, label, help, .. } = self.report;
        let mut words = message.clone();
        if !label.is_empty() {
            words.push_str(": ");
            words.push_str(label);
        }
        if let Some(help) = help {
            words.push_str("; help: ");
            words.push_str(help);
        }
        specwright::report::clean(&words).into_owned()
    }
}
