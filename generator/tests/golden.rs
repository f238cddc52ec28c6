//! Golden files: `fixtures/ok/<case>/expected/` holds the client of each case. A case covers one feature.
//!
//! Some files are almost equal in every client. The case `baseline` holds them completely, and each other case holds
//! its difference from the baseline, such as `lib.rs.diff`, or nothing if they are equal.
//!
//! `SPECWRIGHT_BLESS=1 cargo test -p specwright --test all golden::` rewrites the golden files.

use std::collections::BTreeMap;
use std::path::Path;

use similar::TextDiff;

use crate::common::{Comparison, OK, cases, generate};
use specwright::disk::FileSet;

/// The case from which the others store their differences.
const BASELINE: &str = "baseline";

/// The files of which a case stores the difference.
const SHARED: [&str; 5] = ["client.rs", "errors.rs", "lib.rs", "mock.rs", "runtime.txt"];

#[test]
fn every_case_has_the_expected_client() {
    let mut comparison = Comparison::new("golden");
    let baseline = generate(OK, BASELINE).output.expect("the baseline has a client");
    let baseline: BTreeMap<_, _> = stored(&baseline.files).into_iter().collect();
    for case in cases(OK) {
        let outcome = generate(OK, &case);
        let Some(output) = outcome.output else {
            comparison.fail(format!("{case}: no client\n{}", outcome.rendered));
            continue;
        };
        let mut files = Vec::new();
        for (path, text) in stored(&output.files) {
            let name = path.trim_start_matches("src/");
            if case == BASELINE || !SHARED.contains(&name) {
                files.push((path, Some(text)));
                continue;
            }
            let diff = TextDiff::from_lines(&baseline[name], &text);
            let diff = diff.unified_diff().context_radius(0).to_string();
            files.push((format!("{path}.diff"), (!diff.is_empty()).then_some(diff)));
        }
        let warnings = (!outcome.rendered.is_empty()).then_some(outcome.rendered);
        files.push(("warnings.txt".to_owned(), warnings));
        comparison.folder(&Path::new(OK).join(&case).join("expected"), &files);
    }
    comparison.finish();
}

/// Returns the files of a client that are stored: its own files, and the list of its runtime files.
fn stored(files: &FileSet) -> Vec<(String, String)> {
    let (runtime, own): (Vec<_>, Vec<_>) =
        files.iter().partition(|(path, _)| path.trim_start_matches("src/").starts_with("runtime/"));
    let own = own.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned()));
    let mut texts: Vec<_> = own.collect();
    let list = runtime.into_iter().map(|(path, _)| path.trim_start_matches("src/"));
    texts.push(("runtime.txt".to_owned(), list.map(|path| format!("{path}\n")).collect()));
    texts
}
