//! What is said about a description: reports with a place, their collection, and their rendering.

mod place;
mod render;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

pub use place::{FileId, Lines, Location, Part, Places, Pointer, Position};
pub use render::{Style, render};
pub use words::{clean, did_you_mean, shell_word};
pub(crate) use words::{is_hostile, uncapitalised};

/// How much a [`Report`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something worth knowing; nothing was changed for it.
    Note,
    /// The output is not all that the description asks for; the message says what was done instead.
    Warning,
    /// There is no output.
    Error,
}

/// One problem: what it is, where it is, and what can be done.
///
/// Texts are lower case without a full stop, names in backticks. They may quote the description as it is:
/// [`render`] makes control characters visible.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The kind of problem in kebab-case words, such as `unknown-reference`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The problem in one line.
    pub message: String,
    /// The node that it is about.
    pub location: Option<Location>,
    /// Whether the node's key or its value is to be underlined.
    pub part: Part,
    /// The exact bytes in the location's file, where a pointer cannot say them: a syntax error, or the
    /// second of two equal keys.
    pub span: Option<Range<usize>>,
    /// What stands beside the underlined text; may be empty.
    pub label: String,
    /// The remedy, where one is known.
    pub help: Option<String>,
    /// Another place that the problem is about, and what stands beside it: the first of two that
    /// must differ.
    pub related: Option<(Location, Part, String)>,
    /// Whether it is said at the first place alone of the many that it holds for.
    pub once: bool,
}

impl Report {
    /// A problem that leaves no output.
    pub fn error(code: &'static str, message: impl Into<String>) -> Report {
        Report::new(code, Severity::Error, message.into())
    }

    /// A problem that was worked around; the message says how.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Report {
        Report::new(code, Severity::Warning, message.into())
    }

    /// Something worth knowing.
    pub fn note(code: &'static str, message: impl Into<String>) -> Report {
        Report::new(code, Severity::Note, message.into())
    }

    /// Places the report at a node's value.
    pub fn at(mut self, location: &Location) -> Report {
        self.location = Some(location.clone());
        self.part = Part::Value;
        self
    }

    /// Places the report at a node's key; an array's item has none, its value stands in.
    pub fn at_key(mut self, location: &Location) -> Report {
        self.location = Some(location.clone());
        self.part = Part::Key;
        self
    }

    /// Underlines exactly these bytes of the location's file.
    pub fn spanning(mut self, bytes: Range<usize>) -> Report {
        self.span = Some(bytes);
        self
    }

    /// Says something beside the underlined text.
    pub fn label(mut self, text: impl Into<String>) -> Report {
        self.label = text.into();
        self
    }

    /// Says what can be done.
    pub fn help(mut self, text: impl Into<String>) -> Report {
        self.help = Some(text.into());
        self
    }

    /// Shows a second place, by its key.
    pub fn related_key(mut self, location: &Location, text: impl Into<String>) -> Report {
        self.related = Some((location.clone(), Part::Key, text.into()));
        self
    }

    /// Shows a second place, by its value.
    pub fn related(mut self, location: &Location, text: impl Into<String>) -> Report {
        self.related = Some((location.clone(), Part::Value, text.into()));
        self
    }

    /// Says it at the first place alone of the many that it holds for.
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

/// Reports in the order in which they were found, each of them once: a stage pushes and goes on, a
/// [barrier](Reports::barrier) stops before the next stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reports {
    list: Vec<Report>,
    known: HashSet<Identity>,
}

/// What makes two reports one: code, message and place.
type Identity = (&'static str, String, Option<(Option<Location>, Option<Range<usize>>)>);

impl Reports {
    /// No reports yet.
    pub fn new() -> Reports {
        Reports::default()
    }

    /// Adds one, unless it is there: a node that is read in two places is reported once.
    pub fn push(&mut self, report: Report) {
        let place = (!report.once).then(|| (report.location.clone(), report.span.clone()));
        if self.known.insert((report.code, report.message.clone(), place)) {
            self.list.push(report);
        }
    }

    /// All of them.
    pub fn as_slice(&self) -> &[Report] {
        &self.list
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|report| report.severity == severity).count()
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Lets the next stage begin only if there is no error.
    ///
    /// # Errors
    ///
    /// [`Failed`], which holds nothing: the errors stay here.
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

/// Errors were reported; they are in the [`Reports`] whose barrier said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the description has errors")
    }
}

impl std::error::Error for Failed {}
