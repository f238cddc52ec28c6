//! Checks that `generate()` and `check()` return files that parse, or errors with locations.

use std::io::Write;

use fastrand::Rng;
use specwright::formats::{Dates, Formats, Uuids};
use specwright::report::{Report, Severity, Style, render};
use specwright::source::Source;
use specwright::{Options, generate};
use specwright_mock::Judge;

use crate::sound::wrong;

/// Codes of errors that have no location.
const WITHOUT_PLACE: [&str; 1] = ["bad-name"];

/// Generates a client and checks the files or the errors. The options depend on the bytes.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let mut random = Rng::with_seed(super::hash(bytes));
    let Some(source) = source(bytes, &mut random) else { return "refused: unreadable" };
    let options = options(&mut random);
    if random.u8(..3) == 0 {
        let checked = specwright::check(&source, &options);
        is_visible(&render(checked.reports.as_slice(), &source, Style::Plain));
    }
    match generate(&source, &options) {
        Ok(output) => {
            render(output.warnings.as_slice(), &source, Style::Styled);
            if random.u8(..16) == 0 {
                let again = generate(&source, &options);
                let is_same = again.is_ok_and(|again| again.files == output.files);
                assert!(is_same, "two runs give two clients");
            }
            assert_eq!(wrong(&output.files), None);
            "generated"
        }
        Err(rejected) => refused(rejected.reports.as_slice(), &source),
    }
}

/// Reads the description. Of a broken one, the readable part is returned, or `None`.
fn source(bytes: &[u8], random: &mut Rng) -> Option<Source> {
    let extension = if bytes.trim_ascii_start().starts_with(b"{") { "json" } else { "yaml" };
    let loaded = match std::str::from_utf8(bytes) {
        Ok(text) if random.u8(..8) > 0 => Source::from_text(&format!("api.{extension}"), text),
        // Only a file can hold bytes that are not UTF-8.
        _ => {
            let suffix = format!(".{extension}");
            let file = tempfile::Builder::new().suffix(&suffix).tempfile();
            let mut file = file.expect("a temporary file");
            file.write_all(bytes).expect("a temporary file");
            Source::load(file.path())
        }
    };
    let error = match loaded {
        Ok(source) => return Some(source),
        Err(error) => error,
    };
    refused(error.reports().as_slice(), error.partial());
    match random.u8(..3) {
        0 => None,
        1 => Some(error.into_source()),
        _ => error.without_lost_references().ok(),
    }
}

fn options(random: &mut Rng) -> Options {
    let tests = random.u8(..4) == 0;
    Options {
        package: (tests || random.bool()).then(|| "fuzzed".to_owned()),
        package_options: specwright::PackageOptions::default(),
        module: random.bool().then(specwright::FeatureSet::default),
        strict: random.bool(),
        formats: Formats {
            dates: [Dates::Time, Dates::Jiff, Dates::Chrono, Dates::Text][random.usize(..4)],
            uuids: [Uuids::Text, Uuids::Type][random.usize(..2)],
        },
        tests: tests.then_some(Judge::boxed),
        settings: specwright::settings::Settings::default(),
        types_only: random.u8(..8) == 0,
    }
}

/// Checks that each error has a location, and returns the code of the first one.
fn refused(reports: &[Report], source: &Source) -> &'static str {
    let text = render(reports, source, Style::Plain);
    let errors = reports.iter().filter(|report| report.severity == Severity::Error);
    for report in errors.clone() {
        assert_ne!(report.code, "defect", "{}", report.message);
        let has_place = report.location.is_some() || WITHOUT_PLACE.contains(&report.code);
        assert!(has_place, "an error without a location: {}", report.message);
    }
    is_visible(&text);
    let first = errors.clone().next();
    first.expect("refused without an error").code
}

/// Checks that a message holds no invisible characters and nothing that controls a terminal.
fn is_visible(text: &str) {
    let hostile = |char: char| char.is_control() && char != '\n' || char == '\u{202e}';
    assert!(!text.contains(hostile), "the message holds control characters: {text:?}");
}
