//! The error of loading: all problems of all files, and the part that could be read.

use std::fmt;

use super::problems::{LOST, NOT_FINITE};
use super::{Location, Pointer, Source, Value};
use crate::report::{Report, Reports, Severity, Style, render};

/// The problems of a description that could not be loaded, and the part that could be read.
#[derive(Debug)]
pub struct LoadError(Box<(Source, Reports)>);

impl LoadError {
    pub(super) fn new(source: Source, reports: Reports) -> LoadError {
        LoadError(Box::new((source, reports)))
    }

    /// Returns what could be read: every file, with a tree for those without syntax errors.
    pub fn partial(&self) -> &Source {
        &self.0.0
    }

    /// Returns all problems, including warnings.
    pub fn reports(&self) -> &Reports {
        &self.0.1
    }

    /// Renders the problems for people to read.
    pub fn render(&self, style: Style) -> String {
        render(self.reports().as_slice(), self.partial(), style)
    }

    /// Returns what could be read, and the problems.
    pub fn into_parts(self) -> (Source, Reports) {
        *self.0
    }

    /// Returns what could be read, with all problems as its [warnings](Source::warnings), including errors.
    ///
    /// Later stages then report these problems together with their own.
    pub fn into_source(self) -> Source {
        let (mut source, reports) = *self.0;
        source.warnings = reports;
        source
    }

    /// Returns the source if its only errors are references into files that cannot be read, and numbers that JSON does not
    /// have.
    ///
    /// Those errors become warnings, and the references and numbers are ignored. A file beside the entry that cannot be parsed
    /// becomes an empty one. This is for users who cannot change the description.
    ///
    /// # Errors
    ///
    /// Returns an error if there are other errors. The lost references are warnings in it too.
    pub fn without_lost_references(self) -> Result<Source, LoadError> {
        let (mut source, reports) = *self.0;
        let reports: Reports = reports.into_iter().map(|it| without_error(it, &source)).collect();
        if reports.has_errors() {
            return Err(LoadError::new(source, reports));
        }
        source.warnings = reports;
        Ok(source)
    }
}

/// The label of a part of the description that is ignored.
pub const IGNORED: &str = "ignored, as if it were absent";

/// Makes an error a warning: that of a lost reference, of a number that JSON does not have, or of a file beside the entry that
/// could not be parsed.
fn without_error(mut report: Report, source: &Source) -> Report {
    let is_lost = |at: &&Location| {
        let root = Location { pointer: Pointer::root(), file: at.file.clone() };
        source.value(&root).is_none_or(Value::is_null)
    };
    // Without the entry or an overlay, the client would be another one.
    let is_needed = |at: &Location| {
        at.file.index() == 0 || source.overlay_ids().any(|overlay| *overlay == at.file)
    };
    if report.severity != Severity::Error {
        return report;
    }
    let lost_file = report.location.as_ref().filter(is_lost);
    let label = match lost_file {
        _ if LOST.contains(&report.code) => IGNORED.to_owned(),
        Some(file) if is_needed(file) => return report,
        Some(_) if report.label.is_empty() => "the file is left out".to_owned(),
        Some(_) => format!("{}; the file is left out", report.label),
        None if report.code == NOT_FINITE => IGNORED.to_owned(),
        None => return report,
    };
    (report.severity, report.label) = (Severity::Warning, label);
    report
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(Style::Plain))
    }
}

impl std::error::Error for LoadError {}
