//! Golden files of reports: `<case>.txt` holds the reports about `fixtures/bad/<case>`.
//!
//! `SPECWRIGHT_BLESS=1 cargo test -p specwright --test all reports::` rewrites the golden files.

use std::path::Path;

use crate::common::{BAD, Comparison, LINT, cases, check, generate_with};
use specwright::Options;
use specwright::report::{Detail, Style, render_in};
use specwright::source::Source;

/// Returns the options of a build script, whose user can correct the description.
fn strict() -> Options {
    Options { strict: true, ..Options::default() }
}

/// A case whose description does not exist.
const ABSENT: &str = "absent.yaml";

#[test]
fn every_bad_case_has_the_expected_reports() {
    let mut comparison = Comparison::new("reports");
    let mut wanted = Vec::new();
    for case in cases(BAD).into_iter().chain([ABSENT.to_owned()]) {
        let outcome = generate_with(BAD, &case, &strict());
        if outcome.output.is_some() {
            comparison.fail(format!("{case}: nothing is wrong\n{}", outcome.rendered));
        }
        let name = format!("{}.txt", case.split('.').next().unwrap_or(&case));
        comparison.file(&Path::new(BAD).join(&name), Some(&outcome.rendered));
        assert!(!wanted.contains(&name), "two cases would have `{name}`");
        wanted.push(name);
    }
    for entry in std::fs::read_dir(BAD).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".txt") && !wanted.contains(&name) {
            comparison.file(&Path::new(BAD).join(name), None);
        }
    }
    comparison.finish();
}

#[test]
fn every_lint_case_has_the_expected_reports() {
    let mut comparison = Comparison::new("reports");
    for case in cases(LINT) {
        let outcome = check(LINT, &case);
        let name = case.replace(".yaml", ".txt");
        comparison.file(&Path::new(LINT).join(name), Some(&outcome.rendered));
    }
    comparison.finish();
}

#[test]
fn very_many_errors_of_one_kind_are_folded_behind_the_first_ten() {
    let rendered = |ids: usize| {
        let operation = |path: usize| {
            let id = path % ids;
            format!(
                "  /{path}: {{ get: {{ operationId: o{id}, responses: {{ '204': {{ description: x }} }} }} }}\n"
            )
        };
        let paths: String = (0..2 * ids).map(operation).collect();
        let text = format!("openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}");
        let source = Source::from_text("api.yaml", text).expect("a description");
        let checked = specwright::check(&source, &strict());
        let detail = Detail::Folded("`--all-warnings` shows all");
        render_in(detail, checked.reports.as_slice(), &source, Style::Plain)
    };
    let errors = |text: &str| text.matches("error[duplicate-operation]").count();
    let many = rendered(60);
    assert_eq!(errors(&many), 10);
    assert!(many.contains("note: and 50 more of this kind at api.yaml:74:"), "{many}");
    // Each of few errors is shown, because each has to be corrected.
    assert_eq!(errors(&rendered(50)), 50);
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let text = " ".repeat((64 << 20) + 1);
    let error = Source::from_text("large.yaml", text).expect_err("it is larger than 64 MiB");
    let [report] = error.reports().as_slice() else { panic!("{error}") };
    assert_eq!(report.code, "file-limit");
    assert_eq!(report.message, "`large.yaml` is larger than 64 MiB");
}

#[test]
fn messages_are_in_lower_case_without_a_full_stop() {
    let bad = cases(BAD).into_iter().map(|case| {
        let rendered = generate_with(BAD, &case, &strict()).rendered;
        (case, rendered)
    });
    let lint = cases(LINT).into_iter().map(|case| {
        let rendered = check(LINT, &case).rendered;
        (case, rendered)
    });
    for (case, rendered) in bad.chain(lint) {
        let is_hostile =
            |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!rendered.contains(is_hostile), "{case}: a control character is shown as it is");
        for line in rendered.lines() {
            let headline = ["error[", "warning["].iter().any(|start| line.starts_with(start));
            let message =
                if headline { line.split_once("]: ").map(|(_, rest)| rest) } else { None };
            let Some(message) = message.or(line.strip_prefix("help: ")) else {
                continue;
            };
            assert!(!message.ends_with('.'), "{case}: `{message}` ends in a full stop");
            assert!(
                !message.starts_with(char::is_uppercase),
                "{case}: `{message}` begins in upper case"
            );
        }
    }
}

#[test]
fn operations_whose_path_cannot_be_called_are_left_out_and_counted() {
    let output = generate_with(BAD, "relative-path.yaml", &Options::default());
    let output = output.output.expect("a client");
    let operations = output.files.get("operations.rs").unwrap_or_default();
    let constants = operations.split("rt::Operation::new(").skip(1);
    let found: Vec<_> = constants.filter_map(|it| it.split('"').nth(1)).collect();
    assert_eq!(found, ["fine"], "{operations}");
    assert_eq!(output.coverage.left_out_operations.len(), 9);
    assert_eq!(
        output.coverage.to_string(),
        "1 of 10 operations and 0 of 0 types fully typed; 9 operations left out"
    );
}
