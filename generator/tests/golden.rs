//! One feature for each case: the client of `fixtures/ok/<case>/` is what lies in its `expected/`.
//!
//! `SPECWRIGHT_BLESS=1 cargo test -p specwright golden` rewrites what is expected.

use std::path::Path;

use crate::common::{Comparison, OK, cases, generate};
use specwright::disk::FileSet;

#[test]
fn every_case_has_the_client_that_is_expected() {
    let mut comparison = Comparison::new("golden");
    for case in cases(OK) {
        let outcome = generate(OK, &case);
        let Some(output) = outcome.output else {
            comparison.fail(format!("{case}: no client\n{}", outcome.rendered));
            continue;
        };
        let mut files = expectations(&output.files);
        let warnings = (!outcome.rendered.is_empty()).then_some(outcome.rendered);
        files.push(("warnings.txt".to_owned(), warnings));
        comparison.folder(&Path::new(OK).join(&case).join("expected"), &files);
    }
    comparison.finish();
}

/// What is written down of a client: its own files, and which of the support code it has.
fn expectations(files: &FileSet) -> Vec<(String, Option<String>)> {
    let (runtime, own): (Vec<_>, Vec<_>) =
        files.iter().partition(|(path, _)| path.trim_start_matches("src/").starts_with("runtime/"));
    let mut texts: Vec<_> =
        own.into_iter().map(|(path, text)| (path.to_owned(), Some(text.to_owned()))).collect();
    let list: String = runtime.into_iter().map(|(path, _)| format!("{path}\n")).collect();
    texts.push(("runtime.txt".to_owned(), Some(list)));
    texts
}
