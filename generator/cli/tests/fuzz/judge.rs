//! Whether what came of an input is as it must be.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use fastrand::Rng;
use specwright::formats::{Dates, Formats, Uuids};
use specwright::report::{Report, Severity, Style, render};
use specwright::source::Source;
use specwright::{Options, generate};
use specwright_mock::Judge;

use super::mutate::Input;
use crate::common::sound::wrong;

/// What came of an input.
pub enum Outcome {
    /// A client that parses.
    Generated,
    /// Located errors; the code of the first.
    Refused(&'static str),
    /// Something that must not be.
    Wrong(String),
}

/// Errors that are about no node.
const WITHOUT_PLACE: [&str; 1] = ["bad-name"];

/// Generates and looks at what comes of it.
pub fn judge(input: &Input, folder: &Path, run: u64) -> Outcome {
    let mut random = Rng::with_seed(input.choice);
    let loaded = match std::str::from_utf8(&input.bytes) {
        Ok(text) if random.u8(..8) > 0 => {
            Source::from_text(&format!("api.{}", input.extension), text)
        }
        // What is no text comes from a file.
        _ => {
            let path = folder.join(format!("case-{run}.{}", input.extension));
            fs::write(&path, &input.bytes).unwrap();
            Source::load(&path)
        }
    };
    let source = match loaded {
        Ok(source) => source,
        Err(error) => {
            let refused = refusal(error.reports().as_slice(), error.partial());
            match random.u8(..3) {
                0 => return refused,
                // As far as it could be read.
                1 => error.into_source(),
                _ => match error.without_lost_references() {
                    Ok(source) => source,
                    Err(_) => return refused,
                },
            }
        }
    };
    let options = options(&mut random, &source);
    if random.u8(..3) == 0 {
        let checked = specwright::check(&source, &options);
        let text = render(checked.reports.as_slice(), &source, Style::Plain);
        if let Some(why) = unseen(&text) {
            return Outcome::Wrong(why);
        }
    }
    match generate(&source, &options) {
        Ok(output) => {
            render(output.warnings.as_slice(), &source, Style::Styled);
            let again = (random.u8(..16) == 0).then(|| generate(&source, &options));
            if again.is_some_and(|again| again.is_ok_and(|again| again.files != output.files)) {
                return Outcome::Wrong("two runs, two clients".to_owned());
            }
            match wrong(&output.files) {
                Some(why) => Outcome::Wrong(why),
                None => Outcome::Generated,
            }
        }
        Err(rejected) => refusal(rejected.reports.as_slice(), &source),
    }
}

fn options(random: &mut Rng, source: &Source) -> Options {
    let tests = random.u8(..4) == 0;
    let judge = if tests { Judge::new(source).ok() } else { None };
    Options {
        package: (tests || random.bool()).then(|| "fuzzed".to_owned()),
        strict: random.bool(),
        formats: Formats {
            dates: [Dates::Time, Dates::Jiff, Dates::Text][random.usize(..3)],
            uuids: [Uuids::Text, Uuids::Type][random.usize(..2)],
        },
        tests: judge.map(|judge| Arc::new(judge) as Arc<dyn specwright::Judge>),
    }
}

/// A refusal says what is wrong and where.
fn refusal(reports: &[Report], source: &Source) -> Outcome {
    let text = render(reports, source, Style::Plain);
    let mut errors = reports.iter().filter(|report| report.severity == Severity::Error);
    if let Some(report) = errors.clone().find(|report| report.code == "defect") {
        return Outcome::Wrong(report.message.clone());
    }
    let placeless = errors
        .clone()
        .find(|report| report.location.is_none() && !WITHOUT_PLACE.contains(&report.code));
    if let Some(report) = placeless {
        return Outcome::Wrong(format!("an error without a place: {}", report.message));
    }
    if let Some(why) = unseen(&text) {
        return Outcome::Wrong(why);
    }
    match errors.next() {
        Some(report) => Outcome::Refused(report.code),
        None => Outcome::Wrong("refused without an error".to_owned()),
    }
}

/// A message that holds what nobody sees or what acts on a terminal.
fn unseen(text: &str) -> Option<String> {
    let hostile = |char: char| char.is_control() && char != '\n' || char == '\u{202e}';
    text.contains(hostile).then(|| format!("the message holds what nobody sees: {text:?}"))
}
