//! Folding: of many reports of one kind, the first is shown, and the others are counted.

use std::collections::HashMap;

use super::{Report, Severity};

/// The number of warnings or notes of one kind that are all shown.
const FEW: usize = 3;

/// The number of errors with one message that are all shown. Each of them has to be corrected.
const FEW_ERRORS: usize = 10;

/// The number of errors above which those of one kind are folded also if their messages differ in names and numbers. The first
/// [`FEW_ERRORS`] of them are shown.
const MANY_ERRORS: usize = 50;

/// A report that is shown, with those of its kind that are not.
#[derive(Debug)]
pub(super) struct Folded<'r> {
    pub(super) report: &'r Report,
    pub(super) others: Vec<&'r Report>,
}

/// Folds reports of one kind. The order stays that of the first of each kind.
///
/// Warnings and notes are of one kind if they have the same code and differ only in names and numbers. Errors are of one
/// kind if they have the same message, or if there are very many that differ only in names and numbers.
pub(super) fn fold(reports: &[Report]) -> Vec<Folded<'_>> {
    let mut kinds: HashMap<(Severity, &str, String), Vec<&Report>> = HashMap::new();
    let mut errors: HashMap<(&str, String), Vec<&Report>> = HashMap::new();
    for report in reports {
        kinds.entry(kind(report)).or_default().push(report);
        if report.severity == Severity::Error {
            errors.entry((report.code, without_names(&report.message))).or_default().push(report);
        }
    }
    errors.retain(|_, errors| errors.len() > MANY_ERRORS);
    let mut folded = Vec::new();
    for report in reports {
        let is_error = report.severity == Severity::Error;
        let many = is_error.then(|| (report.code, without_names(&report.message)));
        if let Some(many) = many.and_then(|kind| errors.get_mut(&kind)) {
            // The last one that is shown stands for those behind it. They are found without members.
            let at = many.iter().position(|it| std::ptr::eq(*it, report));
            match at {
                Some(at) if at + 1 < FEW_ERRORS => {
                    folded.push(Folded { report, others: Vec::new() })
                }
                Some(_) => {
                    let others = many.split_off(FEW_ERRORS);
                    many.clear();
                    folded.push(Folded { report, others });
                }
                None => {}
            }
            continue;
        }
        let few = if is_error { FEW_ERRORS } else { FEW };
        match kinds.get_mut(&kind(report)) {
            Some(kind) if kind.len() > few => {
                let others = kind.split_off(1);
                folded.push(Folded { report, others });
                // The others of this kind are found without members.
                kind.clear();
            }
            Some(kind) if !kind.is_empty() => folded.push(Folded { report, others: Vec::new() }),
            _ => {}
        }
    }
    folded
}

fn kind(report: &Report) -> (Severity, &'static str, String) {
    let message = match report.severity {
        Severity::Error => report.message.clone(),
        _ => without_names(&report.message),
    };
    (report.severity, report.code, message)
}

/// Returns a message without the names in backticks and without numbers.
fn without_names(message: &str) -> String {
    let words = message.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => part.replace(|char: char| char.is_ascii_digit(), ""),
        _ => String::new(),
    });
    words.collect::<Vec<_>>().join("`")
}
