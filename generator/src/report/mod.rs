//! Reports: problems in a description with their locations, and their rendering for people.

mod fold;
mod place;
mod render;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

pub use place::{FileId, Lines, Location, Part, Places, Pointer, Position};
pub use render::{Detail, Style, render, render_in};
pub use words::{clean, did_you_mean, shell_word};
pub(crate) use words::{is_hostile, uncapitalised};

/// The severity of a [`Report`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Information; the output is unchanged.
    Note,
    /// The output is less than the description asks for; the message names the workaround.
    Warning,
    /// There is no output.
    Error,
}

/// One problem, with its location and help.
///
/// Messages are in lower case without a full stop, and names are in backticks. They may contain hostile text of the
/// description, because [`render`] makes control characters visible.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The code: a kind of problem in kebab case, such as `unknown-reference`.
    pub code: &'static str,
    /// The severity.
    pub severity: Severity,
    /// The problem in one line.
    pub message: String,
    /// The node that has the problem.
    pub location: Option<Location>,
    /// The part of the node that is underlined: its key or its value.
    pub part: Part,
    /// The bytes to underline, if no pointer leads to them: a syntax error, or the second of two equal keys.
    pub span: Option<Range<usize>>,
    /// The text beside the underlined part; may be empty.
    pub label: String,
    /// A way to solve the problem, if there is a general one.
    pub help: Option<String>,
    /// A second location with its part and label, such as the first of two names that must differ.
    pub related: Option<(Location, Part, String)>,
    /// `true` if only the first of several equal reports is kept, whatever their locations.
    pub once: bool,
}

impl Report {
    /// Creates an error: there is no output.
    pub fn error(code: &'static str, message: impl Into<String>) -> Report {
        Report::new(code, Severity::Error, message.into())
    }

    /// Creates a warning about a problem that was worked around; the message says how.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Report {
        Report::new(code, Severity::Warning, message.into())
    }

    /// Creates a note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Report {
        Report::new(code, Severity::Note, message.into())
    }

    /// Sets the location to a node and underlines its value.
    pub fn at(mut self, location: &Location) -> Report {
        self.location = Some(location.clone());
        self.part = Part::Value;
        self
    }

    /// Sets the location to a node and underlines its key, or its value if it is an item of an array.
    pub fn at_key(mut self, location: &Location) -> Report {
        self.location = Some(location.clone());
        self.part = Part::Key;
        self
    }

    /// Sets the bytes of the location's file that are underlined.
    pub fn spanning(mut self, bytes: Range<usize>) -> Report {
        self.span = Some(bytes);
        self
    }

    /// Sets the text beside the underlined part.
    pub fn label(mut self, text: impl Into<String>) -> Report {
        self.label = text.into();
        self
    }

    /// Sets the help.
    pub fn help(mut self, text: impl Into<String>) -> Report {
        self.help = Some(text.into());
        self
    }

    /// Adds a second location, whose key is underlined.
    pub fn related_key(mut self, location: &Location, text: impl Into<String>) -> Report {
        self.related = Some((location.clone(), Part::Key, text.into()));
        self
    }

    /// Adds a second location, whose value is underlined.
    pub fn related(mut self, location: &Location, text: impl Into<String>) -> Report {
        self.related = Some((location.clone(), Part::Value, text.into()));
        self
    }

    /// Keeps only the first of several equal reports, whatever their locations.
    pub fn once(mut self) -> Report {
        self.once = true;
        self
    }

    fn new(code: &'static str, severity: Severity, message: String) -> Report {
        Report {
            code,
            severity,
            message,
            location: None,
            part: Part::Value,
            span: None,
            label: String::new(),
            help: None,
            related: None,
            once: false,
        }
    }
}

/// Reports in the order in which they were found, without duplicates.
///
/// A stage adds its reports and continues. A [barrier](Reports::barrier) stops before the next stage if there are
/// errors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reports {
    list: Vec<Report>,
    known: HashSet<Identity>,
}

/// The key of a report; two reports with the same code, message and place are duplicates.
type Identity = (&'static str, String, Option<(Option<Location>, Option<Range<usize>>)>);

impl Reports {
    /// Creates an empty collection.
    pub fn new() -> Reports {
        Reports::default()
    }

    /// Adds a report, unless it is a duplicate. A node that is read twice is thus reported once.
    pub fn push(&mut self, report: Report) {
        let place = (!report.once).then(|| (report.location.clone(), report.span.clone()));
        if self.known.insert((report.code, report.message.clone(), place)) {
            self.list.push(report);
        }
    }

    /// Returns all reports.
    pub fn as_slice(&self) -> &[Report] {
        &self.list
    }

    /// Returns `true` if there are no reports.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of reports.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the number of reports of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|report| report.severity == severity).count()
    }

    /// Returns `true` if one of the reports is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Returns `Ok` if no report is an error, so that the next stage can begin.
    ///
    /// # Errors
    ///
    /// Returns [`Failed`] if a report is an error. The errors themselves stay in this collection.
    pub fn barrier(&self) -> Result<(), Failed> {
        if self.has_errors() { Err(Failed) } else { Ok(()) }
    }
}

impl Extend<Report> for Reports {
    fn extend<T: IntoIterator<Item = Report>>(&mut self, reports: T) {
        reports.into_iter().for_each(|report| self.push(report));
    }
}

impl FromIterator<Report> for Reports {
    fn from_iter<T: IntoIterator<Item = Report>>(reports: T) -> Self {
        let mut all = Reports::new();
        all.extend(reports);
        all
    }
}

impl IntoIterator for Reports {
    type Item = Report;
    type IntoIter = std::vec::IntoIter<Report>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Reports {
    type Item = &'a Report;
    type IntoIter = std::slice::Iter<'a, Report>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// The error of [`Reports::barrier`]. The reports are in the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the description has errors")
    }
}

impl std::error::Error for Failed {}
