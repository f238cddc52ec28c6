//! Folding: of many reports of one kind, the first is shown, and the others are counted.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Report, Severity};

/// The number of warnings or notes of one kind that are all shown.
const FEW: usize = 3;

/// The number of errors with one message that are all shown, because each of them has to be corrected.
const FEW_ERRORS: usize = 10;

/// The number of errors that differ only in names and numbers and are all shown. Of more, the first [`FEW_ERRORS`] are.
const MANY_ERRORS: usize = 50;

/// A report that is shown, with those of its kind that are not.
#[derive(Debug)]
pub(super) struct Folded<'r> {
    pub(super) report: &'r Report,
    pub(super) others: Vec<&'r Report>,
}

/// A severity, a code, and a message with or without its names and numbers.
type Kind<'r> = (Severity, &'r str, Cow<'r, str>);

/// Folds reports of one kind. The order stays that of the first of each kind.
///
/// Warnings and notes are of one kind if they have the same code and differ only in names and numbers. Errors are of one
/// kind if they have the same message, or if there are very many that differ only in names and numbers.
pub(super) fn fold(reports: &[Report]) -> Vec<Folded<'_>> {
    let (mut same, mut alike) = (HashMap::new(), HashMap::new());
    for report in reports {
        *same.entry(exactly(report)).or_insert(0) += 1;
        *alike.entry(roughly(report)).or_insert(0) += 1;
    }
    // The position of the last report of a kind that is shown, and the number of those that are.
    let mut shown: HashMap<Kind<'_>, (usize, usize)> = HashMap::new();
    let mut folded: Vec<Folded<'_>> = Vec::new();
    for report in reports {
        let (exact, rough) = (exactly(report), roughly(report));
        let same = same.get(&exact).copied().unwrap_or(0);
        let alike = alike.get(&rough).copied().unwrap_or(0);
        let (kind, most) = match report.severity {
            Severity::Error if same > FEW_ERRORS => (exact, 1),
            Severity::Error if alike > MANY_ERRORS => (rough, FEW_ERRORS),
            Severity::Error => (exact, usize::MAX),
            _ if alike > FEW => (rough, 1),
            _ => (rough, usize::MAX),
        };
        let (last, count) = shown.entry(kind).or_default();
        if *count < most {
            (*last, *count) = (folded.len(), *count + 1);
            folded.push(Folded { report, others: Vec::new() });
        } else if let Some(folded) = folded.get_mut(*last) {
            folded.others.push(report);
        }
    }
    folded
}

fn exactly(report: &Report) -> Kind<'_> {
    (report.severity, report.code, Cow::Borrowed(&report.message))
}

fn roughly(report: &Report) -> Kind<'_> {
    (report.severity, report.code, Cow::Owned(without_names(&report.message)))
}

/// Returns a message without the names in backticks and without numbers.
fn without_names(message: &str) -> String {
    let words = message.split('`').enumerate().map(|(index, part)| match index % 2 {
        0 => part.replace(|char: char| char.is_ascii_digit(), ""),
        _ => String::new(),
    });
    words.collect::<Vec<_>>().join("`")
}
